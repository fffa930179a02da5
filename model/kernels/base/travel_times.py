"""Travel-time information: quickest paths at the link times last published, worked out for who looks them up.

Between two publications few zones are looked up, and most of them by somebody near. So the paths to a zone
are searched for on demand, at the published link times, and no farther out than asked. The results are those
of a search of all paths at the moment of publication, to the bit.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.by_address import by_address
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.shortest_paths import Graph, quickest


@by_address
class TravelTimes(NamedTuple):
    """What drivers and desks can know of the roads: by the link times in `graph`, as far as looked up.

    `zones` (zones,) says how far; `ways` (zones, cells) the link to take towards a zone; `between` (zones,
    zones) from zone to zone.
    """

    graph: Graph
    zones: np.ndarray[Any, Any]
    ways: np.ndarray[Any, Any]
    between: np.ndarray[Any, Any]


ZONE_FIELDS = [("cell", np.int32), ("found", np.int32)]
"""A zone: the cell that stands for it, and from how many cells the paths to it are those published last."""

BETWEEN_FIELDS = [("slowdown", np.float64), ("free_minutes", np.float64)]
"""From zone to zone: driving time at free flow, and how many times as long it is now."""

LEAST_FOUND = 50
"""Cells searched at least. Whoever looks up a cell farther out has the search begun again, over twice as many
cells as the time before, so that all searches of a zone together cost little more than the last of them."""


def free_flow(
    graph: Graph, ways: npt.NDArray[Any], free_minutes: npt.NDArray[np.float64], zone_cells: npt.NDArray[Any]
) -> TravelTimes:
    """Before the first publication: all drive the given `ways`, which are copied, at free flow."""
    zones = np.zeros(len(zone_cells), ZONE_FIELDS)
    zones["cell"], zones["found"] = zone_cells, ways.shape[1]
    between = np.zeros(free_minutes.shape, BETWEEN_FIELDS)
    between["slowdown"], between["free_minutes"] = 1.0, free_minutes
    return TravelTimes(graph, zones, ways.copy(), between)


@lean_kernel
def look_up(times: TravelTimes, zone: int, cell: int) -> None:
    """Bring the path from a cell to a zone, and the slowdown from there, up to the last publication."""
    it, cells = times.zones[zone], times.ways.shape[1]
    if it.found == cells or cell == it.cell or (it.found > 0 and times.ways[zone, cell] != NOBODY):
        return
    least = min(cells, LEAST_FOUND + 2 * it.found)
    it.found = quickest(times.graph, it.cell, times.ways, zone, cell, least)
    for origin in range(times.zones.shape[0]):
        away = times.graph.away[times.zones[origin].cell]
        if origin != zone and away < math.inf:
            between = times.between[origin, zone]
            between.slowdown = max(1.0, away / between.free_minutes)
