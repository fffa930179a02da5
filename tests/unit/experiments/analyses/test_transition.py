"""A transition: differences paired by world at each time and size, judged together."""

import numpy as np
import pytest

from jiaosuo.experiments.analyses.transition.transition_study import SIZES, WHOLE, _rows, outcome_of
from jiaosuo.experiments.study_tools.design_points import Columns
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import OUTCOMES

MEASURE = "response_mean"
WORLDS = np.array([10.0, 14.0, 12.0, 16.0])


@pytest.fixture
def rows():
    """By time and size: one world is long for both rules, and the later rule gains 1, 2 or 3 minutes."""
    gains = dict(zip(Moment, (1.0, 2.0, 3.0), strict=True))
    noise = np.array([0.1, -0.1, 0.2, -0.2])
    found = {}
    for moment, gain in gains.items():
        values = {outcome_of(MEASURE, size): np.stack([WORLDS, WORLDS - gain + noise], 1) for size in SIZES}
        values[outcome_of(MEASURE, "market_town")] = np.full((4, 2), np.nan)
        found[moment] = Columns(values)
    return {(row.moment, row.size): row for row in _rows(MEASURE, found)}


def test_each_time_and_size_has_its_own_paired_difference(rows):
    assert len(rows) == 15
    assert rows["change", WHOLE].change.mean == pytest.approx(-1)
    assert rows["quarter", "village"].change.mean == pytest.approx(-2)
    assert rows["long-run", "county_seat"].change.mean == pytest.approx(-3)
    assert rows["long-run", "county_seat"].before.mean == pytest.approx(13)


def test_what_is_common_to_both_rules_widens_nothing(rows):
    low, high = rows["change", WHOLE].change.interval
    # s = 0.183, t(3) = 3.182: 3.182 * 0.183 / 2
    assert (high - low) / 2 == pytest.approx(0.2905, abs=1e-3)


def test_where_there_is_no_such_settlement_nothing_is_said(rows):
    assert rows["change", "market_town"].change.mean is None
    assert not rows["change", "market_town"].is_significant


def test_every_size_has_an_outcome():
    assert all(outcome_of(MEASURE, size) in OUTCOMES for size in SIZES)
