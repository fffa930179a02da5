"""The triangle of three outcomes by hand."""

import numpy as np
import pytest

from jiaosuo.experiments.analyses.weights.weights_chart import position
from jiaosuo.experiments.analyses.weights.weights_study import STEPS, signed_changes, triangle


def test_changes_are_in_units_of_the_baseline_and_more_is_better():
    response = np.array([[10.0, 8.0], [10.0, 6.0]])
    visits = np.array([[4.0, 5.0], [4.0, 5.0]])
    changes = signed_changes([response, visits], ["less", "more"])
    assert changes[:, 0, 1] == pytest.approx([0.2, 0.4])
    assert changes[:, 1, 1] == pytest.approx([0.25, 0.25])
    assert (changes[:, :, 0] == 0).all()


def test_a_baseline_of_nothing_cannot_be_weighed():
    assert signed_changes([np.zeros((2, 2))], ["less"]) is None


def test_each_rule_has_the_points_at_which_it_is_best():
    """Rule b gains 1 on the first outcome, loses 1 on the second: best where w1 > w2; a ties on the line."""
    changes = np.array([[[0.0, 1.0], [0.0, -1.0], [0.0, 0.0]]])
    points = triangle(changes, ["a", "b"])
    assert len(points) == (STEPS + 1) * (STEPS + 2) // 2
    for point in points:
        first, second, _ = point.weights
        assert point.best == ("b" if first > second else "a")
        assert point.again == 1.0


def test_corners_of_the_triangle():
    assert position([1, 0, 0]) == (1, 0)
    assert position([0, 0, 1]) == (0, 0)
    assert position([0, 1, 0]) == pytest.approx((0.5, 0.866))
