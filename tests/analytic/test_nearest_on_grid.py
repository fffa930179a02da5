"""The nearest of some units on a grid: by hand, by drawing, and its limit."""

import numpy as np
import pytest

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.grid import nearest_in_place, nearest_on_grid
from jiaosuo.model.theory.square_root import square_root_law


def test_one_unit_on_five_cells_by_hand():
    """In the middle with one chance in five, else a step away."""
    assert nearest_on_grid(5, 1) == pytest.approx(0.8)
    assert nearest_on_grid(5, 1, within=0.5) == pytest.approx(0.9)


def test_it_tends_to_the_square_root_law_along_streets():
    laws = square_root_law(1e8, [500, 2_000], "manhattan-random")
    np.testing.assert_allclose(nearest_on_grid(1e8, [500, 2_000]), laws, rtol=1e-3)


def test_how_much_less_a_small_grid_and_few_units_make_it():
    cells, units = 2_500, np.array([20, 40, 80])
    less = 1 - nearest_on_grid(cells, units) / square_root_law(cells, units, "manhattan-random")
    np.testing.assert_allclose(less, 3 / (8 * units) + units / (2 * cells), rtol=0.1)


def test_it_is_what_units_drawn_at_random_give():
    """A ball of 20 steps around the call: 841 cells, 12 units, 40,000 draws."""
    dice, around = np.random.default_rng(4), np.mgrid[-20:21, -20:21].reshape(2, -1)
    away = np.abs(around).sum(axis=0)
    ball = away[away <= 20]
    drawn = ball[dice.integers(0, len(ball), (40_000, 12))].min(axis=1)
    assert len(ball) == 841
    assert nearest_on_grid(841, 12) == pytest.approx(drawn.mean(), abs=4 * drawn.std() / 200)


@pytest.mark.parametrize(("cells", "units", "field"), [(0, 1, "cells"), (10, 0, "units"), (10, 1.5, "units")])
def test_what_cannot_be_is_refused(cells, units, field):
    with pytest.raises(InputError, match=field):
        nearest_on_grid(cells, units)


def test_a_row_of_three_cells_by_hand():
    """One unit anywhere alike: 1 from an end, 2/3 from the middle. Two, at the ends only: 0 or 2."""
    steps = [[0, 1, 2], [1, 0, 1], [2, 1, 0]]
    assert nearest_in_place(steps, [1, 1, 1], [1, 1, 1], 1) == pytest.approx((1 + 2 / 3 + 1) / 3)
    assert nearest_in_place(steps, [1, 0, 0], [2, 0, 2], 2) == pytest.approx(2 / 4)
    assert nearest_in_place(steps, [1, 0, 0], [2, 0, 2], 2, within=0.5) == pytest.approx(2 / 4 + 0.5 * 3 / 4)


def test_without_a_border_near_it_is_the_grid():
    """A ball of 841 cells around the one that calls."""
    around = np.abs(np.mgrid[-20:21, -20:21]).reshape(2, -1).sum(axis=0)
    ball = around[around <= 20]
    units = np.array([[3, 12], [40, 80]])
    found = nearest_in_place(ball[None], [1], np.ones(len(ball)), units, 0.5)
    np.testing.assert_allclose(found, nearest_on_grid(841, units, 0.5))


def test_a_border_makes_the_way_longer():
    column = np.arange(30)
    steps = np.abs(column[:, None] - column)
    ways = [nearest_in_place(steps, column == cell, np.ones(30), 3) for cell in (15, 5, 0)]
    assert ways[0] < ways[1] < ways[2]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (([[0, 1]], [1, 1], [1, 1], 1), "steps"),
        (([[0, 0.5]], [1], [1, 1], 1), "steps"),
        (([[0, 1]], [0], [1, 1], 1), "calls"),
        (([[0, 1]], [1], [1, -1], 1), "stands"),
        (([[0, 1]], [1], [1, 1], 0), "units"),
    ],
)
def test_a_place_that_cannot_be_is_refused(wrong, field):
    with pytest.raises(InputError, match=field):
        nearest_in_place(*wrong)
