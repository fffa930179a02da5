"""What is booked when a duty ends: minutes of other work and of case files done, and the watch at a station.

A session or a file that something has cut short is owed again for what is left of it.
"""

from __future__ import annotations

from jiaosuo.model.core.terms import NOBODY, Duty, WorkBasis
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.deterrence import be_seen


@lean_kernel
def minutes_there(e: EventLoopTables, officer: int) -> float:
    """Minutes of the present duty at its place, the way there left out."""
    me = e.officers[officer]
    return float(max(0.0, e.clock[0].now - max(me.since, me.arrives)))


@lean_kernel
def book_session(e: EventLoopTables, officer: int) -> None:
    """End a session of other work, if one is in hand, with the minutes that it has had."""
    me = e.officers[officer]
    if me.work != NOBODY:
        settle_session(e, officer, min(me.pledged, minutes_there(e, officer)))


@lean_kernel
def settle_session(e: EventLoopTables, officer: int, done: float) -> None:
    """So many minutes of the session are done; the rest is owed again, by the officer or by the township."""
    me = e.officers[officer]
    it, pool = e.works[me.work], e.work_pool[me.work, me.work_township]
    pool.done += done
    left = me.pledged - done
    if it.basis == WorkBasis.OFFICER:
        e.own_work[officer, me.work] += left
    else:
        pool.owed += left
    if it.seen:
        be_seen(e, me.cell, done)
    me.pledged, me.work = 0.0, NOBODY


@lean_kernel
def book_file(e: EventLoopTables, officer: int) -> None:
    """Lay a case file aside, if one is in hand, with the minutes that it has had."""
    me = e.officers[officer]
    if me.file == NOBODY:
        return
    it = e.files[me.file]
    done = min(it.minutes_left, minutes_there(e, officer))
    it.minutes_left -= done
    me.files_due = max(0.0, me.files_due - done)
    me.file = NOBODY


@lean_kernel
def is_inside(duty: int) -> bool:
    """Whether who keeps the watch of a station goes on keeping it in this duty, which is done inside."""
    return bool(
        duty == Duty.WATCH or duty == Duty.PAPERWORK or duty == Duty.CASE_FILE or duty == Duty.OTHER_WORK
    )


@lean_kernel
def book_watch(e: EventLoopTables, row: int) -> None:
    """Count the minutes for which a station's watch has been kept up to now."""
    it, now = e.watches[row], e.clock[0].now
    if it.officer != NOBODY:
        it.kept += max(0.0, now - it.since)
        it.since = max(it.since, now)


@lean_kernel
def leave_watch(e: EventLoopTables, officer: int) -> None:
    """Nobody keeps the watch of the officer's station any more."""
    me = e.officers[officer]
    book_watch(e, me.watch)
    e.watches[me.watch].officer = NOBODY
    me.keeps = False
