"""Loads of planned trips on the links of the road graph."""

from __future__ import annotations

import numpy as np

from model.core.terms import NOBODY
from model.kernels.jit import kernel


@kernel
def link_between(heads: np.ndarray, links: np.ndarray, tail: int, head: int) -> int:
    """Row of the link from `tail` to `head`, NOBODY if there is none; `heads`, `links`: (cells, ways out)."""
    for way in range(heads.shape[1]):
        if heads[tail, way] == head:
            return int(links[tail, way])
    return NOBODY


@kernel
def load_links(
    farthest_first: np.ndarray,
    predecessors: np.ndarray,
    heads: np.ndarray,
    links: np.ndarray,
    zone_cells: np.ndarray,
    trips: np.ndarray,
    flows: np.ndarray,
) -> None:
    """All-or-nothing assignment: adds the trips of every hour to the links of their quickest path.

    `farthest_first`, `predecessors` (zones, cells): a tree of quickest paths from each zone; `trips`
    (hours, zones, zones) vehicles; `flows` (links, hours) is added to. Writes nothing else.
    """
    zones, cells = predecessors.shape
    hours = trips.shape[0]
    carried = np.zeros((cells, hours))
    for origin in range(zones):
        carried[:] = 0.0
        for goal in range(zones):
            for hour in range(hours):
                carried[zone_cells[goal], hour] += trips[hour, origin, goal]
        for place in range(cells):
            cell = farthest_first[origin, place]
            before = predecessors[origin, cell]
            if before < 0:
                continue
            link = link_between(heads, links, before, cell)
            for hour in range(hours):
                flows[link, hour] += carried[cell, hour]
                carried[before, hour] += carried[cell, hour]
