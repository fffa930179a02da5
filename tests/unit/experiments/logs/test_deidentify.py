"""A coarse log tells of no call and keeps what the model fits."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaosuo.experiments.logs.deidentify import OTHER, deidentify
from jiaosuo.model.core.errors import InputError
from tests.unit.experiments.logs.test_checking import log_of, ordinary


@pytest.fixture(scope="module")
def log():
    columns = ordinary()
    draw = np.random.default_rng(3)
    words = {"type": ["纠纷"] * 395 + ["与张三的纠纷"] * 5, "text": ["见笔录"] * 400}
    return log_of(**columns, **words, x_km=draw.uniform(0, 30, 400), y_km=draw.uniform(0, 30, 400))


def test_numbers_texts_files_and_rare_words_are_gone(log):
    coarse, _ = deidentify(log)
    frame = coarse.frame
    assert frame["id"].null_count() == frame["text"].null_count() == 400
    assert set(frame["type"].unique()) == {"纠纷", OTHER}
    assert set(frame["file"].unique()) == {""}
    assert coarse.notes == ()


def test_times_and_places_are_in_steps(log):
    frame = deidentify(log, 30, 2.0)[0].frame
    assert set(frame["received"].dt.minute().unique()) <= {0, 30}
    assert frame["received"].dt.second().sum() == 0
    assert ((frame["x_km"] - 1) % 2 == 0).all()
    assert deidentify(log, 60, 0)[0].frame["x_km"].null_count() == 400


def test_durations_stay_to_the_minute_and_nobody_keeps_the_order_of_the_file(log):
    frame = deidentify(log)[0].frame
    for time in ("dispatched", "arrived", "cleared"):
        before = (log.frame[time] - log.frame["received"]).dt.total_milliseconds().sort() / 60_000
        after = (frame[time] - frame["received"]).dt.total_milliseconds().sort() / 60_000
        assert (before - after).abs().max() <= 0.5
    assert frame["row"].to_list() == list(range(1, 401))
    assert frame["received"].is_sorted()


def test_fewer_calls_are_alone_than_before(log):
    told = deidentify(log, 60, 10.0)[1]
    assert told.calls == 400
    assert told.alone_before >= told.alone_after >= 0


@given(st.integers(-5, 2_000))
def test_steps_are_whole_parts_of_a_day(minutes):
    log = log_of(received=[1.0, 2.0])
    if minutes > 0 and 1_440 % minutes == 0:
        assert deidentify(log, minutes)[0].frame.height == 2
    else:
        with pytest.raises(InputError, match="--minutes"):
            deidentify(log, minutes)


def test_a_call_without_a_time_of_receipt_stays(log):
    frame = deidentify(log_of(received=[None, 61.0], arrived=[75.0, 62.0]))[0].frame
    assert frame.select(pl.col("received").is_null().sum()).item() == 1
    assert frame.height == 2
