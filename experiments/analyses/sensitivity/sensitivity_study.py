"""The study from beginning to end: all assumptions screened, the variance shared out over the first few."""

from __future__ import annotations

import numpy as np

from jiaosuo.experiments.analyses.sensitivity.design import screened, shared_out
from jiaosuo.experiments.analyses.sensitivity.factors import FOLD, Factor, assumptions
from jiaosuo.experiments.analyses.sensitivity.sensitivity_result import Moved, Place, SensitivityResult
from jiaosuo.experiments.statistics.intervals import Values, mean_interval
from jiaosuo.experiments.study_tools.cells import Cell, Meter, rules_of, runs, standing
from jiaosuo.experiments.study_tools.options import Given
from jiaosuo.experiments.study_tools.pages import origin
from jiaosuo.experiments.study_tools.result import NamedMeasure
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.scenario import Scenario

NAME = "sensitivity"
OPTIONS = (
    Option("rules", "separate,integrated", "The two rules whose difference is looked at."),
    Option("outcome", "clear_mean", "The outcome of which it is the difference."),
    Option(
        "parameters",
        "",
        "Numbers to move, comma between; default: every assumption and weak figure.",
        quick="delta,skill_floor,detour",
    ),
    Option("days", "7", "Days of a run.", quick="1"),
    Option("trajectories", "4", "Trajectories of the screening.", quick="2"),
    Option("left", "5", "How many of the first numbers are left for the shares of variance.", quick="2"),
    Option("base", "32", "Points of the net for the shares, a power of 2.", quick="4"),
    Option("replications", "2", "Worlds at every point, the same ones at all.", quick="1"),
)


def run(request: Request) -> SensitivityResult:
    """Screen and share out at every place; the same result for any number of jobs."""
    given = Given(OPTIONS, request)
    rules, outcomes = given.rules("rules", 2, 2), given.outcomes("outcome")
    if len(outcomes) > 1:
        raise InputError("--outcome", given.text("outcome"), "must be a single outcome")
    base = given.whole("base", 2, 4096)
    if base & (base - 1):
        raise InputError("--base", base, "must be a power of 2")
    meter, made_by = Meter(request), origin(NAME, request)
    asked = [(place, assumptions(standing(place)[1], given.texts("parameters"))) for place in request.places]
    found = [
        _place(place, factors, rules, outcomes[0], base, given, request, meter) for place, factors in asked
    ]
    about = OUTCOMES[outcomes[0]]
    return SensitivityResult(
        origin=made_by,
        rules=tuple(rules),
        outcome=NamedMeasure(name=about.name, label=about.label, unit=about.unit, better=about.better),
        days=given.days(request.places[0]),
        replications=given.whole("replications"),
        trajectories=given.whole("trajectories", 2),
        base=base,
        fold=FOLD,
        runs=meter.total,
        places=tuple(place for place, _ in found),
        failures=tuple(failure for _, failures in found for failure in failures),
    )


def _place(
    place: Scenario,
    factors: list[Factor],
    rules: list[str],
    outcome: str,
    base: int,
    given: Given,
    request: Request,
    meter: Meter,
) -> tuple[Place, list[str]]:
    name, here = standing(place)
    days, worlds, failures = given.days(request.places[0]), given.whole("replications"), list[str]()

    def differences(at: list[dict[str, float]]) -> list[Values]:
        cells = [
            Cell(f"{name}, point {number}", here.changed(**point), rules_of(rules), days, worlds)
            for number, point in enumerate(at)
        ]
        found = runs(cells, [outcome], request, meter)
        failures.extend(failure for each in found for failure in each.failures)
        return [each.values[outcome][:, 1] - each.values[outcome][:, 0] for each in found]

    def evaluate(at: list[dict[str, float]]) -> Values:
        return np.array([np.nan if np.isnan(each).any() else each.mean() for each in differences(at)])

    usual = differences([{}])[0]
    rows = screened(factors, given.whole("trajectories", 2), evaluate)
    by_name = {each.name: each for each in factors}
    left = [by_name[row.name] for row in rows[: given.whole("left", 1, 20)]]
    shares = shared_out(left, base, evaluate)
    result = Place(
        name=name,
        title=place.about.title,
        usual=mean_interval(usual),
        factors={
            each.name: Moved(
                low=each.low, high=each.high, here=each.default, meaning=each.meaning, unit=each.unit
            )
            for each in factors
        },
        screened=tuple(rows),
        shares=tuple(shares),
    )
    return result, failures
