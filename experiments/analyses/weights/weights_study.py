"""Which rule is best for which weights: the whole simplex as shares, and three outcomes as a triangle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jiaosuo.experiments.analyses.weights.weights_result import (
    Corner,
    Place,
    TrianglePoint,
    WeightsResult,
)
from jiaosuo.experiments.comparison.index import COMPONENTS, EQUAL_WEIGHTS, SIGNS, efficiency_index
from jiaosuo.experiments.comparison.values import correlations
from jiaosuo.experiments.replication.same_rules import same_rules
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.study_tools.design_points import (
    Columns,
    DesignPoint,
    Meter,
    at_one_moment,
    rules_of,
    run_points,
)
from jiaosuo.experiments.study_tools.options import Given
from jiaosuo.experiments.study_tools.pages import origin
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.scenario import Scenario

NAME = "weights"
OPTIONS = (
    Option("rules", "separate,stationed,integrated,hybrid", "Rules or maps; the first is the baseline."),
    Option("corners", "response_mean,clear_mean,community_visits", "Three outcomes of the triangle."),
    Option("days", "7", "Days of a run.", quick="1"),
    Option("replications", "20", "Worlds, each under every rule.", quick="2"),
)
STEPS = 20
"""Steps along a side of the triangle."""
RESAMPLES = 200


def run(request: Request) -> WeightsResult:
    """The rules at every place, and the weights laid over what they changed."""
    given = Given(OPTIONS, request)
    rules, corners = given.rules(), given.outcomes("corners")
    if len(corners) != 3:
        raise InputError("--corners", given.text("corners"), "must be three outcomes")
    days, worlds, meter = given.days(request.places[0]), given.whole("replications"), Meter(request)
    made_by = origin(NAME, request)
    outcomes = list(dict.fromkeys([*COMPONENTS, *corners]))
    standings = [at_one_moment(place) for place in request.places]
    cells = [DesignPoint(name, here, rules_of(rules), days, worlds) for name, here in standings]
    found = run_points(cells, outcomes, request, meter)
    return WeightsResult(
        origin=made_by,
        rules=tuple(rules),
        corners=tuple(Corner(name=name, label=OUTCOMES[name].label) for name in corners),
        labels={name: OUTCOMES[name].label for name in COMPONENTS},
        days=days,
        replications=worlds,
        runs=meter.total,
        places=tuple(
            _place(place, name, here, each, rules, corners)
            for place, (name, here), each in zip(request.places, standings, found, strict=True)
        ),
        together=_together([each.values for each in found]),
        failures=tuple(failure for each in found for failure in each.failures),
    )


def _place(
    place: Scenario, name: str, here: Scenario, found: Columns, rules: list[str], corners: list[str]
) -> Place:
    better = {outcome: OUTCOMES[outcome].better for outcome in found.values}
    twins = same_rules(here, rules)
    index = efficiency_index(found.values, better, rules, EQUAL_WEIGHTS, same_as=twins)
    changes = signed_changes([found.values[each] for each in corners], [better[each] for each in corners])
    return Place(
        name=name,
        title=place.about.title,
        index=index,
        triangle=() if changes is None else tuple(triangle(changes, rules)),
        same_as=twins,
    )


def _together(places: Sequence[Mapping[str, Values]]) -> dict[str, dict[str, float]]:
    """The mean over places of how the changes of two components go together, where both move anywhere."""
    each = np.array([correlations(values, COMPONENTS) for values in places])
    seen = np.isfinite(each)
    sums = np.where(seen, each, 0.0).sum(axis=0)
    means = np.divide(sums, seen.sum(axis=0), out=np.full_like(sums, np.nan), where=seen.any(axis=0))
    return {
        one: {other: float(mean) for other, mean in zip(COMPONENTS, row, strict=True) if np.isfinite(mean)}
        for one, row in zip(COMPONENTS, means, strict=True)
    }


def signed_changes(columns: list[Values], better: list[str]) -> Values | None:
    """Changes in units of the baseline, more is better, (worlds, outcomes, rules); None if not to be had."""
    values = np.stack(columns, axis=1)
    values = values[np.isfinite(values).all(axis=(1, 2))]
    if not len(values) or not values[:, :, 0].mean(axis=0).all():
        return None
    base = np.abs(values[:, :, 0].mean(axis=0))
    signs = np.array([SIGNS[each] for each in better])
    changes: Values = (values - values[:, :, :1]) * (signs / base)[None, :, None]
    return changes


def triangle(changes: Values, rules: list[str]) -> list[TrianglePoint]:
    """At each point of the triangle the best rule, and how often it is so when worlds are drawn again."""
    dice = np.random.Generator(np.random.Philox(2004))
    drawn = [changes[dice.integers(0, len(changes), len(changes))].mean(axis=0) for _ in range(RESAMPLES)]
    points = []
    for first in range(STEPS + 1):
        for second in range(STEPS + 1 - first):
            weights = np.array([first, second, STEPS - first - second]) / STEPS
            best = int((weights @ changes.mean(axis=0)).argmax())
            again = float(np.mean([(weights @ each).argmax() == best for each in drawn]))
            points.append(TrianglePoint(weights=tuple(weights.tolist()), best=rules[best], again=again))
    return points
