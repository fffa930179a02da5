"""Incidents and the roads: rates that follow the flow, lanes that are blocked, junctions that are staffed.

Traffic and calls meet here. Calls read flows and travel times of the last quarter of an hour, and write what
blocks or helps a link; the queue model reads that in the next minute.
"""

from __future__ import annotations

from jiaosuo.model.core.terms import NOBODY, Basis
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.calls.scene import edge_at_post, manage_scene, unwarned
from jiaosuo.model.kernels.officers.deterrence import deterrence

HOUR, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY)
_SECONDARY, _JAM = draws.process("secondary crash"), draws.process("jam")
_KEY = draws.process("key of what the roads bring")


@lean_kernel
def rate_on_link(e: EventLoopTables, kind: int, link: int, time: float) -> float:
    """Incidents a day of a kind on a link at the flow, speed and drivers' risk of the last hour.

    Linear in the flow of the hour, which is counted in agents: a power of it would be biased upwards, the
    more the fewer agents pass. The power of the handbook's law is that of the daily flow, within `exposure`.
    """
    state, hour = e.links[link], int(time / HOUR) % HOURS_A_DAY
    if state.flow <= 0.0:
        return 0.0
    slowed = state.free_minutes / state.minutes_now
    speed = slowed ** e.kinds[kind].speed_power if e.kinds[kind].speed_power > 0.0 else 1.0
    flow = state.risky_flow if e.kinds[kind].is_crash else state.flow
    return float(e.exposure[kind, link] * float(HOURS_A_DAY) * flow * e.hours[kind, hour] * speed)


@lean_kernel
def happens(
    e: EventLoopTables, kind: int, entity: int, cell: int, height: float, rate: float, time: float
) -> bool:
    """Whether a candidate happens: its height lies below the rate of the moment, less what is deterred."""
    if e.kinds[kind].basis == Basis.FLOW:
        rate = rate_on_link(e, kind, entity, time)
    # Deterrence looks at all cells around, and only makes rarer: what lies above the rate is not put to it.
    return bool(height < rate and height < rate * deterrence(e, kind, cell, time))


@lean_kernel
def block_lane(e: EventLoopTables, call: int) -> None:
    """A lane of the call's link is blocked from now on."""
    it, clock = e.calls[call], e.clock[0]
    state = e.links[it.link]
    if state.blocked == 0:
        e.blocked[clock.blocked] = it.link
        clock.blocked += 1
        state.blocked_since = it.arose
    state.blocked += 1
    it.blocking = True


@lean_kernel
def clear_lane(e: EventLoopTables, call: int) -> None:
    """The lane that a call blocked is clear; nothing if it blocks none."""
    it, clock = e.calls[call], e.clock[0]
    if not it.blocking:
        return
    manage_scene(e, call, 0.0)
    it.blocking = False
    it.lane_minutes = clock.now - it.arose
    state = e.links[it.link]
    state.blocked -= 1
    if state.blocked == 0:
        state.scene_gap = 0.0  # what rounding may have left of the sum
        state.blocked_minutes += clock.now - state.blocked_since
        row = 0
        while e.blocked[row] != it.link:
            row += 1
        clock.blocked -= 1
        e.blocked[row] = e.blocked[clock.blocked]


@lean_kernel
def secondary_chance(e: EventLoopTables, link: int) -> float:
    """Chance of a secondary crash in a minute at a blocked lane: as the square of v/c (Goodall 2017).

    Less where who leads at the scene keeps it better warned than is usual.
    """
    load = e.links[link].flow / e.links[link].capacity
    if load <= e.levers[0].secondary_from:
        return 0.0
    return float(e.levers[0].secondary_rate * load * load * unwarned(e, link))


@lean_kernel
def is_secondary(e: EventLoopTables, kind: int, link: int, minute: int) -> bool:
    """Whether a kind of secondary crash happens on a link in a minute: the same draw under every rule.

    A rule that clears the lane a minute sooner leaves this minute's draw unasked and all others as they were.
    """
    share = e.kinds[kind].secondary_share
    if share <= 0.0:
        return False
    drawn = draws.uniform(e.clock[0].seed ^ _SECONDARY, kind, link, minute)
    return bool(drawn < share * secondary_chance(e, link))


@lean_kernel
def is_jam(e: EventLoopTables, kind: int, link: int, quarter: int) -> bool:
    """Whether somebody in the queue on a link calls the police in this quarter of an hour."""
    state, area = e.links[link], e.cells[e.links[link].tail].area
    if state.count == 0:
        return False
    lost = state.minutes_now - state.free_minutes
    if e.kinds[kind].basis != Basis.QUEUE or lost <= 0.0:
        return False
    rate = e.kinds[kind].rate_urban if area == 1 else e.kinds[kind].rate_rural
    vehicle_hours = 0.25 * state.count * e.levers[0].people_per_agent * lost / state.minutes_now
    drawn = draws.uniform(e.clock[0].seed ^ _JAM, kind, link, quarter)
    return bool(drawn < rate * vehicle_hours / 1000.0)


@lean_kernel
def key_of(e: EventLoopTables, kind: int, link: int, index: int) -> int:
    """The key of an incident that arises from the state of a link, of this seed and kind."""
    return draws.key(e.clock[0].seed ^ _KEY, kind, link, index)


@lean_kernel
def staff_junctions(e: EventLoopTables) -> None:
    """Mark on the links into each post's junction whether an officer stands there now, and how well."""
    now = e.clock[0].now
    for row in range(e.posts.shape[0]):
        post = e.posts[row]
        staffed = post.officer != NOBODY and now >= post.since
        if staffed != post.staffed or (staffed and post.officer != post.stander):
            edge = edge_at_post(e, post.officer) if staffed else 0.0
            _staff_approaches(e, row, int(staffed) - int(post.staffed), edge - post.edge)
            post.staffed, post.stander, post.edge = staffed, post.officer, edge
        post.seen_minutes += int(staffed)
        post.edge_minutes += post.edge


@lean_kernel
def _staff_approaches(e: EventLoopTables, row: int, more: int, better: float) -> None:
    """Let so many more stand at the approaches of a post, who bring so much more together."""
    cell = e.posts[row].cell
    for way in range(e.travel_times.graph.into.shape[1]):
        link = e.travel_times.graph.into[cell, way].link
        if link != NOBODY:
            state = e.links[link]
            state.posted += more
            state.post_edge = state.post_edge + better if state.posted > 0 else 0.0
