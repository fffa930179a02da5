"""The study from beginning to end: worlds over the levers, an emulator, and fresh worlds against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from jiaosuo.experiments.analyses.surface.design import Axis, axis_of, levers_of, points_over, unit
from jiaosuo.experiments.analyses.surface.design import rules_of as all_rules_of
from jiaosuo.experiments.analyses.surface.emulator import LEAST, Emulator, Z
from jiaosuo.experiments.analyses.surface.fitting import FittedOutcome, fitted, surface_of
from jiaosuo.experiments.analyses.surface.prediction import Surface, pairs_of
from jiaosuo.experiments.analyses.surface.surface_result import (
    Coverage,
    Lever,
    Place,
    SurfaceResult,
)
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.study_tools.design_points import (
    FRESH,
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
from jiaosuo.model.landscape import urbanization_of
from jiaosuo.model.scenario import Scenario, parameters

NAME = SurfaceResult.STUDY
MENU = (
    "response_mean_traffic_rural,response_mean_traffic_urban,response_mean_order_rural,"
    "response_mean_order_urban,response_p90_traffic_rural,within_standard,clear_mean_traffic_rural,"
    "clear_mean_traffic_urban,lane_minutes_mean,delay_caused,expected_deaths,crashes_injury_crash,"
    "calls_gave_up,first_time_right,findings_right,evidence_stands,cleared_up_order,complained_share,"
    "post_coverage,hours_nobody_on_duty_traffic,overtime_hours,community_visits,satisfaction_mean,"
    "trust_mean,yuan_a_day"
)
"""The outcomes that the page offers; a test holds the two together."""
OPTIONS = (
    Option("levers", "", "Parameters that are moved, comma between; default: those of the question."),
    Option("points", "128", "Worlds spread over the levers.", quick="16"),
    Option("here", "16", "Worlds at the place's own values, where the page opens.", quick="4"),
    Option("refine", "0", "Further worlds where the difference of --between cannot be told.", quick="4"),
    Option("hold-out", "200", "Fresh worlds that the bands are held against.", quick="8"),
    Option("rules", "", "Rules or maps; default: all that the place can take."),
    Option(
        "between",
        "separate,integrated",
        "Two of the rules: fresh worlds meet these, and the page tells of them.",
    ),
    Option(
        "outcomes",
        MENU,
        "What is measured; worlds are refined by the first.",
        quick="response_mean,trust_mean",
    ),
    Option("days", "7", "Days of a run.", quick="1"),
    Option("people-per-agent", "25", "As the page plays it; a place that says more than 10 keeps its own."),
)
MOST_POINTS = 4_096
CANDIDATES = 512
SAID_NOTHING = 10
"""The model's own people an agent stands for, where a place says nothing."""


@dataclass(frozen=True)
class Plan:
    """What was asked for, checked."""

    levers: tuple[str, ...]
    points: int
    here: int
    refine: int
    hold_out: int
    rules: tuple[str, ...]
    between: tuple[str, str]
    outcomes: tuple[str, ...]
    days: float
    people_per_agent: int


@dataclass(frozen=True)
class Box:
    """A place at one moment with the levers that are moved there, and the rules that meet."""

    name: str
    title: str
    scenario: Scenario
    axes: tuple[Axis, ...]
    rules: tuple[str, ...]

    def worlds(self, points: Values, names: Sequence[str], days: float, first: int) -> list[DesignPoint]:
        """One world at each point under these rules; seeds from `first` on."""
        rules = rules_of(names)
        return [
            DesignPoint(f"{self.name}, point {first + at}", self._at(point), rules, days, 1, first + at)
            for at, point in enumerate(points)
        ]

    @property
    def here(self) -> Values:
        """The place's own values of the levers, (axes,): to the last bit, as the page opens with them."""
        return np.array([self.scenario[axis.name] for axis in self.axes], np.float64)

    def _at(self, point: Values) -> Scenario:
        return self.scenario.changed(
            **{axis.name: float(x) for axis, x in zip(self.axes, point, strict=True)}
        )


def planned(request: Request) -> Plan:
    """The options read; InputError for what the study cannot do."""
    given = Given(OPTIONS, request)
    rules = tuple(given.rules()) if given.text("rules") else ()
    between = given.rules("between", 2, 2)
    plan = Plan(
        levers=tuple(given.texts("levers")),
        points=given.whole("points", LEAST, MOST_POINTS),
        here=given.whole("here", 0, MOST_POINTS),
        refine=given.whole("refine", 0, MOST_POINTS),
        hold_out=given.whole("hold-out", 0, MOST_POINTS),
        rules=rules,
        between=(between[0], between[1]),
        outcomes=tuple(given.outcomes()),
        days=given.days(request.places[0]),
        people_per_agent=given.whole("people-per-agent", 1, 25),
    )
    for place in request.places:
        _check(plan, place)
    return plan


def _check(plan: Plan, place: Scenario) -> None:
    levers_of(place, plan.levers)
    known = plan.rules or all_rules_of(place)
    for rule in plan.between:
        if rule not in known:
            raise InputError("--between", ",".join(plan.between), f"must be two of {', '.join(known)}")


def box_of(place: Scenario, plan: Plan) -> Box:
    """The box of a place: its levers with their ends, and its rules."""
    name, here = at_one_moment(place)
    if here["people_per_agent"] <= SAID_NOTHING:
        here = here.changed(people_per_agent=plan.people_per_agent)
    possible = urbanization_of(here)
    axes = tuple(axis_of(lever, here[lever], possible) for lever in levers_of(place, plan.levers))
    return Box(name, place.about.title, here, axes, plan.rules or all_rules_of(place))


def run(request: Request) -> SurfaceResult:
    """Run every place; the same result for any number of jobs."""
    plan, meter = planned(request), Meter(request)
    made_by = origin(NAME, request)
    found = [_place(box_of(place, plan), plan, request, meter) for place in request.places]
    return SurfaceResult(
        origin=made_by,
        outcomes=measures(plan.outcomes),
        days=plan.days,
        points=plan.points,
        here=plan.here,
        refined=plan.refine,
        held_out=plan.hold_out,
        between=plan.between,
        refined_by=plan.outcomes[0] if plan.refine else "",
        runs=meter.total,
        places=tuple(place for place, _ in found),
        failures=tuple(failure for _, failures in found for failure in failures),
    )


def _place(box: Box, plan: Plan, request: Request, meter: Meter) -> tuple[Place, tuple[str, ...]]:
    design = np.vstack([points_over(box.axes, plan.points, 0), *[box.here] * plan.here])
    seen, failures = _seen(box, box.rules, design, 0, plan, request, meter)
    if plan.refine:
        more = _unsure(_fitted_place(box, plan, design, seen, (plan.outcomes[0],), 1), plan)
        again, failed = _seen(box, box.rules, more, len(design), plan, request, meter)
        design, failures = np.vstack([design, more]), failures + failed
        seen = {name: np.vstack([seen[name], again[name]]) for name in seen}
    place = _fitted_place(box, plan, design, seen, plan.outcomes, request.jobs)
    if plan.hold_out:
        fresh = points_over(box.axes, plan.hold_out, 1)
        truth, failed = _seen(box, plan.between, fresh, FRESH, plan, request, meter)
        place, failures = held_against(place, fresh, plan.between, truth), failures + failed
    return place, failures


def _seen(
    box: Box,
    rules: Sequence[str],
    points: Values,
    first: int,
    plan: Plan,
    request: Request,
    meter: Meter,
) -> tuple[dict[str, Values], tuple[str, ...]]:
    """What one world at each point gave, by outcome (worlds, rules)."""
    found: list[Columns] = run_points(
        box.worlds(points, rules, plan.days, first), plan.outcomes, request, meter
    )
    seen = {name: np.vstack([each.values[name] for each in found]) for name in plan.outcomes}
    return seen, tuple(failure for each in found for failure in each.failures)


def _fitted_place(
    box: Box, plan: Plan, design: Values, seen: dict[str, Values], outcomes: Sequence[str], jobs: int
) -> Place:
    points = unit(box.axes, design)
    made = run_all(_fit, [(points, seen[name]) for name in outcomes], min(jobs, len(outcomes)))
    surfaces = {}
    for name, found in zip(outcomes, made, strict=True):
        if isinstance(found, Failure):
            raise RuntimeError(f"{name} at {box.name} could not be fitted: {found.error}")
        surfaces[name] = surface_of(seen[name], found)
    declared = parameters()
    return Place(
        name=box.name,
        title=box.title,
        staffing=box.scenario.described().staffing,
        seed=box.scenario.seed,
        people_per_agent=box.scenario["people_per_agent"],
        rules=box.rules,
        levers=tuple(
            Lever(
                name=axis.name,
                meaning=declared[axis.name].meaning,
                unit=declared[axis.name].unit,
                low=axis.low,
                high=axis.high,
                here=box.scenario[axis.name],
                whole=axis.whole,
            )
            for axis in box.axes
        ),
        design=tuple(tuple(map(float, row)) for row in design),
        even=plan.points,
        surfaces=surfaces,
    )


def _fit(item: tuple[Values, Values]) -> FittedOutcome:
    """`fitted` for a worker."""
    return fitted(*item)


# Fresh worlds


def held_against(place: Place, points: Values, rules: Sequence[str], truth: dict[str, Values]) -> Place:
    """The place with the coverage of each outcome by fresh worlds at points (in the levers' own units).

    They met `rules` alone, as the worlds of the page do: `truth` by outcome, (worlds, rules).
    """
    surface = Surface(place)
    inside = unit(surface.axes, points)
    covered = {name: _coverage(surface, name, inside, rules, values) for name, values in truth.items()}
    return replace(
        place, surfaces={name: replace(each, coverage=covered[name]) for name, each in place.surfaces.items()}
    )


def _coverage(
    surface: Surface, outcome: str, points: Values, rules: Sequence[str], truth: Values
) -> Coverage:
    whole = np.isfinite(truth).all(axis=1)
    points, truth = points[whole], truth[whole]
    return Coverage(
        n=len(truth),
        rules=tuple(rules),
        levels=tuple(
            _covered(surface.level(outcome, rule), points, truth[:, at]) for at, rule in enumerate(rules)
        ),
        differences=tuple(
            _covered(surface.difference(outcome, rules[a], rules[b]), points, truth[:, b] - truth[:, a])
            for a, b in pairs_of(rules)
        ),
    )


def _covered(emulator: Emulator | None, points: Values, truth: Values) -> int:
    """How many lie in the band of a fresh world; -1 where nothing can be told."""
    if emulator is None or not len(truth):
        return -1
    band = emulator.world(points)
    return int(((band.low <= truth) & (truth <= band.high)).sum())


# Where the winner is unsure


def _unsure(place: Place, plan: Plan) -> Values:
    """Points where the band of the difference holds 0, the least known first, each knowing those before."""
    surface = Surface(place)
    candidates = points_over(surface.axes, CANDIDATES, 2)
    emulator = surface.difference(plan.outcomes[0], *plan.between)
    if emulator is None:
        return candidates[: plan.refine]
    return candidates[chosen(emulator, unit(surface.axes, candidates), plan.refine)]


def chosen(emulator: Emulator, points: Values, n: int) -> list[int]:
    """The places of `n` of the points: where 0 is in the band, else nearest to that, by what is least known.

    After each the covariance is what it would be with a world there: that does not hang on what it gives.
    """
    mean, between = emulator.process.joint(points)
    noise = max(emulator.process.noise, 1e-12 * float(np.trace(between)) + 1e-300)
    away = np.abs(mean) / np.sqrt(np.maximum(np.diag(between), 1e-300))
    open_ = away <= max(Z * emulator.level, float(np.sort(away)[min(n, len(away)) - 1]))
    picked: list[int] = []
    for _ in range(min(n, len(points))):
        left = np.where(open_, np.diag(between), -np.inf)
        left[picked] = -np.inf
        best = int(left.argmax())
        picked.append(best)
        between = between - np.outer(between[best], between[best]) / (between[best, best] + noise)
    return picked
