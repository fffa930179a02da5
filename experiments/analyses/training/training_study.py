"""Hours of training swept, with delta and the traffic corps' share of the force, on two kinds of first day.

*Today*: officers start with the skill of the rule they come from. *Settled*: each rule starts with the skill
that it would itself give in the end, as elsewhere in this laboratory. Hours are for those who may lead at
traffic and at order calls, before the change and after it: under `separate` nobody trains.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from jiaosuo.experiments.analyses.training.training_result import (
    ChangeOfDifference,
    Effect,
    Place,
    Row,
    Skill,
    Trained,
    TrainingResult,
)
from jiaosuo.experiments.replication.world import under_rule
from jiaosuo.experiments.statistics.intervals import Values, holm, mean_interval, p_value, paired_difference
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
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.terms import Corps, Domain, Staffing, word
from jiaosuo.model.landscape import landscape
from jiaosuo.model.moment import Moment
from jiaosuo.model.officers import force
from jiaosuo.model.scenario import Scenario, parameters

NAME = "training"
OPTIONS = (
    Option("rules", "separate,integrated", "The two rules that are trained under."),
    Option(
        "hours",
        "0,40,120",
        "Hours of training an officer and year; the first is compared against.",
        quick="0,120",
    ),
    Option(
        "deltas",
        "0.4,0.8,1.2",
        "Extra handling time of an officer of skill 0, each with all hours.",
        quick="0.8",
    ),
    Option(
        "shares",
        "0.2,0.5",
        "The traffic corps' share of the force, each with all hours; empty: none.",
        quick="",
    ),
    Option(
        "outcomes",
        "clear_mean,response_mean,handling_ratio_traffic,handling_ratio_order,skill_traffic,skill_order",
        "What is told of each.",
    ),
    Option("days", "7", "Days of a run.", quick="1"),
    Option("replications", "10", "Worlds in every cell.", quick="2"),
)
SHARE = Parameter(
    "share", 0.3, 0.01, 0.99, "share", "The traffic corps' share of traffic and station officers"
)


@dataclass(frozen=True)
class TrainingCell:
    """One cell: the hours, what else is moved, and the first day."""

    hours: float
    moved: str
    value: float
    settled: bool

    def of(self, place: Scenario) -> Scenario:
        trained = place.changed(training_hours=self.hours)
        if self.moved == SHARE.name:
            return trained.changed(staffing=Staffing.BEST_SEPARATE, traffic_share=self.value)
        return trained.changed(**{self.moved: self.value})


def run(request: Request) -> TrainingResult:
    """All cells at every place; the same result for any number of jobs."""
    given = Given(OPTIONS, request)
    rules, outcomes = given.rules("rules", 2, 2), given.outcomes()
    hours = given.numbers("hours", parameters()["training_hours"])
    if len(hours) < 2:
        raise InputError("--hours", given.text("hours"), "must be two or more numbers of hours")
    designed = _cells(hours, given.numbers("deltas", parameters()["delta"]), given.numbers("shares", SHARE))
    days, worlds, meter = given.days(request.places[0]), given.whole("replications"), Meter(request)
    made_by = origin(NAME, request)
    places, failures = [], list[str]()
    for place in request.places:
        name, here = at_one_moment(place)
        cells = [
            DesignPoint(
                f"{name}, {each.hours:g} h, {each.moved}={each.value:g}",
                each.of(here),
                rules_of(rules),
                days,
                worlds,
                at=Moment.LONG_RUN if each.settled else Moment.CHANGE,
            )
            for each in designed
        ]
        found = dict(zip(designed, run_points(cells, outcomes, request, meter), strict=True))
        rows = tuple(_row(each, found, hours[0], outcomes, rules) for each in designed)
        skills = tuple(_skills(here, rule, each) for rule in rules for each in hours)
        places.append(Place(name=name, title=place.about.title, rows=rows, skills=skills))
        failures += [failure for each in found.values() for failure in each.failures]
    return TrainingResult(
        origin=made_by,
        rules=tuple(rules),
        hours=tuple(hours),
        outcomes=measures(outcomes),
        days=days,
        replications=worlds,
        runs=meter.total,
        places=tuple(places),
        failures=tuple(failures),
    )


def _cells(hours: list[float], deltas: list[float], shares: list[float]) -> list[TrainingCell]:
    moved = [("delta", value) for value in deltas] + [(SHARE.name, value) for value in shares]
    return [
        TrainingCell(each, name, value, settled)
        for settled, (name, value), each in product((False, True), moved, hours)
    ]


def _row(
    cell: TrainingCell,
    found: dict[TrainingCell, Columns],
    base: float,
    outcomes: list[str],
    rules: list[str],
) -> Row:
    """What the hours change under each rule, against the first number of hours, and of the difference."""
    before, after = found[replace(cell, hours=base)].values, found[cell].values
    return Row(
        hours=cell.hours,
        moved=cell.moved,
        value=cell.value,
        settled=cell.settled,
        outcomes={name: _trained(before[name], after[name], rules) for name in outcomes},
    )


def _trained(before: Values, after: Values, rules: list[str]) -> Trained:
    """Effects paired by seed; Holm over the two rules and their difference."""
    effects = [paired_difference(before[:, at], after[:, at]) for at in range(2)]
    gap = paired_difference(before[:, 1] - before[:, 0], after[:, 1] - after[:, 0])
    adjusted = holm([p_value(each) for each in (*effects, gap)])
    return Trained(
        rules={
            rule: Effect(mean=mean_interval(after[:, at]), effect=effects[at], p=adjusted[at])
            for at, rule in enumerate(rules)
        },
        difference=paired_difference(after[:, 0], after[:, 1]),
        change=ChangeOfDifference(change=gap, p=adjusted[2]),
    )


def _skills(place: Scenario, rule: str, hours: float) -> Skill:
    """Skill that a rule gives in the long run, mean by corps and domain: worked out, not run."""
    settled = under_rule(place.changed(training_hours=hours), rule)
    land = landscape(settled)
    columns = force(settled, land, 0).columns
    return Skill(
        rule=rule,
        hours=hours,
        skill={
            word(corps): {
                word(domain): float(columns["skill"][columns["corps"] == corps, domain].mean())
                for domain in Domain
            }
            for corps in (Corps.TRAFFIC, Corps.STATION)
            if (columns["corps"] == corps).any()
        },
    )
