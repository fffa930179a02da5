"""The statistics of a log by hand, and what a log does not say is not told."""

from __future__ import annotations

import math
import pickle
from types import SimpleNamespace

import numpy as np
import pytest

from jiaosuo.experiments.logs.summaries import (
    LABELS,
    NAMES,
    LogReading,
    has_points,
    label,
    share,
    summaries,
    values_of,
)
from tests.unit.experiments.logs.test_checking import log_of

KINDS = {"dispute": "order", "damage_crash": "traffic"}
CELLS = np.array(
    [(0.5, 0.5, 0, 0, 100), (1.5, 0.5, 1, 0, 300), (5.5, 0.5, 0, 1, 200)],
    [("x_km", "f8"), ("y_km", "f8"), ("area", "i8"), ("township", "i8"), ("people", "f8")],
)
LAND = SimpleNamespace(
    cells=CELLS, townships=(SimpleNamespace(name="南门镇"), SimpleNamespace(name="东桥镇"))
)
COUNT = 40


def a_log(**more):
    """Forty disputes in two days, half in one township, a town, half in another.

    Sent after one minute, there after ten in town and forty in the village, and half an hour there.
    """
    at = np.arange(COUNT) * 72.0
    way = np.where(np.arange(COUNT) % 2 == 0, 10.0, 40.0)
    columns = {
        "received": at.tolist(),
        "dispatched": (at + 1).tolist(),
        "arrived": (at + way).tolist(),
        "cleared": (at + way + 30).tolist(),
        "kind": ["dispute"] * COUNT,
        "township": ["南门镇", "东桥镇"] * (COUNT // 2),
        "units": [2] * COUNT,
        "corps": ["station", "patrol"] * (COUNT // 2),
        "outcome": ["cleared"] * COUNT,
    }
    return log_of(**(columns | more)).frame


def told(frame, points=False):
    return {name: value for name, (value, _) in summaries(frame, LAND, KINDS, 2.0, points).items()}


def test_means_rates_and_shares_by_hand():
    found = told(a_log())
    assert found["calls_order_urban"] == pytest.approx(math.log(20.5 / 2))
    assert found["response_order_urban"] == pytest.approx(math.log(11))
    assert found["response_order_rural"] == pytest.approx(math.log(41))
    assert found["queue_order"] == pytest.approx(math.log(2))
    assert found["handling_order_rural"] == pytest.approx(math.log(30))
    assert found["slow_order"] == pytest.approx(math.pi / 4)
    assert found["corps_order"] == pytest.approx(math.pi / 4)
    assert found["gave_up_order"] == pytest.approx(math.asin(math.sqrt(0.375 / 40.75)))
    assert found["spread_order"] is None


def test_officers_at_calls_are_those_of_the_hours():
    """Two officers for 39 min in town and 69 in the village; every call counts where it came in."""
    frame = a_log()
    by_day = frame["received"].dt.hour().is_between(8, 19).to_numpy()
    minutes = np.where(np.arange(COUNT) % 2 == 0, 39.0, 69.0) * 2
    found = told(frame)
    assert found["committed_day"] == pytest.approx(math.log(minutes[by_day].sum() / 1440))
    assert found["committed_night"] == pytest.approx(math.log(minutes[~by_day].sum() / 1440))


def test_areas_are_those_of_points_where_calls_have_them():
    x = [0.4, 1.6] * (COUNT // 2)
    frame = a_log(x_km=x, y_km=[0.5] * COUNT)
    assert has_points(frame)
    found = told(frame, points=True)
    assert found["response_order_rural"] == pytest.approx(math.log(11))
    assert found["response_order_urban"] == pytest.approx(math.log(41))
    assert not has_points(a_log())


def test_who_nobody_came_to_counts_until_the_end_and_has_no_work():
    frame = a_log(arrived=[None] * COUNT, outcome=["gave_up"] * COUNT)
    found = told(frame)
    assert found["response_order_urban"] == pytest.approx(math.log(41))
    assert found["gave_up_order"] == pytest.approx(math.asin(math.sqrt(40.375 / 40.75)))
    assert found["handling_order_urban"] is None


def test_what_a_log_does_not_say_is_not_told():
    found = told(a_log(units=[None] * COUNT, outcome=[None] * COUNT, corps=[None] * COUNT))
    for name in ("committed_day", "gave_up_order", "corps_order", "passed_on", "calls_traffic_urban"):
        assert found[name] is None
    assert np.isnan(values_of(summaries(a_log(), LAND, KINDS, 2.0, False))).sum() > 0
    assert share(np.full(5, 1.0)) == (None, 5)


def test_what_officers_found_is_counted_apart():
    found = told(a_log(officer_initiated=[True, False] * (COUNT // 2)))
    assert found["own_order"] == pytest.approx(math.log(20.5 / 2))
    assert found["calls_order_urban"] is None
    assert found["calls_order_rural"] == pytest.approx(math.log(20.5 / 2))


def test_a_reading_travels_and_is_named_by_what_is_asked_of_it():
    reading = LogReading(7.0, 1.0, True)
    assert pickle.loads(pickle.dumps(reading)) == reading
    assert (
        len({LogReading(*each).digest for each in ((7.0, 1.0, True), (7.0, 1.0, False), (6.0, 1.0, True))})
        == 3
    )


def test_every_statistic_has_its_words():
    for name in NAMES:
        assert label(name, "en") != label(name, "zh")
        assert "_" not in label(name, "en")
    assert len({label(name, "zh") for name in NAMES}) == len(NAMES)
    assert label("handling_traffic_rural", "en") == "minutes on scene (traffic, villages)"
    assert all(any(name.startswith(what) for name in NAMES) for what in LABELS)
