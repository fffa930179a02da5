"""One change of rule, seen in its first weeks, in its third month and in the long run, by settlement size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jiaosuo.experiments.analyses.transition.transition_result import Place, Row, TransitionResult
from jiaosuo.experiments.statistics.intervals import holm, mean_interval, p_value, paired_difference
from jiaosuo.experiments.study_tools.design_points import (
    Columns,
    DesignPoint,
    Meter,
    at_one_moment,
    rules_of,
    run_points,
)
from jiaosuo.experiments.study_tools.options import Given
from jiaosuo.experiments.study_tools.pages import measures, origin
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import SettlementSize, word
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import OUTCOMES

NAME = "transition"
OPTIONS = (
    Option("rules", "separate,integrated", "The rule before and the later one."),
    Option(
        "outcomes",
        "response_mean,response_mean_traffic,clear_mean,clear_mean_traffic,handling_ratio",
        "What is told at each time, in the whole place and by size of settlement.",
    ),
    Option("days", "7", "Days of a run.", quick="1"),
    Option("replications", "20", "Worlds at each time.", quick="2"),
)
WHOLE = ""
"""In place of a size: the whole place."""

SIZES = (WHOLE, *map(word, SettlementSize))


def run(request: Request) -> TransitionResult:
    """Every place at each time; the same result for any number of jobs."""
    given = Given(OPTIONS, request)
    rules, asked = given.rules("rules", 2, 2), given.outcomes()
    _check_sizes(asked)
    days, worlds, meter = given.days(request.places[0]), given.whole("replications"), Meter(request)
    made_by = origin(NAME, request)
    places, failures = [], list[str]()
    for place in request.places:
        name, here = at_one_moment(place)
        points = [
            DesignPoint(f"{name}, {each}", here, rules_of(rules), days, worlds, at=each) for each in Moment
        ]
        wanted = [outcome_of(measure, size) for measure in asked for size in SIZES]
        found = dict(zip(Moment, run_points(points, wanted, request, meter), strict=True))
        rows = [row for measure in asked for row in _rows(measure, found)]
        places.append(Place(name=name, title=place.about.title, rows=tuple(rows)))
        failures += [failure for each in found.values() for failure in each.failures]
    return TransitionResult(
        origin=made_by,
        rules=tuple(rules),
        measures=measures(asked),
        days=days,
        replications=worlds,
        runs=meter.total,
        places=tuple(places),
        failures=tuple(failures),
    )


def outcome_of(measure: str, size: str) -> str:
    """The outcome that tells a measure in settlements of one size, or in the whole place."""
    return f"{measure}_{size}" if size else measure


def _check_sizes(asked: Sequence[str]) -> None:
    """InputError for an outcome that is not told by size of settlement."""
    for each in asked:
        if not all(outcome_of(each, size) in OUTCOMES for size in SIZES):
            raise InputError("--outcomes", each, "must be an outcome that is also told by size of settlement")


def _rows(measure: str, found: Mapping[Moment, Columns]) -> Iterator[Row]:
    """The measure at each time and size; Holm over all of them."""
    seen = {(at, size): found[at].values[outcome_of(measure, size)] for at in found for size in SIZES}
    changes = {key: paired_difference(values[:, 0], values[:, 1]) for key, values in seen.items()}
    adjusted = holm([p_value(each) for each in changes.values()])
    for (key, change), p in zip(changes.items(), adjusted, strict=True):
        at, size = key
        before = mean_interval(seen[key][:, 0])
        yield Row(moment=at.value, measure=measure, size=size, before=before, change=change, p=p)
