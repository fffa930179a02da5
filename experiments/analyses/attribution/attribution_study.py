"""The study from beginning to end: every mixed rule in every world, then every mechanism switched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.analyses.attribution.answers import (
    NOT_IN_PLAY,
    WORDS,
    Answer,
    differing,
    idle,
    mixed,
    of_townships,
    subsets,
)
from jiaosuo.experiments.analyses.attribution.attribution_result import (
    AttributionResult,
    Named,
    Place,
    Share,
    SharedDifference,
    SwitchedDifference,
    SwitchedMechanism,
)
from jiaosuo.experiments.analyses.attribution.mechanisms import MECHANISMS
from jiaosuo.experiments.analyses.attribution.shapley import alone, last, shares
from jiaosuo.experiments.statistics.intervals import holm, mean_interval, p_value, paired_difference
from jiaosuo.experiments.study_tools.design_points import (
    Columns,
    DesignPoint,
    Meter,
    at_one_moment,
    run_points,
)
from jiaosuo.experiments.study_tools.options import Given
from jiaosuo.experiments.study_tools.pages import measures, origin
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import Scenario

NAME = AttributionResult.STUDY
OPTIONS = (
    Option("from", "separate", "The rule or map that answers are transplanted into."),
    Option("to", "integrated", "The rule or map that they come from."),
    Option(
        "outcomes",
        "response_mean,clear_mean,response_mean_traffic_rural,clear_mean_traffic_urban",
        "Whose differences are shared out.",
    ),
    Option("days", "7", "Days of a run.", quick="1"),
    Option("replications", "20", "Worlds, each under every mixed rule.", quick="2"),
)
MOST_ANSWERS = 7


@dataclass(frozen=True)
class Plan:
    """What was asked for, checked."""

    first: Rule | RuleMap
    later: Rule | RuleMap
    outcomes: tuple[str, ...]
    days: float
    worlds: int


def run(request: Request) -> AttributionResult:
    """Every mixed rule in every world, at every place. The same for any number of jobs."""
    given = Given(OPTIONS, request)
    plan = Plan(
        given.rule("from"),
        given.rule("to"),
        tuple(given.outcomes()),
        given.days(request.places[0]),
        given.whole("replications"),
    )
    made_by, meter = origin(NAME, request), Meter(request)
    asked = [(place, *_answers(place, plan)) for place in request.places]
    found = [_place(place, answers, resting, plan, request, meter) for place, answers, resting in asked]
    return AttributionResult(
        origin=made_by,
        from_=plan.first.name,
        to=plan.later.name,
        outcomes=measures(plan.outcomes),
        days=plan.days,
        replications=plan.worlds,
        runs=meter.total,
        places=tuple(place for place, _ in found),
        failures=tuple(failure for _, failures in found for failure in failures),
    )


def _answers(place: Scenario, plan: Plan) -> tuple[list[Answer], list[str]]:
    """What differs at a place; InputError where nothing does, or too much."""
    _, here = at_one_moment(place)
    first, later = of_townships(plan.first, here), of_townships(plan.later, here)
    found = differing(first, later)
    if not 1 <= len(found) <= MOST_ANSWERS:
        allowed = f"must differ from {plan.first.name} in 1 to {MOST_ANSWERS} answers"
        raise InputError("--to", plan.later.name, allowed)
    return found, idle(first, later)


def _place(
    place: Scenario, answers: list[Answer], resting: list[str], plan: Plan, request: Request, meter: Meter
) -> tuple[Place, list[str]]:
    name, here = at_one_moment(place)
    rules = tuple(
        mixed(plan.first, plan.later, [answers[i] for i in each], here) for each in subsets(len(answers))
    )
    cells = [DesignPoint(name, here, rules, plan.days, plan.worlds)]
    cells += [
        DesignPoint(
            f"{name}, {each.name} {each.turned}",
            each.of(here),
            (each.rule(plan.first), each.rule(plan.later)),
            plan.days,
            plan.worlds,
        )
        for each in MECHANISMS
    ]
    whole, *switched = run_points(cells, plan.outcomes, request, meter)
    result = Place(
        name=name,
        title=place.about.title,
        answers=tuple(Named(name=each.name, words=WORDS[each.name]) for each in answers),
        idle=tuple(Named(name=each, words=NOT_IN_PLAY[each]) for each in resting),
        rules=len(rules),
        outcomes={o: _shared_out(whole, o, answers) for o in plan.outcomes},
        mechanisms=tuple(
            SwitchedMechanism(
                name=each.name,
                words=each.words,
                turned=each.turned,
                outcomes={o: _switched(whole, found, o) for o in plan.outcomes},
            )
            for each, found in zip(MECHANISMS, switched, strict=True)
        ),
    )
    return result, [failure for each in (whole, *switched) for failure in each.failures]


def _shared_out(found: Columns, outcome: str, answers: list[Answer]) -> SharedDifference:
    """The difference and each answer's share of it, over the worlds with every mixed rule observed."""
    values = found.values[outcome]
    values = values[np.isfinite(values).all(axis=1)]
    parts = shares(values)
    estimates = [mean_interval(column) for column in parts.T]
    adjusted = holm([p_value(each) for each in estimates])
    return SharedDifference(
        first=mean_interval(values[:, 0]),
        later=mean_interval(values[:, -1]),
        difference=paired_difference(values[:, 0], values[:, -1]),
        shares={
            answer.name: Share(
                share=estimates[i],
                p=adjusted[i],
                alone=mean_interval(alone(values, i)),
                last=mean_interval(last(values, i)),
            )
            for i, answer in enumerate(answers)
        },
        rules=tuple(values.mean(axis=0).tolist()) if len(values) else (),
    )


def _switched(whole: Columns, found: Columns, outcome: str) -> SwitchedDifference:
    """The difference with a mechanism switched, and how much that is more than before, paired by world."""
    before, after = whole.values[outcome], found.values[outcome]
    usual, now = before[:, -1] - before[:, 0], after[:, 1] - after[:, 0]
    return SwitchedDifference(
        difference=paired_difference(after[:, 0], after[:, 1]), change=paired_difference(usual, now)
    )
