"""The ground: which cells are the county's, which township has each, and in which cell each seat lies.

Townships take cells by a power diagram with the given areas. Then the land is joined up: a county is one
body of land and so is each township (cells touch by a side), with the areas of the table kept as near as can
be. A place that gives its cells (`given_land.py`) has those: its pieces of land may lie apart, and each seat
is the cell of its own township nearest to where the table puts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.ndimage import distance_transform_cdt, label

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.given_land import GivenLand
from jiaosuo.model.township import Township

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type Bools = npt.NDArray[np.bool_]

MOST_CELLS = 4_200
"""A county is at most this many cells: the table of driving times between cells grows with their square."""

MOST_FRAMED = 3_000_000
"""Cells of the frame around all seats, times townships: areas are fitted over it, a hundred times."""

TURNS = 120
"""Turns in which the weights of the power diagram are fitted; the rest is settled cell by cell."""

OUTSIDE = -1
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))
RING = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))
"""The eight cells around a cell, in a ring: sides at even places, corners between them."""


@dataclass(frozen=True)
class Ground:
    """Cell centres in km (cells,), the township of each cell (cells,), the cell of each seat (townships,).

    `people` (cells,) are those that a place gives by cell; None: it gives none.
    """

    x: Floats
    y: Floats
    township: Ints
    seats: Ints
    people: Floats | None = None


@lru_cache(maxsize=8)
def ground(places: tuple[tuple[float, float, float], ...], side: float) -> Ground:
    """The ground of townships given by area (km2) and seat (x, y in km), in cells of a side (km).

    InputError for more cells than a county may have, for seats in one cell, and for seats so far apart that
    the areas do not reach from one to the other.
    """
    areas, x, y = zip(*places, strict=True)
    wanted = np.array([max(1, round(area / side**2)) for area in areas])
    _check_count(int(wanted.sum()), side)
    centres = np.array([x, y]).T
    margin = 1.5 * side * np.sqrt(wanted.max())
    axes = [
        np.arange(np.floor((c.min() - margin) / side), np.ceil((c.max() + margin) / side)) for c in centres.T
    ]
    if len(axes[0]) * len(axes[1]) * len(wanted) > MOST_FRAMED:
        spread = f"{np.ptp(centres[:, 0]):g} km x {np.ptp(centres[:, 1]):g} km"
        allowed = f"seats must be nearer to each other, or cells larger than {side:g} km (cell_km)"
        raise InputError("x_km and y_km of the townships", spread, allowed)
    if len(axes[0]) * len(axes[1]) < wanted.sum():
        cells = round(sum(areas) / side**2)
        allowed = f"must be at least one cell of {side:g} km (cell_km) for each of {len(wanted)} townships"
        raise InputError("area_km2", f"{sum(areas):g} km2, {cells} cells", allowed)
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1) * side + side / 2
    away = ((grid[:, :, None, :] - centres) ** 2).sum(-1)
    shape = away.shape[:2]
    owner, chosen = _fitted(away.reshape(-1, len(wanted)), wanted, side**2)
    seats = np.argmin(np.where(chosen[:, None], away.reshape(-1, len(wanted)), np.inf), axis=0)
    if len(set(seats.tolist())) < len(wanted):
        raise _SeatsInOneCell(seats.tolist(), side)
    owner = np.where(chosen, owner, OUTSIDE)
    owner[seats] = np.arange(len(wanted))
    joined = one_body(owner.reshape(shape), np.array(np.unravel_index(seats, shape)).T, wanted, away)
    if (joined >= 0).sum() > 1.1 * wanted.sum() + 1:
        apart = f"{np.ptp(centres[:, 0]):g} km x {np.ptp(centres[:, 1]):g} km"
        allowed = "seats must be nearer to each other, or areas larger: a county is one body of land"
        raise InputError("x_km and y_km of the townships", apart, allowed)
    inside = np.flatnonzero(joined.ravel() >= 0)
    centre = grid.reshape(-1, 2)[inside]
    return Ground(centre[:, 0], centre[:, 1], joined.ravel()[inside], np.searchsorted(inside, seats))


class _SeatsInOneCell(InputError):
    """Two seats in one cell, by their rows."""

    def __init__(self, seats: list[int], side: float) -> None:
        self.second = next(row for row, cell in enumerate(seats) if cell in seats[:row])
        self.first = seats.index(seats[self.second])
        super().__init__(
            "cell_km", side, "two townships have their seat in one cell; move one or use smaller cells"
        )


def ground_of(townships: Sequence[Township], side: float, given: GivenLand | None = None) -> Ground:
    """The ground of a table of townships, of the cells `given` if there are any.

    Without them it is the same object for the same seats and areas.
    """
    if given is not None:
        return _given_ground(given, townships, side)
    try:
        return ground(tuple((each.area_km2, each.x_km, each.y_km) for each in townships), side)
    except _SeatsInOneCell as error:
        first, second = townships[error.first].name, townships[error.second].name
        allowed = f"{first} and {second} have their seats in one cell; move one or use smaller cells"
        raise InputError("cell_km", side, allowed) from None


def _given_ground(given: GivenLand, townships: Sequence[Township], side: float) -> Ground:
    if side != given.cell_km:
        allowed = f"must be {given.cell_km:g} here: cells.csv of this place is on that grid"
        raise InputError("cell_km", side, allowed)
    _check_count(len(given.cells), side)
    x, y = np.array([each.place for each in given.cells]).T
    row_of = {each.name: row for row, each in enumerate(townships)}
    owner = np.array([row_of[each.township] for each in given.cells], np.int64)
    seats = [
        int(np.where(owner == row, np.hypot(x - each.x_km, y - each.y_km), np.inf).argmin())
        for row, each in enumerate(townships)
    ]
    counted = [each.people for each in given.cells if each.people is not None]
    return Ground(x, y, owner, np.array(seats, np.int64), np.array(counted) if counted else None)


def _check_count(cells: int, side: float) -> None:
    if cells > MOST_CELLS:
        fit = np.ceil(np.sqrt(cells * side**2 / MOST_CELLS) * 20) / 20
        raise InputError(
            "cell_km", side, f"{cells:,} cells are more than {MOST_CELLS:,}; use {fit:g} km or more"
        )


def _fitted(distance: Floats, wanted: Ints, cell_area: float) -> tuple[Ints, Bools]:
    """Owner of each candidate cell and which are the county's: the best fit of areas as the weights move."""
    weights, best, least = wanted * cell_area / np.pi, None, np.inf
    for turn in range(TURNS):
        power = distance - weights
        owner, nearest = power.argmin(axis=1), power.min(axis=1)
        chosen = np.zeros(len(owner), np.bool_)
        chosen[np.argpartition(nearest, wanted.sum() - 1)[: wanted.sum()]] = True
        have = np.bincount(owner[chosen], minlength=len(wanted))
        if (error := np.abs(wanted - have).max()) < least:
            least, best = error, (owner, chosen)
        if error == 0:
            break
        weights = weights + 0.5 / (1 + turn / 20) * (wanted - have) * cell_area / np.pi
    assert best is not None
    return best


def one_body(owner: Ints, seats: Ints, wanted: Ints, away: Floats, bridged: bool = True) -> Ints:
    """The map with every township in one piece around its seat, and all of them in one piece together.

    `owner` (columns, lines) is the township of each cell, OUTSIDE where there is none; `seats` (townships, 2)
    column and line; `wanted` (townships,) cells; `away` (columns, lines, townships) grows with the distance
    from each seat. Without `bridged`, pieces of land that lie apart stay apart, each township still in one.
    Areas come out as wanted wherever cells can be handed on without cutting anything in two.
    """
    land = _Land(np.pad(owner, 1, constant_values=OUTSIDE), seats + 1, wanted, _padded(away))
    for township in range(len(wanted)):
        land.reach_seat(township)
    for township in range(len(wanted)):
        land.drop_loose_pieces(township)
    while bridged and land.join_nearest_piece():
        pass
    land.settle_areas()
    return land.owner[1:-1, 1:-1]


def _padded(away: Floats) -> Floats:
    """With a rim that nobody takes."""
    return np.pad(away, ((1, 1), (1, 1), (0, 0)), constant_values=np.inf)


class _Land:
    """A map being mended; padded by one cell all round, so that every cell has neighbours."""

    def __init__(self, owner: Ints, seats: Ints, wanted: Ints, away: Floats) -> None:
        self.owner, self.seats, self.wanted, self.away = owner.copy(), seats, wanted, away
        self.is_seat = np.zeros(owner.shape, np.bool_)
        self.is_seat[tuple(seats.T)] = True

    @property
    def surplus(self) -> Ints:
        """Cells above the wanted, (townships,)."""
        held = self.owner[self.owner >= 0]
        return np.bincount(held, minlength=len(self.wanted)) - self.wanted

    # Pieces

    def reach_seat(self, township: int) -> None:
        """Tie a seat that lies off its township's land to it, through whoever is between."""
        pieces, _ = label(self.owner == township)
        largest = np.bincount(pieces[pieces > 0]).argmax()
        seat = tuple(self.seats[township])
        for cell in self._way(seat, pieces == largest):
            if not self.is_seat[cell]:
                self.owner[cell] = township

    def drop_loose_pieces(self, township: int) -> None:
        """Leave to a township the piece with its seat."""
        mine = self.owner == township
        pieces, _ = label(mine)
        self.owner[mine & (pieces != pieces[tuple(self.seats[township])])] = OUTSIDE

    def join_nearest_piece(self) -> bool:
        """Bridge the gap to the piece of land nearest to the first township's; False: there is one piece."""
        pieces, count = label(self.owner >= 0)
        if count <= 1:
            return False
        main = pieces == pieces[tuple(self.seats[0])]
        apart = np.where((pieces > 0) & ~main, distance_transform_cdt(~main, metric="taxicab"), np.inf)
        column, line = np.unravel_index(int(apart.argmin()), apart.shape)
        start = int(column), int(line)
        way = self._way(start, main)
        ends = [int(self.owner[start]), int(self.owner[way[-1]])]
        gap = [cell for cell in way if self.owner[cell] == OUTSIDE]
        room = np.maximum(self.wanted[ends] - 1, 0)
        first = round(len(gap) * room[0] / room.sum()) if room.sum() else len(gap) // 2
        for place, cell in enumerate(gap):
            self.owner[cell] = ends[0] if place < first else ends[1]
        return True

    def _way(self, start: tuple[int, ...], goal: Bools) -> list[tuple[int, ...]]:
        """Cells from `start` to the nearest of `goal`, by sides, both ends included."""
        steps = distance_transform_cdt(~goal, metric="taxicab")
        way = [start]
        while steps[way[-1]] > 0:
            way.append(min(_beside(way[-1]), key=lambda cell: int(steps[cell])))
        return way

    # Areas

    def settle_areas(self) -> None:
        """Hand cells on, from townships with too many to those with too few, until nothing more helps.

        A pair between which no cell can go is tried again once there is less to settle than ever before, for
        else two chains could undo each other without end.
        """
        given_up: set[tuple[int, int]] = set()
        least = int(np.abs(self.surplus).sum())
        while (chain := self._chain(given_up)) is not None:
            for giver, taker in reversed(list(pairwise(chain))):
                if not self._hand_on(giver, taker):
                    given_up.add((giver, taker))
                    break
            if (left := int(np.abs(self.surplus).sum())) < least:
                least = left
                given_up.clear()

    def _chain(self, given_up: set[tuple[int, int]]) -> list[int] | None:
        """Who hands on to whom: from a township with too many cells, or from outside, to one with too few,
        or outside; None: nobody has a cell too many or too few, or no chain is left to try.
        """
        surplus = self.surplus
        few, many = np.flatnonzero(surplus < 0).tolist(), np.flatnonzero(surplus > 0).tolist()
        touching = {pair for pair in self._touching() if pair not in given_up}
        for starts, ends in ((many, few), (many, [OUTSIDE]), ([OUTSIDE], few)):
            if starts and ends and (chain := _shortest(touching, starts, set(ends))) is not None:
                return chain
        return None

    def _touching(self) -> set[tuple[int, int]]:
        """Ordered pairs of townships (or OUTSIDE) that share a border."""
        here, there = self.owner[1:, :], self.owner[:-1, :]
        right, left = self.owner[:, 1:], self.owner[:, :-1]
        first = np.concatenate([here.ravel(), right.ravel()])
        second = np.concatenate([there.ravel(), left.ravel()])
        apart, many = first != second, len(self.wanted) + 1
        marks = np.unique((first[apart] - OUTSIDE) * many + second[apart] - OUTSIDE).tolist()
        pairs = [(mark // many + OUTSIDE, mark % many + OUTSIDE) for mark in marks]
        return {(a, b) for a, b in pairs} | {(b, a) for a, b in pairs}

    def _hand_on(self, giver: int, taker: int) -> bool:
        """Hand on the cell that suits the taker best and cuts neither the giver nor the county in two."""
        border = np.zeros(self.owner.shape, np.bool_)
        taken = self.owner == taker
        for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1)):
            border |= np.roll(taken, shift, axis)
        border &= (self.owner == giver) & ~self.is_seat
        border[[0, -1], :] = border[:, [0, -1]] = False
        cells = np.argwhere(border)
        gain = np.zeros(len(cells)) if taker == OUTSIDE else self.away[(*cells.T, np.full(len(cells), taker))]
        loss = np.zeros(len(cells)) if giver == OUTSIDE else self.away[(*cells.T, np.full(len(cells), giver))]
        for row in np.argsort(gain - loss, kind="stable"):
            cell = tuple(cells[row].tolist())
            if self._may_leave(cell, giver, taker):
                self.owner[cell] = taker
                return True
        return False

    def _may_leave(self, cell: tuple[int, ...], giver: int, taker: int) -> bool:
        around = [self.owner[cell[0] + dx, cell[1] + dy] for dx, dy in RING]
        keeps_giver = giver == OUTSIDE or _one_piece([each == giver for each in around])
        return keeps_giver and (taker != OUTSIDE or _one_piece([each >= 0 for each in around]))


def _beside(cell: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [(cell[0] + dx, cell[1] + dy) for dx, dy in SIDES]


def _one_piece(ring: list[bool]) -> bool:
    """Whether the sides that are in a body hang together around the cell, so that it can leave the body."""
    sides = sum(ring[0::2])
    bends = sum(ring[k] and ring[k + 1] and ring[(k + 2) % 8] for k in range(0, 8, 2))
    return sides > 0 and sides - bends <= 1


def _shortest(pairs: set[tuple[int, int]], starts: list[int], ends: set[int]) -> list[int] | None:
    """The shortest chain of pairs from a start to an end that passes through no `OUTSIDE`; None: no chain."""
    beside: dict[int, list[int]] = {}
    for here, there in sorted(pairs):
        beside.setdefault(here, []).append(there)
    before: dict[int, int | None] = dict.fromkeys(starts)
    line = list(starts)
    for here in line:
        if here in ends:
            chain = [here]
            while (previous := before[chain[-1]]) is not None:
                chain.append(previous)
            return chain[::-1]
        for there in beside.get(here, ()):
            if there not in before and (there != OUTSIDE or OUTSIDE in ends):
                before[there] = here
                line.append(there)
    return None
