"""Rules compared on the same worlds of a long path, year by year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from jiaosuo.experiments.comparison.compare import check_request
from jiaosuo.experiments.comparison.turn import turn, worse
from jiaosuo.experiments.comparison.years_result import YearsOutcome, YearsResult
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.provenance.record import versions
from jiaosuo.experiments.replication.common_events import Measured
from jiaosuo.experiments.replication.world import World, under_rule, worlds_of
from jiaosuo.experiments.replication.years import replicate_years
from jiaosuo.experiments.statistics.intervals import Values, mean_interval, paired_difference
from jiaosuo.model.future import grown, path_of
from jiaosuo.model.landscape import urbanization_of
from jiaosuo.model.measures import Value
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.possible import check_run
from jiaosuo.model.rules import AnyRule, called
from jiaosuo.model.scenario import Scenario

type Progress = Callable[[int, int], None]
type Found = Mapping[int, tuple[Measured, ...]]


def compare_years(
    scenario: Scenario,
    rules: Sequence[AnyRule],
    replications: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """One row a seed, year, rule and outcome: the value, and its difference from the baseline's.

    Each name is a rule for all years, or `timeline` for the place's own changes of rule; the first is the
    baseline. Paired by seed and year, on the events that happened that year under every rule. InputError for
    bad rules or numbers; a world that fails raises RuntimeError.
    """
    rows: list[dict[str, Any]] = []
    for world, found in _run(scenario, rules, replications, jobs, progress, Moment.LONG_RUN):
        if isinstance(found, Failure):
            raise RuntimeError(found.error)
        for year, measured in found.items():
            baseline = measured[0].outcomes
            for rule, of_rule in zip(map(called, rules), measured, strict=True):
                rows += [
                    _row(world, year, rule, name, value, baseline[name])
                    for name, value in of_rule.outcomes.items()
                ]
    return pl.DataFrame(rows, infer_schema_length=None)


def rules_by_year(
    scenario: Scenario,
    rules: Sequence[AnyRule],
    replications: int,
    jobs: int = 1,
    progress: Progress | None = None,
    at: Moment = Moment.LONG_RUN,
) -> YearsResult:
    """Each rule's course over the years of a path, the differences, and where two rules change places.

    The worlds and the rules are those of `compare_years`. A world that fails is left out of every rule's
    mean and named in `failures`; InputError for bad rules or numbers, or a place without years.
    """
    done = list(_run(scenario, rules, replications, jobs, progress, at))
    kept = [found for _, found in done if not isinstance(found, Failure)]
    failures = [(world, found) for world, found in done if isinstance(found, Failure)]
    path, described = path_of(scenario), scenario.described()
    growth = grown(scenario, urbanization_of(scenario.start)[1])
    years = tuple(path.all)
    return YearsResult(
        preset=described.preset,
        seed=scenario.seed,
        rules=tuple(map(called, rules)),
        replications=replications,
        staffing=described.staffing,
        at=str(at),
        years=years,
        days_per_year=path.days_per_year,
        grown={name: tuple(growth[year][name] for year in years) for name in growth[path.first]},
        outcomes={name: _outcome(name, years, list(map(called, rules)), kept) for name in OUTCOMES},
        timeline=described.timeline,
        levers=described.values,
        versions=versions(),
        failures=tuple(f"seed {world.seed}: {failure.error}" for world, failure in failures),
    )


def _run(
    scenario: Scenario,
    rules: Sequence[AnyRule],
    replications: int,
    jobs: int,
    progress: Progress | None,
    at: Moment,
) -> list[tuple[World, Found | Failure]]:
    """Every world with what each year gave under every rule, or why it failed."""
    days = path_of(scenario).days
    check_request(rules, days, replications)
    for rule in rules:
        check_run(under_rule(scenario, rule, at=at), days, replications)
    worlds = worlds_of(scenario, rules, days, replications, at=at)
    done = 0

    def on_done(_: object, __: object) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, replications)

    return list(zip(worlds, run_all(replicate_years, worlds, jobs, on_done), strict=True))


def _outcome(name: str, years: Sequence[int], rules: Sequence[str], kept: Sequence[Found]) -> YearsOutcome:
    about = OUTCOMES[name]
    values = {rule: _values(name, years, place, kept) for place, rule in enumerate(rules)}
    first, columns = values[rules[0]], range(len(years))
    return YearsOutcome(
        label=about.label,
        unit=about.unit,
        better=about.better,
        rules={rule: tuple(mean_interval(each[:, at]) for at in columns) for rule, each in values.items()},
        differences={
            rule: tuple(paired_difference(first[:, at], values[rule][:, at]) for at in columns)
            for rule in rules[1:]
        },
        turns={}
        if about.better == "neither"
        else {
            rule: turn(years, worse(about.better) * (values[rule] - first), rules[0], rule)
            for rule in rules[1:]
        },
    )


def _values(name: str, years: Sequence[int], place: int, kept: Sequence[Found]) -> Values:
    """One outcome under one rule, (worlds, years); nan where not observed."""
    found = [[each[year][place].outcomes[name][0] for year in years] for each in kept]
    return np.array(found, np.float64).reshape(len(kept), len(years))


def _row(world: World, year: int, rule: str, name: str, value: Value, baseline: Value) -> dict[str, Any]:
    return {
        "seed": str(world.seed),
        "year": year,
        "rule": rule,
        "outcome": name,
        "value": value[0],
        "n": value[1],
        "difference": None if value[0] is None or baseline[0] is None else value[0] - baseline[0],
    }
