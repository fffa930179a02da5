"""One set of checks on every shipped place."""

import numpy as np
import pytest

from jiaosuo.experiments.contracts.check import checks
from jiaosuo.experiments.contracts.places import CONTRACT
from jiaosuo.model import County, Scenario
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario import counties
from jiaosuo.model.scenario_file import preset_names


@pytest.mark.parametrize(
    "check", [c for each in preset_names() for c in checks(each, each, CONTRACT)], ids=str
)
def test_every_place_keeps_the_contract(check):
    check()


@pytest.mark.parametrize("name", counties())
def test_its_townships_hold_the_people_they_say(name):
    """A town spreads where towns grow, so a township's people may be off by a third; the county's are not."""
    land = landscape(Scenario.preset(name))
    own = np.bincount(land.cells["township"], weights=land.cells["people"])
    given = np.array([each.population for each in land.townships])
    assert np.abs(own / given - 1).max() < 1 / 3


@pytest.mark.parametrize("name", counties())
def test_a_day_there_keeps_utilisation_and_response_within_reason(name):
    """Facts 2.4: towns are reached within minutes, the remotest village within some two hours."""
    outcomes = County(Scenario.preset(name, people_per_agent=25)).run_days(1).outcomes()
    for corps in ("traffic", "station"):
        assert 0 < outcomes[f"utilisation_{corps}"][0] < 0.5
    assert 1 < outcomes["response_mean_order_urban"][0] < 20
    assert 1 < outcomes["response_mean"][0] < 60


def test_qidong_is_the_qidong_of_the_sources():
    scenario = Scenario.preset("qidong-2023")
    roads = [(each.trunk_km + each.county_km, each.village_km) for each in scenario.townships]
    large, small = np.sum(roads, axis=0)
    assert large + small == 3_200
    assert small / (large + small) == 0.8
    assert scenario["population"] * scenario["vehicles_per_1000"] / 1_000 == pytest.approx(100_000, rel=0.1)
    assert {each.squadron for each in scenario.townships} == {
        "Hongqiao", "Yongchang", "Yuhe", "Baidishi", "Guiyang", "Buyunqiao", "Taihetang",
    }  # fmt: skip


def test_chongqing_is_the_chongqing_of_the_sources():
    """4,800 traffic and patrol officers and 150 platforms for 7.46 M people: a part by people for these."""
    scenario = Scenario.preset("chongqing-2010")
    part = scenario["population"] / 7_458_000
    merged = scenario["officers_traffic"] + scenario["traffic_specialists"] + scenario["officers_patrol"]
    assert merged == pytest.approx(4_800 * part, abs=1)
    assert sum(each.stations for each in scenario.townships) == round(150 * part)
    assert sum(each.area_km2 for each in scenario.townships) == 23 + 221 + 263
    (change,) = scenario.timeline
    assert change.rule.name == "chongqing-2010"


def test_pingdu_is_the_pingdu_of_the_sources():
    places = Scenario.preset("pingdu-2021").townships
    assert len(places) == 5 + 12
    assert sum(each.area_km2 for each in places) == 3_176
    assert sum(each.population for each in places) == 1_191_000


@pytest.mark.parametrize("name", ["city-district", "fuzhou-2003", "chongqing-2010"])
def test_a_city_has_the_headcounts_that_are_published_of_cities(name):
    scenario = Scenario.preset(name)
    ten_thousands = scenario["population"] / 10_000
    traffic = scenario["officers_traffic"] + scenario["traffic_specialists"]
    assert 1.9 <= traffic / ten_thousands <= 3.2
    assert 1.6 <= scenario["officers_station"] / ten_thousands <= 4.9


def test_a_city_district_is_nearly_all_town_with_a_corps_for_each_task():
    scenario = Scenario.preset("city-district")
    assert scenario["urbanization"] == 0.95
    assert min(scenario[f"officers_{corps}"] for corps in ("traffic", "station", "patrol")) > 0


def test_zigui_is_the_zigui_of_the_sources():
    places = Scenario.preset("zigui-2004").townships
    assert len(places) == 12
    assert sum(each.area_km2 for each in places) == 2_427
    assert sum(each.officers_traffic for each in places) + 6 == 34
    assert sum(each.officers_traffic for each in places if each.name != "Maoping") == 9
    assert (
        sum(each.trunk_km + each.county_km + each.village_km for each in places if each.name != "Maoping")
        > 2_000
    )
    assert {each.squadron for each in places} == {"Maoping", "Guizhou", "Yanglinqiao", "Shazhenxi"}
