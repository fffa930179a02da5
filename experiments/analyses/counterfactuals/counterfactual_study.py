"""Both histories from beginning to end: Zigui in its year, Fujian over fourteen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from jiaosuo.experiments.analyses.counterfactuals.counterfactual_result import (
    Change,
    CounterfactualResult,
    Course,
    Effect,
    Place,
    Year,
)
from jiaosuo.experiments.analyses.counterfactuals.variants import Variant, of_path, of_zigui
from jiaosuo.experiments.analyses.counterfactuals.years_of import YearsOf
from jiaosuo.experiments.comparison.result import HEADLINES
from jiaosuo.experiments.engines.local import Failure
from jiaosuo.experiments.replication.world import World
from jiaosuo.experiments.statistics.intervals import Values, holm, mean_interval, p_value, paired_difference
from jiaosuo.experiments.study_tools.design_points import (
    Columns,
    Meter,
    OutcomesOf,
    columns_of,
    failures_in,
    run_kept,
)
from jiaosuo.experiments.study_tools.options import Given
from jiaosuo.experiments.study_tools.pages import measures, origin
from jiaosuo.experiments.study_tools.result import Origin
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.core.units import DAYS_A_YEAR
from jiaosuo.model.future import path_of
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.timeline import staffing_word

ZIGUI_OPTIONS = (
    Option(
        "outcomes", ",".join(each.outcome for each in HEADLINES), "What is told of each course of events."
    ),
    Option("staffing", "historic", "How the force is split: historic or workload."),
    Option("days", "7", "Days of a run.", quick="1"),
    Option("replications", "30", "Worlds, each under every course of events.", quick="2"),
)
FUJIAN_OPTIONS = (
    Option(
        "outcomes",
        "response_mean,clear_mean,response_mean_traffic_rural,response_mean_traffic_urban,"
        "clear_mean_traffic_urban,first_time_right_traffic,skill_traffic,trust_mean",
        "What is told of each course of events.",
    ),
    Option("days", "", "Days run of each year; default: as the path says.", quick="1"),
    Option("replications", "10", "Worlds, each through every course of events.", quick="2"),
)


def run_zigui(request: Request) -> CounterfactualResult:
    """Every course of events of 2004 in the same worlds."""
    given = Given(ZIGUI_OPTIONS, request)
    outcomes, worlds, staffing = given.outcomes(), given.whole("replications"), given.text("staffing")
    days, meter = given.days(request.places[0]), Meter(request)
    made_by = origin("zigui", request)
    of = {place.place: of_zigui(place, staffing) for place in request.places}
    places: list[Place] = []
    failures: list[str] = []
    for place in request.places:
        variants = of[place.place]
        found = _same_worlds(place, variants, outcomes, days, worlds, request, meter)
        failures += found.failures
        rows = {name: _effects(values, variants) for name, values in found.values.items()}
        places.append(
            Place(
                name=place.place,
                title=place.about.title,
                variants=_courses(variants),
                outcomes=rows,
                years=(),
            )
        )
    split = staffing_word(Staffing[staffing.upper().replace("-", "_")])
    return _result(made_by, outcomes, days, worlds, meter, split, places, failures)


def run_fujian(request: Request) -> CounterfactualResult:
    """Every course of events, year by year, in the same worlds."""
    given = Given(FUJIAN_OPTIONS, request)
    outcomes, worlds, meter = given.outcomes(), given.whole("replications"), Meter(request)
    made_by = origin("fujian", request)
    of = {place.place: of_path(_sampled(place, given)) for place in request.places}
    places: list[Place] = []
    failures: list[str] = []
    for place in request.places:
        variants = of[place.place]
        values, failed = _walked(place, variants, outcomes, worlds, request, meter)
        failures += failed
        places.append(_by_year(place, variants, values, outcomes))
    days = path_of(of[request.places[0].place][0].scenario).days_per_year
    return _result(made_by, outcomes, days, worlds, meter, "workload", places, failures)


def _result(
    made_by: Origin,
    outcomes: Sequence[str],
    days: float,
    worlds: int,
    meter: Meter,
    staffing: str,
    places: Sequence[Place],
    failures: Sequence[str],
) -> CounterfactualResult:
    return CounterfactualResult(
        origin=made_by,
        outcomes=measures(outcomes),
        days=days,
        replications=worlds,
        runs=meter.total,
        staffing=staffing,
        places=tuple(places),
        failures=tuple(failures),
    )


def _courses(variants: Sequence[Variant]) -> tuple[Course, ...]:
    return tuple(Course(name=each.name, words=each.words) for each in variants)


def _same_worlds(
    place: Scenario,
    variants: Sequence[Variant],
    outcomes: list[str],
    days: float,
    worlds: int,
    request: Request,
    meter: Meter,
) -> Columns:
    """Values of each outcome, (worlds, variants): the scenarios of a world differ in their rule alone."""
    plan = _worlds(place, variants, days, worlds)
    results = run_kept(OutcomesOf(tuple(outcomes)), plan, request, meter)
    return columns_of(place.place, plan, results, outcomes)


def _worlds(place: Scenario, variants: Sequence[Variant], days: float, count: int) -> list[World]:
    """Each seed under every course of events."""
    seeds = range(place.seed, place.seed + count)
    return [World(tuple(each.scenario.changed(seed=seed) for each in variants), days) for seed in seeds]


def _effects(values: Values, variants: Sequence[Variant]) -> dict[str, Effect]:
    """Each variant less what was, paired by world; Holm over the variants."""
    estimates = [paired_difference(values[:, 0], values[:, at]) for at in range(1, len(variants))]
    adjusted = holm([p_value(each) for each in estimates])
    changes = [None, *(Change(difference=d, p=p) for d, p in zip(estimates, adjusted, strict=True))]
    return {
        each.name: Effect(mean=mean_interval(values[:, at]), change=changes[at])
        for at, each in enumerate(variants)
    }


def _walked(
    place: Scenario,
    variants: Sequence[Variant],
    outcomes: list[str],
    worlds: int,
    request: Request,
    meter: Meter,
) -> tuple[Values, list[str]]:
    """(worlds, years, outcomes, variants), nan where not observed; and the failures."""
    plan = _worlds(place, variants, path_of(place).days, worlds)
    results = run_kept(YearsOf(tuple(outcomes)), plan, request, meter)
    values = np.full((worlds, len(path_of(place).all), len(outcomes), len(variants)), np.nan)
    for row, result in enumerate(results):
        if not isinstance(result, Failure):
            values[row] = np.array(result, np.float64)
    return values, failures_in(place.place, plan, results)


def _sampled(place: Scenario, given: Given) -> Scenario:
    """The place with as many days of each year as are asked for."""
    path = path_of(place)
    if not given.text("days"):
        return place
    return place.changed(path=replace(path, days_per_year=given.whole("days", 1, DAYS_A_YEAR)))


def _by_year(place: Scenario, variants: Sequence[Variant], values: Values, outcomes: Sequence[str]) -> Place:
    """The mean over the years from the first change on, world by world, and every year by itself."""
    path = path_of(variants[0].scenario)
    changed = min(each.year or path.first for each in variants[0].scenario.timeline)
    split = max(each.year or path.first for each in variants[0].scenario.timeline if each.rule is not None)
    late, after_split = (_mean_over(values, path.all, first) for first in (changed, split))
    return Place(
        name=place.place,
        title=place.about.title,
        variants=_courses(variants),
        first_year=changed,
        split=split,
        outcomes={name: _effects(late[:, at], variants) for at, name in enumerate(outcomes)},
        since_split={name: _effects(after_split[:, at], variants) for at, name in enumerate(outcomes)},
        years=tuple(
            Year(
                year=year,
                outcomes={name: _effects(values[:, row, at], variants) for at, name in enumerate(outcomes)},
            )
            for row, year in enumerate(path.all)
        ),
    )


def _mean_over(values: Values, years: Sequence[int], first: int) -> Values:
    """Each world's mean over the years from `first` on, (worlds, outcomes, variants)."""
    rows = [row for row, year in enumerate(years) if year >= first]
    means: Values = values[:, rows].mean(axis=1)
    return means
