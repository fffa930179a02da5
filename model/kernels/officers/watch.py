"""The watch at a station's duty desk: while anybody of the station is on duty, one of them stays in.

Who keeps it does what there is to do inside, and leaves it only to calls that it yields to; whoever is alone
on duty goes to any call and shuts the door.
"""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, Corps, Duty, WorkBasis, WorkPlace
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.booked import book_watch, leave_watch
from jiaosuo.model.kernels.officers.movement import minutes_to

HOUR = float(MINUTES_AN_HOUR)
_KEEPER = draws.process("keeper of the watch")


@lean_kernel
def man_watches(e: EventLoopTables) -> None:
    """Book the watches of the slot that is over, and say who keeps each in the one that begins."""
    yields_to, wanted = 0, False
    for kind in range(e.works.shape[0]):
        if e.works[kind].basis == WorkBasis.WATCH:
            _book_slot(e, kind)
            yields_to, wanted = e.works[kind].yields_to, is_watch_hour(e, kind)
    for row in range(e.watches.shape[0]):
        it = e.watches[row]
        it.wanted, it.on_duty, it.best, it.least = wanted, 0, NOBODY, math.inf
    if wanted:
        for officer in range(e.officers.shape[0]):
            _stand_for(e, officer)
    for row in range(e.watches.shape[0]):
        it = e.watches[row]
        it.yields_to = yields_to if it.on_duty > 1 else int(e.levers[0].watch_alone_yields_to)
        if it.officer != NOBODY and it.officer != it.best:
            leave_watch(e, it.officer)
        if it.officer == NOBODY and it.best != NOBODY:
            keep_watch(e, it.best)


@lean_kernel
def is_watch_hour(e: EventLoopTables, kind: int) -> bool:
    """Whether the duty desk is to be watched in this slot."""
    hour = int(e.clock[0].now / HOUR + 1e-9) % HOURS_A_DAY
    return bool(e.works[kind].amount > 0.0 and e.work_hours[kind, hour] > 0.0)


@lean_kernel
def _book_slot(e: EventLoopTables, kind: int) -> None:
    """Of the minutes of the slot that is over, those kept are done and the others dropped."""
    slot = e.levers[0].duty_slot_minutes
    for row in range(e.watches.shape[0]):
        book_watch(e, row)
        it = e.watches[row]
        pool = e.work_pool[kind, it.township]
        if it.wanted:
            kept = min(slot, it.kept)
            pool.wanted += slot
            pool.done += kept
            pool.dropped += slot - kept
        it.kept = 0.0


@lean_kernel
def _stand_for(e: EventLoopTables, officer: int) -> None:
    """Count an officer among those who may keep the watch at home, and as the best of them if so.

    An auxiliary before an officer; who keeps it before who does not; else by the draw of the shift.
    """
    me = e.officers[officer]
    if me.watch == NOBODY or not me.rostered or not may_keep_watch(e, officer):
        return
    it = e.watches[me.watch]
    it.on_duty += 1
    if not _is_at_hand(e, officer):
        return
    rank = 0.0 if me.corps == Corps.AUXILIARY else 2.0
    if not me.keeps:
        rank += 0.5 + 0.5 * draws.uniform(e.clock[0].seed, _KEEPER, officer, e.clock[0].shift)
    if rank < it.least:
        it.best, it.least = officer, rank


@lean_kernel
def may_keep_watch(e: EventLoopTables, officer: int) -> bool:
    """Whether an officer may keep the watch at home: whom the home's rule names for visits."""
    me = e.officers[officer]
    return bool(e.rule_table[me.township].visits[me.corps])


@lean_kernel
def _is_at_hand(e: EventLoopTables, officer: int) -> bool:
    """Whether what an officer does is done inside, or is left for the watch."""
    me = e.officers[officer]
    if e.clock[0].now < me.training_until:
        return False
    if me.duty == Duty.OTHER_WORK:
        return bool(me.work != NOBODY and e.works[me.work].place == WorkPlace.HOME)
    if me.duty == Duty.PAPERWORK:
        return bool(me.cell == me.home_cell)
    return bool(
        me.duty == Duty.STANDBY
        or me.duty == Duty.BEAT
        or me.duty == Duty.COMMUNITY
        or me.duty == Duty.CASE_FILE
        or me.duty == Duty.WATCH
    )


@lean_kernel
def keep_watch(e: EventLoopTables, officer: int) -> None:
    """Let an officer keep the watch at home, from when they are there."""
    me, now = e.officers[officer], e.clock[0].now
    it = e.watches[me.watch]
    way = me.arrives - now if me.cell == me.home_cell else minutes_to(e, officer, me.home_cell)
    it.officer, it.since = officer, now + max(0.0, way)
    me.keeps = True


@lean_kernel
def takes_empty_watch(e: EventLoopTables, officer: int) -> bool:
    """Whether an officer keeps the watch, or takes it up because nobody does."""
    me = e.officers[officer]
    if me.keeps or me.watch == NOBODY:
        return bool(me.keeps)
    it = e.watches[me.watch]
    if not it.wanted or it.officer != NOBODY or not may_keep_watch(e, officer):
        return False
    keep_watch(e, officer)
    return True
