"""The study from beginning to end: rank, search, and judge the map on fresh worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.analyses.attribution.answers import of_townships
from jiaosuo.experiments.analyses.best_mix.mix_result import Against, MixResult, Place, Township
from jiaosuo.experiments.analyses.best_mix.search import Map, Search, halved, mended, nested
from jiaosuo.experiments.analyses.tipping_point.theory import forecast
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.statistics.intervals import (
    Values,
    family_interval,
    holm,
    mean_interval,
    p_value,
    paired_difference,
)
from jiaosuo.experiments.study_tools.cells import FRESH, Cell, Meter, rules_of, runs, standing
from jiaosuo.experiments.study_tools.options import Given, losses_sign
from jiaosuo.experiments.study_tools.pages import origin
from jiaosuo.experiments.study_tools.result import NamedMeasure
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.demand import offered_load
from jiaosuo.model.landscape import Landscape, landscape
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import Rule, RuleMap, named
from jiaosuo.model.scenario import Scenario

NAME = "best-mix"
OPTIONS = (
    Option(
        "rules", "separate,integrated", "The baseline and the alternative, of which each township has one."
    ),
    Option("outcome", "clear_mean", "What the map is to be best by."),
    Option(
        "against",
        "separate,integrated,stationed,hybrid",
        "Rules or maps that the chosen map is held against.",
    ),
    Option("days", "7", "Days of a run.", quick="1"),
    Option("search", "4", "Worlds of the first round of the search.", quick="2"),
    Option("steps", "3", "Flips of one township at most, after the halving.", quick="1"),
    Option("replications", "30", "Fresh worlds in which the map is judged.", quick="3"),
)


@dataclass(frozen=True)
class Plan:
    """What was asked for, checked."""

    baseline: Rule
    alternative: Rule
    outcome: str
    against: tuple[str, ...]
    days: float
    search: int
    steps: int
    worlds: int


def run(request: Request) -> MixResult:
    """Search and judge at every place; the same for any number of jobs."""
    plan, meter = _planned(request), Meter(request)
    made_by = origin(NAME, request)
    found = [_place(place, plan, request, meter) for place in request.places]
    about = OUTCOMES[plan.outcome]
    return MixResult(
        origin=made_by,
        baseline=plan.baseline.name,
        alternative=plan.alternative.name,
        outcome=NamedMeasure(name=plan.outcome, label=about.label, unit=about.unit, better=about.better),
        days=plan.days,
        replications=plan.worlds,
        runs=meter.total,
        places=tuple(place for place, _ in found),
        failures=tuple(failure for _, failures in found for failure in failures),
    )


def _planned(request: Request) -> Plan:
    given = Given(OPTIONS, request)
    baseline, alternative = (named(name) for name in given.rules("rules", 2, 2))
    if not isinstance(baseline, Rule) or not isinstance(alternative, Rule):
        raise InputError("--rules", given.text("rules"), "each must be a rule, not a map of rules")
    outcomes = given.outcomes("outcome")
    if len(outcomes) > 1:
        raise InputError("--outcome", given.text("outcome"), "must be a single outcome")
    return Plan(
        baseline,
        alternative,
        outcomes[0],
        tuple(given.rules("against", 1)),
        given.days(request.places[0]),
        given.whole("search", 2),
        given.whole("steps", 0, 60),
        given.whole("replications", 2),
    )


def rule_map(plan: Plan, townships: Sequence[str], chosen: Map) -> RuleMap:
    """The map under which the chosen townships take the alternative."""
    exceptions = {townships[each]: plan.alternative for each in sorted(chosen)}
    return RuleMap("mix", "混合", "", "", rest=plan.baseline, exceptions=exceptions)


def rankings(here: Scenario, land: Landscape, plan: Plan) -> dict[str, list[int]]:
    """Orders in which townships might take the alternative: the sparse first, the idle first, by theory."""
    traffic, order = offered_load(land, here)
    area = np.array([each.area_km2 for each in land.townships])
    names = [each.name for each in land.townships]
    base = forecast(here, plan.baseline).clear_mean
    gains = [
        base - forecast(here, rule_map(plan, names, frozenset([each]))).clear_mean
        for each in range(len(names))
    ]
    return {
        "density": np.argsort(land.density, kind="stable").tolist(),
        "load": np.argsort((traffic + order) / area, kind="stable").tolist(),
        "theory": np.argsort(-np.array(gains), kind="stable").tolist(),
    }


def _place(place: Scenario, plan: Plan, request: Request, meter: Meter) -> tuple[Place, list[str]]:
    name, here = standing(place)
    land = landscape(here)
    names = [each.name for each in land.townships]
    failures: list[str] = []

    def score(maps: Sequence[Map], worlds: int) -> Values:
        rules = tuple(rule_map(plan, names, each) for each in maps)
        cell = Cell(f"{name}, search", here, rules, plan.days, worlds, first=FRESH)
        found = runs([cell], [plan.outcome], request, meter)[0]
        failures.extend(found.failures)
        return losses_sign(plan.outcome) * found.values[plan.outcome]

    orders, search = rankings(here, land, plan), Search()
    finalists = halved(
        (each for order in orders.values() for each in nested(order)), score, plan.search, search
    )
    best = mended(finalists[0], len(names), score, 2 * plan.search, plan.steps, search)
    mix, against, failed = _judged(name, here, best, names, plan, request, meter)
    result = Place(
        name=name,
        title=place.about.title,
        townships=_townships(land, best, orders),
        search=tuple(search.rounds),
        cells=tuple(map(tuple, strips(land, here["cell_km"]))),
        mix=mix,
        against=against,
    )
    return result, [*failures, *failed]


def _judged(
    name: str, here: Scenario, best: Map, names: list[str], plan: Plan, request: Request, meter: Meter
) -> tuple[Estimate, dict[str, Against], tuple[str, ...]]:
    """The map, and it less each comparator, in fresh worlds; Holm and simultaneous intervals over them."""
    mix = rule_map(plan, names, best)
    rules = (mix, *rules_of(plan.against))
    cell = Cell(f"{name}, judged", here, rules, plan.days, plan.worlds)
    found = runs([cell], [plan.outcome], request, meter)[0]
    values = found.values[plan.outcome]
    differences = [paired_difference(values[:, at], values[:, 0]) for at in range(1, len(rules))]
    equal = [of_townships(rule, here) == of_townships(mix, here) for rule in rules[1:]]
    family = sum(not each for each in equal)
    adjusted = holm([None if same else p_value(d) for d, same in zip(differences, equal, strict=True)])
    against = {
        rule: Against(
            same_map=same,
            mean=mean_interval(values[:, at + 1]),
            difference=difference,
            together=family_interval(difference, max(family, 1)),
            p=adjusted[at],
        )
        for at, (rule, same, difference) in enumerate(zip(plan.against, equal, differences, strict=True))
    }
    return mean_interval(values[:, 0]), against, found.failures


def _townships(land: Landscape, best: Map, orders: dict[str, list[int]]) -> tuple[Township, ...]:
    return tuple(
        Township(
            name=each.name,
            density=float(land.density[row]),
            takes=row in best,
            x_km=float(land.cells["x_km"][land.seats[row]]),
            y_km=float(land.cells["y_km"][land.seats[row]]),
            rank_density=orders["density"].index(row) + 1,
            rank_load=orders["load"].index(row) + 1,
            rank_theory=orders["theory"].index(row) + 1,
        )
        for row, each in enumerate(land.townships)
    )


def strips(land: Landscape, side: float) -> list[list[float]]:
    """The townships as horizontal strips of cells, [township, x from, x to, y from], km: small to store."""
    found: list[list[float]] = []
    order = np.lexsort((land.cells["x_km"], land.cells["y_km"]))
    for row in order:
        x, y, owner = (land.cells[field][row] for field in ("x_km", "y_km", "township"))
        left, below = round(float(x) - side / 2, 3), round(float(y) - side / 2, 3)
        last = found[-1] if found else None
        if last and last[0] == owner and last[3] == below and abs(last[2] - left) < side / 10:
            last[2] = round(left + side, 3)
        else:
            found.append([int(owner), left, round(left + side, 3), below])
    return found
