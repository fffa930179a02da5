"""Route choice: the link a vehicle takes next, and the link times by which informed drivers choose it.

Destinations are zones; the last leg, from a zone's cell to the cell of the goal, follows the zone's tree of
quickest paths at free flow, so that trips run from door to door while tables hold zones alone.
"""

from __future__ import annotations

import numpy as np

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.jit import inlined_kernel, lean_kernel
from jiaosuo.model.kernels.base.travel_times import look_up
from jiaosuo.model.kernels.roads.tables import TrafficTables

CLOSED = 1e6
"""Minutes that are published for a closed link: finite, so that who stands before it has a path at all."""


@lean_kernel
def link_between(heads: np.ndarray, links: np.ndarray, tail: int, head: int) -> int:
    """Row of the link from `tail` to `head`, else NOBODY; `heads`, `links`: (cells, most links out)."""
    for way in range(heads.shape[1]):
        if heads[tail, way] == head:
            return int(links[tail, way])
    return NOBODY


@inlined_kernel
def next_link(t: TrafficTables, cell: int, vehicle: int) -> int:
    """The link out of a cell on a vehicle's route: by habit, or by travel-time information if it has any.

    Who comes to a closed road is informed for the rest of the trip, or habit would lead straight back to it.
    """
    it = t.vehicles[vehicle]
    zone = t.zone_of_cell[it.goal]
    step = it.goal
    while step != t.zone_cells[zone]:
        before = t.homeward[step]
        if before == cell:
            return link_between(t.heads, t.links_out, cell, step)
        step = before
    usual = t.habit[zone, cell]
    it.warned = it.warned or t.links[usual].closed_until > t.clock[0].now
    if it.informed or it.warned:
        look_up(t.travel_times, zone, cell)
        return int(t.travel_times.ways[zone, cell])
    return int(usual)


@lean_kernel
def publish_travel_times(t: TrafficTables) -> None:
    """Publish what each link takes now: routes and slowdowns follow these times until the next publication.

    Only the link times are copied. Paths and slowdowns of before are marked as not found, and searched for
    when somebody looks them up.
    """
    into = t.travel_times.graph.into
    for link in range(t.links.shape[0]):
        state = t.links[link]
        closed = state.closed_until > t.clock[0].now
        state.planned_minutes = CLOSED if closed else state.minutes_now
    for cell in range(into.shape[0]):
        for way in range(into.shape[1]):
            if into[cell, way].link != NOBODY:
                into[cell, way].minutes = t.links[into[cell, way].link].planned_minutes
    for zone in range(t.zone_cells.shape[0]):
        t.travel_times.zones[zone].found = 0
        t.travel_times.between[zone, zone].slowdown = _around(t, t.zone_cells[zone])
    t.clock[0].plans += 1


@lean_kernel
def _around(t: TrafficTables, cell: int) -> float:
    """Mean slowdown of the links out of a cell: it stands for drives within a zone."""
    now, free = 0.0, 0.0
    for way in range(t.links_out.shape[1]):
        if t.links_out[cell, way] != NOBODY:
            now += t.links[t.links_out[cell, way]].minutes_now
            free += t.links[t.links_out[cell, way]].free_minutes
    return max(1.0, now / free) if free > 0.0 else 1.0
