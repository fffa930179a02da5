"""One set of checks on every kind of surge: a new file is tested by being there."""

import dataclasses

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import translate
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.scenario import parameters
from jiaosuo.model.surges import SURGES

SMALL = {"people_per_agent": 25, "seed": 4}
CRASH = {"day": 1.9965, "surge": "coach_crash", "township": "Quyuan"}
"""Five minutes before midnight, so that its calls come on two days."""


@pytest.mark.parametrize("name", SURGES)
def test_it_says_what_it_is(name):
    surge = SURGES[name]
    assert surge.name == name
    assert surge.words.endswith(".")
    assert surge.source
    assert translate(name, "zh") == surge.chinese
    assert any("一" <= letter <= "鿿" for letter in surge.chinese)


@pytest.mark.parametrize("name", SURGES)
def test_its_numbers_are_declared(name):
    surge = SURGES[name]
    assert surge.numbers
    for field in surge.numbers:
        assert parameters()[f"{name}_{field}"].group == f"surge {name}"


@pytest.mark.parametrize("name", SURGES)
def test_what_it_brings_exists(name):
    surge = SURGES[name]
    assert surge.kind is None or surge.kind in KINDS
    assert (surge.kind is not None) == ("calls" in surge.numbers)
    assert (surge.closes is not None) == ("hours" in surge.numbers)


def test_a_surge_has_no_numbers_but_those_of_surges():
    with pytest.raises(ValueError, match="no field casualties"):
        dataclasses.replace(SURGES["coach_crash"], numbers={"casualties": Given(3)})


def county(rule="separate", *timeline, **values):
    return County(Scenario.preset("zigui-2004", rule=rule, timeline=timeline, **(SMALL | values)))


def test_a_coach_crash_brings_its_calls_in_one_place_within_minutes():
    with_, without = county("separate", CRASH).run_days(2.2), county().run_days(2.2)
    more = set(with_.calls()["key"]) - set(without.calls()["key"])
    calls = with_.dispatch.calls[np.isin(with_.dispatch.calls["key"], list(more))]
    crash = calls[np.abs(calls["arose"] - 1.9965 * 1440 - 5) < 6]
    crash = crash[crash["parent"] < 0]
    assert len(crash) == with_.in_force["coach_crash_calls"]
    assert len(set(crash["cell"].tolist())) == 1
    assert with_.land.townships[crash["township"][0]].name == "Quyuan"
    assert np.ptp(crash["arose"]) <= 10
    assert crash["arose"].min() < 2 * 1440 < crash["arose"].max()
    assert {with_.scenario.kinds[kind].name for kind in crash["kind"]} == {"injury_crash"}


def test_a_coach_crash_is_part_of_the_world_and_the_same_under_every_rule():
    one, other = (county(rule, CRASH).run_days(3) for rule in ("separate", "integrated"))
    assert one.world_digest == other.world_digest
    assert one.world_digest != county().run_days(3).world_digest
    drawn = [case._draw_day(1) for case in (one, other)]
    np.testing.assert_array_equal(*drawn)


def test_its_size_is_a_number_like_any_other():
    few, many = (county("separate", CRASH, coach_crash_calls=calls)._draw_day(1) for calls in (0, 60))
    assert len(many) > len(few) + 10


def test_a_surge_elsewhere_is_refused():
    with pytest.raises(InputError, match="timeline township: 'Quyuan'"):
        County(Scenario.preset("county-town", people_per_agent=25, timeline=[CRASH]))


def test_a_holiday_brings_more_trips_and_names_another_world():
    plain = county().run_days(1.5)
    holiday = county("separate", {"day": 1, "surge": "holiday"}).run_days(1.5)
    later = [case.vehicles.columns["trips"].sum() for case in (holiday, plain)]
    assert later[0] > 1.05 * later[1]
    assert holiday.world_digest != plain.world_digest
    other = county("integrated", {"day": 1, "surge": "holiday", "rule": "stationed"}).run_days(1.5)
    assert other.world_digest == holiday.world_digest


def test_a_landslip_closes_a_road_of_its_township_for_its_hours():
    slip = county("separate", {"day": 0.25, "surge": "landslip", "township": "Quyuan"})
    slip.run_days(0.25)
    assert not slip.vehicles.roads.links["closed_until"].any()
    slip.step()
    closed = slip.vehicles.roads.links["closed_until"]
    assert set(closed[closed > 0].tolist()) == {0.25 * 1440 + 60 * slip.in_force["landslip_hours"]}
    tails = slip.land.cells["township"][slip.land.links["tail"][closed > 0]]
    assert "Quyuan" in {slip.land.townships[row].name for row in tails}
