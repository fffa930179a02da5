"""Intervals, pairs and families, each against a case worked by hand and a law."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from scipy import stats

from jiaosuo.experiments.statistics.intervals import (
    Estimate,
    distinguishable,
    family_interval,
    holm,
    independent_difference,
    mean_interval,
    p_value,
    paired_difference,
    paired_p_value,
    ratio_of_means,
    relative_change,
    variance_ratio,
)

FIRST = [10.0, 12.0, 9.0, 11.0]
LATER = [8.0, 11.0, 7.0, 10.0]


def test_t_interval_by_hand() -> None:
    estimate = mean_interval([1, 2, 3, 4, 5])
    half = 2.7764451 * math.sqrt(2.5 / 5)
    assert estimate.mean == 3
    assert estimate.interval == pytest.approx((3 - half, 3 + half), abs=1e-6)
    assert estimate.n == 5


def test_paired_difference_by_hand() -> None:
    """Differences -2, -1, -2, -1: mean -1.5, standard error 1 / sqrt(12), t(3, .975) = 3.182446."""
    estimate = paired_difference(FIRST, LATER)
    half = 3.1824463 / math.sqrt(12)
    assert estimate.mean == -1.5
    assert estimate.interval == pytest.approx((-1.5 - half, -1.5 + half), abs=1e-6)


def test_variance_ratio_by_hand() -> None:
    """Sums of squares 5, 10 and 1: (5 + 10) / 1."""
    assert variance_ratio(FIRST, LATER) == pytest.approx(15)


def test_paired_p_value_is_that_of_the_paired_t_test() -> None:
    assert paired_p_value(FIRST, LATER) == pytest.approx(stats.ttest_rel(LATER, FIRST).pvalue, rel=1e-9)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_the_p_value_does_not_depend_on_the_level_of_the_stored_interval(level: float) -> None:
    assert p_value(paired_difference(FIRST, LATER, level)) == pytest.approx(paired_p_value(FIRST, LATER))


def test_the_interval_covers_the_mean_95_times_in_100() -> None:
    samples = np.random.default_rng(1).normal(7.0, 3.0, (4000, 8))
    covered = [low <= 7.0 <= high for low, high in (mean_interval(row).interval or () for row in samples)]
    assert abs(np.mean(covered) - 0.95) < 3.3 * math.sqrt(0.95 * 0.05 / 4000)


def test_without_a_difference_one_comparison_in_twenty_is_called_different() -> None:
    draws = np.random.default_rng(2).normal(0, 1, (4000, 2, 10))
    called = [distinguishable({"b": paired_difference(a, b)})["b"] for a, b in draws]
    assert abs(np.mean(called) - 0.05) < 3.3 * math.sqrt(0.95 * 0.05 / 4000)


def test_with_eight_equal_rules_the_family_errs_at_most_one_time_in_twenty() -> None:
    draws = np.random.default_rng(3)
    families, single = [], []
    for _ in range(1500):
        first = draws.normal(0, 1, 12)
        differences = {str(k): paired_difference(first, draws.normal(0, 1, 12)) for k in range(8)}
        families.append(any(distinguishable(differences).values()))
        single.append(any((p_value(d) or 1) <= 0.05 for d in differences.values()))
    assert np.mean(families) < 0.05 + 3.3 * math.sqrt(0.95 * 0.05 / 1500)
    assert np.mean(single) > 0.12


def test_intervals_of_a_family_by_hand() -> None:
    """For two rules each interval is one of 97.5 %: t(3, .9875) = 4.176535 in place of 3.182446."""
    wide = family_interval(paired_difference(FIRST, LATER), rules=2)
    half = 4.1765348 / math.sqrt(12)
    assert wide.interval == pytest.approx((-1.5 - half, -1.5 + half), abs=1e-6)
    assert family_interval(paired_difference(FIRST, LATER), rules=1).interval == pytest.approx(
        paired_difference(FIRST, LATER).interval
    )
    assert family_interval(Estimate(4.0, None, 1), 3) == Estimate(4.0, None, 1)


def test_what_is_not_called_different_has_a_family_interval_over_0() -> None:
    draws = np.random.default_rng(5).normal(0.4, 1, (400, 3, 10))
    for changes in draws:
        family = {str(k): paired_difference(np.zeros(10), change) for k, change in enumerate(changes)}
        for rule, different in distinguishable(family).items():
            low, high = family_interval(family[rule], 3).interval or (0, 0)
            assert different or low <= 0 <= high


def test_holm_by_hand() -> None:
    """Sorted .01, .03, .04 times 3, 2, 1 is .03, .06, .04; the last may not fall below the one before."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_holm_leaves_what_is_not_available_out_of_the_family() -> None:
    assert holm([0.02, None, 0.6]) == [pytest.approx(0.04), None, pytest.approx(0.6)]
    assert holm([]) == []
    assert holm([0.9, 0.8]) == [1.0, 1.0]


def test_equal_rules_differ_by_exactly_nothing() -> None:
    worlds = np.random.default_rng(4).normal(20, 5, 30)
    estimate = paired_difference(worlds, worlds)
    assert estimate == Estimate(0.0, (0.0, 0.0), 30)
    assert p_value(estimate) == 1.0
    assert not distinguishable({"copy": estimate})["copy"]
    assert variance_ratio(worlds, worlds) is None


def test_rounding_is_not_a_difference() -> None:
    sums = [0.1 + 0.2, 0.3 + 0.6, 0.7 + 0.1]
    assert paired_difference(sums, [0.3, 0.9, 0.8]) == Estimate(0.0, (0.0, 0.0), 3)
    assert variance_ratio([0.1, 0.2, 0.3], [0.3, 0.4, 0.5]) is None


@pytest.mark.parametrize(("worlds", "different"), [(2, False), (5, False), (6, True), (20, True)])
def test_a_difference_without_spread_is_judged_by_its_sign_alone(worlds: int, different: bool) -> None:
    """All of n pairs differ by exactly 1: the sign test gives 2 ** (1 - n)."""
    first = np.arange(worlds, dtype=float)
    estimate = paired_difference(first, first + 1)
    assert estimate == Estimate(1.0, (1.0, 1.0), worlds)
    assert p_value(estimate) == 2.0 ** (1 - worlds)
    assert distinguishable({"later": estimate})["later"] is different


def test_only_what_was_observed_counts() -> None:
    assert mean_interval([1.0, math.nan, 3.0, None, math.inf]).n == 2  # type: ignore[list-item]
    assert paired_difference([1.0, math.nan, 3.0], [2.0, 2.0, math.nan]) == Estimate(1.0, None, 1)


def test_nothing_observed_is_not_available() -> None:
    assert mean_interval([]) == Estimate(None, None, 0)
    assert mean_interval([math.nan]) == Estimate(None, None, 0)
    assert mean_interval([4.0]) == Estimate(4.0, None, 1)
    assert mean_interval([4.0, 4.0]) == Estimate(4.0, (4.0, 4.0), 2)
    assert paired_p_value([1.0], [2.0]) is None
    assert variance_ratio([1.0], [2.0]) is None


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0, 4.0]])
def test_an_estimate_survives_the_document(values: list[float]) -> None:
    estimate = mean_interval(values)
    stored = json.loads(json.dumps(estimate.as_json(), allow_nan=False))
    assert stored.keys() == {"mean", "ci95", "n"}
    assert Estimate.from_json(stored) == estimate


def test_a_missing_entry_is_not_observed() -> None:
    assert Estimate.from_json(None).n == 0
    assert Estimate.from_json({"mean": 1.0, "ci95": [None, None], "n": 1}) == Estimate(1.0, None, 1)


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="alternative: '3 values'"):
        paired_difference([1.0], [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="level"):
        mean_interval([1.0, 2.0], level=95)
    with pytest.raises(ValueError, match="values"):
        mean_interval([[1.0], [2.0]])
    with pytest.raises(ValueError, match="p_values"):
        holm([1.5])


def test_a_ratio_of_means_is_exact_where_the_values_are_proportional():
    found = ratio_of_means([2.0, 4.0, 6.0], [1.0, 2.0, 3.0])
    assert found.mean == pytest.approx(2.0)
    assert found.interval is not None
    assert found.half_width == pytest.approx(0.0, abs=1e-9)


def test_the_interval_of_a_ratio_covers_it_as_often_as_it_says():
    draws = np.random.default_rng(5)
    hits = 0
    for _ in range(1_000):
        below = draws.normal(20, 4, 12)
        low, high = ratio_of_means(0.5 * below + draws.normal(0, 1, 12), below).interval
        hits += low <= 0.5 <= high
    assert 0.92 < hits / 1_000 < 0.98


def test_a_ratio_to_what_may_be_nothing_has_no_interval_and_to_nothing_no_value():
    assert ratio_of_means([1.0, 2.0, 3.0], [-1.0, 0.5, 1.0]).interval is None
    assert ratio_of_means([1.0, 2.0], [0.0, 0.0]).mean is None


def test_a_relative_change_of_equal_columns_is_exactly_nothing():
    assert relative_change([3.0, 5.0], [3.0, 5.0]).interval == (0.0, 0.0)
    assert relative_change([0.0, 0.0], [0.0, 0.0]).mean is None
    assert relative_change([4.0, 6.0, 5.0], [2.0, 3.0, 2.5]).mean == pytest.approx(-0.5)


def test_worlds_of_their_own_are_compared_by_welch() -> None:
    from scipy.stats import ttest_ind

    first, later = [3.0, 4.0, 5.0, 9.0], [7.0, 8.0, 12.0, 13.0, 11.0, 30.0]
    found = independent_difference(first, later)
    wanted = ttest_ind(later, first, equal_var=False)
    assert found.n == 10
    assert found.interval == pytest.approx(tuple(wanted.confidence_interval(0.95)))
    assert p_value(found) == pytest.approx(wanted.pvalue)


def test_worlds_of_their_own_that_are_too_few_or_all_equal() -> None:
    assert independent_difference([], [1.0, 2.0]).mean is None
    assert independent_difference([1.0], [1.0, 2.0]).interval is None
    assert independent_difference([1.0, 1.0], [1.0, 1.0]).interval == (0.0, 0.0)
