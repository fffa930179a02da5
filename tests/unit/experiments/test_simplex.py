"""Shares of the weights, against areas of the simplex worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.statistics.simplex import POINTS, best_shares, shares_of_weights, simplex_points

NET = 0.004
"""How near the net of weights comes to an exact area."""


def against(*changes: list[float]) -> np.ndarray:
    """Later rules, each a list of its changes, beside a first rule that changes nothing."""
    return np.array([[0.0] * len(changes[0]), *changes]).T


@pytest.mark.parametrize(("gain", "loss"), [(0.2, 0.1), (1.0, 1.0), (0.03, 0.5)])
def test_of_two_components_the_share_is_where_the_gain_outweighs_the_loss(gain: float, loss: float) -> None:
    """Better when w * gain > (1 - w) * loss, that is for w above loss / (gain + loss)."""
    shares = best_shares(against([gain, -loss]))
    assert shares == pytest.approx([loss / (gain + loss), gain / (gain + loss)], abs=1 / POINTS)


@pytest.mark.parametrize("components", [3, 4, 8])
def test_one_gain_among_equal_losses(components: int) -> None:
    """Better when the first weight is above t = .1 / (.4 + .1): of k weights, (1 - t) to the power k - 1."""
    shares = best_shares(against([0.4] + [-0.1] * (components - 1)))
    assert shares[1] == pytest.approx(0.8 ** (components - 1), abs=NET)


@pytest.mark.parametrize("components", [2, 3, 5, 8])
def test_rules_that_each_lead_on_one_component_share_alike(components: int) -> None:
    assert best_shares(np.eye(components)) == pytest.approx(1 / components, abs=NET)


def test_a_rule_that_is_better_in_everything_has_all_weights() -> None:
    assert best_shares(against([0.1, 0.3, 0.0001], [0.05, 0.2, -0.5])).tolist() == [0, 1, 0]


def test_a_rule_that_is_worse_in_everything_leaves_all_to_the_first() -> None:
    assert best_shares(against([-0.1, -0.3])).tolist() == [1, 0]


def test_a_tie_is_split_evenly() -> None:
    assert best_shares(against([0.0, 0.0])).tolist() == [0.5, 0.5]
    assert best_shares(against([0.2, 0.1], [0.2, 0.1])).tolist() == [0, 0.5, 0.5]


def test_one_component_needs_no_weighing() -> None:
    assert best_shares(against([0.2], [0.3])).tolist() == [0, 0, 1]


@pytest.mark.parametrize("components", [1, 2, 3, 8])
def test_the_points_are_weights_spread_evenly(components: int) -> None:
    """Dirichlet with all parameters 1: mean 1 / k, variance (k - 1) / (k ** 2 (k + 1))."""
    points, k = simplex_points(components), components
    assert points.sum(axis=1) == pytest.approx(1)
    assert points.min() > 0
    assert points.mean(axis=0) == pytest.approx(1 / k, abs=1e-3)
    assert points.var(axis=0) == pytest.approx((k - 1) / (k**2 * (k + 1)), abs=1e-3)


def test_shares_add_up_to_one() -> None:
    shares = best_shares(np.random.default_rng(3).normal(size=(7, 5)))
    assert shares.sum() == pytest.approx(1)


def test_worlds_that_agree_leave_no_doubt() -> None:
    changes = np.repeat(against([0.3, -0.1])[None], 6, axis=0)
    told = shares_of_weights(changes, ["a", "b"])
    assert told["b"].mean == pytest.approx(0.75, abs=1 / POINTS)
    assert told["b"].interval == pytest.approx([told["b"].mean] * 2)
    assert told["b"].n == 6


def test_worlds_that_disagree_leave_doubt_on_both_sides() -> None:
    """Twelve worlds with changes around (.1, -.1): the interval holds one half, and is no wider than all."""
    draws = np.random.default_rng(5).normal(0, 0.1, (12, 2, 1)) + np.array([[0.1], [-0.1]])
    told = shares_of_weights(np.concatenate([np.zeros((12, 2, 1)), draws], axis=2), ["a", "b"])
    low, high = told["b"].interval
    assert 0 <= low < told["b"].mean < high <= 1
    assert low < 0.5 < high


def test_the_same_changes_give_the_same_shares() -> None:
    changes = np.random.default_rng(9).normal(size=(8, 4, 3))
    changes[:, :, 0] = 0
    assert shares_of_weights(changes, "abc") == shares_of_weights(changes.copy(), "abc")


def test_one_world_has_shares_without_an_interval() -> None:
    assert shares_of_weights(against([0.1, 0.1])[None], ["a", "b"])["b"] == Estimate(1, None, 1)


@pytest.mark.parametrize("shape", [(0, 3, 2), (4, 0, 2)])
def test_with_nothing_to_weigh_there_are_no_shares(shape: tuple[int, int, int]) -> None:
    assert shares_of_weights(np.zeros(shape), ["a", "b"]) == {}
