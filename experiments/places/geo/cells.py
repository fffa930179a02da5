"""Areas onto the grid: each township gets as many cells as its area makes, where most of them is its land.

Shares of cells say who would have each; then cells are handed on from township to township, as on drawn
ground, until each has the cells that its area comes to and every piece of an area is one piece of cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from jiaosuo.experiments.places.geo.areas import Land
from jiaosuo.model.ground import MOST_CELLS, OUTSIDE, one_body

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

SIDES = (5.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.5, 0.25)
"""Sides of cells that are chosen from, km."""

LIKED_CELLS = 400, 2_500
"""Cells of a county that shows its shape, and of one that is quick to build."""

LEAST_PIECE = 0.5
"""Cells; a smaller piece of an area, an islet, counts with its township's largest."""


@dataclass(frozen=True)
class CellMap:
    """Columns and lines of the cells from 0, west to east, and the row of the area of each, (cells,)."""

    column: Ints
    line: Ints
    owner: Ints
    side: float

    @property
    def centres(self) -> Floats:
        """Centres in km, (cells, 2)."""
        squares = np.stack([self.column, self.line], axis=1).astype(np.float64)
        centres: Floats = squares * self.side + self.side / 2
        return centres

    def at(self, places: Floats) -> Ints:
        """The row of the cell of each place in km, (places,); -1 off the land."""
        low = np.array([self.column.min(), self.line.min()])
        shape = np.array([self.column.max(), self.line.max()]) - low + 1
        table = np.full(shape, -1, np.int64)
        table[self.column - low[0], self.line - low[1]] = np.arange(len(self.owner))
        square = np.floor(places / self.side).astype(int) - low
        inside = ((square >= 0) & (square < shape)).all(axis=1)
        rows = np.full(len(places), -1, np.int64)
        rows[inside] = table[tuple(square[inside].T)]
        return rows

    def row_at(self) -> dict[tuple[int, int], int]:
        """Rows by column and line."""
        pairs = zip(self.column.tolist(), self.line.tolist(), strict=True)
        return {pair: row for row, pair in enumerate(pairs)}


def side_for(km2: float) -> float:
    """The largest side of cells with enough of them, or 1 km if that makes neither too few nor too many."""
    few, many = LIKED_CELLS
    if few <= km2 <= many:
        return 1.0
    return next((side for side in SIDES if few <= km2 / side**2 <= MOST_CELLS), SIDES[-1])


def cells_of(shapes: Sequence[Land], side: float) -> CellMap:
    """The cells of areas in km; every area has one at least.

    An area's pieces of half a cell and more are pieces of cells of their own.
    """
    pieces, owner_of = _pieces(shapes, side)
    wanted = _wanted(shapes, pieces, owner_of, side)
    west, south, east, north = shapely.total_bounds(pieces)
    first = np.floor(np.array([west, south]) / side).astype(int) - 1
    count = np.ceil(np.array([east, north]) / side).astype(int) + 1 - first
    share = _shares(pieces, first, count, side)
    seats = _seats(pieces, share, first, side)
    owner = np.where(share.sum(axis=2) >= 0.5, share.argmax(axis=2), OUTSIDE)
    owner[tuple(seats.T)] = np.arange(len(pieces))
    settled = one_body(owner, seats, wanted, _away(pieces, share, first, side), _is_one_land(pieces))
    column, line = np.nonzero(settled >= 0)
    owners = np.array(owner_of)[settled[column, line]]
    return CellMap(column + first[0], line + first[1], owners, side)


def _pieces(shapes: Sequence[Land], side: float) -> tuple[list[shapely.Polygon], list[int]]:
    """Pieces of areas that are large enough, the largest of each at least, and whose they are."""
    found, owners = [], []
    for row, shape in enumerate(shapes):
        parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
        large = [part for part in parts if part.area >= LEAST_PIECE * side**2] or parts[:1]
        found += large
        owners += [row] * len(large)
    return found, owners


def _wanted(
    shapes: Sequence[Land], pieces: Sequence[shapely.Polygon], owner_of: Sequence[int], side: float
) -> Ints:
    """Cells of each piece; those of an area add up to what all of it makes, islets too."""
    wanted = np.array([max(1, round(piece.area / side**2)) for piece in pieces], np.int64)
    owners = np.array(owner_of)
    for row, shape in enumerate(shapes):
        mine = np.flatnonzero(owners == row)
        largest = mine[0]
        whole = max(1, round(shape.area / side**2))
        wanted[largest] = max(1, whole - (wanted[mine].sum() - wanted[largest]))
    return wanted


def _shares(pieces: Sequence[shapely.Polygon], first: Ints, count: Ints, side: float) -> Floats:
    """Share of each cell that lies in each piece, (columns, lines, pieces)."""
    share = np.zeros((*count, len(pieces)))
    for row, piece in enumerate(pieces):
        west, south, east, north = piece.bounds
        columns = np.arange(int(np.floor(west / side)), int(np.ceil(east / side)))
        lines = np.arange(int(np.floor(south / side)), int(np.ceil(north / side)))
        x, y = (each.ravel() * side for each in np.meshgrid(columns, lines, indexing="ij"))
        boxes = shapely.box(x, y, x + side, y + side)
        shapely.prepare(piece)
        whole, touched = shapely.contains(piece, boxes), shapely.intersects(piece, boxes)
        part = np.where(whole, 1.0, 0.0)
        cut = touched & ~whole
        part[cut] = shapely.area(shapely.intersection(piece, boxes[cut])) / side**2
        at = (
            slice(columns[0] - first[0], columns[-1] + 1 - first[0]),
            slice(lines[0] - first[1], lines[-1] + 1 - first[1]),
        )
        share[(*at, row)] = part.reshape(len(columns), len(lines))
    return share


def _seats(pieces: Sequence[shapely.Polygon], share: Floats, first: Ints, side: float) -> Ints:
    """A cell of each piece that holds it together: the most of it, near its middle; all different."""
    taken: set[tuple[int, int]] = set()
    seats = np.zeros((len(pieces), 2), np.int64)
    for row in sorted(range(len(pieces)), key=lambda row: pieces[row].area):
        middle = np.array(pieces[row].representative_point().coords[0]) / side - first - 0.5
        column, line = np.nonzero(share[:, :, row] > 0)
        away = np.hypot(column - middle[0], line - middle[1])
        order = np.lexsort((away, -np.round(share[column, line, row], 3)))
        for each in order:
            cell = int(column[each]), int(line[each])
            if cell not in taken:
                break
        taken.add(cell)
        seats[row] = cell
    return seats


def _away(pieces: Sequence[shapely.Polygon], share: Floats, first: Ints, side: float) -> Floats:
    """How ill each cell suits each piece: what is not its land, and beyond its land how far away it is."""
    x, y = (first[axis] * side + (np.arange(share.shape[axis]) + 0.5) * side for axis in (0, 1))
    points = shapely.points(*(each.ravel() for each in np.meshgrid(x, y, indexing="ij")))
    away = np.empty_like(share)
    for row, piece in enumerate(pieces):
        away[:, :, row] = shapely.distance(piece, points).reshape(share.shape[:2])
    return np.where(share > 0, 1 - share, 1 + away)


def _is_one_land(pieces: Sequence[shapely.Polygon]) -> bool:
    """Whether all pieces hang together, but for slips of the pen."""
    whole = shapely.union_all([piece.buffer(0.03) for piece in pieces])
    return len(shapely.get_parts(whole)) == 1
