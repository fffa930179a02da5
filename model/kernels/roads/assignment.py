"""Traffic assignment: the loads of planned trips on the links of the road graph."""

from __future__ import annotations

import numpy as np

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.jit import kernel


@kernel
def load_links(
    hops: np.ndarray,
    farthest_first: np.ndarray,
    head_of: np.ndarray,
    zone_cells: np.ndarray,
    trips: np.ndarray,
    flows: np.ndarray,
) -> None:
    """All-or-nothing assignment: adds the trips of every hour to the links of their quickest path.

    `hops`, `farthest_first` (zones, cells): the link to take towards each zone, and the cells in the order in
    which flows gather; `trips` (hours, goal zones, origin zones); `flows` (links, hours) is added to.

    Trips are not followed one by one: farthest first, each cell hands on all that it has gathered for a goal,
    so that a link is touched once a goal, however many trips pass. Cells that gather nothing are passed over.
    """
    zones, cells = hops.shape
    hours = trips.shape[0]
    carried = np.zeros((cells, hours))
    gathers = np.zeros(cells, np.bool_)
    for goal in range(zones):
        carried[:] = 0.0
        gathers[:] = False
        for origin in range(zones):
            start = zone_cells[origin]
            for hour in range(hours):
                if trips[hour, goal, origin] != 0.0:
                    carried[start, hour] += trips[hour, goal, origin]
                    gathers[start] = True
        for place in range(cells):
            cell = farthest_first[goal, place]
            link = hops[goal, cell]
            if link == NOBODY or not gathers[cell]:
                continue
            onward = head_of[link]
            gathers[onward] = True
            for hour in range(hours):
                flows[link, hour] += carried[cell, hour]
                carried[onward, hour] += carried[cell, hour]
