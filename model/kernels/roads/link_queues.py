"""The queue model of mesoscopic traffic (Gawron 1998; MATSim's QSim), in continuous time.

A link is a queue, first in first out. Its first vehicle is discharged when it has driven the link at free
speed, when a headway has passed since the last, and when the next link has room. Full links spill back; a
vehicle that has stood too long is let through, because a ring of full links would else stand for ever: a
gridlock of the model's, where drivers find gaps.
"""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.core.units import MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.jit import inlined_kernel
from jiaosuo.model.kernels.roads.link_events import push, remove
from jiaosuo.model.kernels.roads.routes import CLOSED, next_link
from jiaosuo.model.kernels.roads.tables import QUARTER, QUARTERS, TrafficTables

HOUR = float(MINUTES_AN_HOUR)


@inlined_kernel
def capacity_now(t: TrafficTables, link: int) -> float:
    """Vehicles an hour that a link discharges: less past a blocked lane, more into a junction with a post.

    How much less, and more, goes by who leads at the scene and who stands at the junction.
    """
    state, levers = t.links[link], t.levers[0]
    blocked = posted = 1.0
    if state.blocked > 0:
        blocked = 1.0 - levers.block_capacity * (1.0 + levers.scene_flow * state.scene_gap / state.blocked)
    if state.posted > 0:
        posted = 1.0 + levers.post_gain * (1.0 + state.post_edge / state.posted)
    return float(state.capacity * blocked * posted)


@inlined_kernel
def headway(t: TrafficTables, link: int) -> float:
    """Minutes between two agents at capacity: an agent takes the headways of all people it stands for."""
    return float(HOUR * t.levers[0].people_per_agent / capacity_now(t, link))


@inlined_kernel
def burst(t: TrafficTables, link: int) -> float:
    """Minutes of a link's capacity that may be used ahead of time (the burst of a leaky bucket).

    An agent that stands for many people wants many headways at once, and would queue behind another where the
    same people, one by one, would not. The burst grows with what an agent is more than one vehicle; single
    vehicles wait for every headway (docs/decisions/0011-traffic.md).
    """
    levers = t.levers[0]
    return float(levers.capacity_burst * (headway(t, link) - HOUR / capacity_now(t, link)))


@inlined_kernel
def may_leave(t: TrafficTables, link: int) -> float:
    """When a link may discharge its first vehicle, as far as the link itself is concerned."""
    state, now = t.links[link], t.clock[0].now
    return float(max(now, state.closed_until, t.vehicles[state.first].ready, state.due - burst(t, link)))


@inlined_kernel
def has_room(t: TrafficTables, link: int) -> bool:
    """Whether one more vehicle fits on a link."""
    state = t.links[link]
    return bool(state.count < state.storage and state.closed_until <= t.clock[0].now)


@inlined_kernel
def accumulate_vehicle_minutes(t: TrafficTables) -> None:
    """Count the vehicle-minutes up to now; to be called before the number on the road changes."""
    clock = t.clock[0]
    # One product for all of them: no vehicle is asked for its own time.
    clock.vehicle_minutes += (clock.on_road + clock.held) * (clock.now - clock.counted_at)
    clock.counted_at = clock.now


@inlined_kernel
def enter(t: TrafficTables, vehicle: int, link: int) -> None:
    """Put a vehicle at the end of a link's queue."""
    it, state, now = t.vehicles[vehicle], t.links[link], t.clock[0].now
    it.link, it.entered, it.ready, it.behind = link, now, now + state.free_minutes, NOBODY
    if state.last == NOBODY:
        state.first = vehicle
    else:
        t.vehicles[state.last].behind = vehicle
    state.last = vehicle
    state.count += 1
    quarter = int(now / QUARTER) % QUARTERS
    state.entered[quarter] += 1
    state.risk[quarter] += it.risk
    if state.count == 1:
        push(t, link, may_leave(t, link))


@inlined_kernel
def discharge(t: TrafficTables, link: int) -> None:
    """Discharge a link's first vehicle onto the next link or at its goal; without room there, not yet."""
    state, now = t.links[link], t.clock[0].now
    t.clock[0].tries += 1
    if state.closed_until > now:  # closed since it was scheduled
        push(t, link, state.closed_until)
        return
    vehicle = state.first
    onward = NOBODY
    if t.vehicles[vehicle].goal != state.head:
        onward = next_link(t, state.head, vehicle)
        if not has_room(t, onward):
            if not _is_stuck(t, link, onward):
                _wait_for(t, link, onward)
                return
            t.clock[0].forced += 1
    _stop_waiting(t, link)
    state.waited_since = math.nan
    _take_first(t, link)
    if onward == NOBODY:
        park(t, vehicle, state.head)
    else:
        enter(t, vehicle, onward)
    _wake_first_waiter(t, link)


@inlined_kernel
def _take_first(t: TrafficTables, link: int) -> None:
    state, clock = t.links[link], t.clock[0]
    it = t.vehicles[state.first]
    state.first = it.behind
    state.count -= 1
    # From now, not from the last `due`: what an empty road could have discharged is not saved up.
    state.due = max(state.due, clock.now) + headway(t, link)
    state.crossings += 1
    state.crossing_minutes += clock.now - it.entered
    if state.count > 0:
        push(t, link, may_leave(t, link))
    else:
        state.last = NOBODY
        remove(t, link)


@inlined_kernel
def _is_stuck(t: TrafficTables, link: int, onward: int) -> bool:
    """Whether the first vehicle has stood too long.

    At a road just closed the clock begins again until the closure is published: nobody is to be pushed onto
    a closed road before there can be word of another way.
    """
    state, ahead, now = t.links[link], t.links[onward], t.clock[0].now
    unpublished = ahead.closed_until > now and ahead.planned_minutes < CLOSED
    if math.isnan(state.waited_since) or unpublished:
        state.waited_since = now
    return bool(now >= state.waited_since + t.levers[0].stuck_minutes)


@inlined_kernel
def _wait_for(t: TrafficTables, link: int, onward: int) -> None:
    """Join the links that wait for room on the next one, at most until this one counts as stuck.

    First come, first served: otherwise the link with the lower row would starve the other at a merge.
    """
    state = t.links[link]
    if state.waits_for != onward:
        _stop_waiting(t, link)
        state.waits_for, state.next_waiter = onward, NOBODY
        if t.links[onward].first_waiter == NOBODY:
            t.links[onward].first_waiter = link
        else:
            last = t.links[onward].first_waiter
            while t.links[last].next_waiter != NOBODY:
                last = t.links[last].next_waiter
            t.links[last].next_waiter = link
    push(t, link, state.waited_since + t.levers[0].stuck_minutes)


@inlined_kernel
def _stop_waiting(t: TrafficTables, link: int) -> None:
    state = t.links[link]
    if state.waits_for == NOBODY:
        return
    onward = t.links[state.waits_for]
    if onward.first_waiter == link:
        onward.first_waiter = state.next_waiter
    else:
        before = onward.first_waiter
        while t.links[before].next_waiter != link:
            before = t.links[before].next_waiter
        t.links[before].next_waiter = state.next_waiter
    state.waits_for = NOBODY


@inlined_kernel
def _wake_first_waiter(t: TrafficTables, link: int) -> None:
    waiter = t.links[link].first_waiter
    if waiter != NOBODY and has_room(t, link):
        _stop_waiting(t, waiter)
        push(t, waiter, t.clock[0].now)


@inlined_kernel
def park(t: TrafficTables, vehicle: int, cell: int) -> None:
    """End a trip."""
    it = t.vehicles[vehicle]
    accumulate_vehicle_minutes(t)
    it.link, it.cell = NOBODY, cell
    it.trips += 1
    t.clock[0].on_road -= 1
