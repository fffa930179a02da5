"""What made-up townships are called."""

from __future__ import annotations

import pytest

from jiaosuo.experiments.provenance.settlements import titles
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario import Scenario


def named(place: str) -> list[tuple[str, str]]:
    land = landscape(Scenario.preset(place))
    return titles([(each.name, each.name_zh) for each in land.townships], land.urbanization[0])


def test_a_district_of_a_city_has_a_centre_and_subdistricts():
    found = named("city-district")
    assert found[:2] == [("District centre", "区中心"), ("Subdistrict 2", "第2街道")]
    assert not [each for pair in found for each in pair if "县城" in each or "镇" in each or "County" in each]


@pytest.mark.parametrize(("place", "first"), [("county-town", ("County seat", "县城")), ("zigui-2004", None)])
def test_a_county_keeps_its_seat_and_its_towns_and_a_table_its_names(
    place: str, first: tuple[str, str] | None
):
    found = named(place)
    land = landscape(Scenario.preset(place))
    assert found == [(each.name, each.name_zh) for each in land.townships]
    assert first is None or found[0] == first
