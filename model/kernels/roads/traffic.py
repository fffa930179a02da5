"""Traffic: trips depart, queues move, and every quarter of an hour the links are updated."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.kernels.base.jit import inlined_kernel, inner_kernel
from jiaosuo.model.kernels.roads.link_events import open_minute
from jiaosuo.model.kernels.roads.link_queues import (
    accumulate_vehicle_minutes,
    burst,
    discharge,
    enter,
    has_room,
    headway,
)
from jiaosuo.model.kernels.roads.routes import CLOSED, next_link, publish_travel_times
from jiaosuo.model.kernels.roads.tables import QUARTER, QUARTERS, TrafficTables

DAY = float(MINUTES_A_DAY)


@inner_kernel
def run_traffic(t: TrafficTables, until: float) -> None:
    """Simulate traffic up to a whole minute; one call for a week is one a minute, to the bit."""
    clock = t.clock[0]
    while clock.now < until:
        minute = math.floor(clock.now + 1e-9) + 1.0  # `now` is whole here, but for what a caller rounded
        retry_departures(t)
        move_vehicles(t, minute)
        clock.now = minute
        accumulate_vehicle_minutes(t)
        if minute % QUARTER == 0.0:
            update_links(t)


@inlined_kernel
def move_vehicles(t: TrafficTables, until: float) -> None:
    """Departures and discharges before `until`, whichever comes first; a tie goes to the departure."""
    clock = t.clock[0]
    open_minute(t, until)
    while True:
        departs = _next_departure(t)
        leaves = t.heap[0].leaves if clock.heap > 0 else math.inf
        if min(departs, leaves) >= until:
            return
        clock.now = max(clock.now, min(departs, leaves))
        if departs <= leaves:
            trip = clock.next_trip
            clock.next_trip += 1
            # Where the roads never drain, the list of refused departures is full one day: who comes then
            # stays at home, as kernels cannot grow a table.
            room = clock.pending < t.pending.shape[0]
            if room and t.trips[trip].level <= demand_today(t) and not depart(t, trip):
                t.pending[clock.pending] = trip
                clock.pending += 1
        else:
            discharge(t, t.heap[0].link)


@inlined_kernel
def demand_today(t: TrafficTables) -> float:
    """Up to which level trips are made today: 0 for the ordinary ones.

    Trips of a surge are planned with all others and have higher levels, so that a surge moves no other trip.
    """
    return float(t.demand[min(t.clock[0].day, t.demand.shape[0] - 1)])


@inlined_kernel
def _next_departure(t: TrafficTables) -> float:
    """When the next trip of the plan departs; the plan begins again each day."""
    clock, trips = t.clock[0], t.trips.shape[0]
    if trips == 0:
        return math.inf
    if clock.next_trip == trips:
        clock.next_trip = 0
        clock.day += 1
    return float(clock.day * DAY + t.trips[clock.next_trip].leaves)


@inlined_kernel
def depart(t: TrafficTables, trip: int) -> bool:
    """Start a trip; False, to be tried again, if the vehicle is not back or the first link has no room."""
    clock, row = t.clock[0], t.trips[trip].vehicle
    it = t.vehicles[row]
    if it.link != NOBODY or (it.held and it.trip != trip):
        return False
    it.goal, it.trip, it.warned = t.trips[trip].goal, trip, False
    accumulate_vehicle_minutes(t)
    if it.cell == it.goal:
        it.trips += 1
        _hold(t, row, False)
        return True
    link = next_link(t, it.cell, row)
    room = has_room(t, link)
    _hold(t, row, not room)
    if room:
        clock.on_road += 1
        enter(t, row, link)
    else:
        clock.refused += 1
    return room


@inlined_kernel
def _hold(t: TrafficTables, vehicle: int, held: bool) -> None:
    """Keep count of those who stand at an entry that refused them."""
    it = t.vehicles[vehicle]
    t.clock[0].held += int(held) - int(it.held)
    it.held = held


@inlined_kernel
def retry_departures(t: TrafficTables) -> None:
    """Those who were refused try again once a minute, in the order in which they first did."""
    clock, kept = t.clock[0], 0
    for row in range(clock.pending):
        trip = t.pending[row]
        if not depart(t, trip):
            t.pending[kept] = trip
            kept += 1
    clock.pending = kept


@inner_kernel
def update_links(t: TrafficTables) -> None:
    """Count the last hour's flow and how long each link takes now; publish that if it has changed enough.

    The change is weighed by flow, so that a link where nobody drives sends nobody another way. A link closed
    or opened is published at once, at whatever hour.
    """
    clock, levers = t.clock[0], t.levers[0]
    fresh = int(clock.now / QUARTER) % QUARTERS
    changed, driven = 0.0, 0.0
    turned = False
    for link in range(t.links.shape[0]):
        state = t.links[link]
        if _is_idle(t, link):
            continue
        state.flow, state.risky_flow = 0.0, 0.0
        for quarter in range(QUARTERS):
            state.flow += state.entered[quarter] * levers.people_per_agent
            state.risky_flow += state.risk[quarter] * levers.people_per_agent
        state.peak_flow = max(state.peak_flow, state.flow)
        # The oldest quarter has been counted for the last time: the ring's next one begins in its place.
        state.entered[fresh], state.risk[fresh] = 0, 0.0
        state.minutes_now = minutes_now(t, link)
        turned = turned or (state.closed_until > clock.now) != (state.planned_minutes >= CLOSED)
        changed += state.flow * abs(state.minutes_now - state.planned_minutes)
        driven += state.flow * state.planned_minutes
    worth_it = changed > levers.news_threshold * driven and clock.now % levers.news_minutes == 0.0
    if turned or worth_it:
        publish_travel_times(t)


@inlined_kernel
def _is_idle(t: TrafficTables, link: int) -> bool:
    """Whether an update of a link would write what stands there: true of most links, most of the time."""
    state, now = t.links[link], t.clock[0].now
    if state.count > 0 or state.flow > 0.0 or state.due > now or state.closed_until > now:
        return False
    for quarter in range(QUARTERS):
        if state.entered[quarter] > 0:
            return False
    return bool(state.minutes_now == state.free_minutes and state.planned_minutes < CLOSED)


@inlined_kernel
def minutes_now(t: TrafficTables, link: int) -> float:
    """What a link takes whoever enters it now: the free time, or the time its queue needs to be discharged.

    `due` says how far the link has discharged more than its capacity; of the burst, only what is left goes at
    once.
    """
    state = t.links[link]
    ahead = max(0.0, state.due - t.clock[0].now) - burst(t, link)
    return float(max(state.free_minutes, state.count * headway(t, link) + ahead))
