"""Movement: where officers are between two cells, how long they need to another, and the accounts of a duty.

Nobody moves cell by cell. A drive is four numbers, where from, left when, where to, there when, and all else
is worked out by who asks, so that a drive costs one event at most, however long it is.
"""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, Duty
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.base.travel_times import look_up
from jiaosuo.model.kernels.officers.booked import book_file, book_session, is_inside, leave_watch
from jiaosuo.model.kernels.officers.deterrence import be_seen


@lean_kernel
def drive_minutes(e: EventLoopTables, origin: int, goal: int) -> float:
    """Driving time between two cells on the roads as last published: at free flow, times the zones' slowdown.

    Minutes between all cells at every hour would be a table too large; between zones, streets slow alike.
    """
    near, zone = e.zone_of_cell[origin], e.zone_of_cell[goal]
    look_up(e.travel_times, zone, e.travel_times.zones[near].cell)
    return float(e.free_minutes[origin, goal] * e.travel_times.between[near, zone].slowdown)


@lean_kernel
def _onward(e: EventLoopTables, officer: int, cell: int) -> float:
    """By way of the cell that the officer is at, or will be at the end of the drive."""
    me, now = e.officers[officer], e.clock[0].now
    return float(max(0.0, me.arrives - now) + drive_minutes(e, me.cell, cell))


@lean_kernel
def _back(e: EventLoopTables, officer: int, cell: int) -> float:
    """By way of `from_cell`, left at `leaves`: a moment to come if the officer still heads back to it."""
    me, now = e.officers[officer], e.clock[0].now
    return float(abs(now - me.leaves) + drive_minutes(e, me.from_cell, cell))


@lean_kernel
def minutes_to(e: EventLoopTables, officer: int, cell: int) -> float:
    """Driving time of an officer to a cell from where they are; on the road, onward or back, the quicker."""
    onward = _onward(e, officer, cell)
    if e.clock[0].now >= e.officers[officer].arrives:
        return onward
    return float(min(onward, _back(e, officer, cell)))


@lean_kernel
def set_off(e: EventLoopTables, officer: int, cell: int) -> None:
    """Send an officer to a cell; `arrives` says when they will be there."""
    me, now = e.officers[officer], e.clock[0].now
    minutes = minutes_to(e, officer, cell)
    _drive(e, officer, cell)
    if minutes >= _onward(e, officer, cell):
        me.from_cell, me.leaves = me.cell, max(now, me.arrives)
    else:
        me.leaves = now + abs(now - me.leaves)
    me.cell, me.arrives = cell, now + minutes


@lean_kernel
def go_to(e: EventLoopTables, officer: int, cell: int) -> None:
    """Send an officer to a cell who is neither there nor on the way there."""
    if e.officers[officer].cell != cell:
        set_off(e, officer, cell)


@lean_kernel
def _drive(e: EventLoopTables, officer: int, cell: int) -> None:
    """Count the km of a drive, less what is left of one cut short; straight lines times the detour."""
    me, now = e.officers[officer], e.clock[0].now
    if now < me.arrives and me.arrives > me.leaves:
        me.km -= me.drive_km * (me.arrives - max(now, me.leaves)) / (me.arrives - me.leaves)
    here, there = e.cells[me.cell], e.cells[cell]
    me.drive_km = e.levers[0].detour * math.hypot(here.x_km - there.x_km, here.y_km - there.y_km)
    me.km += me.drive_km


@lean_kernel
def set_duty(e: EventLoopTables, officer: int, duty: Duty) -> None:
    """Close the account of the old duty and open that of the new one; events of the old duty become void.

    They stay on the list, because searching a heap for them costs more than passing over them: each carries
    the officer's stamp of its making, which is moved on here.
    """
    me, now = e.officers[officer], e.clock[0].now
    e.duty_minutes[officer, me.duty] += now - me.since
    if me.duty == Duty.BEAT or me.duty == Duty.POST or me.duty == Duty.ON_SCENE:
        be_seen(e, me.cell, max(0.0, now - max(me.since, me.arrives)))
    if me.duty == Duty.BEAT:
        e.beats_at[me.cell] -= 1
    if me.duty == Duty.POST:
        _leave_post(e, officer)
    if me.duty == Duty.PAPERWORK:
        me.paperwork_due = max(0.0, me.paperwork_due - (now - me.since))
    if me.duty == Duty.OTHER_WORK:
        book_session(e, officer)
    if me.duty == Duty.CASE_FILE:
        book_file(e, officer)
    if me.duty == Duty.COMMUNITY:
        _end_visit(e, officer)
    if me.keeps and not is_inside(duty):
        leave_watch(e, officer)
    me.duty, me.since = duty, now
    me.stamp += 1


@lean_kernel
def _leave_post(e: EventLoopTables, officer: int) -> None:
    me, now = e.officers[officer], e.clock[0].now
    post = e.posts[me.post]
    post.staffed_minutes += max(0.0, now - max(post.since, me.since))
    post.officer = NOBODY
    me.post = NOBODY


@lean_kernel
def _end_visit(e: EventLoopTables, officer: int) -> None:
    """The township is owed again what the officer had pledged and did not stay for."""
    me, now = e.officers[officer], e.clock[0].now
    stayed = max(0.0, now - max(me.since, me.arrives))
    e.visits_owed[e.cells[me.cell].township] += max(0.0, me.pledged - stayed)
    e.clock[0].visit_minutes_made += min(me.pledged, stayed)
    me.pledged = 0.0


@lean_kernel
def write_log(e: EventLoopTables, officer: int) -> None:
    """One row of the log, if one is kept: when who turned to what, where, for which call, and the drive."""
    clock = e.clock[0]
    if not clock.logging or clock.logged >= e.log.shape[0]:
        return
    me, row = e.officers[officer], e.log[clock.logged]
    row.time, row.officer, row.duty, row.cell, row.call = clock.now, officer, me.duty, me.cell, me.call
    row.post, row.from_cell, row.leaves, row.arrives = me.post, me.from_cell, me.leaves, me.arrives
    clock.logged += 1
