"""Where along the years two rules change places: known curves, chance, and worlds that show nothing."""

import numpy as np
import pytest

from jiaosuo.experiments.comparison.turn import turn

YEARS = range(11)


def worlds(course, noise, n=20, seed=0):
    """Losses of `later` in n worlds: a course over the years with a level and noise of each world's own."""
    rng = np.random.default_rng(seed)
    level = rng.normal(0, noise, (n, 1))
    return np.array(course, np.float64) + level + rng.normal(0, noise, (n, len(YEARS)))


def test_two_lines_that_cross_are_found_with_an_interval_that_holds_the_place():
    """Losses run from -3.5 to 6.5 in steps of 1: they pass 0 in year 3.5."""
    found = turn(YEARS, worlds([year - 3.5 for year in YEARS], 0.4), "separate", "integrated")
    assert (found.kind, found.before, found.after) == ("crosses", "integrated", "separate")
    low, high = found.year.interval
    assert low <= 3.5 <= high
    assert high - low < 1
    assert found.year.mean == pytest.approx(3.5, abs=0.3)


def test_the_other_way_round_the_first_rule_is_better_before():
    found = turn(YEARS, worlds([6.2 - year for year in YEARS], 0.4), "separate", "integrated")
    assert (found.kind, found.before, found.after) == ("crosses", "separate", "integrated")
    assert found.year.mean == pytest.approx(6.2, abs=0.3)


@pytest.mark.parametrize(("level", "ahead"), [(2.0, "separate"), (-2.0, "integrated")])
def test_lines_that_stay_apart_do_not_cross(level, ahead):
    found = turn(YEARS, worlds([level + 0.01 * year for year in YEARS], 0.4), "separate", "integrated")
    assert (found.kind, found.before, found.after) == ("ahead", ahead, ahead)
    assert found.year.mean is None


@pytest.mark.ci
def test_chance_alone_seldom_crosses():
    """Of 200 pairs of equal rules few may be called anything: two 95 % tests in each of two directions."""
    kinds = [turn(YEARS, worlds([0] * 11, 1.0, seed=seed), "a", "b").kind for seed in range(200)]
    assert kinds.count("ahead") <= 20
    assert kinds.count("crosses") <= 20


@pytest.mark.parametrize("losses", [np.zeros((1, 11)), np.full((20, 11), np.nan), np.zeros((20, 11))])
def test_one_world_or_none_or_no_difference_shows_nothing(losses):
    assert turn(YEARS, losses, "a", "b").kind == "unsure"


def test_a_single_year_cannot_cross():
    assert turn([0], np.ones((20, 1)), "a", "b").kind == "unsure"
