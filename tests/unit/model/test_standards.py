"""Standards, what counts as town, and prices stand in a place's file, and change what they should alone."""

import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.used_place import used_place

PLACE = """
[set]
population = 40_000
area_km2 = 200
people_per_agent = 25
standard_urban_minutes = 8
standard_rural_minutes = 30
price_case = 7_500
"""


@pytest.fixture
def own(tmp_path):
    (tmp_path / "own.toml").write_text(PLACE, encoding="utf-8")

    def reader(**values):
        return Scenario.read(tmp_path / "own.toml", **values)

    return reader


def test_a_place_says_its_standards_and_prices(own):
    place = own()
    assert (place["standard_urban_minutes"], place["standard_rural_minutes"]) == (8, 30)
    assert place["price_case"] == 7_500
    assert own(standard_rural_minutes=20)["standard_rural_minutes"] == 20


def test_without_a_word_they_are_what_they_were():
    place = Scenario.preset("county-town")
    assert (place["standard_urban_minutes"], place["standard_rural_minutes"]) == (5, 15)


@pytest.mark.parametrize("value", [0, 121, float("nan")])
def test_a_standard_out_of_range_is_refused(own, value):
    with pytest.raises(InputError, match="standard_rural_minutes"):
        own(standard_rural_minutes=value)


def test_a_standard_judges_and_changes_no_event(own):
    strict, loose = (County(own(**limits)).run_days(1) for limits in (
        {"standard_urban_minutes": 1, "standard_rural_minutes": 1},
        {"standard_urban_minutes": 60, "standard_rural_minutes": 120},
    ))  # fmt: skip
    one, other = strict.outcomes(), loose.outcomes()
    differ = {name for name in one if one[name] != other[name]}
    assert differ
    assert all(name.startswith("within_standard") for name in differ)
    assert one["within_standard"][0] < other["within_standard"][0]
    assert strict.calls().equals(loose.calls())


def test_what_counts_as_town_is_the_places_own(own):
    dense, thin = used_place(own(fringe_density=3_000)), used_place(own(fringe_density=800))
    assert dense.town_people.sum() == pytest.approx(thin.town_people.sum())
    assert dense.road_km[RoadClass.STREET].sum() <= thin.road_km[RoadClass.STREET].sum()
