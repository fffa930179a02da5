"""Intervals that may be looked at all the time, beside those that may not."""

from __future__ import annotations

import numpy as np
import pytest

from jiaosuo.experiments.comparison.sequential import PRECISION, Goal, always_valid, look_at
from jiaosuo.experiments.statistics.intervals import mean_interval
from jiaosuo.experiments.statistics.warmup import mser5
from jiaosuo.model.core.errors import InputError

NORMAL = np.random.default_rng(20).normal(0.0, 1.0, (2_000, 60))
"""Paired differences of equal rules: 2,000 studies of 60 worlds."""


def ever_wrong(interval, values) -> float:  # type: ignore[no-untyped-def]
    """Share of studies in which some look between 3 and 60 worlds calls equal rules different."""
    wrong = 0
    for study in values:
        for n in range(3, values.shape[1] + 1):
            ends = interval(study[:n]).interval
            if ends is not None and not ends[0] <= 0.0 <= ends[1]:
                wrong += 1
                break
    return wrong / len(values)


def test_looking_after_every_world_makes_the_t_interval_wrong_far_too_often() -> None:
    assert ever_wrong(mean_interval, NORMAL[:300]) > 0.2


def test_the_always_valid_interval_is_ever_wrong_at_most_as_often_as_it_says() -> None:
    share = ever_wrong(always_valid, NORMAL[:600])
    assert 0.0 < share <= 0.05 + 2 * (0.05 * 0.95 / 600) ** 0.5


def test_it_does_so_for_spreads_of_any_size() -> None:
    ends = always_valid(NORMAL[0]).interval
    scaled = always_valid(1e6 * NORMAL[0]).interval
    assert ends is not None
    assert scaled is not None
    assert scaled == pytest.approx([1e6 * end for end in ends])


def test_the_interval_is_where_the_mixture_martingale_is_below_one_in_alpha() -> None:
    sample = NORMAL[1][:25]
    ends = always_valid(sample).interval
    assert ends is not None
    for end in ends:
        moved = sample - end
        v, s, n = float((moved**2).sum()), float(moved.sum()), len(moved)
        martingale = (PRECISION / (n + PRECISION)) ** 0.5
        martingale *= (v / (v - s**2 / (n + PRECISION))) ** (n / 2)
        assert martingale == pytest.approx(20.0)


def test_looking_costs_about_twice_the_width_at_twenty_worlds() -> None:
    looked_at, fixed = always_valid(NORMAL[2][:20]), mean_interval(NORMAL[2][:20])
    assert looked_at.half_width is not None
    assert fixed.half_width is not None
    assert 1.3 < looked_at.half_width / fixed.half_width < 2.2


def test_what_says_nothing_of_its_spread_has_no_interval() -> None:
    for values in ([], [1.0], [2.0, 2.0, 2.0], [1.0, np.nan], [0.0, 1.0]):
        assert always_valid(values).interval is None
    assert always_valid([1.0, np.nan]).n == 1


def test_the_goal_is_reached_by_a_difference_or_by_its_absence_and_not_before() -> None:
    goal = Goal("response_mean", narrow=0.02)
    first = 100.0 + NORMAL[3]
    apart = np.column_stack([first, first + 3.0 + 0.1 * NORMAL[4]])
    assert look_at(apart[:10], ("a", "b"), goal).done
    assert not look_at(apart[:3], ("a", "b"), goal).done
    near = np.column_stack([first, first + 0.5 * NORMAL[5]])
    assert look_at(near, ("a", "b"), goal).done
    wide = np.column_stack([first, first + 50 * NORMAL[6]])
    assert not look_at(wide, ("a", "b"), goal).done
    assert not look_at(np.column_stack([apart, wide[:, 1]]), ("a", "b", "c"), goal).done


def test_worlds_without_the_outcome_under_both_rules_are_no_pairs() -> None:
    values = np.column_stack([10 + NORMAL[7], 12 + NORMAL[7] + 0.1 * NORMAL[8]])
    values[::2, 0] = np.nan
    look = look_at(values, ("a", "b"), Goal("response_mean"))
    assert look.differences["b"].n == 30


def test_a_start_that_settles_is_cut_and_a_steady_series_is_not() -> None:
    dice = np.random.default_rng(5)
    steady = 10 + dice.normal(0, 1, 400)
    settling = steady + 30 * np.exp(-np.arange(400) / 20)
    assert mser5(steady) <= 100
    assert 40 <= mser5(settling) <= 150
    assert abs(settling[mser5(settling) :].mean() - 10) < 0.2 < settling.mean() - 10


def test_mser_5_of_a_series_worked_out_by_hand() -> None:
    assert mser5([50.0] * 5 + [1.0, 2.0, 3.0, 2.0, 2.0] * 7) == 5
    assert mser5([1.0, 2.0, 3.0, 2.0, 2.0] * 8) == 0


@pytest.mark.parametrize("series", [[1.0] * 19, [1.0] * 30 + [np.nan], [[1.0] * 30]])
def test_a_series_too_short_or_broken_is_refused(series: object) -> None:
    with pytest.raises(InputError, match="series"):
        mser5(series)  # type: ignore[arg-type]
