"""The news of the roads: the quickest ways at the speeds of the last plan, worked out for who asks.

Few zones are asked for before the roads are planned again, and most by who is near. So the ways to a zone
are found when somebody asks, from the times that the plan has set down, and no farther out than asked.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.shortest_paths import Graph, quickest


class News(NamedTuple):
    """What the roads tell: by the times of the plan in `graph`, as far as `zones` (zones,) were asked for.

    `ways` (zones, cells) the link to take towards a zone; `between` (zones, zones) from zone to zone.
    """

    graph: Graph
    zones: np.ndarray[Any, Any]
    ways: np.ndarray[Any, Any]
    between: np.ndarray[Any, Any]


ZONE_FIELDS = [("cell", np.int32), ("found", np.int32)]
"""A zone: the cell that stands for it, and from how many cells the ways to it are those of the plan."""

BETWEEN_FIELDS = [("slowdown", np.float64), ("free_minutes", np.float64)]
"""From zone to zone: driving time at free speed, and how many times as long it is now."""


LEAST_FOUND = 50
"""Cells to look round in, and twice as many as the time before, so that asking again costs little."""


def no_news(
    graph: Graph, ways: npt.NDArray[Any], free_minutes: npt.NDArray[np.float64], zone_cells: npt.NDArray[Any]
) -> News:
    """Before the first plan: all drive the given `ways`, which are copied, at free speed."""
    zones = np.zeros(len(zone_cells), ZONE_FIELDS)
    zones["cell"], zones["found"] = zone_cells, ways.shape[1]
    between = np.zeros(free_minutes.shape, BETWEEN_FIELDS)
    between["slowdown"], between["free_minutes"] = 1.0, free_minutes
    return News(graph, zones, ways.copy(), between)


@lean_kernel
def hear(n: News, zone: int, cell: int) -> None:
    """See that the way from a cell to a zone, and how slow it is from a zone's, are those of the plan."""
    it, cells = n.zones[zone], n.ways.shape[1]
    if it.found == cells or cell == it.cell or (it.found > 0 and n.ways[zone, cell] != NOBODY):
        return
    it.found = quickest(n.graph, it.cell, n.ways, zone, cell, min(cells, LEAST_FOUND + 2 * it.found))
    for origin in range(n.zones.shape[0]):
        away = n.graph.away[n.zones[origin].cell]
        if origin != zone and away < math.inf:
            n.between[origin, zone].slowdown = max(1.0, away / n.between[origin, zone].free_minutes)
