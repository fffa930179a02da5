"""The list of coming events: a binary heap in a table, earliest first, ties in the order of their making."""

from __future__ import annotations

from jiaosuo.model.core.terms import EventKind
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import World


@lean_kernel
def _before(w: World, a: int, b: int) -> bool:
    first, second = w.events[a], w.events[b]
    return bool(first.time < second.time or (first.time == second.time and first.sequence < second.sequence))


@lean_kernel
def _swap(w: World, a: int, b: int) -> None:
    first, second = w.events[a], w.events[b]
    time, sequence, kind, subject, stamp = first.time, first.sequence, first.kind, first.subject, first.stamp
    first.time, first.sequence, first.kind = second.time, second.sequence, second.kind
    first.subject, first.stamp = second.subject, second.stamp
    second.time, second.sequence, second.kind = time, sequence, kind
    second.subject, second.stamp = subject, stamp


@lean_kernel
def schedule(w: World, time: float, kind: EventKind, subject: int, stamp: int) -> None:
    """Put an event on the list. The caller keeps room: `events` has space for every event of one minute."""
    clock = w.clock[0]
    place = clock.events
    event = w.events[place]
    event.time, event.sequence, event.kind = time, clock.sequence, kind
    event.subject, event.stamp = subject, stamp
    clock.sequence += 1
    clock.events = place + 1
    while place > 0:
        parent = (place - 1) // 2
        if not _before(w, place, parent):
            break
        _swap(w, place, parent)
        place = parent


@lean_kernel
def take_first(w: World) -> int:
    """Move the earliest event to the row behind the list and return that row."""
    clock = w.clock[0]
    last = clock.events - 1
    _swap(w, 0, last)
    clock.events = last
    place = 0
    while True:
        child = 2 * place + 1
        if child >= last:
            break
        if child + 1 < last and _before(w, child + 1, child):
            child += 1
        if not _before(w, child, place):
            break
        _swap(w, child, place)
        place = child
    return int(last)
