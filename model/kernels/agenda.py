"""The agenda of the roads: links in order of when their first vehicle may leave, in a heap."""

from __future__ import annotations

from model.core.terms import NOBODY
from model.kernels.jit import lean_kernel
from model.kernels.roads import Roads


@lean_kernel
def _before(r: Roads, a: int, b: int) -> bool:
    """Ties go to the link with the lower row, so that the order never depends on the past of the heap."""
    x, y = r.agenda[a], r.agenda[b]
    return bool(r.links[x].leaves < r.links[y].leaves or (r.links[x].leaves == r.links[y].leaves and x < y))


@lean_kernel
def _swap(r: Roads, a: int, b: int) -> None:
    r.agenda[a], r.agenda[b] = r.agenda[b], r.agenda[a]
    r.links[r.agenda[a]].place, r.links[r.agenda[b]].place = a, b


@lean_kernel
def _settle(r: Roads, place: int) -> None:
    """Move the link at a place up or down to where its time belongs."""
    while place > 0 and _before(r, place, (place - 1) // 2):
        _swap(r, place, (place - 1) // 2)
        place = (place - 1) // 2
    while True:
        child = 2 * place + 1
        if child >= r.clock[0].agenda:
            return
        if child + 1 < r.clock[0].agenda and _before(r, child + 1, child):
            child += 1
        if not _before(r, child, place):
            return
        _swap(r, child, place)
        place = child


@lean_kernel
def put_down(r: Roads, link: int, time: float) -> None:
    """Put a link on the agenda, or move it if it is there."""
    lane, clock = r.links[link], r.clock[0]
    lane.leaves = time
    if lane.place == NOBODY:
        lane.place = clock.agenda
        r.agenda[clock.agenda] = link
        clock.agenda += 1
    _settle(r, lane.place)


@lean_kernel
def cross_off(r: Roads, link: int) -> None:
    """Take a link off the agenda."""
    lane, clock = r.links[link], r.clock[0]
    place, last = lane.place, clock.agenda - 1
    _swap(r, place, last)
    clock.agenda = last
    lane.place = NOBODY
    if place < last:
        _settle(r, place)
