"""What officers are expected to practise in a day: the calls that fall to them, and the stops on their beats.

Worked out from land, people, staffing and the answers of a rule, so it depends on no seed and costs no run.
From it follow the skill that officers start with, what their training is for, and how much of the police has
been seen where before the first day.

Calls at a township's roads are shared alike by those who serve it and may lead there. Whoever is free walks
a beat for the share of time that the rule says; the stops there take time off the beat. Left out are calls
from queues, secondary crashes and what deterrence takes away, each some hundredths of the calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import Basis, Complexity, Corps, Domain, RoadClass
from jiaosuo.model.core.units import DAYS_A_YEAR, HOURS_A_DAY, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.demand import expected_calls, posts_wanted, road_shares
from jiaosuo.model.kernels.officers.authority import is_specialist, may_lead
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.rules.rulebook import Rulebook
from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Postings:
    """Who works where under which answers.

    `corps`, `township`, `home_cell` (officers,); `serves` (officers, townships); beats as in `Force`, with
    each officer's `beat_first` and `beat_end`.
    """

    corps: Ints
    township: Ints
    home_cell: Ints
    serves: Flags
    book: Rulebook
    beat_cells: npt.NDArray[np.int32]
    beat_chance: Floats
    beat_first: Ints
    beat_end: Ints

    @cached_property
    def leads(self) -> Flags:
        """Whether each may lead at calls of home, (officers, domains, roads, complexities)."""
        may: Flags = may_lead(self.book.authority[self.township, self.corps])
        return may

    @cached_property
    def leads_at_home(self) -> Flags:
        """Whether each officer may lead at simple calls on village roads at home, (officers, domains)."""
        return self.leads[:, :, RoadClass.VILLAGE, Complexity.SIMPLE]

    @cached_property
    def generalists(self) -> Flags:
        """Whether each officer may lead at both traffic and order calls at home, (officers,)."""
        both: Flags = self.leads_at_home[:, [Domain.TRAFFIC, Domain.ORDER]].all(axis=1)
        return both


@dataclass(frozen=True)
class Practice:
    """What a day brings on the mean.

    `minutes` (officers, domains): expert minutes worked in the lead; `stops`, `sight` (cells,):
    stops made, and minutes in which a unit is seen.
    """

    minutes: Floats
    stops: Floats
    sight: Floats


def practice(posted: Postings, scenario: Scenario, land: Landscape) -> Practice:
    """The expected practice of a day."""
    minutes, busy = _called(posted, scenario, land)
    stops, sight = np.zeros(len(land.cells)), np.zeros(len(land.cells))
    free = _free_minutes(posted, busy, scenario, land)
    marks = np.stack([posted.corps, posted.township, posted.home_cell, posted.beat_first], axis=1)
    _, first, group = np.unique(marks, axis=0, return_index=True, return_inverse=True)
    for number, officer in enumerate(first.tolist()):
        alike = np.flatnonzero(group.ravel() == number)
        cells, walked, met = _beat(posted, officer, float(free[officer]), scenario, land)
        sight[cells] += len(alike) * walked
        for kind in scenario.kinds:
            if kind.basis == Basis.PATROL:
                stops[cells] += len(alike) * met
                minutes[alike, kind.domain] += met.sum() * scenario[f"{kind.name}_handling_minutes"]
    return Practice(minutes, stops, sight)


def generalist_hours(posted: Postings, scenario: Scenario) -> Floats:
    """Hours of cross-training a day, (officers,): of whoever may lead at traffic and at order calls."""
    hours: Floats = np.where(posted.generalists, scenario["training_hours"] / DAYS_A_YEAR, 0.0)
    return hours


def _called(posted: Postings, scenario: Scenario, land: Landscape) -> tuple[Floats, Floats]:
    """Expert minutes led at calls, (officers, domains), and minutes of duty they take, (officers,)."""
    minutes, busy = np.zeros((len(posted.corps), len(Domain))), np.zeros(len(posted.corps))
    calls, shares = expected_calls(land, scenario), road_shares(land, scenario)
    for row, kind in enumerate(scenario.kinds):
        number = {name: scenario[f"{kind.name}_{name}"] for name in _NUMBERS}
        often = scenario["crash_calibration"] if kind.is_crash else 1.0
        for road in RoadClass:
            demand = calls[row] * shares[:, road] * often
            led, secured, handed = _shared(posted, demand, kind.domain, road, number)
            practised = led + secured * scenario["secure_share"] + handed
            minutes[:, kind.domain] += practised * number["handling_minutes"]
            busy += practised * number["handling_minutes"] * number["officers_needed"]
            busy += (led + secured + handed) * number["paperwork_minutes"]
    return minutes, busy


_NUMBERS = ("handling_minutes", "officers_needed", "paperwork_minutes", "complex_share", "caller_knows")


def _shared(
    posted: Postings, demand: Floats, domain: Domain, road: RoadClass, number: dict[str, float]
) -> tuple[Floats, Floats, Floats]:
    """Calls a day that each officer leads to the end, secures for others, and takes over."""
    simple = posted.serves & posted.leads[:, [domain], road, Complexity.SIMPLE]
    closes = posted.leads[:, domain, road, Complexity.COMPLEX]
    complex_ = _ordinary_first(posted.serves & closes[:, None], posted.corps)
    known = demand * number["complex_share"] * number["caller_knows"]
    each = _portions(simple, demand - known)
    beyond = number["complex_share"] * (1 - number["caller_knows"])
    beyond /= max(1 - number["complex_share"] * number["caller_knows"], 1e-9)
    secured = np.where(closes, 0.0, each * beyond)
    handed_on = (simple & ~closes[:, None]).sum(axis=0) / np.maximum(simple.sum(axis=0), 1)
    taken = _portions(complex_, known + (demand - known) * beyond * handed_on)
    return each - secured, secured, taken


def _ordinary_first(able: Flags, corps: Ints) -> Flags:
    """Specialists at the county seat come where nobody nearer may, (officers, townships)."""
    ordinary = able & ~np.array([is_specialist(int(each)) for each in Corps])[corps][:, None]
    return np.where(ordinary.any(axis=0), ordinary, able)


def _portions(able: Flags, demand: Floats) -> Floats:
    """Demand of townships shared alike by those who are able there, (officers,)."""
    count = able.sum(axis=0)
    each: Floats = np.divide(demand, count, out=np.zeros_like(demand), where=count > 0)
    portions: Floats = able.astype(np.float64) @ each
    return portions


def _free_minutes(posted: Postings, busy: Floats, scenario: Scenario, land: Landscape) -> Floats:
    """Minutes a day on duty and held by neither business, training, calls nor posts, (officers,)."""
    duty = scenario["on_duty_share"] * MINUTES_A_DAY
    trained = generalist_hours(posted, scenario) * MINUTES_AN_HOUR
    free = np.maximum(0.0, (duty - trained) * scenario["availability"] - busy)
    committed = posted.book.rule_table["post"][posted.township, posted.corps]
    at_once = (committed * free).sum() / MINUTES_A_DAY
    held = min(1.0, float(posts_wanted(land, scenario).sum() / at_once)) if at_once > 0 else 0.0
    at_peak = 2 * scenario["peak_hours"] / HOURS_A_DAY
    left: Floats = free * (1 - at_peak * committed * held)
    return left


def _beat(
    posted: Postings, officer: int, free: float, scenario: Scenario, land: Landscape
) -> tuple[Ints, Floats, Floats]:
    """Cells of an officer's beat, minutes a day walked there, and violations met there of each kind.

    A slot is for one cell, less the drive there, and less the stops, which are dealt with on the spot.
    """
    rows = slice(int(posted.beat_first[officer]), int(posted.beat_end[officer]))
    cells = posted.beat_cells[rows].astype(np.int64)
    away = land.travel_minutes[posted.home_cell[officer], cells] / scenario["duty_slot_minutes"]
    there = np.diff(posted.beat_chance[rows], prepend=0.0) * np.clip(1 - away, 0, 1)
    where, corps, township = land.cells[cells], posted.corps[officer], posted.township[officer]
    authority = posted.book.authority[where["township"], corps, Domain.TRAFFIC, where["road_class"]]
    lapses = (1 - scenario["compliance"]) / (1 - scenario["surveyed_compliance"])
    met = scenario["violations_per_beat_hour"] * lapses / MINUTES_AN_HOUR
    met = met * may_lead(authority[:, Complexity.SIMPLE])
    stopping = sum(
        scenario[f"{kind.name}_{name}"]
        for kind in scenario.kinds
        for name in ("handling_minutes", "paperwork_minutes")
        if kind.basis == Basis.PATROL
    )
    share = min(1.0, float(scenario["beat_factor"] * posted.book.rule_table["beat"][township, corps]))
    walked = share * free / (1 + share * stopping * float((there * met).sum())) * there
    return cells, walked, walked * met
