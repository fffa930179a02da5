"""Parameters of a small desk, known to the test alone, are found again as often as their intervals say."""

from __future__ import annotations

import numpy as np
import pytest

from jiaosuo.experiments.inference.emulators import Emulators, usable
from jiaosuo.experiments.inference.prior import Prior, Range, chosen, spread_points
from jiaosuo.experiments.inference.ranks import exact_interval, held, least_likely, rank_of, uneven
from jiaosuo.experiments.inference.sampling import Likelihood, sample
from jiaosuo.experiments.inference.waves import calibrated, sizes, told_of
from tests.unit.experiments.inference.desk import simulated

AXES = 4
"""Three that act, and one that nothing tells of."""
TRUTHS = 40


@pytest.fixture(scope="module")
def desk():
    points = spread_points(AXES, 64, 1)
    return Emulators(points, simulated(points, 1))


@pytest.fixture(scope="module")
def found(desk):
    """Truths with the posterior of each: one wave serves them all, as it knows of no log."""
    truths = np.random.default_rng(7).random((TRUTHS, AXES))
    seen = simulated(truths, 2)
    return truths, [sample(Likelihood(desk, row), 200, at) for at, row in enumerate(seen)]


def test_intervals_of_nine_in_ten_hold_the_truth_as_often(found):
    """Each parameter by itself, by the exact binomial law; the chance of a false alarm is 1 in 1,000."""
    truths, draws = found
    inside = np.array([held(truth, each) for truth, each in zip(truths, draws, strict=True)])
    for axis in range(AXES):
        assert least_likely(int(inside[:, axis].sum()), TRUTHS, 0.9) > 0.001, (axis, inside[:, axis].sum())


def test_ranks_of_truths_are_even(found):
    truths, draws = found
    ranks = np.array([rank_of(truth, each) for truth, each in zip(truths, draws, strict=True)])
    for axis in range(AXES):
        assert uneven(ranks[:, axis]) > 0.001, axis


def test_what_is_told_is_narrow_and_what_is_not_stays_as_it_was(found):
    _, draws = found
    width = np.median([np.ptp(np.quantile(each, (0.05, 0.95), axis=0), axis=0) for each in draws], axis=0)
    assert width[0] < 0.2
    assert width[1] < 0.3
    assert width[3] == pytest.approx(0.9, abs=0.06)


def test_a_longer_log_tells_more(desk):
    """Of four times the days the variance is a quarter; what the emulator does not know stays."""
    truth = np.full((1, AXES), 0.5)
    seen = simulated(truth, 3, days=80)[0]
    short, long = (np.std(sample(Likelihood(desk, seen, share), 400, 5), axis=0) for share in (1.0, 0.25))
    assert (long[:2] < 0.85 * short[:2]).all()


def test_waves_come_nearer_and_go_on_from_what_is_kept():
    truth = np.array([[0.3, 0.6, 0.4]])
    seen = simulated(truth, 4)[0]
    kept, runs = {}, []

    def simulate(wave, points):
        runs.append(len(points))
        return simulated(points, 10 + wave)

    def keep(wave, make):
        kept[wave] = kept[wave] if wave in kept else make()
        return kept[wave]

    first = calibrated(3, simulate, seen, sizes(72, 3), seed=3, draws=300, keep=keep)
    assert runs == [36, 18, 18]
    off = [np.abs(kept[wave][:, :2] - truth[0, :2]).mean() for wave in (1, 3)]
    assert off[1] < 0.6 * off[0]
    assert held(truth[0], first.sample, 0.99).all()
    again = calibrated(3, simulate, seen, sizes(72, 3), seed=3, draws=300, keep=keep)
    assert np.array_equal(again.sample, first.sample)
    assert first.wider == 1.0


def test_what_the_model_cannot_give_makes_intervals_wider_and_is_named(desk):
    """Cases three standard laws away from anything a desk of exponential cases gives."""
    seen = simulated(np.full((1, AXES), 0.5), 6)[0]
    off = seen + np.array([0, 0, 3.0, 0])
    right, wrong = (
        told_of(Likelihood(desk, each), np.ones(4, bool), 1, 300) for each in (seen, off)
    )  # fmt: skip
    assert right.wider == 1.0
    assert wrong.wider > 2
    assert np.abs(right.away).max() < 3
    assert np.abs(wrong.away).max() > 3


def test_runs_without_a_statistic_are_left_out_and_a_statistic_that_many_lack_is():
    def simulate(_, points):
        found = np.column_stack([simulated(points, 9), np.zeros(len(points)), np.ones(len(points))])
        found[::2, 4] = np.nan
        found[5] = np.nan
        return found

    seen = np.append(simulated(np.full((1, 3), 0.5), 8)[0], [0.0, 1.0])
    told = calibrated(3, simulate, seen, [40], draws=100)
    assert told.used.tolist() == [True] * 4 + [False] * 2
    assert told.failed == 1
    with pytest.raises(ValueError, match="no statistic"):
        calibrated(3, simulate, np.full(6, np.nan), [40])


def test_a_range_of_sizes_is_even_in_its_logarithm_and_others_in_the_number():
    prior = Prior((Range(name="delta", low=0.4, high=1.1), Range(name="gain", low=0.01, high=0.16)))
    unit = np.array([[0.0, 0.5], [0.5, 0.25], [1.0, 1.0]])
    assert prior.values(unit) == pytest.approx(np.array([[0.4, 0.04], [0.75, 0.02], [1.1, 0.16]]))
    assert prior.unit(prior.values(unit)) == pytest.approx(unit)
    assert prior.names == ("delta", "gain")


def test_points_that_are_chosen_lie_apart():
    rows = np.array([[0.0, 0], [0.01, 0], [1, 1], [0, 1], [0.99, 1]])
    taken = chosen(rows, 3, np.random.default_rng(0))
    assert min(np.hypot(*(a - b)) for at, a in enumerate(taken) for b in taken[:at]) > 0.9


def test_shares_have_exact_intervals():
    """0 of 10: the upper end solves (1 - p)^10 = 0.025."""
    assert exact_interval(0, 10) == pytest.approx((0, 1 - 0.025**0.1))
    assert least_likely(9, 10, 0.9) == 1
    assert usable(np.array([[1.0, 2], [1, 3]]), np.array([1.0, 2])).tolist() == [False, True]
    assert sizes(10, 1) == [10]
    assert sum(sizes(101, 4)) == 101
