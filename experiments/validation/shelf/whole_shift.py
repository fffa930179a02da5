"""Travel, shifts, crews of two and other work at once: the county is its plain twin.

No formula holds these together, so theory is a simulation: `plain_county`, which shares nothing with the
county but data. The place is a county-town cut down, its traffic calls counted on people, so that how often
who calls is known without a road. Queues on roads, posts, deterrence, violations met, training and complex
cases are off: they are exogenous to the claim or have tests of their own.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from math import nan

import numpy as np

from jiaosuo.experiments.statistics.intervals import mean_interval
from jiaosuo.experiments.validation.bench import observed
from jiaosuo.experiments.validation.law import LEVEL, Case, Effort, Figures, Law
from jiaosuo.experiments.validation.plain_county import WORKING, PlainCounty
from jiaosuo.experiments.validation.plain_place import OFF, Answers, Call, CallKind, OwnWork, Person, Place
from jiaosuo.model import County, Scenario
from jiaosuo.model.calls import candidates
from jiaosuo.model.citizens import citizens
from jiaosuo.model.core.terms import (
    Area,
    Authority,
    Basis,
    Complexity,
    Corps,
    Domain,
    Reach,
    RoadClass,
    WorkBasis,
)
from jiaosuo.model.core.units import MINUTES_AN_HOUR
from jiaosuo.model.core.words import N_
from jiaosuo.model.demand import visit_minutes_wanted
from jiaosuo.model.expert_time import status_quo_factors
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.incidents.kind import STREET_DAY, Kind
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.officers.authority import may_lead
from jiaosuo.model.landscape import Landscape, landscape
from jiaosuo.model.officers import Force, force
from jiaosuo.model.vehicles import vehicles
from jiaosuo.model.work import Work, in_order

PLACE, DAYS = "county-town", 5.0
"""All worlds are as long, as papers and case files that are owed add up from the first day on."""

SMALL = {
    "population": 30_000, "area_km2": 150, "townships": 3, "squadrons": 1, "urban_stations": 1,
    "trunk_km": 10, "county_km": 40, "village_km": 150, "people_per_agent": 25,
    "officers_traffic": 16, "officers_station": 28, "officers_patrol": 0, "auxiliaries": 6,
    "traffic_specialists": 0, "case_specialists": 0,
}  # fmt: skip
"""So small that plain Python can keep up, and so few officers that calls wait."""

HEADCOUNTS = ("officers_traffic", "officers_station", "officers_patrol", "auxiliaries")

CALLED = {
    "damage_crash": 450, "injury_crash": 60, "obstruction": 150,
    "dispute": 300, "help": 300, "theft": 120, "violence": 120,
}  # fmt: skip
"""Calls a year for 1,000 people: far more than anywhere, so that a few days hold many."""

PATIENCE = 0.25
"""Of that elsewhere, so that many give up, and no wait is so long that a few of them make the mean."""

OFF_HERE = {
    "vehicles_per_1000": 20, "crash_calibration": 1, "deterrence_strength": 0, "violations_per_beat_hour": 0,
    "posts_per_urban_km2": 0, "training_hours": 0, "ring_fence": 0, "last_officer_minutes": 0,
    "roster_alignment": 0, "trust_reporting": 0, "visits_per_hour": 0, "warmup_days": 0,
    "pressure_errors": 0,
    **{f"{kind}_{share}": 0 for kind in KINDS for share in ("complex_share", "block_share")},
    **{f"{work.name}_amount": 0 for work in in_order() if work.basis != WorkBasis.OFFICER},
    "late_file_annoyance": 0, "files_before": 0,
}  # fmt: skip
"""What the twin does not do."""

MAIN = (
    "response_mean_traffic",
    "response_mean_order",
    "crew_mean",
    "clear_mean",
    "utilisation_traffic",
    "utilisation_station",
)
RARE = ("gave_up_share",)
"""Left to the full set: a few days hold too few."""


def on_people(kind: Kind) -> Kind:
    """The kind with its calls counted on people: no road is asked how often."""
    if kind.basis != Basis.FLOW:
        return kind
    return replace(kind, basis=Basis.PEOPLE, is_crash=False, hours=STREET_DAY)


def scenario(rule: str, seed: int) -> Scenario:
    """The county of the claim."""
    return _county(rule).changed(seed=seed)


@cache
def _county(rule: str) -> Scenario:
    """What all worlds have in common, checked once."""
    rates = {f"{kind}_rate_{area}": rate for kind, rate in CALLED.items() for area in ("rural", "urban")}
    town = Scenario.preset(PLACE, rule=rule)
    patience = {name: PATIENCE * town[name] for name in (f"{kind}_patience_minutes" for kind in CALLED)}
    values = dict(town.values) | SMALL | OFF_HERE | rates | patience
    return town.changed(kinds=tuple(map(on_people, KINDS.values())), values=values)


def look(seed: int, days: float, rule: str, figures: tuple[str, ...]) -> Figures:
    """Outcomes of one world."""
    seen = _world(seed, days, rule)
    return {name: seen[name] for name in figures}


@cache
def _world(seed: int, days: float, rule: str) -> Figures:
    """All figures of one world: the cases of a rule look at the same worlds, which need run but once."""
    return observed(County(scenario(rule, seed)).run_days(days), (*MAIN, *RARE))


# What the twin is told: data, and answers as values


def place(rule: str, seed: int) -> Place:
    """The county of the claim as data, with the people of one world."""
    of = scenario(rule, seed)
    kinds = _kinds(of, landscape(of), int(draws.seed_key(seed)))
    return replace(_place_of(rule), kinds=kinds)


@cache
def _place_of(rule: str) -> Place:
    """What is the same in every world: all but who lives where. Of the force, only its turns are drawn."""
    of = scenario(rule, 1)
    land = landscape(of)
    planned = force(of, land, int(draws.seed_key(of.seed)))
    return Place(
        minutes=land.travel_minutes.tolist(),
        township=land.cells["township"].tolist(),
        expected=_expected(of, land),
        visits=visit_minutes_wanted(land, of).tolist(),
        kinds=(),
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


@cache
def _factors(rule: str) -> list[float]:
    """How much longer than an expert those take who lead, by kind of call: the same in every world."""
    of = scenario(rule, 1)
    found: list[float] = status_quo_factors(of, landscape(of)).tolist()
    return found


def _kinds(of: Scenario, land: Landscape, key: int) -> list[CallKind]:
    people = citizens(of, land, key)
    source = candidates(of, land, people, vehicles(of, land, people, key), key)
    factors = _factors(of.rule_name)
    records = 1 - of["first_time_records"] * of["data_sharing"]
    return [
        CallKind(
            domain=int(kind.domain),
            priority=int(of[f"{kind.name}_priority"]),
            crew=int(of[f"{kind.name}_officers_needed"]),
            expert=(of[f"{kind.name}_handling_minutes"] / factor, of[f"{kind.name}_handling_cv"]),
            patience=(of[f"{kind.name}_patience_minutes"], of[f"{kind.name}_patience_cv"]),
            slower=of["delta"] * of[f"{kind.name}_delta_share"],
            files=of[f"{kind.name}_paperwork_minutes"],
            delay=of[f"{kind.name}_report_delay"],
            rates=(rates * of[f"{kind.name}_report_share"]).tolist(),
            hours=kind.hours,
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
        for kind, rates, factor in zip(of.kinds, source.ceilings, factors, strict=True)
        if rates is not None
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


# What the twin says


@cache
def twin(rule: str, worlds: int) -> dict[str, tuple[float, float]]:
    """Mean of each figure over worlds of the twin, and half its interval at the level of the claims."""
    seen = [lived(PlainCounty(place(rule, seed), seed).run(DAYS)) for seed in range(1, worlds + 1)]
    found = {}
    for name in (*MAIN, *RARE):
        estimate = mean_interval(np.array([each[name] for each in seen]), LEVEL)
        mean, (low, high) = estimate.mean or 0.0, estimate.interval or (nan, nan)
        found[name] = (mean, (high - low) / 2)
    return found


def theory(rule: str, worlds: int, figures: tuple[str, ...]) -> Figures:
    """The means of the twin."""
    return {name: twin(rule, worlds)[name][0] for name in figures}


def margins(rule: str, worlds: int, figures: tuple[str, ...]) -> Figures:
    """How far these may be off by chance."""
    return {name: twin(rule, worlds)[name][1] for name in figures}


def lived(county: PlainCounty) -> Figures:
    """The figures of one world of the twin."""
    end = county.now
    calls = [call for call in county.calls if call.known <= end]
    whole = [call.whole - call.known for call in calls if call.whole is not None]
    return {
        "response_mean_traffic": _mean([_response(each, end) for each in calls if each.kind.domain == 0]),
        "response_mean_order": _mean([_response(each, end) for each in calls if each.kind.domain == 1]),
        "crew_mean": _mean(whole),
        "clear_mean": _mean([_clearance(each, end) for each in calls]),
        "utilisation_traffic": _utilisation(county, Corps.TRAFFIC),
        "utilisation_station": _utilisation(county, Corps.STATION),
        "gave_up_share": _mean([float(each.ended is not None and not each.cleared) for each in calls]),
    }


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else nan


def _response(call: Call, end: float) -> float:
    """To the first who leads; else to the end of patience or of the run."""
    return min(end - call.known, call.patience) if call.first is None else call.first - call.known


def _clearance(call: Call, end: float) -> float:
    """To the end of the work; else to the end of the run, or of patience where nobody came."""
    if call.cleared and call.ended is not None:
        return call.ended - call.known
    return _response(call, end) if call.first is None else end - call.known


def _utilisation(county: PlainCounty, corps: Corps) -> float:
    minutes = [each.minutes for each in county.force if each.person.corps == corps]
    on_duty = sum(sum(each.values()) - each.get(OFF, 0.0) for each in minutes)
    return sum(each.get(duty, 0.0) for each in minutes for duty in WORKING) / on_duty


QUICKLY, FULLY = 80, 800
"""Worlds of the twin, and of the county."""


def case(rule: str, figures: tuple[str, ...] = MAIN, quick: Effort | None = None) -> Case:
    """The county and its twin under a rule of the shelf."""
    words = {
        "separate": N_("{officers} officers as two forces, {days:g} days"),
        "integrated": N_("{officers} officers as one unit, {days:g} days"),
    }
    quickly, fully = (
        (partial(theory, rule, worlds, figures), partial(margins, rule, worlds, figures))
        for worlds in (QUICKLY, FULLY)
    )
    return Case(
        words=words[rule],
        values={"officers": int(sum(SMALL[name] for name in HEADCOUNTS)), "days": DAYS},
        look=partial(look, rule=rule, figures=figures),
        theory=quickly[0],
        margins=quickly[1],
        fully=fully,
        full=Effort(FULLY, DAYS),
        quick=quick,
    )


WHOLE_SHIFT = Law(
    name="whole-shift",
    words=N_("Travel, shifts, crews and other work at once, against a plain twin"),
    source="ODD 7.7-7.11",
    cases=(
        case("separate", quick=Effort(QUICKLY, DAYS)),
        case("separate", RARE),
        case("integrated", quick=Effort(QUICKLY, DAYS)),
        case("integrated", RARE),
    ),
)
