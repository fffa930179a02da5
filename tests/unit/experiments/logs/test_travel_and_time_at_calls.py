"""How fast officers come, and what corps give to calls, are found again from a log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from jiaosuo.experiments.logs.corps_time import times_of_corps
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.fit_result import NotFitted
from jiaosuo.experiments.logs.fitting import fit_log
from jiaosuo.experiments.logs.travel import (
    FEW,
    LEAST_TRAVELS,
    NOT_TOLD,
    SHARE,
    SPEEDS,
    fit_travel,
    told_by_travel,
)
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.given_land import GivenCell, GivenLand, GivenLink

BEGIN, DAYS = date(2025, 3, 3), 8


def slowed(place, times):
    return place.changed(**{name: times * place[name] for name in SPEEDS})


@pytest.fixture(scope="module")
def place():
    return Scenario.preset("zigui-2004", people_per_agent=25, call_volume=2)


@pytest.fixture(scope="module")
def plain(place):
    """The county that the log is held against; it does not run."""
    return County(place)


@pytest.fixture(scope="module")
def ran(place):
    """The same county on roads of .8 of its speeds, run."""
    return County(slowed(place, 0.8).changed(seed=4), log=True).run_days(DAYS)


@pytest.fixture(scope="module")
def log(ran):
    return run_log(ran, BEGIN)


@pytest.fixture(scope="module")
def found(log, place):
    return fit_travel(log, place)


def test_a_county_on_slower_roads_gives_their_speed_back(found, place):
    assert found.low <= 0.8 <= found.high
    assert found.low < found.factor < found.high < 0.95
    assert found.n >= LEAST_TRAVELS
    assert found.days == DAYS
    told = told_by_travel(found, place)
    assert set(told) == {"speed_trunk", "speed_trunk_urban", "speed_county", "speed_village", "speed_street"}
    for name, speed in told.items():
        assert speed.low <= 0.8 * place[name] <= speed.high
        assert speed.n == found.n


@pytest.mark.ci
def test_quicker_roads_are_told_though_officers_set_out_from_beats(place):
    """Under integrated rules few set out from the nearest site of their corps."""
    integrated = place.under("integrated")
    ran = County(slowed(integrated, 1.3).changed(seed=6), log=True).run_days(DAYS)
    found = fit_travel(run_log(ran, BEGIN), integrated)
    assert 1.05 < found.low <= 1.3 <= found.high


@pytest.mark.ci
def test_a_fit_writes_the_speeds_with_their_intervals(log, place):
    fit = fit_log(log, place)
    told = {each.name: each for each in fit.fitted}
    assert told["speed_county"].value == pytest.approx(fit.travel.factor * place["speed_county"], rel=1e-4)
    assert told["speed_county"].before == place["speed_county"]
    assert told["speed_county"].n == fit.travel.n
    assert told["speed_county"].low <= 0.8 * place["speed_county"] <= told["speed_county"].high


def test_time_to_get_ready_is_not_a_slow_road(log, found, place):
    later = replace(log, frame=log.frame.with_columns(pl.col("arrived", "cleared") + pl.duration(minutes=6)))
    other = fit_travel(later, place)
    assert other.factor == pytest.approx(found.factor, abs=0.02)
    assert other.minutes_before == pytest.approx(found.minutes_before + 6, abs=0.5)


@pytest.mark.parametrize("name", ["dispatched", "arrived", "received"])
def test_without_the_times_no_speed_is_told(log, place, name):
    blind = log.frame.with_columns(pl.lit(None, log.frame.schema[name]).alias(name))
    found = fit_travel(replace(log, frame=blind), place)
    assert isinstance(found, NotFitted)
    assert (found.why, found.n, found.least) == (FEW, 0, LEAST_TRAVELS)


def test_arrivals_that_do_not_follow_the_way_tell_no_speed(log, place):
    same = log.frame.with_columns((pl.col("dispatched") + pl.duration(minutes=9)).alias("arrived"))
    assert fit_travel(replace(log, frame=same), place).why == NOT_TOLD
    few = replace(log, frame=log.frame.head(LEAST_TRAVELS - 1))
    assert fit_travel(few, place).why == FEW


def test_roads_with_speeds_of_their_own_are_told_by_the_share_of_travel(found, place):
    """Speeds by class move no road of `links.csv` that says its own speed."""
    cells = tuple(GivenCell(x + 0.5, 0.5, "A") for x in range(2))
    road = GivenLink(cells[0].place, cells[1].place, RoadClass.TRUNK, None, 30.0)
    told = told_by_travel(found, place.changed(given_land=GivenLand(1.0, cells, (road,)), travel_share=1.2))
    assert list(told) == [SHARE.name]
    assert told[SHARE.name].value == pytest.approx(1.2 / found.factor)
    assert told[SHARE.name].low == pytest.approx(1.2 / found.high)
    plain = GivenLand(1.0, cells, (GivenLink(cells[0].place, cells[1].place, RoadClass.TRUNK),))
    assert set(told_by_travel(found, place.changed(given_land=plain))) == set(SPEEDS)


def test_time_at_calls_is_that_of_the_officers_and_other_work_that_of_the_run(ran, log, plain, place):
    """What officers themselves booked on the way and at scenes; who came second may have come later."""
    told = {each.corps: each for each in times_of_corps(log.frame, plain, DAYS)}
    assert {"traffic", "station"} <= set(told)
    officers = ran.officers().filter(serving=True)
    for name in ("traffic", "station"):
        own, each = officers.filter(corps=name), told[name]
        on_duty = own.height * DAYS * 1440 * place["on_duty_share"]
        booked = float(own["minutes_to_call"].sum() + own["minutes_on_scene"].sum()) / on_duty
        assert each.officers == own.height
        assert each.low < each.share < each.high
        assert 0.8 * booked < each.share < 1.5 * booked
        other = float(own["minutes_other_work"].sum()) / on_duty
        assert 0.6 * other < each.other_work < 1.7 * other


def test_a_corps_without_enough_calls_is_not_told(log, plain):
    few = log.frame.filter(pl.col("corps") == "station").head(20)
    assert list(times_of_corps(few, plain, DAYS)) == []


def test_days_without_calls_count(log, plain):
    frame = log.frame
    once = next(iter(times_of_corps(frame.filter(pl.col("corps") == "station"), plain, DAYS)))
    twice = next(iter(times_of_corps(frame.filter(pl.col("corps") == "station"), plain, 2 * DAYS)))
    assert twice.share == pytest.approx(once.share / 2, rel=0.15)
    assert np.isfinite([twice.low, twice.high]).all()
