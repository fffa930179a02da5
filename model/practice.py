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

import numpy as np
import numpy.typing as npt

from jiaosuo.model.committed import committed_minutes
from jiaosuo.model.core.terms import Basis, Complexity, Domain, RoadClass, WorkBasis, word
from jiaosuo.model.core.units import DAYS_A_YEAR, HOURS_A_DAY, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.demand import (
    crowding,
    expected_calls,
    posts_wanted,
    rate_per_vehicle,
    road_shares,
    visit_minutes_wanted,
)
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.kernels.officers.authority import may_finish, may_lead
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.learning import balance, floors
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import Postings
from jiaosuo.model.work import in_order
from jiaosuo.model.work_demand import LEAST_FREE, free_share

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]

PRIORITIES = range(1, 5)
STEP = 5.0
"""Minutes of driving within which homes count as equally near: within them who is out where decides."""


@dataclass(frozen=True)
class Practice:
    """What a day brings on the mean.

    `led` (kinds, officers): cases led, to the end or until they are handed on; `worked` (kinds, officers):
    whole cases that this work comes to; `stops`, `sight` (cells,): stops made, and minutes in which a unit
    is seen; `files` (kinds, officers): case files left in their hands; `for_files` (officers,): part of the
    time on duty in which they could work at files.
    """

    led: Floats
    worked: Floats
    stops: Floats
    sight: Floats
    files: Floats
    for_files: Floats


def practice(
    where: Postings, scenario: Scenario, land: Landscape, certified: Flags | None = None
) -> Practice:
    """The expected practice of a day; `certified` (officers, domains): who is (none: nobody)."""
    if certified is None:
        certified = np.zeros((len(where.corps), len(Domain)), np.bool_)
    led, worked, files, busy = _called(where, certified, scenario, land)
    for_files = _share_for_files(where, busy, scenario, land)
    hours = np.array([scenario[f"{kind.name}_file_hours"] for kind in scenario.kinds])
    busy = busy + MINUTES_AN_HOUR * (hours @ files)
    stops, sight = np.zeros(len(land.cells)), np.zeros(len(land.cells))
    free = _free_minutes(where, busy, scenario, land)
    marks = np.stack([where.corps, where.township, where.home_cell, where.beat_first], axis=1)
    _, first, group = np.unique(marks, axis=0, return_index=True, return_inverse=True)
    for number, officer in enumerate(first.tolist()):
        alike = np.flatnonzero(group.ravel() == number)
        cells, walked, met = _beat(where, officer, free, scenario, land)
        sight[cells] += len(alike) * walked
        for row, kind in enumerate(scenario.kinds):
            if kind.basis == Basis.PATROL:
                stops[cells] += len(alike) * met
                led[row, alike] = worked[row, alike] = met.sum()
    return Practice(led, worked, stops, sight, files, for_files)


def expert_minutes(worked: Floats, factors: Floats, scenario: Scenario) -> Floats:
    """Expert minutes led a day, (officers, domains), of so much work at published times.

    `worked` (kinds, officers), `factors` (kinds,): published over expert time.
    """
    minutes = np.zeros((worked.shape[1], len(Domain)))
    for row, kind in enumerate(scenario.kinds):
        minutes[:, kind.domain] += worked[row] * scenario[f"{kind.name}_handling_minutes"] / factors[row]
    return minutes


def steady_skill(found: Practice, where: Postings, factors: Floats, scenario: Scenario) -> Floats:
    """Skill where so much practice, the yearly training and fading balance, (officers, domains)."""
    return balance(
        expert_minutes(found.worked, factors, scenario),
        generalist_hours(where, scenario),
        where.leads_at_home,
        floors(where.corps, scenario),
        scenario,
    )


def generalist_hours(where: Postings, scenario: Scenario) -> Floats:
    """Hours of cross-training a day, (officers,): of whoever may lead at traffic and at order calls."""
    hours: Floats = np.where(where.generalists, scenario["training_hours"] / DAYS_A_YEAR, 0.0)
    return hours


def _called(
    where: Postings, certified: Flags, scenario: Scenario, land: Landscape
) -> tuple[Floats, Floats, Floats, Floats]:
    """Cases led, work at them and files left behind, each (kinds, officers); minutes they take, (officers,).

    The minutes are of calls and papers, without those of the files.
    """
    led, worked, files = (np.zeros((len(scenario.kinds), len(where.corps))) for _ in range(3))
    busy = np.zeros(len(where.corps))
    calls, shares = expected_calls(land, scenario), road_shares(land, scenario)
    nearness = Nearness.of(where, scenario, land)
    for row, kind in enumerate(scenario.kinds):
        number = {name: scenario[f"{kind.name}_{name}"] for name in _NUMBERS}
        on_roads = kind.basis == Basis.FLOW
        demand = _on_roads(kind, scenario, land) if on_roads else calls[row][:, None] * shares
        for road in RoadClass:
            ended, complex_, secured, taken = _shared(
                where, certified[:, kind.domain], demand[:, road], kind.domain, road, number, nearness
            )
            led[row] += ended + secured + taken
            worked[row] += ended + secured * scenario["secure_share"] + taken
            of_simple, of_complex = _leave_file(number["complex_share"], number["file_share"])
            files[row] += (ended - complex_) * of_simple + (complex_ + taken) * of_complex
        busy += worked[row] * number["handling_minutes"] * number["officers_needed"]
        busy += led[row] * number["paperwork_minutes"]
    return led, worked, files, busy


def _leave_file(complex_share: float, file_share: float) -> tuple[float, float]:
    """Share of the simple and of the complex calls of a kind that leave a file: the complex ones first."""
    of_complex = min(1.0, file_share / complex_share) if complex_share > 0 else 0.0
    rest = max(0.0, file_share - complex_share)
    return (rest / (1 - complex_share) if complex_share < 1 else 0.0), of_complex


_NUMBERS = (
    "priority", "handling_minutes", "officers_needed", "paperwork_minutes", "complex_share", "caller_knows",
    "file_share",
)  # fmt: skip


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
    where: Postings,
    certified: Flags,
    demand: Floats,
    domain: Domain,
    road: RoadClass,
    number: dict[str, float],
    nearness: Nearness,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Calls a day that each officer leads to the end, the complex among them, secures, and takes over."""
    granted = where.book.authority[:, where.corps, domain, road]
    simple = where.within_reach & may_lead(granted[..., Complexity.SIMPLE]).T
    closes = where.within_reach & may_finish(granted[..., Complexity.COMPLEX], certified).T
    priority = int(number["priority"])
    known = number["complex_share"] * number["caller_knows"]
    unknown = number["complex_share"] - known
    first = nearness.portions(simple, priority)
    handed_on = (first * ~closes).sum(axis=0)
    led = first @ (demand * (1 - known))
    found_complex = (first * closes) @ (demand * unknown)
    secured = (first * ~closes) @ (demand * unknown)
    taken = nearness.portions(closes, priority) @ (demand * (known + unknown * handed_on))
    return led - secured, found_complex, secured, taken


@dataclass(frozen=True)
class Nearness:
    """Who comes to a township: the nearest who is free, each being free by chance and on their own.

    `steps` (officers, townships): driving time from home to its people, in steps in which all are as near.
    `free`: the chance that an officer is on duty and no other work holds them, by priority of the call.
    (The hypercube's approximation for independent servers: Larson 1975.)
    """

    steps: Floats
    free: dict[int, float]
    known: dict[tuple[bytes, int], Floats]

    @classmethod
    def of(cls, where: Postings, scenario: Scenario, land: Landscape) -> Nearness:
        """How near the officers are to the people of the townships."""
        people, homes = land.cells["people"], np.unique(where.home_cell)
        at_home = np.zeros((len(land.townships), len(people)))
        at_home[land.cells["township"], np.arange(len(people))] = people + 1e-9
        at_home /= at_home.sum(axis=1, keepdims=True)
        minutes = land.travel_minutes[homes].astype(np.float64) @ at_home.T
        steps = np.floor(minutes / STEP)[np.searchsorted(homes, where.home_cell)]
        on_duty = float(scenario["on_duty_share"])
        free = {priority: on_duty * free_share(land, scenario, priority) for priority in PRIORITIES}
        return cls(steps, free, {})

    def portions(self, able: Flags, priority: int) -> Floats:
        """Portion of each township's calls that falls to each officer able there, (officers, townships)."""
        if (key := (able.tobytes(), priority)) not in self.known:
            free = self.free[priority]
            portions = np.zeros(able.shape)
            for township in range(able.shape[1]):
                rows = np.flatnonzero(able[:, township])
                _, place, count = np.unique(
                    self.steps[rows, township], return_inverse=True, return_counts=True
                )
                nobody = (1 - free) ** np.concatenate([[0], np.cumsum(count)])
                share = (nobody[:-1] - nobody[1:]) / max(1 - nobody[-1], 1e-12)
                portions[rows, township] = (share / count)[place]
            self.known[key] = portions
        return self.known[key]


@dataclass(frozen=True)
class _Free:
    """What duty leaves for the beat: minutes a day of each officer, and the share that goes on visits."""

    minutes: Floats
    visiting: Floats


def _free_minutes(where: Postings, busy: Floats, scenario: Scenario, land: Landscape) -> _Free:
    """Minutes a day held by neither other work, training, calls, files, posts nor visits, each (officers,).

    Work that a call cuts short is taken up again, so it takes its whole share. Posts and visits fall to the
    corps that the rule names, as far as they have time, and to each of them alike.
    """
    answers, duty = where.book.rule_table, scenario["on_duty_share"] * MINUTES_A_DAY
    trained = generalist_hours(where, scenario) * MINUTES_AN_HOUR
    free = np.maximum(0.0, duty - trained - committed_minutes(where, scenario, land) - busy)
    free = free - _at_posts(free, where, scenario, land)
    hours = free * (scenario["visiting_hours"] / HOURS_A_DAY) * answers["visits"][where.township, where.corps]
    visits = hours * _taken(visit_minutes_wanted(land, scenario).sum(), hours)
    return _Free(free - visits, np.divide(visits, free, out=np.zeros_like(free), where=free > 0))


def _at_posts(free: Floats, where: Postings, scenario: Scenario, land: Landscape) -> Floats:
    """Minutes a day at posts, (officers,), of those that officers have free."""
    may = where.book.rule_table["posts"][where.township, where.corps]
    posts = posts_wanted(land, scenario).sum() * 2 * scenario["peak_hours"] * MINUTES_AN_HOUR
    peak: Floats = free * (2 * scenario["peak_hours"] / HOURS_A_DAY) * may
    return peak * _taken(posts, peak)


def _share_for_files(where: Postings, busy: Floats, scenario: Scenario, land: Landscape) -> Floats:
    """Part of the time on duty that calls, papers, work at its hours, training and posts leave, (officers,).

    Whoever keeps the watch works at files meanwhile. `busy` (officers,): minutes of calls and papers.
    """
    duty = scenario["on_duty_share"] * MINUTES_A_DAY
    first = tuple(each for each in in_order() if each.fixed and each.basis != WorkBasis.WATCH)
    taken = generalist_hours(where, scenario) * MINUTES_AN_HOUR + busy
    free = np.maximum(0.0, duty - taken - committed_minutes(where, scenario, land, first))
    free = free - _at_posts(free, where, scenario, land)
    share: Floats = np.clip(free / max(duty, 1e-9), LEAST_FREE, 1.0)
    return share


def _taken(wanted: float, there: Floats) -> float:
    """The part of the minutes there are, (officers,), that so many wanted ones take."""
    total = float(there.sum())
    return min(1.0, float(wanted) / total) if total > 0 else 0.0


def _beat(
    where: Postings, officer: int, free: _Free, scenario: Scenario, land: Landscape
) -> tuple[Ints, Floats, Floats]:
    """Cells of an officer's beat, minutes a day walked there, and violations met there of each kind.

    A slot is for one cell, less the drive there, from home or from the cell of the slot before, and less the
    stops, which are dealt with on the spot.
    """
    rows = slice(int(where.beat_first[officer]), int(where.beat_end[officer]))
    cells = where.beat_cells[rows].astype(np.int64)
    here, corps = land.cells[cells], where.corps[officer]
    share = scenario["beat_share"] * where.book.rule_table["beats"][where.township[officer], corps]
    visiting = float(free.visiting[officer])
    out = visiting + (1 - visiting) * share
    chance = np.diff(where.beat_chance[rows], prepend=0.0)
    slot, minutes = scenario["duty_slot_minutes"], land.travel_minutes
    from_home = np.clip(1 - minutes[where.home_cell[officer], cells] / slot, 0, 1)
    from_beat = chance @ np.clip(1 - minutes[np.ix_(cells, cells)] / slot, 0, 1)
    there = chance * ((1 - out) * from_home + out * from_beat)
    authority = where.book.authority[here["township"], corps, Domain.TRAFFIC, here["road_class"]]
    lapses = (1 - scenario["compliance"]) / (1 - scenario["surveyed_compliance"])
    met = scenario["violations_per_beat_hour"] * lapses / MINUTES_AN_HOUR
    met = met * may_lead(authority[:, Complexity.SIMPLE])
    stopping = sum(
        scenario[f"{kind.name}_{name}"]
        for kind in scenario.kinds
        for name in ("handling_minutes", "paperwork_minutes")
        if kind.basis == Basis.PATROL
    )
    walked = share * free.minutes[officer] / (1 + share * stopping * float((there * met).sum())) * there
    return cells, walked, walked * met
