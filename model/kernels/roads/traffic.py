"""Traffic: trips set out, queues move, and every quarter of an hour the roads take stock."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.kernels.base.jit import inlined_kernel, kernel
from jiaosuo.model.kernels.roads.link_events import open_minute
from jiaosuo.model.kernels.roads.link_queues import burst, enter, has_room, headway, let_out, tally
from jiaosuo.model.kernels.roads.routes import CLOSED, next_link, plan_again
from jiaosuo.model.kernels.roads.tables import QUARTERS, Roads

DAY, QUARTER = float(MINUTES_A_DAY), 15.0


@kernel
def run_traffic(r: Roads, until: float) -> None:
    """Let the traffic flow until a whole minute; one call for a week is the same as one a minute."""
    clock = r.clock[0]
    while clock.now < until:
        minute = math.floor(clock.now + 1e-9) + 1.0
        try_pending(r)
        flow(r, minute)
        clock.now = minute
        tally(r)
        if minute % QUARTER == 0.0:
            take_stock(r)


@inlined_kernel
def flow(r: Roads, until: float) -> None:
    """Departures and links' first vehicles, whichever comes first, before `until`."""
    clock = r.clock[0]
    open_minute(r, until)
    while True:
        departs = _next_departure(r)
        leaves = r.agenda[0].leaves if clock.agenda > 0 else math.inf
        if min(departs, leaves) >= until:
            return
        clock.now = max(clock.now, min(departs, leaves))
        if departs <= leaves:
            trip = clock.next_trip
            clock.next_trip += 1
            room = clock.pending < r.pending.shape[0]
            if room and r.trips[trip].level <= demand_today(r) and not set_out(r, trip):
                r.pending[clock.pending] = trip
                clock.pending += 1
        else:
            let_out(r, r.agenda[0].link)


@inlined_kernel
def demand_today(r: Roads) -> float:
    """Up to which level trips are made today: 0 for the ordinary ones."""
    return float(r.demand[min(r.clock[0].day, r.demand.shape[0] - 1)])


@inlined_kernel
def _next_departure(r: Roads) -> float:
    """When the next trip of the plan sets out; the plan begins again each day."""
    clock, trips = r.clock[0], r.trips.shape[0]
    if trips == 0:
        return math.inf
    if clock.next_trip == trips:
        clock.next_trip = 0
        clock.day += 1
    return float(clock.day * DAY + r.trips[clock.next_trip].leaves)


@inlined_kernel
def set_out(r: Roads, trip: int) -> bool:
    """Start a trip; False if the vehicle is not back yet or the first link has no room."""
    clock, row = r.clock[0], r.trips[trip].vehicle
    it = r.vehicles[row]
    if it.link != NOBODY or (it.held and it.trip != trip):
        return False
    it.goal, it.trip, it.warned = r.trips[trip].goal, trip, False
    tally(r)
    if it.cell == it.goal:
        it.trips += 1
        _hold(r, row, False)
        return True
    link = next_link(r, it.cell, row)
    room = has_room(r, link)
    _hold(r, row, not room)
    if room:
        clock.on_road += 1
        enter(r, row, link)
    else:
        clock.refused += 1
    return room


@inlined_kernel
def _hold(r: Roads, vehicle: int, held: bool) -> None:
    """Keep count of those who stand at an entry that refused them."""
    it = r.vehicles[vehicle]
    r.clock[0].held += int(held) - int(it.held)
    it.held = held


@inlined_kernel
def try_pending(r: Roads) -> None:
    """Those who could not set out try again, in the order in which they first did."""
    clock, kept = r.clock[0], 0
    for place in range(clock.pending):
        trip = r.pending[place]
        if not set_out(r, trip):
            r.pending[kept] = trip
            kept += 1
    clock.pending = kept


@kernel
def take_stock(r: Roads) -> None:
    """Count the last hour's flow, see how long each link takes now, and plan again if that has changed."""
    clock, levers = r.clock[0], r.levers[0]
    fresh = int(clock.now / QUARTER) % QUARTERS
    changed, driven = 0.0, 0.0
    turned = False
    for link in range(r.links.shape[0]):
        lane = r.links[link]
        if _is_idle(r, link):
            continue
        lane.flow, lane.risky_flow = 0.0, 0.0
        for quarter in range(QUARTERS):
            lane.flow += lane.entered[quarter] * levers.people_per_agent
            lane.risky_flow += lane.risk[quarter] * levers.people_per_agent
        lane.peak_flow = max(lane.peak_flow, lane.flow)
        lane.entered[fresh], lane.risk[fresh] = 0, 0.0
        lane.minutes_now = minutes_now(r, link)
        turned = turned or (lane.closed_until > clock.now) != (lane.planned_minutes >= CLOSED)
        changed += lane.flow * abs(lane.minutes_now - lane.planned_minutes)
        driven += lane.flow * lane.planned_minutes
    worth_it = changed > levers.news_threshold * driven and clock.now % levers.news_minutes == 0.0
    if turned or worth_it:
        plan_again(r)


@inlined_kernel
def _is_idle(r: Roads, link: int) -> bool:
    """Whether taking stock of a link would write what stands there: most links, most of the time."""
    lane, now = r.links[link], r.clock[0].now
    if lane.count > 0 or lane.flow > 0.0 or lane.due > now or lane.closed_until > now:
        return False
    for quarter in range(QUARTERS):
        if lane.entered[quarter] > 0:
            return False
    return bool(lane.minutes_now == lane.free_minutes and lane.planned_minutes < CLOSED)


@inlined_kernel
def minutes_now(r: Roads, link: int) -> float:
    """What a link takes whoever enters it now: free time, or the time its line needs to get out.

    `due` is how far the link has let out more than its capacity; only what is left of the burst goes at once.
    """
    lane = r.links[link]
    ahead = max(0.0, lane.due - r.clock[0].now) - burst(r, link)
    return float(max(lane.free_minutes, lane.count * headway(r, link) + ahead))
