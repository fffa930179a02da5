"""Both histories from beginning to end: Zigui in its year, Fujian over fourteen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

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
from jiaosuo.experiments.study_tools.pages import beginning
from jiaosuo.experiments.study_tools.study import Document, Option, Request
from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.core.units import DAYS_A_YEAR
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.path import path_of
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


def run_zigui(request: Request) -> Document:
    """Every course of events of 2004 in the same worlds."""
    given = Given(ZIGUI_OPTIONS, request)
    outcomes, worlds, staffing = given.outcomes(), given.whole("replications"), given.text("staffing")
    days, meter = given.days(request.places[0]), Meter(request)
    document = beginning("zigui", request)
    of = {place.place: of_zigui(place, staffing) for place in request.places}
    places: list[dict[str, Any]] = []
    failures: list[str] = []
    for place in request.places:
        variants = of[place.place]
        found = _same_worlds(place, variants, outcomes, days, worlds, request, meter)
        failures += found.failures
        rows = {name: _differences(values, variants) for name, values in found.values.items()}
        places.append(_told_place(place, variants) | {"outcomes": rows, "years": []})
    split = staffing_word(Staffing[staffing.upper().replace("-", "_")])
    return (
        document | _described(outcomes, days, worlds, meter, split) | {"places": places, "failures": failures}
    )


def run_fujian(request: Request) -> Document:
    """Every course of events, year by year, in the same worlds."""
    given = Given(FUJIAN_OPTIONS, request)
    outcomes, worlds, meter = given.outcomes(), given.whole("replications"), Meter(request)
    document = beginning("fujian", request)
    of = {place.place: of_path(_sampled(place, given)) for place in request.places}
    places: list[dict[str, Any]] = []
    failures: list[str] = []
    for place in request.places:
        variants = of[place.place]
        values, failed = _walked(place, variants, outcomes, worlds, request, meter)
        failures += failed
        places.append(_told_place(place, variants) | _by_year(variants, values, outcomes))
    days = path_of(of[request.places[0].place][0].scenario).days_per_year
    return (
        document
        | _described(outcomes, days, worlds, meter, "workload")
        | {"places": places, "failures": failures}
    )


def _described(outcomes: Sequence[str], days: float, worlds: int, meter: Meter, staffing: str) -> Document:
    return {
        "outcome": {
            name: {
                "label": OUTCOMES[name].label,
                "unit": OUTCOMES[name].unit,
                "better": OUTCOMES[name].better,
            }
            for name in outcomes
        },
        "days": days,
        "replications": worlds,
        "runs": meter.total,
        "staffing": staffing,
    }


def _told_place(place: Scenario, variants: Sequence[Variant]) -> dict[str, Any]:
    return {
        "name": place.place,
        "title": place.about.title,
        "variants": [{"name": each.name, "words": each.words} for each in variants],
    }


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


def _differences(values: Values, variants: Sequence[Variant]) -> dict[str, Any]:
    """Each variant less what was, paired by world; Holm over the variants."""
    estimates = [paired_difference(values[:, 0], values[:, at]) for at in range(1, len(variants))]
    adjusted = holm([p_value(each) for each in estimates])
    means = [mean_interval(column) for column in values.T]
    return {
        each.name: {"mean": means[at].as_json()}
        | ({"difference": estimates[at - 1].as_json(), "p": adjusted[at - 1]} if at else {})
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


def _by_year(variants: Sequence[Variant], values: Values, outcomes: Sequence[str]) -> dict[str, Any]:
    """The mean over the years from the first change on, world by world, and every year by itself."""
    path = path_of(variants[0].scenario)
    changed = min(each.year or path.first for each in variants[0].scenario.timeline)
    split = max(each.year or path.first for each in variants[0].scenario.timeline if each.rule is not None)
    rows: dict[str, Any] = {}
    late: dict[str, Any] = {}
    for at, name in enumerate(outcomes):
        rows[name] = _differences(_mean_over(values, path.all, changed)[:, at], variants)
        late[name] = _differences(_mean_over(values, path.all, split)[:, at], variants)
    years = [
        {
            "year": year,
            "outcomes": {
                name: _differences(values[:, row, at], variants) for at, name in enumerate(outcomes)
            },
        }
        for row, year in enumerate(path.all)
    ]
    return {"from": changed, "split": split, "outcomes": rows, "since_split": late, "years": years}


def _mean_over(values: Values, years: Sequence[int], first: int) -> Values:
    """Each world's mean over the years from `first` on, (worlds, outcomes, variants)."""
    rows = [row for row, year in enumerate(years) if year >= first]
    means: Values = values[:, rows].mean(axis=1)
    return means


def differs(entry: Mapping[str, Any], alpha: float = 0.05) -> bool:
    """Whether a variant differs from what was beyond chance."""
    return entry.get("p") is not None and entry["p"] <= alpha
