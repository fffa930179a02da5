"""The queue model of mesoscopic traffic (Gawron 1998; MATSim's QSim), in continuous time.

A link holds its vehicles in line. The first may leave when it has driven the link at free speed, when the
link's capacity lets another one out, and when the next link has room; full links spill back, and whoever has
stood too long is let through, so that no gridlock is only the model's.
"""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.jit import inlined_kernel
from jiaosuo.model.kernels.roads.link_events import cross_off, put_down
from jiaosuo.model.kernels.roads.routes import CLOSED, next_link
from jiaosuo.model.kernels.roads.tables import Roads


@inlined_kernel
def capacity_now(r: Roads, link: int) -> float:
    """Vehicles an hour a link lets out: less past a blocked lane, more into a junction that is staffed."""
    lane, levers = r.links[link], r.levers[0]
    blocked = 1.0 - levers.block_capacity if lane.blocked > 0 else 1.0
    posted = 1.0 + levers.post_gain if lane.posted > 0 else 1.0
    return float(lane.capacity * blocked * posted)


@inlined_kernel
def headway(r: Roads, link: int) -> float:
    """Minutes of a link's capacity that one agent takes."""
    return float(60.0 * r.levers[0].people_per_agent / capacity_now(r, link))


@inlined_kernel
def burst(r: Roads, link: int) -> float:
    """Minutes of a link's capacity that may be used ahead of time (the burst of a leaky bucket).

    It grows with what an agent is more than one vehicle, so that a few agents of many people each do not
    queue where the same people, one by one, would not; single vehicles wait for every headway.
    """
    levers = r.levers[0]
    return float(levers.capacity_burst * (headway(r, link) - 60.0 / capacity_now(r, link)))


@inlined_kernel
def may_leave(r: Roads, link: int) -> float:
    """When the first on a link may leave it, as far as the link is concerned."""
    lane, now = r.links[link], r.clock[0].now
    return float(max(now, lane.closed_until, r.vehicles[lane.first].ready, lane.due - burst(r, link)))


@inlined_kernel
def has_room(r: Roads, link: int) -> bool:
    """Whether one more vehicle fits on a link."""
    lane = r.links[link]
    return bool(lane.count < lane.storage and lane.closed_until <= r.clock[0].now)


@inlined_kernel
def tally(r: Roads) -> None:
    """Book the vehicle-minutes up to now: every one is accounted for."""
    clock = r.clock[0]
    clock.vehicle_minutes += (clock.on_road + clock.held) * (clock.now - clock.counted_at)
    clock.counted_at = clock.now


@inlined_kernel
def enter(r: Roads, vehicle: int, link: int) -> None:
    """Put a vehicle at the end of a link's line."""
    it, lane, now = r.vehicles[vehicle], r.links[link], r.clock[0].now
    it.link, it.entered, it.ready, it.behind = link, now, now + lane.free_minutes, NOBODY
    if lane.last == NOBODY:
        lane.first = vehicle
    else:
        r.vehicles[lane.last].behind = vehicle
    lane.last = vehicle
    lane.count += 1
    quarter = int(now / 15.0) % 4
    lane.entered[quarter] += 1
    lane.risk[quarter] += it.risk
    if lane.count == 1:
        put_down(r, link, may_leave(r, link))


@inlined_kernel
def let_out(r: Roads, link: int) -> None:
    """The first on a link leaves it for the next link or its goal, or, where there is no room, not yet."""
    lane, now = r.links[link], r.clock[0].now
    r.clock[0].tries += 1
    if lane.closed_until > now:
        put_down(r, link, lane.closed_until)
        return
    vehicle = lane.first
    onward = NOBODY
    if r.vehicles[vehicle].goal != lane.head:
        onward = next_link(r, lane.head, vehicle)
        if not has_room(r, onward):
            if not _is_stuck(r, link, onward):
                _wait_for(r, link, onward)
                return
            r.clock[0].forced += 1
    _stop_waiting(r, link)
    lane.waited_since = math.nan
    _take_first(r, link)
    if onward == NOBODY:
        park(r, vehicle, lane.head)
    else:
        enter(r, vehicle, onward)
    _wake_first_waiter(r, link)


@inlined_kernel
def _take_first(r: Roads, link: int) -> None:
    lane, clock = r.links[link], r.clock[0]
    it = r.vehicles[lane.first]
    lane.first = it.behind
    lane.count -= 1
    lane.due = max(lane.due, clock.now) + headway(r, link)
    lane.crossings += 1
    lane.crossing_minutes += clock.now - it.entered
    if lane.count > 0:
        put_down(r, link, may_leave(r, link))
    else:
        lane.last = NOBODY
        cross_off(r, link)


@inlined_kernel
def _is_stuck(r: Roads, link: int, onward: int) -> bool:
    """Whether the first has stood too long; at a road just closed they wait for news of a way round."""
    lane, ahead, now = r.links[link], r.links[onward], r.clock[0].now
    unheard = ahead.closed_until > now and ahead.planned_minutes < CLOSED
    if math.isnan(lane.waited_since) or unheard:
        lane.waited_since = now
    return bool(now >= lane.waited_since + r.levers[0].stuck_minutes)


@inlined_kernel
def _wait_for(r: Roads, link: int, onward: int) -> None:
    """Stand in line for room on the next link, at most until it counts as stuck."""
    lane = r.links[link]
    if lane.waits_for != onward:
        _stop_waiting(r, link)
        lane.waits_for, lane.next_waiter = onward, NOBODY
        if r.links[onward].first_waiter == NOBODY:
            r.links[onward].first_waiter = link
        else:
            last = r.links[onward].first_waiter
            while r.links[last].next_waiter != NOBODY:
                last = r.links[last].next_waiter
            r.links[last].next_waiter = link
    put_down(r, link, lane.waited_since + r.levers[0].stuck_minutes)


@inlined_kernel
def _stop_waiting(r: Roads, link: int) -> None:
    lane = r.links[link]
    if lane.waits_for == NOBODY:
        return
    onward = r.links[lane.waits_for]
    if onward.first_waiter == link:
        onward.first_waiter = lane.next_waiter
    else:
        before = onward.first_waiter
        while r.links[before].next_waiter != link:
            before = r.links[before].next_waiter
        r.links[before].next_waiter = lane.next_waiter
    lane.waits_for = NOBODY


@inlined_kernel
def _wake_first_waiter(r: Roads, link: int) -> None:
    waiter = r.links[link].first_waiter
    if waiter != NOBODY and has_room(r, link):
        _stop_waiting(r, waiter)
        put_down(r, waiter, r.clock[0].now)


@inlined_kernel
def park(r: Roads, vehicle: int, cell: int) -> None:
    """End a trip."""
    it = r.vehicles[vehicle]
    tally(r)
    it.link, it.cell = NOBODY, cell
    it.trips += 1
    r.clock[0].on_road -= 1
