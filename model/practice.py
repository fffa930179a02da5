"""What officers are expected to practise in a day: the calls that fall to them, and the stops on their beats.

Worked out from land, people, staffing and the answers of a rule, so it depends on no seed and costs no run.
From it follow the skill that officers start with, what their training is for, and how much of the police has
been seen where before the first day.

Calls fall to whoever may lead at them and is near, as far as the nearest are free. Whoever is free walks a
beat for the share of time that the rule says; the stops there take time off the beat. Left out are calls from
queues, secondary crashes, calls that give up and what deterrence takes away: some hundredths of the calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import Basis, Complexity, Domain, Reach, RoadClass, word
from jiaosuo.model.core.units import DAYS_A_YEAR, HOURS_A_DAY, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.demand import (
    crowding,
    expected_calls,
    posts_wanted,
    rate_per_vehicle,
    road_shares,
    vehicles_per_head,
)
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.kernels.officers.authority import may_lead
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.rules.rulebook import Rulebook
from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]

STEP = 5.0
"""Minutes of driving within which homes count as equally near: within them who is out where decides."""


@dataclass(frozen=True)
class Postings:
    """Who works where under which answers.

    `corps`, `township`, `home_cell` (officers,); `serves`, `borders` (officers, townships) and beats as in
    `Force`, with each officer's `beat_first` and `beat_end`.
    """

    corps: Ints
    township: Ints
    home_cell: Ints
    serves: Flags
    borders: Flags
    book: Rulebook
    beat_cells: npt.NDArray[np.int32]
    beat_chance: Floats
    beat_first: Ints
    beat_end: Ints

    @cached_property
    def leads_at_home(self) -> Flags:
        """Whether each officer may lead at simple calls on village roads at home, (officers, domains)."""
        at_home = self.book.authority[self.township, self.corps, :, RoadClass.VILLAGE, Complexity.SIMPLE]
        may: Flags = may_lead(at_home)
        return may

    @cached_property
    def within_reach(self) -> Flags:
        """Whether each officer may be sent to each township, (officers, townships)."""
        reach = self.book.rule_table["reach"][:, self.corps].T
        near: Flags = np.where(reach == Reach.NEIGHBOURS, self.borders | self.serves, self.serves)
        anywhere: Flags = reach == Reach.COUNTY
        return near | anywhere

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
    nearness = Nearness.of(posted, scenario, land)
    for row, kind in enumerate(scenario.kinds):
        number = {name: scenario[f"{kind.name}_{name}"] for name in _NUMBERS}
        on_roads = kind.basis == Basis.FLOW
        demand = _on_roads(kind, scenario, land) if on_roads else calls[row][:, None] * shares
        for road in RoadClass:
            led, secured, handed = _shared(posted, demand[:, road], kind.domain, road, number, nearness)
            practised = led + secured * scenario["secure_share"] + handed
            minutes[:, kind.domain] += practised * number["handling_minutes"]
            busy += practised * number["handling_minutes"] * number["officers_needed"]
            busy += (led + secured + handed) * number["paperwork_minutes"]
    return minutes, busy


_NUMBERS = ("handling_minutes", "officers_needed", "paperwork_minutes", "complex_share", "caller_knows")


def _on_roads(kind: Kind, scenario: Scenario, land: Landscape) -> Floats:
    """Reported calls a day where the vehicles are, (townships, road classes).

    Vehicles are on roads by length and capacity, whosever they are: most of a town's drive outside it.
    """
    capacity = np.array([scenario[f"capacity_{word(road)}"] for road in RoadClass])
    travel = land.cells["road_km"] * capacity
    rate = rate_per_vehicle(kind, land.cells["area"], scenario) * crowding(kind, land, scenario)
    vehicles = land.cells["people"].sum() * vehicles_per_head(scenario)
    by_cell = vehicles * rate[:, None] * travel / max(travel.sum(), 1e-9)
    calls = np.zeros((len(land.townships), len(RoadClass)))
    np.add.at(calls, land.cells["township"], by_cell)
    often = scenario["crash_calibration"] if kind.is_crash else 1.0
    return calls * scenario[f"{kind.name}_report_share"] * often


def _shared(
    posted: Postings,
    demand: Floats,
    domain: Domain,
    road: RoadClass,
    number: dict[str, float],
    nearness: Nearness,
) -> tuple[Floats, Floats, Floats]:
    """Calls a day that each officer leads to the end, secures for others, and takes over."""
    simple, closes = (
        posted.within_reach & may_lead(posted.book.authority[:, posted.corps, domain, road, each]).T
        for each in (Complexity.SIMPLE, Complexity.COMPLEX)
    )
    known = number["complex_share"] * number["caller_knows"]
    unknown = number["complex_share"] - known
    first = nearness.portions(simple)
    handed_on = (first * ~closes).sum(axis=0)
    led = first @ (demand * (1 - known))
    secured = (first * ~closes) @ (demand * unknown)
    taken = nearness.portions(closes) @ (demand * (known + unknown * handed_on))
    return led - secured, secured, taken


@dataclass(frozen=True)
class Nearness:
    """Who comes to a township: the nearest who is free, each being free by chance and on their own.

    `steps` (officers, townships): driving time from home to its people, in steps in which all are as near.
    (The hypercube's approximation for independent servers: Larson 1975.)
    """

    steps: Floats
    free: float
    known: dict[bytes, Floats]

    @classmethod
    def of(cls, posted: Postings, scenario: Scenario, land: Landscape) -> Nearness:
        """How near the officers are to the people of the townships."""
        people, homes = land.cells["people"], np.unique(posted.home_cell)
        at_home = np.zeros((len(land.townships), len(people)))
        at_home[land.cells["township"], np.arange(len(people))] = people + 1e-9
        at_home /= at_home.sum(axis=1, keepdims=True)
        minutes = land.travel_minutes[homes].astype(np.float64) @ at_home.T
        free = scenario["on_duty_share"] * scenario["availability"]
        return cls(np.floor(minutes / STEP)[np.searchsorted(homes, posted.home_cell)], float(free), {})

    def portions(self, able: Flags) -> Floats:
        """Portion of each township's calls that falls to each officer able there, (officers, townships)."""
        if (key := able.tobytes()) not in self.known:
            portions = np.zeros(able.shape)
            for township in range(able.shape[1]):
                rows = np.flatnonzero(able[:, township])
                _, place, count = np.unique(
                    self.steps[rows, township], return_inverse=True, return_counts=True
                )
                nobody = (1 - self.free) ** np.concatenate([[0], np.cumsum(count)])
                share = (nobody[:-1] - nobody[1:]) / max(1 - nobody[-1], 1e-12)
                portions[rows, township] = (share / count)[place]
            self.known[key] = portions
        return self.known[key]


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

    A slot is for one cell, less the drive there, from home or from the cell of the slot before, and less the
    stops, which are dealt with on the spot.
    """
    rows = slice(int(posted.beat_first[officer]), int(posted.beat_end[officer]))
    cells = posted.beat_cells[rows].astype(np.int64)
    where, corps, township = land.cells[cells], posted.corps[officer], posted.township[officer]
    answers = posted.book.rule_table[township]
    share = min(1.0, float(scenario["beat_factor"] * answers["beat"][corps]))
    out = min(1.0, share + float(scenario["community_factor"] * answers["community"][corps]))
    chance = np.diff(posted.beat_chance[rows], prepend=0.0)
    slot, minutes = scenario["duty_slot_minutes"], land.travel_minutes
    from_home = np.clip(1 - minutes[posted.home_cell[officer], cells] / slot, 0, 1)
    from_beat = chance @ np.clip(1 - minutes[np.ix_(cells, cells)] / slot, 0, 1)
    there = chance * ((1 - out) * from_home + out * from_beat)
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
    walked = share * free / (1 + share * stopping * float((there * met).sum())) * there
    return cells, walked, walked * met
