"""The triangle of three outcomes by hand."""

from itertools import combinations

import numpy as np
import pytest

from jiaosuo.experiments.analyses.weights.weights_chart import position
from jiaosuo.experiments.analyses.weights.weights_study import STEPS, signed_changes, triangle
from jiaosuo.experiments.comparison.index import COMPONENTS
from jiaosuo.experiments.comparison.values import correlations, value_of
from jiaosuo.experiments.replication.columns import column_of
from jiaosuo.experiments.replication.replicate import replicate
from jiaosuo.experiments.replication.world import worlds_of
from tests.unit.experiments.patterns.tiny import little


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


RESTATED = ("satisfaction_mean", "within_standard")
SAME = 0.95
"""A correlation of changes from which one measure says another's."""


@pytest.fixture(scope="module")
def together():
    """How the changes of measures go together in eight worlds of a made-up county, by pairs of names."""
    rules = ("separate", "stationed", "integrated", "patrol_merged")
    place = little("town", 0.5).changed(population=60_000, officers_station=40, officers_traffic=16)
    names = (*COMPONENTS, *RESTATED)
    found = [replicate(world, names) for world in worlds_of(place, rules, 4.0, 8)]
    rows = correlations({name: column_of(found, name, len(rules)) for name in names}, names)
    return {(a, b): rows[i, j] for i, a in enumerate(names) for j, b in enumerate(names)}


def test_components_of_different_values_say_different_things(together):
    pairs = [(a, b) for a, b in combinations(COMPONENTS, 2) if value_of(a) != value_of(b)]
    assert sum(np.isfinite(together[pair]) for pair in pairs) >= 10
    assert [pair for pair in pairs if abs(together[pair]) >= SAME] == []


@pytest.mark.parametrize("name", RESTATED)
def test_what_was_left_out_says_the_response(together, name):
    assert together["response_mean", name] < -0.7
