"""One set of checks on every shipped place."""

import pytest

from model import Scenario
from model.landscape import landscape
from model.scenario import preset_names


@pytest.mark.parametrize("name", preset_names())
def test_it_names_its_sources_and_its_weak_figures(name):
    about = Scenario.preset(name).about
    assert about.title
    assert any("一" <= letter <= "鿿" for letter in about.title_zh)
    assert about.question.endswith("?")
    assert about.sources
    assert about.weak


@pytest.mark.parametrize("name", preset_names())
def test_people_are_where_it_says(name):
    scenario = Scenario.preset(name)
    land = landscape(scenario)
    urban = land.cells["people"][land.cells["area"] == 1].sum()
    assert land.cells["people"].sum() == pytest.approx(scenario["population"])
    assert urban / scenario["population"] == pytest.approx(scenario["urbanization"], abs=1e-6)


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
