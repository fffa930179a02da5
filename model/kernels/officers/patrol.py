"""Patrol: beats and community visits of a duty slot, and the violations that an officer on the beat meets."""

from __future__ import annotations

from jiaosuo.model.core.terms import Basis, Domain, Duty, EventKind
from jiaosuo.model.core.units import MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import leads_simple_calls
from jiaosuo.model.kernels.officers.movement import set_duty, set_off

HOUR = float(MINUTES_AN_HOUR)
_BEAT, _FOUND = draws.process("beat"), draws.process("found on patrol")
_MET, _CANDIDATE, _VISIT = (draws.process(name) for name in ("people met", "violation candidates", "visit"))


@lean_kernel
def beat_cell(e: EventLoopTables, officer: int) -> int:
    """A cell of the officer's beat for this slot, drawn by people and road (cumulated chances)."""
    me, clock = e.officers[officer], e.clock[0]
    choice = draws.uniform(clock.seed, _BEAT, officer, clock.slot)
    low, high = me.beat_first, me.beat_end - 1
    while low < high:
        middle = (low + high) // 2
        if e.beat_chance[middle] > choice:
            high = middle
        else:
            low = middle + 1
    return int(e.beat_cells[low])


@lean_kernel
def walk_beat(e: EventLoopTables, officer: int) -> None:
    """Drive to a cell of the beat and look around; whoever has authority there may find violations."""
    me, clock, levers = e.officers[officer], e.clock[0], e.levers[0]
    cell = beat_cell(e, officer)
    # The old duty is closed first: where it was seen, and on which beat, goes by the cell that is left now.
    set_duty(e, officer, Duty.STANDBY)
    set_off(e, officer, cell)
    set_duty(e, officer, Duty.BEAT)
    companions = e.beats_at[cell]
    e.beats_at[cell] += 1
    end = (clock.slot + 1) * levers.duty_slot_minutes
    here = e.cells[cell]
    if me.arrives >= end or not leads_simple_calls(
        e, officer, here.township, Domain.TRAFFIC, here.road_class
    ):
        return
    lapses = (1.0 - levers.compliance) / (1.0 - levers.surveyed_compliance)
    mean = levers.violations_per_beat_hour * lapses * levers.duty_slot_minutes / HOUR
    for kind in range(e.kinds.shape[0]):
        if e.kinds[kind].basis == Basis.PATROL:
            meet_violations(e, officer, kind, mean, companions, end)


@lean_kernel
def meet_violations(
    e: EventLoopTables, officer: int, kind: int, mean: float, companions: int, end: float
) -> None:
    """Schedule the violations that an officer will meet on the beat in this slot.

    Candidates belong to (cell, slot), not to the officer, so whoever walks there under whatever rule meets
    the same; each companion on the beat uncovers a further share of them.
    """
    me, clock, levers = e.officers[officer], e.clock[0], e.levers[0]
    # One number for (kind, cell), as no county has a million cells, and one for (slot, companion, find): from
    # the 64th companion or find on, draws repeat.
    entity = kind * 1_000_003 + me.cell
    index = clock.slot * 64 + min(companions, 63)
    count = draws.poisson(mean, draws.uniform(clock.seed, _CANDIDATE, entity, index))
    for number in range(count):
        offset = draws.uniform(clock.seed, _FOUND, entity, index * 64 + min(number, 63))
        time = clock.slot * levers.duty_slot_minutes + offset * levers.duty_slot_minutes
        if time >= me.arrives and time >= clock.now and time < end:
            subject = officer * e.kinds.shape[0] + kind
            schedule(e, time, EventKind.FOUND_ON_PATROL, subject, me.stamp)


@lean_kernel
def visit(e: EventLoopTables, officer: int, cell: int) -> None:
    """Spend the slot among the people of a cell: a visit raises the trust of those it meets.

    The minutes there are taken off what its township is owed; `set_duty` gives back what a call cuts short.
    """
    me, clock, levers = e.officers[officer], e.clock[0], e.levers[0]
    set_duty(e, officer, Duty.COMMUNITY)
    set_off(e, officer, cell)
    present = max(0.0, (clock.slot + 1) * levers.duty_slot_minutes - max(clock.now, me.arrives))
    me.pledged = present
    e.visits_owed[e.cells[cell].township] -= present
    chance = draws.uniform(clock.seed, _MET, officer, clock.slot)
    # Rounded by chance, up or down, so that the mean holds in slots too short for one visit.
    met = int(levers.visits_per_hour * present / HOUR + chance)
    first, last = e.first_resident[cell], e.first_resident[cell + 1]
    if last <= first:
        return
    me.visits += met
    for number in range(met):
        chance = draws.uniform(clock.seed, _VISIT, officer, clock.slot * 64 + number)
        citizen = e.citizens[e.residents[first + int(chance * (last - first))]]
        citizen.trust += levers.visit_trust_gain * (1.0 - citizen.trust) / levers.people_per_agent
