"""The busy county as its plain twin is told it: data, and answers as values."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from jiaosuo.experiments.validation.busy_county import scenario
from jiaosuo.experiments.validation.plain_place import Answers, CallKind, OwnWork, Person, Place, ReportedCall
from jiaosuo.model import Scenario
from jiaosuo.model.core.columns import Table
from jiaosuo.model.core.terms import (
    Area,
    Authority,
    Complexity,
    Corps,
    Domain,
    Reach,
    RoadClass,
    WorkBasis,
)
from jiaosuo.model.core.units import MINUTES_AN_HOUR
from jiaosuo.model.demand import visit_minutes_wanted
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.officers.authority import may_lead
from jiaosuo.model.landscape import Landscape, landscape
from jiaosuo.model.officers import Force, force
from jiaosuo.model.work import Work, in_order


def place(rule: str, calls: Table) -> Place:
    """The busy county as data, with the calls of one world: of what the police made of them, nothing."""
    made = calls[~np.isnan(calls["known"])]
    columns = (made[name].tolist() for name in ("kind", "cell", "known", "expert_minutes", "patience"))
    return replace(_place(rule), calls=[ReportedCall(*each) for each in zip(*columns, strict=True)])


@cache
def _place(rule: str) -> Place:
    """What is the same in every world: all but who calls. Of the force, only its turns are drawn."""
    of = scenario(rule, 1)
    land = landscape(of)
    planned = force(of, land, int(draws.seed_key(of.seed)))
    return Place(
        minutes=land.travel_minutes.tolist(),
        township=land.cells["township"].tolist(),
        expected=_expected(of, land),
        visits=visit_minutes_wanted(land, of).tolist(),
        kinds=_kinds(of),
        roll=_roll(planned, land),
        answers=_answers(planned),
        shifts=(of["night_weight"], of["day_weight"], of["evening_weight"]),
        numbers=dict(of.values),
        own=[_own(work, of) for work in in_order() if work.basis == WorkBasis.OFFICER],
    )


def _own(work: Work, of: Scenario) -> OwnWork:
    ((begin, end),) = work.hours
    minutes, yields_to = of[f"{work.name}_amount"] * of["other_work"], int(of[f"{work.name}_yields_to"])
    return OwnWork(minutes, (float(begin), float(end)), yields_to, work.fixed)


def _kinds(of: Scenario) -> list[CallKind]:
    records = 1 - of["first_time_records"] * of["data_sharing"]
    return [
        CallKind(
            domain=int(kind.domain),
            priority=int(of[f"{kind.name}_priority"]),
            crew=int(of[f"{kind.name}_officers_needed"]),
            slower=of["delta"] * of[f"{kind.name}_delta_share"],
            files=of[f"{kind.name}_paperwork_minutes"],
            slips=of[f"{kind.name}_error_share"] * (1 - of["first_time_base"]) * records,
            judged=of[f"{kind.name}_judged_share"],
            back=of["liability_review" if kind.is_crash else "evidence_review"],
            flees=of[f"{kind.name}_hit_and_run_share"],
            case=(
                of[f"{kind.name}_file_share"],
                MINUTES_AN_HOUR * of[f"{kind.name}_file_hours"],
                of[f"{kind.name}_file_days"],
            ),
        )
        for kind in of.kinds
    ]


def _expected(of: Scenario, land: Landscape) -> list[float]:
    """How long people in each cell think the police may take; the impatience of towns has a floor."""
    impatience = max(0.2, 1 - of["expected_smooth_roads"] * vehicles_per_head(of))
    town = of["expected_minutes_urban"] * impatience
    urban = land.cells["area"] == Area.URBAN
    expected: list[float] = np.where(urban, town, of["expected_minutes_rural"]).tolist()
    return expected


def _roll(planned: Force, land: Landscape) -> list[Person]:
    people = []
    for row, me in enumerate(planned.columns):
        area = slice(me["beat_first"], me["beat_end"])
        people.append(
            Person(
                corps=int(me["corps"]),
                home=int(me["home_cell"]),
                group=(int(me["home_cell"]), int(me["corps"])),
                serves=frozenset(np.flatnonzero(planned.serves[row]).tolist()),
                borders=frozenset(np.flatnonzero(planned.borders[row]).tolist()),
                beat=(planned.beat_cells[area].tolist(), planned.beat_chance[area].tolist()),
                skill=tuple(me["skill"].tolist()),
            )
        )
    return people


def _answers(planned: Force) -> Answers:
    """The rule's answers, equal in all townships and on all roads."""
    row = planned.book.rule_table[0]
    granted = planned.book.authority[0, :, :, RoadClass.VILLAGE, Complexity.SIMPLE]
    pairs = [(int(corps), int(domain)) for corps in Corps for domain in Domain]
    return Answers(
        leads=frozenset(each for each in pairs if may_lead(granted[each])),
        helps=frozenset(each for each in pairs if granted[each] >= Authority.ASSIST),
        sends=frozenset(each for each in pairs if row["sends"][row["desk_of"][each[1]], each[0]]),
        everywhere=frozenset(int(corps) for corps in Corps if row["reach"][corps] == Reach.COUNTY),
        next_door=frozenset(int(corps) for corps in Corps if row["reach"][corps] == Reach.NEIGHBOURS),
        visits=frozenset(np.flatnonzero(row["visits"]).tolist()),
        beats=frozenset(np.flatnonzero(row["beats"]).tolist()),
        desks=int(row["desks"]),
        preempt=bool(row["preempt"]),
        ageing=float(row["ageing_minutes"]),
    )
