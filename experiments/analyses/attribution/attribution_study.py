"""The study from beginning to end: every mixed rule in every world, then every mechanism switched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
from jiaosuo.experiments.analyses.attribution.mechanisms import MECHANISMS
from jiaosuo.experiments.analyses.attribution.shapley import alone, last, shares
from jiaosuo.experiments.statistics.intervals import Estimate, holm, mean_interval, p_value, paired_difference
from jiaosuo.experiments.study_tools.design_points import (
    Columns,
    DesignPoint,
    Meter,
    at_one_moment,
    run_points,
)
from jiaosuo.experiments.study_tools.options import Given
from jiaosuo.experiments.study_tools.pages import beginning
from jiaosuo.experiments.study_tools.study import Document, Option, Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import Scenario

NAME = "why"
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


def run(request: Request) -> Document:
    """Every mixed rule in every world, at every place. The same for any number of jobs."""
    given = Given(OPTIONS, request)
    plan = Plan(
        given.rule("from"),
        given.rule("to"),
        tuple(given.outcomes()),
        given.days(request.places[0]),
        given.whole("replications"),
    )
    document, meter = beginning(NAME, request), Meter(request)
    asked = [(place, *_answers(place, plan)) for place in request.places]
    places, failures = [], []
    for place, answers, resting in asked:
        told, failed = _place(place, answers, resting, plan, request, meter)
        places.append(told)
        failures += failed
    return document | {
        "from": plan.first.name,
        "to": plan.later.name,
        "outcomes": {
            name: {
                "label": OUTCOMES[name].label,
                "unit": OUTCOMES[name].unit,
                "better": OUTCOMES[name].better,
            }
            for name in plan.outcomes
        },
        "days": plan.days,
        "replications": plan.worlds,
        "runs": meter.total,
        "places": places,
        "failures": failures,
    }


def _answers(place: Scenario, plan: Plan) -> tuple[list[Answer], list[str]]:
    """What differs at a place; InputError where nothing does, or too much."""
    _, here = at_one_moment(place)
    first, later = of_townships(plan.first, here), of_townships(plan.later, here)
    found = differing(first, later)
    if not 1 <= len(found) <= MOST_ANSWERS:
        wanted = f"a rule that differs from {plan.first.name} in 1 to {MOST_ANSWERS} answers is wanted"
        raise InputError("--to", plan.later.name, wanted)
    return found, idle(first, later)


def _place(
    place: Scenario, answers: list[Answer], resting: list[str], plan: Plan, request: Request, meter: Meter
) -> tuple[dict[str, Any], list[str]]:
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
    told = {
        "name": name,
        "title": place.about.title,
        "answers": [{"name": each.name, "words": WORDS[each.name]} for each in answers],
        "idle": [{"name": each, "words": NOT_IN_PLAY[each]} for each in resting],
        "rules": len(rules),
        "outcomes": {o: _shared_out(whole, o, answers) for o in plan.outcomes},
        "mechanisms": [
            {"name": each.name, "words": each.words, "turned": each.turned}
            | {"outcomes": {o: _without(whole, found, o) for o in plan.outcomes}}
            for each, found in zip(MECHANISMS, switched, strict=True)
        ],
    }
    return told, [failure for each in (whole, *switched) for failure in each.failures]


def _shared_out(found: Columns, outcome: str, answers: list[Answer]) -> dict[str, Any]:
    """The difference and each answer's share of it, over the worlds in which every mixed rule was "
    "observed."""
    values = found.values[outcome]
    values = values[np.isfinite(values).all(axis=1)]
    parts = shares(values)
    estimates = [mean_interval(column) for column in parts.T]
    adjusted = holm([p_value(each) for each in estimates])
    return {
        "first": mean_interval(values[:, 0]).as_json(),
        "later": mean_interval(values[:, -1]).as_json(),
        "difference": paired_difference(values[:, 0], values[:, -1]).as_json(),
        "shares": {
            answer.name: estimates[i].as_json()
            | {
                "p": adjusted[i],
                "alone": mean_interval(alone(values, i)).as_json(),
                "last": mean_interval(last(values, i)).as_json(),
            }
            for i, answer in enumerate(answers)
        },
        "rules": values.mean(axis=0).tolist() if len(values) else [],
    }


def _without(whole: Columns, found: Columns, outcome: str) -> dict[str, Any]:
    """The difference with a mechanism switched, and how much that is more than before, paired by world."""
    before, after = whole.values[outcome], found.values[outcome]
    usual, now = before[:, -1] - before[:, 0], after[:, 1] - after[:, 0]
    changed: Estimate = paired_difference(usual, now)
    return {
        "difference": paired_difference(after[:, 0], after[:, 1]).as_json(),
        "change": changed.as_json(),
    }
