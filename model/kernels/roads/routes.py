"""Routes: the link a vehicle takes next, and the plan that the news of the roads is told from.

Destinations are zones; the last way, from a zone's cell to the cell of the goal, follows the free-speed tree
of the zone, so trips run from door to door with tables of zones alone.
"""

from __future__ import annotations

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.jit import inlined_kernel, lean_kernel
from jiaosuo.model.kernels.base.travel_times import hear
from jiaosuo.model.kernels.roads.tables import Roads
from jiaosuo.model.kernels.roads.travel import link_between

CLOSED = 1e6
"""Minutes that plans give to a closed link."""


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
        hear(r.news, zone, cell)
        return int(r.news.ways[zone, cell])
    return int(usual)


@lean_kernel
def plan_again(r: Roads) -> None:
    """Set down what each link takes now: the news tell ways and slowdowns by it until the next plan."""
    into = r.news.graph.into
    for link in range(r.links.shape[0]):
        lane = r.links[link]
        closed = lane.closed_until > r.clock[0].now
        lane.planned_minutes = CLOSED if closed else lane.minutes_now
    for cell in range(into.shape[0]):
        for way in range(into.shape[1]):
            if into[cell, way].link != NOBODY:
                into[cell, way].minutes = r.links[into[cell, way].link].planned_minutes
    for zone in range(r.zone_cells.shape[0]):
        r.news.zones[zone].found = 0
        r.news.between[zone, zone].slowdown = _around(r, r.zone_cells[zone])
    r.clock[0].plans += 1


@lean_kernel
def _around(r: Roads, cell: int) -> float:
    """Slowdown of the links out of a cell, on average."""
    now, free = 0.0, 0.0
    for way in range(r.links_out.shape[1]):
        if r.links_out[cell, way] != NOBODY:
            now += r.links[r.links_out[cell, way]].minutes_now
            free += r.links[r.links_out[cell, way]].free_minutes
    return max(1.0, now / free) if free > 0.0 else 1.0
