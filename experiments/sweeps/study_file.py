"""A study as a TOML file, read strictly: what is wrong is named with its line, and nothing is run for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jiaosuo.experiments.places.folder import read_place
from jiaosuo.experiments.sweeps.design import DEFAULT_OUTCOMES, MOST_RUNS, Design
from jiaosuo.experiments.sweeps.possible import check_design
from jiaosuo.experiments.sweeps.sample import METHODS, MOST_POINTS, SOBOL, Sample
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.reading import parse_toml, read_text
from jiaosuo.model.limits import check_days
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import Rule, RuleMap, called, named
from jiaosuo.model.rules.map import rule_of_each
from jiaosuo.model.scenario import TIMELINE, Scenario, parameters
from jiaosuo.model.scenario_file import preset_names
from jiaosuo.model.settlement import generated_townships
from jiaosuo.model.township import HEADCOUNTS

KEYS = (
    "title", "preset", "rules", "replications", "days", "warm_up", "seed", "staffing", "at",
    "time_limit", "outcomes", "set", "grid", "sample", "plugins",
)  # fmt: skip
MOST_BETWEEN = 1_000
"""Whole numbers of a range that are each tried beforehand."""
SAMPLE_KEYS = ("method", "n", "ranges")

REPLICATIONS = Parameter("replications", 10, 1, 1_000_000, "worlds", "Worlds of each point", whole=True)
WARM_UP = Parameter("warm_up", 0, 0, 3_660, "days", "Days that pass before anything is counted")
TIME_LIMIT = Parameter("time_limit", 3_600, 0.001, 1e6, "s", "Longest time that one run may take")
POINTS = Parameter("n", 64, 1, MOST_POINTS, "points", "Points of the sample", whole=True)


@dataclass(frozen=True)
class Source:
    """Where a study was read: its name, its folder, and on which line each key stands."""

    name: str = "study"
    folder: Path = Path()
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def at(self, key: str, table: str = "") -> str:
        """The place of a key as messages name it."""
        line = self.lines.get((table, key))
        where = self.name if line is None else f"{self.name}, line {line}"
        return f"{where}: [{table}] {key}" if table else f"{where}: {key}"

    def nothing(self, why: str) -> InputError:
        """The error of a study without a run."""
        return InputError(self.name, why, f"there are no runs in {self.name}")


def read_study(file: Path) -> Design:
    """The design in a TOML file; InputError names file, line, value and what is allowed."""
    text = read_text(file, "study", "TOML").replace("\r\n", "\n")
    content = parse_toml(text, file.name)
    return replace(design_of(content, Source(file.name, file.parent, _lines(text))), text=text)


def design_of(content: Mapping[str, Any], source: Source = Source()) -> Design:
    """The design in a mapping with the keys of a study file; rules may also be values."""
    for key in content:
        if key not in KEYS:
            raise unknown(source.at(key), key, KEYS)
    if not content:
        raise source.nothing("empty")
    plugins.load_listed(content.get("plugins", []), source.folder, source.at("plugins"))
    scenario = _scenario(content, source)
    rules = _rules(content.get("rules"), source)
    _check_maps(rules, scenario, source)
    declared = parameters(scenario.kinds)
    _refuse_said_twice(content, source)
    grid = _grid(content.get("grid", {}), scenario, declared, source)
    sample = _sample(content.get("sample"), scenario, declared, tuple(grid), source)
    design = Design(
        scenario=scenario,
        rules=rules,
        days=_days(content, scenario, source),
        replications=int(REPLICATIONS.check(content.get("replications", 10), source.at("replications"))),
        grid=grid,
        sample=sample,
        outcomes=_outcomes(content.get("outcomes"), source),
        at=_at(content, source),
        warm_up=_warm_up(content, scenario, source),
        time_limit=_optional(content, TIME_LIMIT, source),
        title=_title(content.get("title", ""), source),
    )
    _check_size(design, source)
    try:
        check_design(design)
    except InputError as error:
        raise InputError(_where(error.field, design, source), error.value, error.allowed) from None
    return design


def _where(field: str, design: Design, source: Source) -> str:
    """Where in the study a field stands, or the study and the field."""
    table = next((each for each, names in (
        ("grid", design.grid), ("sample.ranges", design.sample.ranges if design.sample else ()),
    ) if field in names), "")  # fmt: skip
    for place in (table, "set", ""):
        if (place, field) in source.lines:
            return source.at(field, place)
    return f"{source.name}: {field}"


def _lines(text: str) -> dict[tuple[str, str], int]:
    """On which line each key of each table stands."""
    found: dict[tuple[str, str], int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            table = header[1]
        elif key := re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line):
            found.setdefault((table, key[1]), number)
    return found


def _scenario(content: Mapping[str, Any], source: Source) -> Scenario:
    """The place with its fixed values, first seed and staffing."""
    if "preset" not in content:
        raise source.nothing("no preset")
    values = _table(content.get("set", {}), source.at("set"))
    seed, staffing = content.get("seed", 0), content.get("staffing")
    preset = content["preset"]
    if isinstance(preset, Scenario):
        split = preset.staffing if staffing is None else staffing
        return preset.changed(seed=seed, staffing=split, **values)
    if not isinstance(preset, str) or "\0" in preset:
        raise InputError(source.at("preset"), preset, "must be a shipped place or a scenario file")
    try:
        own = preset.endswith(".toml") or (preset not in preset_names() and (source.folder / preset).is_dir())
        name = source.folder / preset if own else preset
        return read_place(name, seed=seed, staffing=staffing, **values)
    except InputError as error:
        table = "set" if error.field in values else ""
        if table or error.field in ("preset", "seed", "staffing"):
            raise InputError(source.at(error.field, table), error.value, error.allowed) from None
        raise


def _refuse_said_twice(content: Mapping[str, Any], source: Source) -> None:
    """Refuse a number that is fixed under [set] and varies too."""
    fixed = _table(content.get("set", {}), source.at("set"))
    sample = content.get("sample")
    ranges = sample.get("ranges", {}) if isinstance(sample, Mapping) else {}
    for table, varied in (("grid", content.get("grid", {})), ("sample.ranges", ranges)):
        for name in varied if isinstance(varied, Mapping) else ():
            if name in fixed:
                raise InputError(source.at(name, table), name, "[set] has this parameter already")


def _rules(given: object, source: Source) -> tuple[str | Rule | RuleMap, ...]:
    where = source.at("rules")
    if given is None or given == []:
        raise source.nothing("no rules")
    if isinstance(given, str | Mapping) or not isinstance(given, Sequence):
        raise InputError(where, given, "must be a list of rules or maps, the first to compare against")
    for rule in given:
        if isinstance(rule, Rule | RuleMap) or rule == TIMELINE:
            continue
        if not isinstance(rule, str):
            raise InputError(where, rule, "must be the name of a rule or a map")
        try:
            named(rule)
        except InputError as error:
            raise InputError(where, rule, error.allowed) from None
    names = [called(rule) for rule in given]
    if len(set(names)) < len(names):
        raise InputError(where, names, "each rule once")
    return tuple(called(rule) if isinstance(rule, str) else rule for rule in given)


def _check_maps(rules: Sequence[str | Rule | RuleMap], scenario: Scenario, source: Source) -> None:
    """Refuse a map that names townships of another place."""
    for rule in rules:
        chosen = rule if isinstance(rule, Rule | RuleMap) or rule == TIMELINE else named(rule)
        if isinstance(chosen, RuleMap) and chosen.exceptions:
            names = _townships(scenario)
            try:
                rule_of_each(chosen, names, [0.0] * len(names), 0.0)
            except InputError as error:
                raise InputError(source.at("rules"), chosen.name, error.allowed) from None


def _townships(scenario: Scenario) -> list[str]:
    if scenario.townships:
        return [each.name for each in scenario.townships]
    headcounts = {name: int(scenario[name]) for name in HEADCOUNTS}
    return [each.name for each in generated_townships(scenario.values, headcounts)]


def _days(content: Mapping[str, Any], scenario: Scenario, source: Source) -> float:
    where = source.at("days")
    if scenario.path is not None:
        if "days" in content:
            raise InputError(where, content["days"], f"the path of {scenario.place} says which days are run")
        return scenario.path.days
    days = content.get("days", scenario.about.days)
    try:
        return float(check_days(days))
    except InputError as error:
        raise InputError(where, days, error.allowed) from None


def _warm_up(content: Mapping[str, Any], scenario: Scenario, source: Source) -> float:
    days = _optional(content, WARM_UP, source) or 0.0
    if days and scenario.path is not None:
        raise InputError(source.at("warm_up"), days, "a path of years has no warm-up")
    return days


def _optional(content: Mapping[str, Any], declared: Parameter, source: Source) -> float | None:
    name = declared.name
    return declared.check(content[name], source.at(name)) if content.get(name) is not None else None


def _at(content: Mapping[str, Any], source: Source) -> Moment:
    value = content.get("at", Moment.LONG_RUN)
    if value not in list(Moment):
        raise InputError(source.at("at"), value, f"must be one of {', '.join(Moment)}")
    return Moment(value)


def _title(value: object, source: Source) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise InputError(source.at("title"), value, "must be a text of at most 200 characters")
    return value


def _outcomes(given: object, source: Source) -> tuple[str, ...]:
    """The outcomes to keep, in the order of the shelf: a list of names, or "all"."""
    where = source.at("outcomes")
    if given is None:
        return (*DEFAULT_OUTCOMES, *(name for name in OUTCOMES if name not in OUTCOMES.shipped))
    if given == "all":
        return tuple(OUTCOMES)
    if isinstance(given, str | Mapping) or not isinstance(given, Sequence) or not given:
        raise InputError(where, given, 'must be a list of outcomes, or "all" (`jiaosuo outcomes`)')
    for name in given:
        if not isinstance(name, str) or name not in OUTCOMES:
            raise unknown(where, name, OUTCOMES)
    return tuple(name for name in OUTCOMES if name in set(given))


def _grid(
    given: object, scenario: Scenario, declared: Mapping[str, Parameter], source: Source
) -> dict[str, tuple[float, ...]]:
    grid = {}
    for name, levels in _table(given, source.at("grid")).items():
        where = source.at(name, "grid")
        if name not in declared:
            raise unknown(where, name, declared)
        if isinstance(levels, str | Mapping) or not isinstance(levels, Sequence):
            raise InputError(where, levels, "must be a list of values")
        if not levels:
            raise source.nothing(f"[grid] {name} is empty")
        checked = tuple(declared[name].check(level, where) for level in levels)
        if len(set(checked)) < len(checked):
            raise InputError(where, list(levels), "each value once")
        _check_lever(scenario, name, checked, where)
        grid[name] = checked
    return grid


def _sample(
    given: object,
    scenario: Scenario,
    declared: Mapping[str, Parameter],
    grid: tuple[str, ...],
    source: Source,
) -> Sample | None:
    if given is None:
        return None
    content = _table(given, source.at("sample"))
    for key in content:
        if key not in SAMPLE_KEYS:
            raise unknown(source.at(key, "sample"), key, SAMPLE_KEYS)
    method = content.get("method", SOBOL)
    if method not in METHODS:
        raise unknown(source.at("method", "sample"), method, METHODS)
    n = int(POINTS.check(content.get("n", POINTS.default), source.at("n", "sample")))
    if method == SOBOL and n & (n - 1):
        allowed = f"Sobol points come in powers of two: {2 ** (n.bit_length() - 1)} or {2 ** n.bit_length()}"
        raise InputError(source.at("n", "sample"), n, allowed)
    ranges = _ranges(content.get("ranges", {}), scenario, declared, grid, source)
    whole = frozenset(name for name in ranges if declared[name].whole)
    return Sample(method, n, ranges, scenario.seed, whole)


def _ranges(
    given: object,
    scenario: Scenario,
    declared: Mapping[str, Parameter],
    grid: tuple[str, ...],
    source: Source,
) -> dict[str, tuple[float, float]]:
    ranges = {}
    for name, ends in _table(given, source.at("ranges", "sample")).items():
        where = source.at(name, "sample.ranges")
        if name not in declared:
            raise unknown(where, name, declared)
        if name in grid:
            raise InputError(where, name, "the grid has this parameter already")
        if not isinstance(ends, Sequence) or isinstance(ends, str) or len(ends) != 2:
            raise InputError(where, ends, "must be [lowest, highest]")
        low, high = (declared[name].check(end, where) for end in ends)
        if not low < high:
            raise InputError(where, list(ends), "the first must be below the second")
        _check_lever(scenario, name, _between(declared[name], low, high), where)
        ranges[name] = (low, high)
    if not ranges:
        raise source.nothing("[sample] has no ranges")
    return ranges


def _check_lever(scenario: Scenario, name: str, values: tuple[float, ...], where: str) -> None:
    """Refuse a lever that the place does not leave open, or a value that no scenario takes."""
    try:
        scenario.refuse_fixed(name)
    except InputError as error:
        raise InputError(where, list(values), error.allowed) from None
    try:
        for value in values:
            scenario.changed(**{name: value})
    except InputError as error:
        raise InputError(where, error.value, error.allowed) from None


def _between(declared: Parameter, low: float, high: float) -> tuple[float, ...]:
    """The ends of a range and what lies between: every whole number of a short range, else the middle."""
    if declared.whole and high - low <= MOST_BETWEEN:
        return tuple(float(each) for each in range(int(low), int(high) + 1))
    return low, high if declared.whole else (low + high) / 2, high


def _check_size(design: Design, source: Source) -> None:
    if design.runs > MOST_RUNS:
        counts = f"{design.points:,} points x {design.replications:,} worlds x {len(design.rules)} rules"
        raise InputError(source.name, f"{design.runs:,} runs", f"{counts}; at most {MOST_RUNS:,} are taken")


def _table(content: object, where: str) -> Mapping[str, Any]:
    if not isinstance(content, Mapping):
        raise InputError(where, content, "must be a table of NAME = VALUE")
    return content
