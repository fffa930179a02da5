"""A scenario: which place, which rule, which numbers, which seed. Everything a run depends on is in here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from model.core.errors import InputError, unknown
from model.core.parameter import Parameter, gather
from model.core.terms import Staffing, word
from model.incidents import KINDS
from model.incidents.kind import Kind
from model.parameters import GROUPS
from model.rules import STATUS_QUO, Rule, RuleMap, named
from model.township import HEADCOUNTS, Township, read_townships

SCENARIOS = Path(__file__).parent / "scenarios"
MOST_DAYS = 3_660
"""Ten years and a little: the longest run."""

LONGEST_FILE = 1_000_000
"""Bytes; a scenario is a page, and a larger file is a mistake."""

FIXED_BY_TOWNSHIPS = (
    "area_km2",
    "townships",
    "trunk_km",
    "county_km",
    "village_km",
    "urban_stations",
    "squadrons",
)
"""Numbers that only the generator reads; a table of townships says them itself."""


def parameters(kinds: Sequence[Kind] | None = None) -> dict[str, Parameter]:
    """Every declared number by name: the model's own and those of `kinds` (default: all on the shelf)."""
    chosen = tuple(KINDS.values()) if kinds is None else kinds
    return gather([*GROUPS, *((f"kind {kind.name}", kind.parameters) for kind in chosen)])


@dataclass(frozen=True)
class About:
    """What a place says of itself: for people, never for the model."""

    title: str = ""
    title_zh: str = ""
    question: str = ""
    days: int = 7
    sources: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """All that a run depends on besides its length.

    `values` holds every parameter by name, checked. `townships` is empty when the county is to be generated.
    `rule_before` is the rule under which officers gained the skill they start with.
    """

    place: str
    rule: Rule | RuleMap
    seed: int = 0
    staffing: Staffing = Staffing.WORKLOAD
    values: Mapping[str, float] = field(default_factory=dict)
    townships: tuple[Township, ...] = ()
    rule_before: Rule | RuleMap = field(default_factory=lambda: named(STATUS_QUO))
    kinds: tuple[Kind, ...] = field(default_factory=lambda: tuple(KINDS.values()))
    traffic_share: float | None = None
    about: About = field(default_factory=About)

    def __post_init__(self) -> None:
        declared = parameters(self.kinds)
        for name in self.values:
            if name not in declared:
                raise unknown("parameter", name, declared)
        checked = {name: each.check(self.values.get(name, each.default)) for name, each in declared.items()}
        object.__setattr__(self, "values", MappingProxyType(checked))
        _check_seed(self.seed)
        _check_slot(checked["duty_slot_minutes"])

    def __getitem__(self, name: str) -> float:
        """The value of a parameter."""
        return self.values[name]

    def __reduce__(self) -> tuple[Any, ...]:
        names = (
            "place",
            "rule",
            "seed",
            "staffing",
            "values",
            "townships",
            "rule_before",
            "kinds",
            "traffic_share",
            "about",
        )
        return _rebuilt, ({name: getattr(self, name) for name in names} | {"values": dict(self.values)},)

    @classmethod
    def preset(
        cls,
        name: str,
        rule: str | Rule | RuleMap | None = None,
        seed: int = 0,
        staffing: str | Staffing = Staffing.WORKLOAD,
        **values: float,
    ) -> Scenario:
        """The shipped scenario `name` with some values changed; InputError names whatever is wrong."""
        return cls.read(preset_file(name), rule=rule, seed=seed, staffing=staffing, **values)

    @classmethod
    def read(
        cls,
        file: Path,
        rule: str | Rule | RuleMap | None = None,
        seed: int = 0,
        staffing: str | Staffing = Staffing.WORKLOAD,
        **values: float,
    ) -> Scenario:
        """The scenario in a TOML file, with `townships.csv` beside it if there is one."""
        content = _toml(file)
        townships = (
            read_townships(file.parent / "townships.csv") if content.pop("townships_csv", False) else ()
        )
        given = _table(content.pop("set", {}), f"{file.name} [set]")
        about = _about(content, file)
        rules = {key: content.pop(key, STATUS_QUO) for key in ("rule", "rule_before")}
        if content:
            raise unknown(
                f"{file.name}",
                next(iter(content)),
                [*_ABOUT_KEYS, "set", "rule", "rule_before", "townships_csv"],
            )
        if townships:
            _refuse_fixed({**given, **values})
            given = {**_from_townships(townships), **given}
        return cls(
            place=file.parent.name if file.name == "scenario.toml" else file.stem,
            rule=_as_rule(rules["rule"] if rule is None else rule),
            seed=seed,
            staffing=_as_staffing(staffing),
            values={**given, **values},
            townships=townships,
            rule_before=_as_rule(rules["rule_before"]),
            about=about,
        )

    def changed(self, **changes: Any) -> Scenario:
        """A copy with fields changed; parameters may be given by name, beside the fields."""
        fields = {name: changes.pop(name) for name in list(changes) if name in self.__dataclass_fields__}
        if "rule" in fields:
            fields["rule"] = _as_rule(fields["rule"])
        if "staffing" in fields:
            fields["staffing"] = _as_staffing(fields["staffing"])
        values = {**fields.pop("values", self.values), **changes}
        return replace(self, values=values, **fields)

    def settled(self) -> Scenario:
        """A copy whose officers start with the skill that the rule itself would give in the long run."""
        return replace(self, rule_before=self.rule)

    def described(self) -> dict[str, Any]:
        """The scenario as plain data, rule by its answers' name: for reports and run identities."""
        return {
            "preset": self.place,
            "rule": self.rule.name,
            "seed": self.seed,
            "staffing": word(self.staffing).replace("_", "-"),
            "values": dict(self.values),
        }


def preset_names() -> list[str]:
    """Names of the shipped scenarios: a folder with `scenario.toml`, or a TOML file."""
    folders = [each.name for each in SCENARIOS.iterdir() if (each / "scenario.toml").is_file()]
    return sorted(folders + [each.stem for each in SCENARIOS.glob("*.toml")])


def preset_file(name: object) -> Path:
    """The TOML file of a shipped scenario; only listed names are looked up, so none can leave the folder."""
    if not isinstance(name, str) or name not in preset_names():
        raise unknown("preset", name, preset_names())
    folder = SCENARIOS / name
    return folder / "scenario.toml" if folder.is_dir() else SCENARIOS / f"{name}.toml"


_ABOUT_KEYS = ("title", "title_zh", "question", "days", "sources", "weak")


def _about(content: dict[str, Any], file: Path) -> About:
    said = {key: content.pop(key) for key in _ABOUT_KEYS if key in content}
    for key, value in said.items():
        _check_about(f"{file.name} {key}", key, value)
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    return About(**fields)


def _check_about(field: str, key: str, value: Any) -> None:
    if key == "days":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MOST_DAYS:
            raise InputError(field, value, f"a whole number from 1 to {MOST_DAYS} is wanted")
    elif key in ("sources", "weak"):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise InputError(field, value, "a list of texts is wanted")
    elif not isinstance(value, str):
        raise InputError(field, value, "a text is wanted")


def _toml(file: Path) -> dict[str, Any]:
    if not file.is_file() or file.stat().st_size > LONGEST_FILE:
        raise InputError(
            "scenario file", str(file), f"a TOML file of at most {LONGEST_FILE:,} bytes is wanted"
        )
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(file.name, f"byte {error.start}", "the file is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise InputError(file.name, str(error)[:200] or "too deep", "the file is not valid TOML") from None


def _table(content: object, field: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise InputError(field, content, "a table of NAME = VALUE is wanted")
    return content


def _refuse_fixed(values: Mapping[str, float]) -> None:
    for name in FIXED_BY_TOWNSHIPS:
        if name in values:
            raise InputError(name, values[name], "this place has a table of townships, which says it")


def _from_townships(townships: tuple[Township, ...]) -> dict[str, float]:
    return {
        "population": sum(each.population for each in townships),
        "area_km2": sum(each.area_km2 for each in townships),
        **{name: sum(getattr(each, name) for each in townships) for name in HEADCOUNTS},
    }


def _as_rule(rule: object) -> Rule | RuleMap:
    return rule if isinstance(rule, Rule | RuleMap) else named(str(rule))


def _as_staffing(staffing: object) -> Staffing:
    if isinstance(staffing, Staffing):
        return staffing
    by_name = {word(each).replace("_", "-"): each for each in Staffing}
    if str(staffing) not in by_name:
        raise unknown("staffing", staffing, by_name)
    return by_name[str(staffing)]


def check_days(days: object) -> None:
    """Refuse a length of run that is no number, below a minute, or above the longest."""
    number = isinstance(days, int | float) and not isinstance(days, bool)
    if not number or not 1 / 1_440 <= float(str(days)) <= MOST_DAYS:
        allowed = f"a number from {1 / 1_440:.4f} (one minute), so above 0 and up to {MOST_DAYS}, is wanted"
        raise InputError("days", days, allowed)


def _check_slot(minutes: float) -> None:
    if 480 % minutes:
        raise InputError("duty_slot_minutes", minutes, "shifts of 480 minutes must hold whole slots: 30, say")


def _check_seed(seed: object) -> None:
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0 or seed.bit_length() > 256:
        raise InputError("seed", seed, "a whole number from 0 to 2**256 - 1 is wanted")


def _rebuilt(fields: dict[str, Any]) -> Scenario:
    return Scenario(**fields)
