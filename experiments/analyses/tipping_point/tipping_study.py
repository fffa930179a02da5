"""The study from beginning to end: a grid over two levers, looked at twice, with the theory beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypedDict

import numpy as np

from jiaosuo.experiments.analyses.tipping_point.judge import (
    Leader,
    first_look,
    leader,
    second_look,
    to_refine,
)
from jiaosuo.experiments.analyses.tipping_point.theory import IGNORES, break_even, forecast
from jiaosuo.experiments.analyses.tipping_point.tipping_result import (
    Cell,
    Crossing,
    ExpectedCell,
    ExpectedCrossing,
    Lever,
    Place,
    Position,
    Theory,
    TippingResult,
)
from jiaosuo.experiments.statistics.crossing import crossing
from jiaosuo.experiments.statistics.estimate import ALPHA, NOT_OBSERVED, Estimate
from jiaosuo.experiments.statistics.intervals import Values, paired_difference
from jiaosuo.experiments.study_tools.design_points import (
    Columns,
    DesignPoint,
    Meter,
    at_one_moment,
    joined,
    rules_of,
    run_points,
)
from jiaosuo.experiments.study_tools.options import Given, losses_sign
from jiaosuo.experiments.study_tools.pages import measures, origin
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.landscape import urbanization_of
from jiaosuo.model.rules import named
from jiaosuo.model.said_by_place import fixed_in_a_run
from jiaosuo.model.scenario import Scenario

NAME = TippingResult.STUDY
OPTIONS = (
    Option("x", "urbanization", "The lever across, any parameter."),
    Option("y", "vehicles_per_1000", "The lever up, any other parameter."),
    Option("x-values", "", "Its values, comma between; default: spread over its range."),
    Option("y-values", "", "The same for the lever up."),
    Option("grid", "5x4", "Columns x rows where no values are given.", quick="2x2"),
    Option("rules", "separate,stationed,integrated,hybrid", "Rules or maps; the first is compared against."),
    Option("between", "separate,integrated", "Two of the rules, between which the boundary is drawn."),
    Option("outcomes", "response_mean,clear_mean,delay_caused", "What wins is asked by each of them."),
    Option("days", "7", "Days of a run.", quick="1"),
    Option("replications", "10", "Worlds in every cell, at the first look.", quick="2"),
    Option("budget", "", "Cells that get as many worlds again; default: a third of them, at least one."),
)
SPREAD = {"urbanization": (0.1, 0.9), "vehicles_per_1000": (50, 300)}
"""Where a well-known lever is looked at, inside its declared range."""
MOST_CELLS = 400
THEORY = {"response_mean": "response_mean", "clear_mean": "clear_mean"}
"""Outcomes that theory has something to say of."""


class InFront(TypedDict):
    """Who leads, and what every rule gave."""

    leader: str | None
    same: tuple[str, ...]
    all_same: bool
    means: Mapping[str, float | None]
    differences: Mapping[str, Estimate]


@dataclass(frozen=True)
class Plan:
    """What was asked for, checked."""

    x: Parameter
    y: Parameter
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[str, ...]
    between: tuple[str, str]
    outcomes: tuple[str, ...]
    days: float
    worlds: int
    budget: int

    @property
    def cells(self) -> list[tuple[float, float]]:
        """Values of the two levers, row by row from below."""
        return [(x, y) for y, x in product(self.ys, self.xs)]


def planned(request: Request) -> Plan:
    """The options read; InputError for what the study cannot do."""
    given = Given(OPTIONS, request)
    x, y = given.lever("x"), given.lever("y")
    if x.name == y.name:
        raise InputError("--y", y.name, "must be another lever than --x")
    columns, rows = _grid(given.text("grid"))
    xs, ys = (
        _axis(given, side, lever, count, request.places)
        for side, lever, count in (("x", x, columns), ("y", y, rows))
    )
    if len(xs) * len(ys) > MOST_CELLS:
        raise InputError("--grid", f"{len(xs)}x{len(ys)}", f"must have at most {MOST_CELLS} cells")
    rules = given.rules()
    between = given.rules("between", 2, 2)
    for rule in between:
        if rule not in rules:
            raise InputError("--between", ",".join(between), f"must be two of {', '.join(rules)}")
    cells = len(xs) * len(ys)
    budget = given.whole("budget", 0, cells) if given.text("budget") else max(1, cells // 3)
    days, worlds = given.days(request.places[0]), given.whole("replications")
    outcomes = tuple(given.outcomes())
    return Plan(x, y, xs, ys, tuple(rules), (between[0], between[1]), outcomes, days, worlds, budget)


def _grid(text: str) -> tuple[int, int]:
    columns, cross, rows = text.lower().partition("x")
    if not cross or not columns.isdecimal() or not rows.isdecimal() or min(int(columns), int(rows)) < 2:
        raise InputError("--grid", text, "must be COLUMNSxROWS, each 2 or more")
    return int(columns), int(rows)


def _axis(
    given: Given, side: str, lever: Parameter, count: int, places: Sequence[Scenario]
) -> tuple[float, ...]:
    """The values of a lever: as given, else spread evenly and rounded to three figures.

    Urbanization is spread over what the land of all the places can have.
    """
    if values := given.numbers(f"{side}-values", lever):
        return tuple(sorted(values))
    low, high = SPREAD.get(lever.name, (lever.low, lever.high))
    if lever.name == "urbanization":
        possible = [urbanization_of(place.start) for place in places]
        low = max(low, *(least for least, _ in possible))
        high = max(low, min(high, *(most for _, most in possible)))
    spread = [float(f"{value:.3g}") for value in np.linspace(low, high, count)]
    return tuple(dict.fromkeys(lever.check(round(each) if lever.whole else each) for each in spread))


def run(request: Request) -> TippingResult:
    """Run every place; the same result for any number of jobs."""
    plan, meter = planned(request), Meter(request)
    made_by = origin(NAME, request)
    for place in request.places:
        _refuse_fixed(place, plan)
    found = [_place(place, plan, request, meter) for place in request.places]
    return TippingResult(
        origin=made_by,
        x=_lever(plan.x, plan.xs),
        y=_lever(plan.y, plan.ys),
        rules=plan.rules,
        between=plan.between,
        outcomes=measures(plan.outcomes),
        days=plan.days,
        replications=plan.worlds,
        budget=plan.budget,
        looks=2 if plan.budget else 1,
        theory_ignores=IGNORES,
        runs=meter.total,
        places=tuple(place for place, _ in found),
        failures=tuple(failure for _, failures in found for failure in failures),
    )


def _refuse_fixed(place: Scenario, plan: Plan) -> None:
    fixed = fixed_in_a_run(place.townships) if place.townships else ()
    for side, lever in (("--x", plan.x), ("--y", plan.y)):
        if lever.name in fixed:
            raise InputError(side, lever.name, f"the table of townships of {place.place} says it")


def _lever(declared: Parameter, values: tuple[float, ...]) -> Lever:
    return Lever(name=declared.name, meaning=declared.meaning, unit=declared.unit, values=values)


def _place(place: Scenario, plan: Plan, request: Request, meter: Meter) -> tuple[Place, tuple[str, ...]]:
    name, here = at_one_moment(place)
    rules = rules_of(plan.rules)
    cells = [
        DesignPoint(
            f"{name}, {plan.x.name}={x:g}, {plan.y.name}={y:g}",
            here.changed(**{plan.x.name: x, plan.y.name: y}),
            rules,
            plan.days,
            plan.worlds,
        )
        for x, y in plan.cells
    ]
    found = run_points(cells, plan.outcomes, request, meter)
    again = _refined(cells, found, plan, request, meter)
    whole = [joined(each, again[at]) if at in again else each for at, each in enumerate(found)]
    result = Place(
        name=name,
        title=place.about.title,
        here=Position(x=here[plan.x.name], y=here[plan.y.name]),
        staffing=place.described().staffing,
        seed=place.seed,
        cells=tuple(_judged_cells(found, whole, again, plan)),
        boundary={o: tuple(_boundary(found, o, plan)) for o in plan.outcomes},
        theory=_theory(cells, plan),
    )
    return result, tuple(failure for each in whole for failure in each.failures)


def _alpha(plan: Plan) -> float:
    """What is spent at each look."""
    return ALPHA / (2 if plan.budget else 1)


def _losses(found: Columns, outcome: str) -> Values:
    return losses_sign(outcome) * found.values[outcome]


def _leaders(found: list[Columns], outcome: str) -> list[Leader | None]:
    return [None if each.failures else leader(_losses(each, outcome)) for each in found]


def _adjusted(found: list[Columns], outcome: str, plan: Plan) -> list[float | None]:
    return first_look(_leaders(found, outcome), len(plan.rules))


def _refined(
    cells: list[DesignPoint], found: list[Columns], plan: Plan, request: Request, meter: Meter
) -> dict[int, Columns]:
    """More worlds for the open cells nearest to a decision: by each outcome in turn, to the budget."""
    queues = [
        to_refine(_adjusted(found, outcome, plan), _alpha(plan), plan.budget) for outcome in plan.outcomes
    ]
    chosen: list[int] = []
    for rank in range(plan.budget):
        for queue in queues:
            if rank < len(queue) and queue[rank] not in chosen and len(chosen) < plan.budget:
                chosen.append(queue[rank])
    more = [
        DesignPoint(cell.name, cell.scenario, cell.rules, cell.days, plan.worlds, first=plan.worlds)
        for cell in (cells[at] for at in chosen)
    ]
    return dict(zip(chosen, run_points(more, plan.outcomes, request, meter), strict=True))


def _judged_cells(
    found: list[Columns], whole: list[Columns], again: dict[int, Columns], plan: Plan
) -> Iterator[Cell]:
    """Every cell by every outcome, judged at the first look, or at the second where that was open."""
    for outcome in plan.outcomes:
        first, adjusted = _leaders(found, outcome), _adjusted(found, outcome, plan)
        for at, (x, y) in enumerate(plan.cells):
            decided = (p := adjusted[at]) is not None and p <= _alpha(plan)
            looks = 1
            lead = first[at]
            if at in again and not decided and not whole[at].failures:
                lead, looks = leader(_losses(whole[at], outcome)), 2
                p = second_look(lead, len(plan.cells), len(plan.rules))
                decided = p is not None and p <= _alpha(plan)
            seen = found[at] if looks == 1 else whole[at]
            stands = standing_of(seen.values[outcome], plan.rules, lead)
            yield Cell(
                x=x,
                y=y,
                outcome=outcome,
                look=looks,
                worlds=len(seen.values[outcome]),
                failed_worlds=len(seen.failures),
                decided=decided,
                p=p,
                **stands,
            )


def standing_of(values: Values, rules: Sequence[str], lead: Leader | None) -> InFront:
    """Who leads, with the means by rule and the differences from the first; `values` (worlds, rules)."""
    observed = np.isfinite(values).any(axis=0).all()
    return {
        "leader": None if lead is None else rules[lead.rule],
        "same": () if lead is None else tuple(rules[each] for each in lead.same),
        "all_same": lead is not None and len(lead.same) == len(rules),
        "means": {
            rule: float(np.nanmean(values[:, at])) if observed else None for at, rule in enumerate(rules)
        },
        "differences": {
            rule: paired_difference(values[:, 0], values[:, at]) for at, rule in enumerate(rules) if at
        },
    }


def _gaps(found: Columns, outcome: str, plan: Plan) -> Values:
    first, later = (plan.rules.index(rule) for rule in plan.between)
    losses = _losses(found, outcome)
    return losses[:, later] - losses[:, first]


def _boundary(found: list[Columns], outcome: str, plan: Plan) -> Iterator[Crossing]:
    """For each row: where along x the second rule of `between` stops winning against the first."""
    for row, y in enumerate(plan.ys):
        line = found[row * len(plan.xs) : (row + 1) * len(plan.xs)]
        gaps = np.column_stack([_gaps(each, outcome, plan) for each in line])
        if (gaps == 0).all():
            yield Crossing(y=y, at=NOT_OBSERVED, beyond=0, same=True)
        else:
            crossed = crossing(np.array(plan.xs), gaps)
            yield Crossing(y=y, at=crossed.estimate, beyond=crossed.beyond)


def _theory(cells: list[DesignPoint], plan: Plan) -> Theory:
    """Mean-field times under the two rules in each cell, and where they cross."""
    expected = [
        _expected_cell(cell.scenario, plan, x, y) for cell, (x, y) in zip(cells, plan.cells, strict=True)
    ]
    boundary = {}
    for outcome in (each for each in plan.outcomes if each in THEORY):
        gaps = np.array([each.gap[outcome] for each in expected]).reshape(len(plan.ys), len(plan.xs))
        lines = [crossing(np.array(plan.xs), row[None, :]) for row in gaps]
        boundary[outcome] = tuple(
            ExpectedCrossing(y=y, mean=line.estimate.mean, beyond=line.beyond)
            for y, line in zip(plan.ys, lines, strict=True)
        )
    return Theory(cells=tuple(expected), boundary=boundary)


def _expected_cell(scenario: Scenario, plan: Plan, x: float, y: float) -> ExpectedCell:
    first, later = (forecast(scenario, named(rule)) for rule in plan.between)
    return ExpectedCell(
        x=x,
        y=y,
        gap={name: getattr(later, field) - getattr(first, field) for name, field in THEORY.items()},
        parts={
            part: getattr(later, part) - getattr(first, part)
            for part in ("desk", "wait", "travel", "handling")
        },
        load=first.load,
        penalty=1 - first.handling / later.handling if later.handling else None,
        break_even=break_even(scenario),
    )
