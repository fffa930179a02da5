"""The nearest of some units on a grid: by hand, by drawing, and its limit."""

import numpy as np
import pytest

from model.core.errors import InputError
from model.theory.grid import nearest_on_grid
from model.theory.square_root import square_root_law


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
