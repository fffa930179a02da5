"""Survival, laws and loads against what is worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from jiaosuo.experiments.logs.laws import fitted_law
from jiaosuo.experiments.logs.load import by_hour, mean_open, time_shares
from jiaosuo.experiments.logs.survival import response_times, survival


def test_kaplan_and_meier_by_hand():
    """Six calls: reached after 2, 4, 4, 7; watched in vain for 3 and 5."""
    found = survival("", np.array([2.0, 4, 4, 7]), np.array([3.0, 5]))
    waiting = {each.minutes: each.waiting for each in found.curve}
    assert waiting[0] == 1
    assert waiting[2] == pytest.approx(5 / 6)
    assert waiting[4] == pytest.approx(5 / 6 * 2 / 4)
    assert waiting[7] == pytest.approx(0)
    assert (found.events, found.censored) == (4, 2)
    assert found.median == 4
    assert found.ninetieth == 7


def test_the_band_is_greenwoods_on_the_scale_of_log_log():
    reached, watched = np.array([2.0, 4, 4, 7, 9, 11]), np.array([3.0, 5, 12])
    found = survival("", reached, watched)
    at = next(each for each in found.curve if each.minutes == 4)
    waiting = 8 / 9 * 5 / 7
    greenwood = 1 / (9 * 8) + 2 / (7 * 5)
    half = 1.959964 * np.sqrt(greenwood) / abs(np.log(waiting))
    assert at.waiting == pytest.approx(waiting, abs=1e-6)
    assert at.low == pytest.approx(waiting ** np.exp(half), abs=1e-4)
    assert at.high == pytest.approx(waiting ** np.exp(-half), abs=1e-4)


def test_nobody_watched_in_vain_is_the_empirical_share():
    found = survival("", np.arange(1.0, 101), np.zeros(0))
    assert {each.minutes: each.share for each in found.within} == {
        5: 0.05,
        10: 0.1,
        15: 0.15,
        30: 0.3,
        60: 0.6,
    }


def test_the_band_holds_the_truth_as_often_as_it_says():
    """Exponential responses with exponential patience: 95 % of bands at the median hold one half."""
    draw = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        need, patience = draw.exponential(10, 150), draw.exponential(20, 150)
        seen = need <= patience
        found = survival("", need[seen], patience[~seen])
        point = [each for each in found.curve if each.minutes <= 10 * np.log(2)][-1]
        held += point.low <= 0.5 <= point.high
    assert 365 <= held <= 395  # 380 expected, sd 4.4


def test_too_few_calls_make_no_curve():
    assert survival("", np.array([3.0]), np.array([1.0])) is None


def calls(**columns):
    base = datetime(2025, 3, 3, 8)
    frame = pl.DataFrame(
        {
            name: [None if each is None else base + timedelta(minutes=each) for each in values]
            for name, values in columns.items()
            if name in ("received", "arrived", "cleared")
        },
        schema={name: pl.Datetime("ms", "Asia/Shanghai") for name in ("received", "arrived", "cleared")},
    )
    return frame.with_columns(officer_initiated=pl.Series(columns.get("own", [False] * frame.height)))


def test_what_is_watched_ends_with_the_call_or_with_the_log():
    frame = calls(
        received=[0, 10, 20, 30, 40],
        arrived=[5, None, None, 35, 39],
        cleared=[60, 25, None, 90, 45],
        own=[False, False, False, True, False],
    )
    reached, watched = response_times(frame)
    assert reached.tolist() == [5]
    """The one who came before the call goes backwards and is left to the check."""
    assert watched.tolist() == [15, 40]


@pytest.mark.parametrize(
    ("law", "draws"),
    [
        ("lognormal", lambda d: d.lognormal(3, 1, 2_000)),
        ("gamma", lambda d: d.gamma(3, 10, 2_000)),
        ("weibull", lambda d: 30 * d.weibull(2.5, 2_000)),
    ],
)
def test_the_law_that_made_durations_is_found(law, draws):
    found = fitted_law("", draws(np.random.default_rng(3)))
    assert found.law == law
    assert min(found.behind.values()) > 2


def test_an_exponential_is_not_taken_for_more_than_it_is():
    found = fitted_law("", np.random.default_rng(4).exponential(30, 2_000))
    assert found.law == "exponential" or found.behind["exponential"] < 6
    assert found.mean == pytest.approx(30, rel=0.1)
    assert found.cv == pytest.approx(1, rel=0.1)


def test_few_durations_have_moments_and_no_law():
    found = fitted_law("", np.array([10.0, 20, 30]))
    assert (found.n, found.mean, found.median, found.law) == (3, 20, 20, "")
    assert fitted_law("", np.zeros(0)).n == 0


def test_open_calls_are_integrals_and_no_samples():
    begins, ends = np.array([0.5, 0.25, 3.0]), np.array([1.5, 0.75, 3.0])
    weights = np.array([1.0, 2.0, 5.0])
    assert mean_open(begins, ends, weights, np.arange(4.0)) == pytest.approx([0.5 + 1.0, 0.5, 0])


def test_what_is_open_adds_up_to_all_that_lasts():
    draw = np.random.default_rng(5)
    begins = draw.uniform(0, 90, 500)
    ends = begins + draw.exponential(2, 500)
    marks = np.arange(0, 200.0)
    assert mean_open(begins, ends, np.ones(500), marks).sum() == pytest.approx((ends - begins).sum())


def test_shares_of_time_by_number_open():
    assert time_shares(np.array([0.0, 1, 3]), np.array([2.0, 2, 4])) == [0.25, 0.5, 0.25]
    assert time_shares(np.zeros(0), np.zeros(0)) == []


def test_hours_of_the_day_are_told_apart():
    loads = np.concatenate([np.arange(24.0), np.arange(24.0) + 2])
    found = by_hour(loads, 0)
    assert [each.mean for each in found] == [hour + 1.0 for hour in range(24)]
    assert [each.most for each in found] == [hour + 2.0 for hour in range(24)]
