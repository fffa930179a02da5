"""Case files in the hands of their owner: a list in the order of deadlines, worked off at the own site.

The rows of `e.files` are one table; `first_file` of an officer and `next` of a file link those that one owns,
so that nobody searches the table.
"""

from __future__ import annotations

from jiaosuo.model.core.terms import NOBODY, Duty, EventKind
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.movement import go_to, set_duty

HOUR, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY)


@lean_kernel
def take_over_file(e: EventLoopTables, officer: int, row: int) -> None:
    """Give an open file to an officer, behind those of theirs that are due before it."""
    me, it = e.officers[officer], e.files[row]
    it.owner = officer
    me.files_due += it.minutes_left
    if me.first_file == NOBODY or it.due < e.files[me.first_file].due:
        it.next = me.first_file
        me.first_file = row
        return
    before = me.first_file
    while e.files[before].next != NOBODY and e.files[e.files[before].next].due <= it.due:
        before = e.files[before].next
    it.next = e.files[before].next
    e.files[before].next = row


@lean_kernel
def give_up_file(e: EventLoopTables, row: int) -> None:
    """Take a file off its owner's list, and its minutes off what the owner has to do."""
    it = e.files[row]
    me = e.officers[it.owner]
    me.files_due = max(0.0, me.files_due - it.minutes_left)
    if me.first_file == row:
        me.first_file = it.next
    else:
        before = me.first_file
        while e.files[before].next != row:
            before = e.files[before].next
        e.files[before].next = it.next
    it.next = NOBODY
    if me.first_file == NOBODY:
        me.files_due = 0.0


@lean_kernel
def work_at_file(e: EventLoopTables, officer: int) -> bool:
    """The file that is due first, at the own site, in the hours in which files are worked at; whether any."""
    me, levers, now = e.officers[officer], e.levers[0], e.clock[0].now
    hour = (now % DAY) / HOUR
    if me.first_file == NOBODY or not levers.files_from <= hour < levers.files_until:
        return False
    if me.duty == Duty.CASE_FILE and me.file != NOBODY:
        return True
    set_duty(e, officer, Duty.CASE_FILE)
    go_to(e, officer, me.home_cell)
    me.file = me.first_file
    there = max(now, me.arrives)
    schedule(e, there + e.files[me.file].minutes_left, EventKind.FILE_DONE, officer, me.stamp)
    return True


@lean_kernel
def finish_file(e: EventLoopTables, officer: int) -> int:
    """The file in hand is closed; returns its row."""
    me = e.officers[officer]
    row = int(me.file)
    give_up_file(e, row)
    it = e.files[row]
    it.minutes_left, it.closed = 0.0, e.clock[0].now
    me.file = NOBODY
    return row
