"""The agenda of the roads: links in order of when their first vehicle may leave.

Those of the minute at hand stand in a heap; the others wait in no order until theirs comes, which most put
down do. An entry holds the time beside the link, and `places` where each link's entry is, so that all of this
touches no row of a link.
"""

from __future__ import annotations

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.jit import inlined_kernel
from jiaosuo.model.kernels.roads.tables import Roads


@inlined_kernel
def open_minute(r: Roads, until: float) -> None:
    """Bring all before `until` into the heap, which the minute before has left empty."""
    clock = r.clock[0]
    clock.horizon = until
    for spot in range(clock.later - 1, -1, -1):
        it = r.later[spot]
        if it.leaves < until:
            link, time = it.link, it.leaves
            _strike_later(r, spot)
            clock.agenda += 1
            _settle(r, link, time, clock.agenda - 1)


@inlined_kernel
def put_down(r: Roads, link: int, time: float) -> None:
    """Put a link on the agenda, or move it if it is there."""
    clock, place = r.clock[0], r.places[link]
    if time < clock.horizon:
        if place < 0:
            if place != NOBODY:
                _strike_later(r, _spot(place))
            place = clock.agenda
            clock.agenda += 1
        _settle(r, link, time, place)
        return
    if place >= 0:
        cross_off(r, link)
    if place >= NOBODY:
        place = _spot(clock.later)
        clock.later += 1
    _write_later(r, link, time, _spot(place))


@inlined_kernel
def cross_off(r: Roads, link: int) -> None:
    """Take a link off the agenda; it stands in the heap, as all do whose time has come."""
    clock, place = r.clock[0], r.places[link]
    clock.agenda -= 1
    r.places[link] = NOBODY
    if place < clock.agenda:
        last = r.agenda[clock.agenda]
        _settle(r, last.link, last.leaves, place)


@inlined_kernel
def _spot(place: int) -> int:
    """The row of `later` that a place below NOBODY means, and the other way round."""
    return NOBODY - 1 - place


@inlined_kernel
def _write_later(r: Roads, link: int, time: float, spot: int) -> None:
    it = r.later[spot]
    it.leaves, it.link = time, link
    r.places[link] = _spot(spot)


@inlined_kernel
def _strike_later(r: Roads, spot: int) -> None:
    clock = r.clock[0]
    clock.later -= 1
    r.places[r.later[spot].link] = NOBODY
    if spot < clock.later:
        last = r.later[clock.later]
        _write_later(r, last.link, last.leaves, spot)


@inlined_kernel
def _settle(r: Roads, link: int, time: float, place: int) -> None:
    """Seat a link where its time belongs, a free place being at hand: others move into it up or down."""
    size = r.clock[0].agenda
    held = r.agenda.shape[0] - 1
    it = r.agenda[held]
    it.leaves, it.link = time, link
    while place > 0 and _before(r, held, (place - 1) // 2):
        _move(r, (place - 1) // 2, place)
        place = (place - 1) // 2
    child = 2 * place + 1
    while child < size:
        child += int(child + 1 < size and _before(r, child + 1, child))
        if not _before(r, child, held):
            break
        _move(r, child, place)
        place, child = child, 2 * child + 1
    _move(r, held, place)


@inlined_kernel
def _before(r: Roads, a: int, b: int) -> bool:
    """Ties go to the link with the lower row, so that the order never depends on the past of the heap.

    Without `and` and `or`: which entry is first is a coin's toss, and a jump guessed wrong costs more.
    """
    one, other = r.agenda[a], r.agenda[b]
    return bool((one.leaves < other.leaves) | ((one.leaves == other.leaves) & (one.link < other.link)))


@inlined_kernel
def _move(r: Roads, place: int, to: int) -> None:
    it, there = r.agenda[place], r.agenda[to]
    there.leaves, there.link = it.leaves, it.link
    r.places[it.link] = to
