"""Where a curve turns, by curves one can draw."""

from __future__ import annotations

import numpy as np
import pytest

from jiaosuo.experiments.statistics.crossing import crossing

AXIS = np.array([0.1, 0.3, 0.5, 0.7, 0.9])


def worlds(*curve: float) -> np.ndarray:
    """Four worlds around a curve, whose mean is the curve."""
    return np.array([np.array(curve) + shift for shift in (-0.1, -0.05, 0.05, 0.1)])


def test_a_straight_line_crosses_where_it_is_zero():
    found = crossing(AXIS, worlds(-4, -2, 0, 2, 4))
    low, high = found.estimate.interval
    assert found.beyond == 0
    assert found.estimate.mean == pytest.approx(0.5, abs=1e-9)
    assert 0.48 < low < 0.5 < high < 0.52


@pytest.mark.parametrize(
    ("curve", "end", "beyond"), [((1, 2, 3, 4, 5), 0.1, -1), ((-5, -4, -3, -2, -1), 0.9, 1)]
)
def test_a_curve_that_does_not_cross_lies_beyond_an_end(curve, end, beyond):
    found = crossing(AXIS, worlds(*curve))
    assert (found.estimate.mean, found.beyond) == (pytest.approx(end), beyond)


def test_of_two_crossings_the_one_that_loses_least_is_taken():
    assert crossing(AXIS, worlds(-1, 0.2, -5, -5, 3)).estimate.mean > 0.7


def test_an_axis_that_was_measured_may_differ_by_world():
    measured = np.array([[1.0, 1.1, 1.2], [1.0, 1.2, 1.4]])
    assert crossing(measured, np.array([[-1.0, 0.0, 1.0]] * 2)).estimate.mean == pytest.approx(1.15)


def test_worlds_with_a_hole_are_left_out_and_none_is_not_observed():
    losses = worlds(-4, -2, 0, 2, 4)
    losses[0, 2] = np.nan
    assert crossing(AXIS, losses).estimate.n == 3
    assert crossing(AXIS, np.full((4, 5), np.nan)).estimate.mean is None


def test_the_same_worlds_give_the_same_interval():
    curve = np.random.default_rng(3).normal(AXIS * 10 - 5, 3.0, (6, 5))
    assert crossing(AXIS, curve) == crossing(AXIS, curve)
