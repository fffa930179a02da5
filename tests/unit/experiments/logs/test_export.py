"""A run written as a log is read again as its calls, in our own form and as a 110 desk exports it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from jiaosuo.experiments.inputs.text import plain
from jiaosuo.experiments.logs import columns as c
from jiaosuo.experiments.logs import export as e
from jiaosuo.experiments.logs.call_log import read_log
from jiaosuo.experiments.logs.checking import check_log
from jiaosuo.experiments.logs.describe_page import page
from jiaosuo.experiments.logs.describing import describe, officers_on_duty
from jiaosuo.experiments.logs.importing import import_log
from jiaosuo.experiments.logs.type_map import TypeMap
from jiaosuo.experiments.logs.words import log_words
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.model import County
from jiaosuo.model.core.words import CHINESE, translate
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.landscape import landscape
from jiaosuo.model.work_demand import free_share

BEGIN = date(2025, 3, 3)


@pytest.fixture(scope="module")
def place():
    return open_place("zigui-2004", people_per_agent=25)


@pytest.fixture(scope="module")
def county(place):
    return County(place.scenario, log=True).run_days(3)


@pytest.fixture(scope="module")
def log(county):
    return e.run_log(county, BEGIN)


def test_a_log_holds_the_calls_that_came_in_by_the_end(county, log):
    calls = county.calls()
    came = calls.filter(pl.col("known").is_not_null())
    assert log.frame.height == came.height > 0
    assert sum(each.rows for each in log.sources) == calls.height == came.height + sum(log.left_out.values())


def test_times_kinds_and_places_are_those_of_the_run(county, log):
    calls = county.calls().filter(pl.col("known").is_not_null()).sort("known", "call")
    start = datetime(2025, 3, 3)
    for name, ours in e.MOMENTS.items():
        moments = [
            None if each is None else start + timedelta(milliseconds=round(each * 60_000))
            for each in calls[ours]
        ]
        assert [None if each is None else each.replace(tzinfo=None) for each in log.frame[name]] == moments
    for name in ("kind", "priority", "complex", "township"):
        assert log.frame[name].to_list() == calls[name].to_list()
    assert log.frame["officer_initiated"].to_list() == calls["found_on_patrol"].to_list()
    cells = county.land.cells[calls["cell"].to_numpy()]
    assert np.array_equal(log.frame["x_km"].to_numpy(), cells["x_km"])
    assert np.array_equal(log.frame["y_km"].to_numpy(), cells["y_km"])


def test_who_was_sent_is_as_many_as_were_and_the_first_one_there(county, log):
    calls = county.calls()
    table = log.frame.with_columns(pl.col("id").cast(pl.Int64).alias("call")).join(
        calls.select(pl.col("call").cast(pl.Int64), "first_there", "dispatched"), "call", suffix="_run"
    )
    assert (table["corps"].is_null() == table["first_there"].is_null()).all()
    assert (table["units"].is_null() == table["dispatched_run"].is_null()).all()
    needed = county.dispatch.calls["officers_needed"][table["call"].to_numpy()]
    cleared = table["outcome"].is_in([c.CLEARED]).to_numpy()
    assert (table["units"].to_numpy()[cleared] >= needed[cleared]).all()


def test_our_own_form_is_read_again_as_it_was(log, tmp_path):
    back = read_log(e.write_run(log, tmp_path / "calls.parquet"))
    assert_frame_equal(back.frame, log.frame)


def test_an_export_of_a_110_desk_is_read_again_as_the_calls_of_the_run(log, tmp_path, place):
    """Without a map: its headings and words ship. Times are those of the clock, to the second."""
    file = e.write_run(log, tmp_path / "110.csv")
    back = import_log([file], TypeMap(), place)
    same = [name for name in c.COLUMNS if name not in c.NOT_OF_A_FILE]
    rounded = log.frame.with_columns(pl.col(name).dt.round("1s") for name in c.TIMES)
    assert_frame_equal(back.frame.select(same), rounded.select(same))
    assert back.frame["faults"].null_count() == back.frame.height


def test_every_word_of_such_an_export_is_one_that_ships():
    words = log_words().cells
    levels = {str(level): text for level, text in e.LEVELS_110.items()}
    for column, ours in (("priority", levels), ("outcome", e.OUTCOMES_110), ("corps", e.CORPS_110)):
        assert {words[column][plain(text)]: text for text in ours.values()} == ours
    for kind in KINDS.values():
        assert TypeMap().word("kind", translate(kind.label, CHINESE)) == kind.name
    assert set(e.OUTCOMES_110) == set(c.OUTCOMES)
    assert set(e.CORPS_110) == set(c.CORPS_NAMES)
    assert {log_words().columns[plain(heading)][0] for heading in e.HEADINGS_110.values()} == {
        "source" if name == "officer_initiated" else name for name in e.HEADINGS_110
    }


def test_in_the_log_of_a_run_no_time_and_no_place_is_wrong(log):
    wrong = [each.what for each in check_log(log).findings if each.wrong]
    # the desk of a run takes exactly a minute to take a call
    assert set(wrong) <= {"dispatched_heap"}


def test_a_run_is_described_as_it_was(county, log, place):
    found = describe(log, place)
    calls = county.calls().filter(pl.col("known").is_not_null())
    own = int(calls["found_on_patrol"].sum())
    assert (found.calls, found.own) == (calls.height, own)
    assert sum(each.calls for each in found.kinds) == calls.height
    assert sum(each.calls for each in found.squares) == calls.height
    whole = found.response[0]
    answered = calls.filter(~pl.col("found_on_patrol") & pl.col("first_there").is_not_null())
    assert whole.events == answered.height
    assert whole.events + whole.censored == calls.height - own
    assert found.on_duty > 0
    hours = sum(each.mean for each in found.committed_by_hour)
    took = (log.frame["cleared"] - log.frame["dispatched"]).dt.total_milliseconds() / 3_600_000
    assert hours * 3 == pytest.approx((took * log.frame["units"]).sum(), rel=0.1)


def test_officers_on_duty_are_those_whom_other_work_leaves(place):
    """Of 30 % of the roster that are on duty; what the place wants of other work takes the rest."""
    scenario = place.scenario
    names = ("officers_traffic", "officers_station", "officers_patrol")
    roster = sum(getattr(each, name) for each in scenario.townships for name in names)
    without = replace(place, scenario=scenario.changed(other_work=0))
    assert officers_on_duty(without) == pytest.approx(roster * scenario["on_duty_share"], rel=1e-3)
    share = officers_on_duty(place) / officers_on_duty(without)
    assert share == pytest.approx(free_share(landscape(scenario), scenario), abs=1e-3)
    assert 0.1 <= share < 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_of_a_log_holds_its_charts_and_no_call(log, language):
    text = page(log, describe(log), check_log(log, language), language)
    for name in ("week", "kinds", "map", "townships", "response", "open", "committed"):
        assert f'id="chart-{name}"' in text
    assert "https://" not in text.split("<script>")[0]
    assert "Kaplan" in text


def test_a_file_of_another_kind_and_a_day_that_is_none_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"--log.*must end with \.parquet"):
        e.check_export(tmp_path / "log.xlsx")
    for text in ("2025-13-01", "yesterday", "", "1890-01-01"):
        with pytest.raises(ValueError, match=r"--log-from.*must be a day from"):
            e.first_day(text)
    assert e.first_day("2025-03-03") == BEGIN
