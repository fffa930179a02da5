"""Where officers are between two cells, and how long they need to another."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, Duty
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import World
from jiaosuo.model.kernels.base.travel_times import hear
from jiaosuo.model.kernels.officers.deterrence import be_seen


@lean_kernel
def drive_minutes(w: World, origin: int, goal: int) -> float:
    """Driving time between two cells on the roads as they are now."""
    near, zone = w.zone_of_cell[origin], w.zone_of_cell[goal]
    hear(w.news, zone, w.news.zones[near].cell)
    return float(w.travel[origin, goal] * w.news.between[near, zone].slowdown)


@lean_kernel
def _onward(w: World, officer: int, cell: int) -> float:
    me, now = w.officers[officer], w.clock[0].now
    return float(max(0.0, me.arrives - now) + drive_minutes(w, me.cell, cell))


@lean_kernel
def _back(w: World, officer: int, cell: int) -> float:
    """By way of `from_cell`, left at `leaves`: a moment to come if the officer is still heading back."""
    me, now = w.officers[officer], w.clock[0].now
    return float(abs(now - me.leaves) + drive_minutes(w, me.from_cell, cell))


@lean_kernel
def minutes_to(w: World, officer: int, cell: int) -> float:
    """Driving time of an officer to a cell from where they are, on the way or not: on, or back and round."""
    onward = _onward(w, officer, cell)
    if w.clock[0].now >= w.officers[officer].arrives:
        return onward
    return float(min(onward, _back(w, officer, cell)))


@lean_kernel
def set_off(w: World, officer: int, cell: int) -> None:
    """Send an officer to a cell; `arrives` says when they will be there."""
    me, now = w.officers[officer], w.clock[0].now
    minutes = minutes_to(w, officer, cell)
    _drive(w, officer, cell)
    if minutes >= _onward(w, officer, cell):
        me.from_cell, me.leaves = me.cell, max(now, me.arrives)
    else:
        me.leaves = now + abs(now - me.leaves)
    me.cell, me.arrives = cell, now + minutes


@lean_kernel
def _drive(w: World, officer: int, cell: int) -> None:
    """Book the kilometres of a drive, less what is left of one cut short; straight lines times the detour."""
    me, now = w.officers[officer], w.clock[0].now
    if now < me.arrives and me.arrives > me.leaves:
        me.km -= me.drive_km * (me.arrives - max(now, me.leaves)) / (me.arrives - me.leaves)
    here, there = w.cells[me.cell], w.cells[cell]
    me.drive_km = w.levers[0].detour * math.hypot(here.x_km - there.x_km, here.y_km - there.y_km)
    me.km += me.drive_km


@lean_kernel
def set_duty(w: World, officer: int, duty: Duty) -> None:
    """Close the books on the old duty and open the new one; events of the old duty lose their stamp."""
    me, now = w.officers[officer], w.clock[0].now
    w.duty_minutes[officer, me.duty] += now - me.since
    if me.duty == Duty.BEAT or me.duty == Duty.POST or me.duty == Duty.ON_SCENE:
        be_seen(w, me.cell, max(0.0, now - max(me.since, me.arrives)))
    if me.duty == Duty.BEAT:
        w.beats_at[me.cell] -= 1
    if me.duty == Duty.POST:
        _leave_post(w, officer)
    if me.duty == Duty.PAPERWORK:
        me.paperwork_due = max(0.0, me.paperwork_due - (now - me.since))
    me.duty, me.since = duty, now
    me.stamp += 1


@lean_kernel
def _leave_post(w: World, officer: int) -> None:
    me, now = w.officers[officer], w.clock[0].now
    post = w.posts[me.post]
    post.staffed_minutes += max(0.0, now - max(post.since, me.since))
    post.officer = NOBODY
    me.post = NOBODY


@lean_kernel
def write_log(w: World, officer: int) -> None:
    """One row of the log, if one is kept: when who turned to what, where, for which call, and the way."""
    clock = w.clock[0]
    if not clock.logging or clock.logged >= w.log.shape[0]:
        return
    me, row = w.officers[officer], w.log[clock.logged]
    row.time, row.officer, row.duty, row.cell, row.call = clock.now, officer, me.duty, me.cell, me.call
    row.post, row.from_cell, row.leaves, row.arrives = me.post, me.from_cell, me.leaves, me.arrives
    clock.logged += 1
