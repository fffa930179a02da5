"""The agenda of the roads: links in order of when their first vehicle may leave, in a heap."""

from __future__ import annotations

from model.core.terms import NOBODY
from model.kernels.jit import lean_kernel
from model.kernels.roads import Roads


@lean_kernel
def _before(r: Roads, x: int, y: int) -> bool:
    """Ties go to the link with the lower row, so that the order never depends on the past of the heap."""
    one, other = r.links[x].leaves, r.links[y].leaves
    return bool(one < other or (one == other and x < y))


@lean_kernel
def _seat(r: Roads, link: int, place: int) -> None:
    r.agenda[place] = link
    r.links[link].place = place


@lean_kernel
def _settle(r: Roads, link: int, place: int) -> None:
    """Seat a link where its time belongs, a free place being at hand: others move into it up or down."""
    size = r.clock[0].agenda
    while place > 0 and _before(r, link, r.agenda[(place - 1) // 2]):
        _seat(r, r.agenda[(place - 1) // 2], place)
        place = (place - 1) // 2
    child = 2 * place + 1
    while child < size:
        if child + 1 < size and _before(r, r.agenda[child + 1], r.agenda[child]):
            child += 1
        if not _before(r, r.agenda[child], link):
            break
        _seat(r, r.agenda[child], place)
        place, child = child, 2 * child + 1
    _seat(r, link, place)


@lean_kernel
def put_down(r: Roads, link: int, time: float) -> None:
    """Put a link on the agenda, or move it if it is there."""
    lane, clock = r.links[link], r.clock[0]
    lane.leaves = time
    place = lane.place
    if place == NOBODY:
        place = clock.agenda
        clock.agenda += 1
    _settle(r, link, place)


@lean_kernel
def cross_off(r: Roads, link: int) -> None:
    """Take a link off the agenda."""
    lane, clock = r.links[link], r.clock[0]
    place = lane.place
    clock.agenda -= 1
    lane.place = NOBODY
    if place < clock.agenda:
        _settle(r, r.agenda[clock.agenda], place)
