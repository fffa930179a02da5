"""Quickest ways: Dijkstra towards a goal, on the road graph as a search sees it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.jit import inlined_kernel, kernel, lean_kernel


class Graph(NamedTuple):
    """Links by the cell that they lead to, `into` (cells, most ways in), and what a search writes on its way.

    `away` (cells,) min; `heap` of cells still to be looked at, infinitely late beyond its end.
    """

    into: np.ndarray[Any, Any]
    away: np.ndarray[Any, Any]
    heap: np.ndarray[Any, Any]


WAY_FIELDS = [("minutes", np.float64), ("tail", np.int32), ("link", np.int32)]
"""A way into a cell: where from and how long; where there is none, no link and infinitely long."""

HEAP_FIELDS = [("time", np.float64), ("cell", np.int32)]


def graph_of(links_in: npt.NDArray[Any], tails: npt.NDArray[Any], minutes: npt.NDArray[np.float64]) -> Graph:
    """The graph of links with these `tails` and `minutes`, (links,); `links_in` (cells, most ways in)."""
    into = np.zeros(links_in.shape, WAY_FIELDS)
    into["link"], into["tail"] = links_in, np.append(tails, 0)[links_in]
    heap = np.zeros(len(tails) + 3, HEAP_FIELDS)
    heap["time"] = np.inf
    graph = Graph(into, np.empty(len(links_in)), heap)
    set_minutes(graph, minutes)
    return graph


@kernel
def set_minutes(g: Graph, minutes: np.ndarray) -> None:
    """Let every link take so many minutes, (links,)."""
    for cell in range(g.into.shape[0]):
        for way in range(g.into.shape[1]):
            it = g.into[cell, way]
            it.minutes = np.inf if it.link == NOBODY else minutes[it.link]


@lean_kernel
def quickest(g: Graph, goal: int, hops: np.ndarray, row: int, asked: int, least: int) -> int:
    """Minutes to a goal from each cell (`g.away`), and the link to take: writes a row of `hops`, (.., cells).

    Ends when the way from the cell `asked` is found, and `least` others: returns from how many cells, all
    of them where no more are to be found. Cells without a way are infinitely far, and take no link. Of ways
    that take the same, the one found first is taken.
    """
    for cell in range(g.away.shape[0]):
        g.away[cell], hops[row, cell] = np.inf, NOBODY
    g.heap[0].time, g.heap[0].cell, size = 0.0, goal, 1
    g.away[goal] = 0.0
    found, waited_for = 0, True
    while size > 0 and (waited_for or found < least):
        time, head = g.heap[0].time, g.heap[0].cell
        size -= 1
        _sink(g, size)
        if time > g.away[head]:
            continue
        found += 1
        waited_for = waited_for and head != asked
        for way in range(g.into.shape[1]):
            it = g.into[head, way]
            further = time + it.minutes
            if further < g.away[it.tail]:
                g.away[it.tail], hops[row, it.tail] = further, it.link
                _rise(g, size, further, it.tail)
                size += 1
    if size == 0:
        return int(g.away.shape[0])
    _forget(g, size, hops, row)
    return found


@inlined_kernel
def _forget(g: Graph, size: int, hops: np.ndarray, row: int) -> None:
    """Empty the heap: a way to a cell that still stands there may not be its quickest."""
    for place in range(size):
        it = g.heap[place]
        if it.time == g.away[it.cell]:
            g.away[it.cell], hops[row, it.cell] = np.inf, NOBODY
        it.time = np.inf


@inlined_kernel
def _rise(g: Graph, place: int, time: float, cell: int) -> None:
    """Enter a cell at the end of the heap, and up to where it belongs."""
    while place > 0 and g.heap[(place - 1) >> 1].time > time:
        _write(g, place, g.heap[(place - 1) >> 1].time, g.heap[(place - 1) >> 1].cell)
        place = (place - 1) >> 1
    _write(g, place, time, cell)


@inlined_kernel
def _sink(g: Graph, size: int) -> None:
    """Put the last entry in the place of the first, and down to where it belongs.

    Which child is less is a coin's toss: added, not jumped to; so no child is asked whether it is there.
    """
    time, cell, place, child = g.heap[size].time, g.heap[size].cell, 0, 1
    g.heap[size].time = np.inf
    while child < size:
        child += int(g.heap[child + 1].time < g.heap[child].time)
        if g.heap[child].time >= time:
            break
        _write(g, place, g.heap[child].time, g.heap[child].cell)
        place, child = child, 2 * child + 1
    _write(g, place, time, cell)


@inlined_kernel
def _write(g: Graph, place: int, time: float, cell: int) -> None:
    g.heap[place].time, g.heap[place].cell = time, cell


@kernel
def plan(g: Graph, zone_cells: np.ndarray, hops: np.ndarray, between: np.ndarray) -> None:
    """Quickest ways to every zone: writes `hops` (zones, cells) and `between` (zones, zones), from and to."""
    for zone in range(zone_cells.shape[0]):
        quickest(g, zone_cells[zone], hops, zone, NOBODY, 0)
        for origin in range(zone_cells.shape[0]):
            between[origin, zone] = g.away[zone_cells[origin]]
