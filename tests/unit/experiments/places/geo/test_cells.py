"""Areas onto the grid: as many cells as the area makes, each piece in one piece."""

import numpy as np
import pytest
import shapely
from scipy.ndimage import label

from jiaosuo.experiments.places.geo.cells import cells_of, side_for


def pieces(cells, owner):
    grid = np.zeros((np.ptp(cells.column) + 1, np.ptp(cells.line) + 1), bool)
    mine = cells.owner == owner
    grid[cells.column[mine] - cells.column.min(), cells.line[mine] - cells.line.min()] = True
    return label(grid)[1]


def test_areas_on_the_grid_are_their_cells():
    cells = cells_of([shapely.box(0, 0, 2, 3), shapely.box(2, 0, 4, 3)], 1.0)
    assert len(cells.owner) == 12
    assert ((cells.column >= 2) == (cells.owner == 1)).all()
    assert cells.centres[0].tolist() == [0.5, 0.5]


def test_a_slanted_border_keeps_the_areas():
    cut = shapely.Polygon([(0, 0), (13.3, 0), (4.7, 20), (0, 20)])
    rest = shapely.box(0, 0, 20, 20).difference(cut)
    cells = cells_of([cut, rest], 1.0)
    have = np.bincount(cells.owner)
    assert abs(have - np.array([cut.area, rest.area])).max() <= 1
    assert [pieces(cells, each) for each in (0, 1)] == [1, 1]


def test_an_island_is_a_piece_of_its_own_and_an_islet_counts_with_the_largest():
    island, islet = shapely.box(14, 0, 17, 3), shapely.box(20, 0, 20.5, 0.8)
    land = shapely.union_all([shapely.box(0, 0, 10, 10), island, islet])
    cells = cells_of([land], 1.0)
    assert pieces(cells, 0) == 2
    assert (cells.column >= 14).sum() == 9
    assert len(cells.owner) == round(100 + 9 + 0.4)


def test_a_sea_between_two_lands_is_not_bridged():
    cells = cells_of([shapely.box(0, 0, 5, 5), shapely.box(9, 0, 14, 5)], 1.0)
    assert not ((cells.column >= 5) & (cells.column < 9)).any()


def test_a_hole_has_no_cells():
    land = shapely.box(0, 0, 12, 12).difference(shapely.box(4, 4, 8, 8))
    cells = cells_of([land], 1.0)
    assert len(cells.owner) == 128
    inside = (cells.column >= 4) & (cells.column < 8) & (cells.line >= 4) & (cells.line < 8)
    assert not inside.any()


def test_a_township_smaller_than_a_cell_has_one():
    town = shapely.box(3.1, 3.1, 3.5, 3.5)
    cells = cells_of([shapely.box(0, 0, 8, 8).difference(town), town], 1.0)
    assert np.bincount(cells.owner).tolist() == [64, 1] or np.bincount(cells.owner).tolist() == [63, 1]
    row = int(np.flatnonzero(cells.owner == 1)[0])
    assert (cells.column[row], cells.line[row]) == (3, 3)


@pytest.mark.parametrize(
    ("km2", "side"), [(2427, 1.0), (400, 1.0), (370, 0.5), (90, 0.25), (9_000, 4.0), (40_000, 5.0)]
)
def test_cells_are_enough_to_show_the_shape_and_few_enough_to_build(km2, side):
    assert side_for(km2) == side
