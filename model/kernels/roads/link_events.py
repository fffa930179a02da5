"""Link events: when each link may discharge its first vehicle, in a heap and a list of later ones.

Most pushes are about a time beyond the minute, and many are moved again before it comes. So the heap has a
window: links due within the minute at hand stand in it, and all later ones wait in a list without order,
where a push is one write. An entry holds the time beside the link, and `heap_index` says where each link's
entry is, so that nothing here touches a row of a link, which is another line of memory.
"""

from __future__ import annotations

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.jit import inlined_kernel
from jiaosuo.model.kernels.roads.tables import TrafficTables


@inlined_kernel
def open_minute(t: TrafficTables, until: float) -> None:
    """Move the window up to `until`: all links due before it go into the heap, which is empty by now."""
    clock = t.clock[0]
    clock.horizon = until
    # From the end, because a removed entry is replaced by the last, which has been looked at by then.
    for index in range(clock.later - 1, -1, -1):
        it = t.later[index]
        if it.leaves < until:
            link, time = it.link, it.leaves
            _remove_later(t, index)
            clock.heap += 1
            _settle(t, link, time, clock.heap - 1)


@inlined_kernel
def push(t: TrafficTables, link: int, time: float) -> None:
    """Schedule a link's next discharge, or move it if it is scheduled already."""
    clock, index = t.clock[0], t.heap_index[link]
    if time < clock.horizon:
        if index < 0:
            if index != NOBODY:
                _remove_later(t, _later_index(index))
            index = clock.heap
            clock.heap += 1
        _settle(t, link, time, index)
        return
    if index >= 0:
        remove(t, link)
    if index >= NOBODY:
        index = _later_index(clock.later)
        clock.later += 1
    _write_later(t, link, time, _later_index(index))


@inlined_kernel
def remove(t: TrafficTables, link: int) -> None:
    """Take a link out of the heap. It stands there: nobody asks so of a link whose time has not come."""
    clock, index = t.clock[0], t.heap_index[link]
    clock.heap -= 1
    t.heap_index[link] = NOBODY
    if index < clock.heap:
        last = t.heap[clock.heap]
        _settle(t, last.link, last.leaves, index)


@inlined_kernel
def _later_index(index: int) -> int:
    """The row of `later` that a `heap_index` below NOBODY stands for, and the other way round.

    One number so says all: -1 in neither, from 0 up in the heap, from -2 down in the list.
    """
    return NOBODY - 1 - index


@inlined_kernel
def _write_later(t: TrafficTables, link: int, time: float, row: int) -> None:
    it = t.later[row]
    it.leaves, it.link = time, link
    t.heap_index[link] = _later_index(row)


@inlined_kernel
def _remove_later(t: TrafficTables, row: int) -> None:
    clock = t.clock[0]
    clock.later -= 1
    t.heap_index[t.later[row].link] = NOBODY
    if row < clock.later:
        last = t.later[clock.later]
        _write_later(t, last.link, last.leaves, row)


@inlined_kernel
def _settle(t: TrafficTables, link: int, time: float, index: int) -> None:
    """Enter a link where its time belongs, beginning at a free index: others move into that, up or down.

    The entry is held in the last row, which no heap reaches, so that it is compared like all others and each
    of those moves once; swaps would move two.
    """
    size = t.clock[0].heap
    held = t.heap.shape[0] - 1
    it = t.heap[held]
    it.leaves, it.link = time, link
    while index > 0 and _before(t, held, (index - 1) // 2):
        _move(t, (index - 1) // 2, index)
        index = (index - 1) // 2
    child = 2 * index + 1
    while child < size:
        child += int(child + 1 < size and _before(t, child + 1, child))
        if not _before(t, child, held):
            break
        _move(t, child, index)
        index, child = child, 2 * child + 1
    _move(t, held, index)


@inlined_kernel
def _before(t: TrafficTables, a: int, b: int) -> bool:
    """Ties go to the link with the lower row, so that the order never depends on the past of the heap.

    Without `and` and `or`: which entry is first is a coin's toss, and a branch guessed wrong costs more than
    the second comparison.
    """
    one, other = t.heap[a], t.heap[b]
    return bool((one.leaves < other.leaves) | ((one.leaves == other.leaves) & (one.link < other.link)))


@inlined_kernel
def _move(t: TrafficTables, index: int, to: int) -> None:
    it, there = t.heap[index], t.heap[to]
    there.leaves, there.link = it.leaves, it.link
    t.heap_index[it.link] = to
