"""Candidate incidents: a Poisson law, an hourly shape, and points that no lever moves."""

import numpy as np
import pytest
from scipy import stats

from jiaosuo.model.calls import CANDIDATE_FIELDS
from jiaosuo.model.core.columns import table
from jiaosuo.model.incidents.kind import ROAD_RISK, STREET_DAY
from jiaosuo.model.kernels.calls.arrivals import draw_day

DAY = 1440.0
FLAT = np.ones(24)


def drawn(rates, hours=FLAT, days=40, seed=11, process=22):
    """All candidates of some days as one table."""
    found, parts = table(CANDIDATE_FIELDS, 50_000), []
    for day in range(days):
        count = draw_day(seed, process, rates, np.asarray(hours, float), day, found, len(found))
        parts.append(found[:count].copy())
    return np.concatenate(parts)


def both(rate, entities):
    """The same rate by night and in working hours."""
    return np.full((entities, 2), float(rate))


def is_poisson(count, mean):
    """Whether a count lies in the 99.99 % interval of the law."""
    low, high = stats.poisson.interval(0.9999, mean)
    return low <= count <= high


@pytest.mark.parametrize(("rate", "entities"), [(0.004, 4000), (0.3, 100), (7.0, 10), (200.0, 1)])
def test_the_count_is_poisson_around_rate_times_days(rate, entities):
    assert is_poisson(len(drawn(both(rate, entities))), rate * entities * 40)


def test_the_count_a_day_varies_as_poisson_does():
    days = np.floor(drawn(both(5.0, 1), days=2000)["time"] / DAY)
    counts = np.bincount(days.astype(int), minlength=2000)
    dispersion = counts.var(ddof=1) / counts.mean()
    assert abs(dispersion - 1) < 4 * np.sqrt(2 / 2000)


@pytest.mark.parametrize("hours", [ROAD_RISK, STREET_DAY])
def test_hours_follow_their_weights(hours):
    hour = (drawn(both(8.0, 30), hours)["time"] % DAY // 60).astype(int)
    expected = 8.0 * 30 * 40 * np.array(hours) / 24
    assert stats.chisquare(np.bincount(hour, minlength=24), expected, sum_check=False).pvalue > 1e-4


def test_working_hours_have_their_own_rate():
    rates = np.tile([1.0, 6.0], (50, 1))
    hour = drawn(rates)["time"] % DAY // 60
    working = (hour >= 8) & (hour < 18)
    assert is_poisson(working.sum(), 6.0 * 10 / 24 * 50 * 40)
    assert is_poisson((~working).sum(), 1.0 * 14 / 24 * 50 * 40)


def test_an_entity_without_a_rate_has_no_candidates():
    rates = both(3.0, 6)
    rates[[1, 4]] = 0.0
    assert set(drawn(rates)["entity"]) == {0, 2, 3, 5}


@pytest.mark.parametrize("factor", [1.001, 2.0, 17.0])
def test_raising_the_rates_moves_no_candidate(factor):
    low = {(row["key"].item(), row["time"].item(), row["entity"].item()) for row in drawn(both(0.7, 40))}
    high = {
        (row["key"].item(), row["time"].item(), row["entity"].item()) for row in drawn(both(0.7 * factor, 40))
    }
    assert low < high or (factor < 1.01 and low <= high)


def test_the_rate_of_one_entity_moves_no_candidate_of_another():
    rates = both(0.7, 40)
    before = drawn(rates)
    rates[3] = 9.0
    after = drawn(rates)
    np.testing.assert_array_equal(before[before["entity"] != 3], after[after["entity"] != 3])


def test_every_candidate_has_a_key_of_its_own():
    keys = drawn(both(5.0, 40))["key"]
    assert len(np.unique(keys)) == len(keys)


def test_what_a_seed_process_or_day_draws_is_its_own():
    base = set(drawn(both(2.0, 20))["key"].tolist())
    assert not base & set(drawn(both(2.0, 20), seed=12)["key"].tolist())
    assert not base & set(drawn(both(2.0, 20), process=23)["key"].tolist())


def test_rows_beyond_the_room_are_counted_and_not_written():
    rates, full, short = both(4.0, 10), table(CANDIDATE_FIELDS, 500), table(CANDIDATE_FIELDS, 500)
    count = draw_day(1, 2, rates, FLAT, 0, full, 500)
    assert draw_day(1, 2, rates, FLAT, 0, short, 10) == count > 10
    np.testing.assert_array_equal(short[:10], full[:10])
    assert not short["key"][10:].any()
