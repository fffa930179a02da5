"""A county may be copied, pickled and sent, and goes on where it stood; Mesa's batch runner takes one."""

from __future__ import annotations

import copy
import pickle

import dask
import joblib
import mesa
import pytest

import jiaosuo
from jiaosuo.model import County as ModelCounty
from jiaosuo.model import Officer, Scenario

SMALL = Scenario.preset("county-town", people_per_agent=25, population=20_000, seed=3)


def gone_on(county):
    return county.run_days(0.1)


@pytest.fixture(scope="module")
def county():
    begun = jiaosuo.County(SMALL, log=True).run_days(0.3)
    assert len(begun.agents_by_type[Officer]) > 3, "its agents travel with it"
    return begun


@pytest.fixture(scope="module")
def expected(county):
    return gone_on(county.copied()).calls()


WAYS = {
    "pickle": lambda county: pickle.loads(pickle.dumps(county)),
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "copied": lambda county: county.copied(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_goes_on_as_the_county_would_and_leaves_it_where_it_was(way, county, expected):
    before, minute = county.calls(), county.minute
    other = WAYS[way](county)
    assert isinstance(other, jiaosuo.County)
    assert (other.minute, other.scenario, other.world_digest) == (minute, SMALL, county.world_digest)
    gone_on(other)
    assert other.calls().equals(expected, null_equal=True)
    assert county.minute == minute
    assert county.calls().equals(before, null_equal=True)
    officers = other.agents_by_type[Officer].to_list()
    assert [each.duty for each in officers] == other.force.columns["duty"].tolist(), "its agents see its rows"


def test_joblib_and_dask_take_a_county(county, expected):
    by_joblib = joblib.Parallel(n_jobs=1)([joblib.delayed(gone_on)(copy.deepcopy(county))])[0]
    assert by_joblib.calls().equals(expected, null_equal=True)
    from distributed.protocol import deserialize, serialize

    sent = deserialize(*serialize(county))
    (by_dask,) = dask.compute(dask.delayed(gone_on)(sent), scheduler="synchronous")
    assert by_dask.calls().equals(expected, null_equal=True)


def test_mesas_batch_runner_ends_each_run_as_a_row_of_outcomes():
    given = {"scenario": [SMALL, SMALL.under("integrated")]}
    rows = mesa.batch_run(
        jiaosuo.County, given, rng=[1, 2], max_steps=60, number_processes=1, display_progress=False
    )
    assert [(row["rng"], row["scenario"].rule_name) for row in rows] == [
        (1, "separate"), (1, "integrated"), (2, "separate"), (2, "integrated"),
    ]  # fmt: skip
    assert {row["Step"] for row in rows} == {60}
    alone = ModelCounty(SMALL.changed(seed=1)).run_days(60 / 1440).outcomes()
    assert {name: rows[0][name] for name in alone} == {name: value for name, (value, _) in alone.items()}


def test_a_collector_of_ones_own_is_the_one_that_is_there(county):
    own = mesa.DataCollector(model_reporters={"minute": "minute"})
    other = county.copied()
    other.datacollector = own
    assert other.datacollector is own
    assert own.model_vars["minute"] == []


def test_a_county_begins_by_the_name_of_a_place_too():
    county = jiaosuo.County("zigui-2004", rng=4)
    assert (county.scenario.place, county.scenario.seed) == ("zigui-2004", 4)
    assert repr(county) == "<County: zigui-2004, separate, seed 4, minute 0>"
