"""The future event list: a binary heap in a table, earliest event first.

Ties go by `sequence`, the order of scheduling. A heap alone is not stable: which of two events of one time is
taken first would depend on what else has passed through it, and a county saved and loaded, or run in parts,
would take another course than the one run through.
"""

from __future__ import annotations

from jiaosuo.model.core.terms import EventKind
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables


@lean_kernel
def _before(e: EventLoopTables, a: int, b: int) -> bool:
    first, second = e.events[a], e.events[b]
    return bool(first.time < second.time or (first.time == second.time and first.sequence < second.sequence))


@lean_kernel
def _swap(e: EventLoopTables, a: int, b: int) -> None:
    first, second = e.events[a], e.events[b]
    time, sequence, kind, subject, stamp = first.time, first.sequence, first.kind, first.subject, first.stamp
    first.time, first.sequence, first.kind = second.time, second.sequence, second.kind
    first.subject, first.stamp = second.subject, second.stamp
    second.time, second.sequence, second.kind = time, sequence, kind
    second.subject, second.stamp = subject, stamp


@lean_kernel
def schedule(e: EventLoopTables, time: float, kind: EventKind, subject: int, stamp: int) -> None:
    """Put an event on the list. The caller keeps room: `events` has space for every event of one minute."""
    clock = e.clock[0]
    index = clock.events
    event = e.events[index]
    event.time, event.sequence, event.kind = time, clock.sequence, kind
    event.subject, event.stamp = subject, stamp
    clock.sequence += 1
    clock.events = index + 1
    while index > 0:
        parent = (index - 1) // 2
        if not _before(e, index, parent):
            break
        _swap(e, index, parent)
        index = parent


@lean_kernel
def take_first(e: EventLoopTables) -> int:
    """Move the earliest event to the row behind the list and return that row.

    There it can be read without a copy, until the next event that is scheduled overwrites it.
    """
    clock = e.clock[0]
    last = clock.events - 1
    _swap(e, 0, last)
    clock.events = last
    index = 0
    while True:
        child = 2 * index + 1
        if child >= last:
            break
        if child + 1 < last and _before(e, child + 1, child):
            child += 1
        if not _before(e, child, index):
            break
        _swap(e, child, index)
        index = child
    return int(last)
