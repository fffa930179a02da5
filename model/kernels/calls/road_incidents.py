"""What happens on the roads: incidents that follow the flow, lanes they block, junctions that are staffed."""

from __future__ import annotations

from jiaosuo.model.core.terms import NOBODY, Basis
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import World
from jiaosuo.model.kernels.officers.deterrence import deterrence

HOUR, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY)
_SECONDARY, _JAM = draws.process("secondary crash"), draws.process("jam")
_KEY = draws.process("key of what the roads bring")


@lean_kernel
def rate_on_link(w: World, kind: int, link: int, time: float) -> float:
    """Incidents a day of a kind on a link at the flow, speed and drivers' risk of the last hour."""
    lane, hour = w.links[link], int(time / HOUR) % 24
    if lane.flow <= 0.0:
        return 0.0
    slowed = lane.free_minutes / lane.minutes_now
    speed = slowed ** w.kinds[kind].speed_power if w.kinds[kind].speed_power > 0.0 else 1.0
    flow = lane.risky_flow if w.kinds[kind].is_crash else lane.flow
    return float(w.exposure[kind, link] * 24.0 * flow * w.hours[kind, hour] * speed)


@lean_kernel
def happens(w: World, kind: int, entity: int, cell: int, height: float, rate: float, time: float) -> bool:
    """Whether a candidate happens: its height lies below the rate of the moment, presence taken off."""
    if w.kinds[kind].basis == Basis.FLOW:
        rate = rate_on_link(w, kind, entity, time)
    return bool(height < rate and height < rate * deterrence(w, kind, cell, time))


@lean_kernel
def block_lane(w: World, call: int) -> None:
    """A lane of the call's link is blocked from now on."""
    it, clock = w.calls[call], w.clock[0]
    lane = w.links[it.link]
    if lane.blocked == 0:
        w.blocked[clock.blocked] = it.link
        clock.blocked += 1
        lane.blocked_since = it.arose
    lane.blocked += 1
    it.blocking = True


@lean_kernel
def clear_lane(w: World, call: int) -> None:
    """The lane that a call blocked is clear; nothing if it blocks none."""
    it, clock = w.calls[call], w.clock[0]
    if not it.blocking:
        return
    it.blocking = False
    it.lane_minutes = clock.now - it.arose
    lane = w.links[it.link]
    lane.blocked -= 1
    if lane.blocked == 0:
        lane.blocked_minutes += clock.now - lane.blocked_since
        place = 0
        while w.blocked[place] != it.link:
            place += 1
        clock.blocked -= 1
        w.blocked[place] = w.blocked[clock.blocked]


@lean_kernel
def secondary_chance(w: World, link: int) -> float:
    """Chance of a secondary crash in a minute at a blocked lane: as the square of v/c (Goodall 2017)."""
    load = w.links[link].flow / w.links[link].capacity
    return float(w.levers[0].secondary_rate * load * load) if load > w.levers[0].secondary_from else 0.0


@lean_kernel
def is_secondary(w: World, kind: int, link: int, minute: int) -> bool:
    """Whether a kind of secondary crash happens on a link in a minute; the draw is theirs alone."""
    share = w.kinds[kind].secondary_share
    if share <= 0.0:
        return False
    drawn = draws.uniform(w.clock[0].seed ^ _SECONDARY, kind, link, minute)
    return bool(drawn < share * secondary_chance(w, link))


@lean_kernel
def is_jam(w: World, kind: int, link: int, quarter: int) -> bool:
    """Whether somebody in the queue on a link calls the police in this quarter of an hour."""
    lane, area = w.links[link], w.cells[w.links[link].tail].area
    if lane.count == 0:
        return False
    lost = lane.minutes_now - lane.free_minutes
    if w.kinds[kind].basis != Basis.QUEUE or lost <= 0.0:
        return False
    rate = w.kinds[kind].rate_urban if area == 1 else w.kinds[kind].rate_rural
    vehicle_hours = 0.25 * lane.count * w.levers[0].people_per_agent * lost / lane.minutes_now
    drawn = draws.uniform(w.clock[0].seed ^ _JAM, kind, link, quarter)
    return bool(drawn < rate * vehicle_hours / 1000.0)


@lean_kernel
def key_of(w: World, kind: int, link: int, index: int) -> int:
    """The key of what the roads bring to a link at a time, of this seed and kind."""
    return draws.key(w.clock[0].seed ^ _KEY, kind, link, index)


@lean_kernel
def staff_junctions(w: World) -> None:
    """Tell the approaches of each post whether an officer stands there now."""
    now = w.clock[0].now
    for row in range(w.posts.shape[0]):
        post = w.posts[row]
        staffed = post.officer != NOBODY and now >= post.since
        if staffed == post.staffed:
            continue
        post.staffed = staffed
        for way in range(w.news.graph.into.shape[1]):
            link = w.news.graph.into[post.cell, way].link
            if link != NOBODY:
                w.links[link].posted += 1 if staffed else -1
