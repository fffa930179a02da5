"""Quickest paths: Dijkstra's algorithm towards a goal, on the road graph as a search sees it.

The search runs backwards from the goal, because many officers and vehicles ask for the way to few zones: one
tree answers them all. It ends early, and a cell may stand in the heap more than once: an entry made useless
by a quicker path is passed over when its turn comes, which is cheaper than finding and moving it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.by_address import by_address
from jiaosuo.model.kernels.base.jit import inlined_kernel, kernel, lean_kernel


@by_address
class Graph(NamedTuple):
    """Links by the cell that they lead to, `into` (cells, most links in), and the work space of a search.

    `away` (cells,) minutes to the goal; `heap` of cells still to be looked at. Beyond its end the heap is
    infinitely late at all times, so that a parent may look at both of its children unasked.
    """

    into: np.ndarray[Any, Any]
    away: np.ndarray[Any, Any]
    heap: np.ndarray[Any, Any]


WAY_FIELDS = [("minutes", np.float64), ("tail", np.int32), ("link", np.int32)]
"""A link into a cell: where from and how long; where there is none, no link and infinitely long.

Minutes and tail, all that most steps of a search read, stand in one row of 16 bytes: a search over a cell's
links reads on in memory and touches no row of the links themselves.
"""

HEAP_FIELDS = [("time", np.float64), ("cell", np.int32)]


def graph_of(links_in: npt.NDArray[Any], tails: npt.NDArray[Any], minutes: npt.NDArray[np.float64]) -> Graph:
    """The graph of links with these `tails` and `minutes`, (links,); `links_in` (cells, most links in)."""
    into = np.zeros(links_in.shape, WAY_FIELDS)
    # Where there is no link (-1), the tail is the appended cell 0: never taken, as its minutes are infinite.
    into["link"], into["tail"] = links_in, np.append(tails, 0)[links_in]
    # Each link puts one entry into the heap at most; and there is the goal, and a pair of children of the
    # last.
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

    Ends when the paths from the cell `asked` and from `least` cells are found; returns from how many they
    are, or all cells where no more can be found. Cells without a path are infinitely far, and take no link.
    Of paths that take the same time, the one found first is taken.
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
    """Empty the heap: the path from a cell that still stands there may not be its quickest."""
    for index in range(size):
        it = g.heap[index]
        if it.time == g.away[it.cell]:
            g.away[it.cell], hops[row, it.cell] = np.inf, NOBODY
        it.time = np.inf


@inlined_kernel
def _rise(g: Graph, index: int, time: float, cell: int) -> None:
    """Enter a cell at the end of the heap, and move it up to where it belongs."""
    while index > 0 and g.heap[(index - 1) >> 1].time > time:
        _write(g, index, g.heap[(index - 1) >> 1].time, g.heap[(index - 1) >> 1].cell)
        index = (index - 1) >> 1
    _write(g, index, time, cell)


@inlined_kernel
def _sink(g: Graph, size: int) -> None:
    """Put the last entry in the place of the first, and move it down to where it belongs."""
    time, cell, index, child = g.heap[size].time, g.heap[size].cell, 0, 1
    g.heap[size].time = np.inf
    while child < size:
        # Which child is earlier is a coin's toss, and a branch guessed wrong costs more than this sum. The
        # second child may lie beyond the end, where all is infinitely late: so it need not be asked for.
        child += int(g.heap[child + 1].time < g.heap[child].time)
        if g.heap[child].time >= time:
            break
        _write(g, index, g.heap[child].time, g.heap[child].cell)
        index, child = child, 2 * child + 1
    _write(g, index, time, cell)


@inlined_kernel
def _write(g: Graph, index: int, time: float, cell: int) -> None:
    g.heap[index].time, g.heap[index].cell = time, cell


@kernel
def plan(g: Graph, zone_cells: np.ndarray, hops: np.ndarray, between: np.ndarray) -> None:
    """Quickest paths to every zone: writes `hops` (zones, cells), `between` (zones, zones) from and to."""
    for zone in range(zone_cells.shape[0]):
        quickest(g, zone_cells[zone], hops, zone, NOBODY, 0)
        for origin in range(zone_cells.shape[0]):
            between[origin, zone] = g.away[zone_cells[origin]]
