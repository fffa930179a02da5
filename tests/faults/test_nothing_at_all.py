"""Nobody on the force, no road, nobody on duty: a county that runs, and says what it did not see."""

import math

import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import CallState
from tests.sweeping import TINY

NOBODY = dict.fromkeys(
    (
        "officers_traffic",
        "officers_station",
        "officers_patrol",
        "auxiliaries",
        "traffic_specialists",
        "case_specialists",
    ),
    0,
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "tiny.toml").write_text(TINY, encoding="utf-8")
    return tmp_path / "tiny.toml"


def test_where_nobody_serves_no_call_is_answered(place):
    county = County(Scenario.read(place, rule="integrated", **NOBODY)).run_days(1)
    calls, outcomes = county.dispatch.calls, county.outcomes()
    assert county.officers().height == 0
    assert outcomes["calls_total"][0] > 0
    assert not {CallState.ATTENDED, CallState.CLEARED} & set(calls["state"].tolist())
    assert outcomes["handling_ratio"] == (None, 0)
    assert outcomes["utilisation_station"] == (None, 0)
    value, n = outcomes["response_mean"]
    assert n > 0
    assert value > 5  # who gave up has waited: the wait up to then is counted, and never a silent 0


def test_without_a_road_the_county_still_runs(place):
    roads = dict.fromkeys(("trunk_km", "county_km", "village_km"), 0)
    outcomes = County(Scenario.read(place, rule="separate", **roads)).run_days(1).outcomes()
    assert all(value is None or math.isfinite(value) for value, _ in outcomes.values())
    assert outcomes["response_mean"][0] > 0
