"""Routes: quickest ways to every zone, and the link a vehicle takes next.

Destinations are zones; the last way, from a zone's cell to the cell of the goal, follows the free-speed tree
of the zone, so trips run from door to door with tables of zones alone.
"""

from __future__ import annotations

import numpy as np

from model.core.terms import NOBODY
from model.kernels.jit import inlined_kernel, kernel
from model.kernels.roads import Roads
from model.kernels.travel import link_between

CLOSED = 1e6
"""Minutes that plans give to a closed link."""


@kernel
def quickest(
    minutes: np.ndarray, tails: np.ndarray, links_in: np.ndarray, goal: int, away: np.ndarray, hop: np.ndarray
) -> None:
    """Dijkstra towards a goal: minutes to it from each cell (`away`), link to take (`hop`), (cells,)."""
    away[:], hop[:] = np.inf, NOBODY
    room = minutes.shape[0] + 1
    times, cells = np.empty(room), np.empty(room, np.int64)
    times[0], cells[0], size = 0.0, goal, 1
    away[goal] = 0.0
    while size > 0:
        time, cell = times[0], cells[0]
        size -= 1
        _sink(times, cells, size)
        if time > away[cell]:
            continue
        for way in range(links_in.shape[1]):
            link = links_in[cell, way]
            if link == NOBODY:
                break
            further = time + minutes[link]
            if further < away[tails[link]]:
                away[tails[link]], hop[tails[link]] = further, link
                _rise(times, cells, size, further, tails[link])
                size += 1


@kernel
def _rise(times: np.ndarray, cells: np.ndarray, place: int, time: float, cell: int) -> None:
    while place > 0 and times[(place - 1) // 2] > time:
        times[place], cells[place] = times[(place - 1) // 2], cells[(place - 1) // 2]
        place = (place - 1) // 2
    times[place], cells[place] = time, cell


@kernel
def _sink(times: np.ndarray, cells: np.ndarray, size: int) -> None:
    """Put the last entry in the place of the first, and down to where it belongs."""
    time, cell, place = times[size], cells[size], 0
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and times[child + 1] < times[child]:
            child += 1
        if times[child] >= time:
            break
        times[place], cells[place] = times[child], cells[child]
        place = child
    times[place], cells[place] = time, cell


@kernel
def plan(
    minutes: np.ndarray,
    tails: np.ndarray,
    links_in: np.ndarray,
    zone_cells: np.ndarray,
    hops: np.ndarray,
    between: np.ndarray,
) -> None:
    """Quickest ways to every zone: writes `hops` (zones, cells) and `between` (zones, zones), from and to."""
    away = np.empty(hops.shape[1])
    for zone in range(zone_cells.shape[0]):
        quickest(minutes, tails, links_in, zone_cells[zone], away, hops[zone])
        for origin in range(zone_cells.shape[0]):
            between[origin, zone] = away[zone_cells[origin]]


@inlined_kernel
def next_link(r: Roads, cell: int, vehicle: int) -> int:
    """The link out of a cell on a vehicle's way: by habit, or by the news of the roads if it hears them.

    Who comes to a closed road hears them for the rest of the trip, or habit would lead straight back to it.
    """
    it = r.vehicles[vehicle]
    zone = r.zone_of_cell[it.goal]
    step = it.goal
    while step != r.zone_cells[zone]:
        before = r.homeward[step]
        if before == cell:
            return link_between(r.heads, r.links_out, cell, step)
        step = before
    usual = r.habit[zone, cell]
    it.warned = it.warned or r.links[usual].closed_until > r.clock[0].now
    if it.informed or it.warned:
        return int(r.news[zone, cell])
    return int(usual)


@kernel
def plan_again(r: Roads) -> None:
    """Tell the news of the roads: ways to every zone and slowdown between zones at the speeds of now."""
    links, zones = r.links, r.zone_cells.shape[0]
    minutes, tails = np.empty(links.shape[0]), np.empty(links.shape[0], np.int64)
    for link in range(links.shape[0]):
        lane = links[link]
        closed = lane.closed_until > r.clock[0].now
        lane.planned_minutes = CLOSED if closed else lane.minutes_now
        minutes[link] = lane.planned_minutes
        tails[link] = lane.tail
    plan(minutes, tails, r.links_in, r.zone_cells, r.news, r.slowdown)
    for origin in range(zones):
        for goal in range(zones):
            if origin != goal:
                r.slowdown[origin, goal] = max(1.0, r.slowdown[origin, goal] / r.zone_minutes[origin, goal])
        r.slowdown[origin, origin] = _around(r, r.zone_cells[origin])
    r.clock[0].plans += 1


@kernel
def _around(r: Roads, cell: int) -> float:
    """Slowdown of the links out of a cell, on average."""
    now, free = 0.0, 0.0
    for way in range(r.links_out.shape[1]):
        if r.links_out[cell, way] != NOBODY:
            now += r.links[r.links_out[cell, way]].minutes_now
            free += r.links[r.links_out[cell, way]].free_minutes
    return max(1.0, now / free) if free > 0.0 else 1.0
