"""The timeline: on which day the rule, the staffing or a lever changes, and when a surge begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from jiaosuo.model.core.described import DescribedEntry
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.terms import Staffing, word
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.rules import Rule, RuleMap, named
from jiaosuo.model.surges import SURGES
from jiaosuo.model.years import YEAR

DAY = Parameter("day", 0, 0, 3_660, "days", "Day of the run on which an entry comes into force")
KEYS = ("day", "year", "rule", "staffing", "set", "surge", "township", "note")

FIXED_IN_A_RUN = (
    "area_km2",
    "cell_km",
    "days_since_change",
    "duty_slot_minutes",
    "files_before",
    "land_seed",
    "people_per_agent",
    "settlement_exponent",
    "surveyed_urbanization",
    "townships",
    "warmup_days",
)
"""Numbers that say which cells, agents and slots there are: another value would be another county."""

WORLD_GROUPS = ("land", "people", "demand", "traffic", "growth")
"""Groups of numbers that make the world before policing, beside those of the kinds of call."""


@dataclass(frozen=True)
class Entry:
    """One entry of a timeline: what changes at the start of a minute and stays so, or a surge.

    Parameters
    ----------
    day : float, default 0
        Day of the run, from 0 to 3,660.
    year : int, optional
        It stands in place of `day` where the run is a path of years.
    rule : Rule or RuleMap, optional
        The rule that comes into force.
    staffing : Staffing, optional
        The staffing that does; historic or by workload.
    values : mapping of str to float, optional
        Parameters by name that change.
    surge : str, optional
        Name of a surge that begins.
    township : str, default ""
        Where the surge happens.
    note : str, default ""
        For people.
    """

    day: float = 0.0
    year: int | None = None
    rule: Rule | RuleMap | None = None
    staffing: Staffing | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    surge: str | None = None
    township: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, ({name: getattr(self, name) for name in _FIELDS} | {"values": dict(self.values)},)

    @property
    def minute(self) -> int:
        """Minute of the run at whose start the entry is in force."""
        return round(self.day * MINUTES_A_DAY)

    def described(self) -> DescribedEntry:
        """The entry as it stands in a TOML file, rule and staffing by name.

        Returns
        -------
        DescribedEntry
            Names and numbers alone.
        """
        return DescribedEntry(
            day=self.day if self.year is None else None,
            year=self.year,
            rule=None if self.rule is None else self.rule.name,
            staffing=None if self.staffing is None else staffing_word(self.staffing),
            values=dict(self.values),
            surge=self.surge,
            township=self.township,
            note=self.note,
        )


_FIELDS = tuple(Entry.__dataclass_fields__)


def _rebuilt(fields: dict[str, Any]) -> Entry:
    return Entry(**fields)


def read_timeline(content: object, place: str = "timeline") -> tuple[Entry, ...]:
    """Entries from a list of tables as TOML gives them (or entries); InputError names what is wrong."""
    if isinstance(content, str | Mapping) or not isinstance(content, Sequence):
        raise InputError(place, content, "must be a list of entries, in TOML [[timeline]]")
    found = tuple(
        each if isinstance(each, Entry) else _entry(each, f"{place} {number}")
        for number, each in enumerate(content, start=1)
    )
    _refuse_said_twice(content, found, place)
    return found


def _refuse_said_twice(content: Sequence[object], timeline: Sequence[Entry], place: str) -> None:
    """Refuse two rules, staffings or values of one number that tables of one file give for one time.

    Entries that are there already may be overruled: the later holds, as where a case is changed again.
    """
    said: set[tuple[object, ...]] = set()
    for number, (given, each) in enumerate(zip(content, timeline, strict=True), start=1):
        for name in () if isinstance(given, Entry) else _changes(each):
            if (here := (each.year, each.day, name)) in said:
                raise InputError(f"{place} {number} {name}", _when(each), "it is said twice for this time")
            said.add(here)


def _changes(entry: Entry) -> list[str]:
    """What an entry sets: numbers, and rule or staffing."""
    also = {"rule": entry.rule, "staffing": entry.staffing}
    return [*entry.values, *(name for name, value in also.items() if value is not None)]


def _entry(content: object, place: str) -> Entry:
    if not isinstance(content, Mapping):
        raise InputError(place, content, "must be a table with a day and what changes")
    for key in content:
        if key not in KEYS:
            raise unknown(place, key, KEYS)
    values = content.get("set", {})
    if not isinstance(values, Mapping):
        raise InputError(f"{place} set", values, "must be a table of NAME = VALUE")
    if ("day" in content) == ("year" in content):
        raise InputError(place, sorted(content), "must have either a day or, in a path of years, a year")
    given: dict[str, Any] = {"values": values}
    if "day" in content:
        given["day"] = DAY.check(content["day"], f"{place} day")
    else:
        given["year"] = int(YEAR.check(content["year"], f"{place} year"))
    for key in ("note", "township", "surge"):
        if key in content:
            given[key] = _text(content[key], f"{place} {key}")
    if "rule" in content:
        given["rule"] = as_rule(content["rule"])
    if "staffing" in content:
        given["staffing"] = as_staffing(content["staffing"])
    if not values and not {"rule", "staffing", "surge", "note", "township"} & set(content):
        raise InputError(place, dict(content), "must say what changes: rule, staffing, set, surge, or a note")
    return Entry(**given)


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise InputError(field, value, "must be a text")
    return value


def checked(
    timeline: Sequence[Entry],
    declared: Mapping[str, Parameter],
    fixed: Sequence[str],
    townships: Sequence[str],
    years: tuple[int, int] | None,
) -> tuple[Entry, ...]:
    """The timeline with its values as they will be used; InputError names the entry and what is wrong.

    `fixed`: numbers that this place does not let change; `townships`: names, none if not known yet;
    `years`: first and last of a path, None for a run by days.
    """
    found = tuple(
        _checked(each, declared, fixed, townships, years, f"timeline {number}")
        for number, each in enumerate(timeline, start=1)
    )
    for number in range(1, len(found)):
        before, here = _when(found[number - 1]), _when(found[number])
        if here < before:
            allowed = f"entries stand in order of time, and the one before is of {before:g}"
            raise InputError(f"timeline {number + 1} {'day' if years is None else 'year'}", here, allowed)
    return found


def _when(entry: Entry) -> float:
    return entry.day if entry.year is None else entry.year


def _checked(
    entry: Entry,
    declared: Mapping[str, Parameter],
    fixed: Sequence[str],
    townships: Sequence[str],
    years: tuple[int, int] | None,
    place: str,
) -> Entry:
    _check_time(entry, years, place)
    _check_surge(entry, townships, place)
    if entry.staffing == Staffing.BEST_SEPARATE:
        allowed = "must be historic or workload: the best split is found once, before the run"
        raise InputError(f"{place} staffing", staffing_word(entry.staffing), allowed)
    values = {}
    for name, value in entry.values.items():
        if name not in declared:
            raise unknown(f"{place} parameter", name, declared)
        if name in fixed:
            raise InputError(f"{place} {name}", value, "must be the same for the whole of a run")
        if is_of_world(declared[name]) and entry.minute % MINUTES_A_DAY:
            allowed = f"{name} makes the world before policing, which changes at midnight: use a whole day"
            raise InputError(f"{place} day", entry.day, allowed)
        values[name] = declared[name].check(value, f"{place} {name}")
    return replace(entry, values=values)


def _check_time(entry: Entry, years: tuple[int, int] | None, place: str) -> None:
    if years is None and entry.year is not None:
        raise InputError(f"{place} year", entry.year, "must be a day; years are for a path ([path])")
    if years is not None and entry.year is None:
        raise InputError(f"{place} day", entry.day, "must be a year: this place is a path of years")
    if years is None:
        DAY.check(entry.day, f"{place} day")
    elif not years[0] <= int(entry.year or 0) <= years[1]:
        raise InputError(f"{place} year", entry.year, f"must be a year of the path, {years[0]} to {years[1]}")


def _check_surge(entry: Entry, townships: Sequence[str], place: str) -> None:
    if entry.surge is None:
        if entry.township:
            raise InputError(f"{place} township", entry.township, "only a surge names a township")
        return
    surge = SURGES[entry.surge]
    if surge.needs_township and not entry.township:
        raise InputError(f"{place} township", "", f"the surge {surge.name} happens in one township: name it")
    if entry.township and townships and entry.township not in townships:
        raise unknown(f"{place} township", entry.township, townships)


def is_of_world(parameter: Parameter) -> bool:
    """Whether a number makes the world before policing: land, people, traffic, kinds, surges."""
    return parameter.group in WORLD_GROUPS or parameter.group.startswith(("kind ", "surge "))


def as_rule(rule: object) -> Rule | RuleMap:
    """A rule or map by name, or as it is; InputError if no shelf has it."""
    return rule if isinstance(rule, Rule | RuleMap) else named(rule)


def as_staffing(staffing: object) -> Staffing:
    """A staffing by name, or as it is; InputError for another."""
    if isinstance(staffing, Staffing):
        return staffing
    by_name = {staffing_word(each): each for each in Staffing}
    if not isinstance(staffing, str) or staffing not in by_name:
        raise unknown("staffing", staffing, by_name)
    return by_name[staffing]


def staffing_word(staffing: Staffing) -> str:
    """The staffing as it is written on the command line and in TOML."""
    return word(staffing).replace("_", "-")
