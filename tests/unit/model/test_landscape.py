"""The land is what townships.csv says it is."""

import csv
from itertools import pairwise

import numpy as np
import pytest

from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Area, RoadClass
from jiaosuo.model.ground import MOST_CELLS
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario_file import SCENARIOS

ROADS = {RoadClass.TRUNK: "trunk_km", RoadClass.COUNTY: "county_km", RoadClass.VILLAGE: "village_km"}


@pytest.fixture(scope="module")
def given():
    """The columns of the table as a plain reader sees them."""
    with (SCENARIOS / "zigui-2004" / "townships.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        name: np.array([float(row[name]) for row in rows]) for name in rows[0] if name.endswith("_km")
    } | {name: np.array([float(row[name]) for row in rows]) for name in ("population", "area_km2")}


@pytest.mark.parametrize("road", ROADS)
def test_each_township_has_the_kilometres_it_gives(land, given, road):
    km = np.bincount(land.cells["township"], weights=land.cells["road_km"][:, road])
    np.testing.assert_allclose(km, given[ROADS[road]], rtol=1e-12)
    assert land.road_km[road.name.lower()] == pytest.approx(given[ROADS[road]].sum())


def test_streets_fill_the_built_up_area(land, zigui):
    built = land.built.sum() * zigui["cell_km"] ** 2
    np.testing.assert_array_equal(land.built > 0, land.cells["area"] == Area.URBAN)
    assert land.road_km["street"] == pytest.approx(built * zigui["street_km_per_km2"])


def test_the_area_is_the_given_one_and_each_township_has_about_its_own(land, given):
    cells = np.bincount(land.cells["township"])
    assert cells.sum() == round(given["area_km2"].sum())
    assert np.abs(cells / given["area_km2"] - 1).max() < 0.1


def test_people_add_up_to_the_population(land, given):
    assert land.cells["people"].sum() == pytest.approx(given["population"].sum())
    assert land.cells["people"].min() >= 0


@pytest.mark.parametrize("urbanization", [0.05, 0.22, 0.5, 0.95])
def test_the_urban_share_is_the_urbanization(zigui, urbanization):
    cells = landscape(zigui.changed(urbanization=urbanization)).cells
    urban = cells["people"][cells["area"] == Area.URBAN].sum()
    assert urban / cells["people"].sum() == pytest.approx(urbanization)


def test_towns_only_spread_as_urbanization_rises(zigui):
    built = [
        landscape(zigui.changed(urbanization=u)).cells["area"] == Area.URBAN for u in (0.1, 0.22, 0.4, 0.8)
    ]
    for smaller, larger in pairwise(built):
        assert not (smaller & ~larger).any()
        assert smaller.sum() < larger.sum()


def test_a_seat_is_the_cell_its_township_names(land):
    for row, township in enumerate(land.townships):
        cell = land.cells[land.seats[row]]
        assert cell["township"] == row
        assert abs(cell["x_km"] - township.x_km) <= 0.5
        assert abs(cell["y_km"] - township.y_km) <= 0.5
    assert land.townships[land.county_seat].name == "Maoping"


def test_sites_are_where_the_table_puts_them(land):
    names = [township.name for township in land.townships]
    assert [names[row] for row in land.district] == [township.squadron for township in land.townships]
    assert [names[row] for row in land.central] == [township.central_station for township in land.townships]
    for row, township in enumerate(land.townships):
        stations = land.station_cells[row]
        assert len(np.unique(stations)) == township.stations
        assert stations[0] == land.seats[row]
        assert set(land.cells["township"][stations]) == {row}


def test_every_cell_can_be_reached_from_every_cell(land):
    assert np.isfinite(land.travel_minutes).all()
    assert land.travel_minutes.min() > 0


def test_driving_there_takes_as_long_as_driving_back(land):
    np.testing.assert_allclose(land.travel_minutes, land.travel_minutes.T, rtol=1e-5)


def test_no_detour_over_a_third_cell_is_quicker(land):
    minutes, seats = land.travel_minutes, land.seats
    for via in seats:
        over = minutes[seats][:, [via]] + minutes[[via]][:, seats]
        assert (minutes[np.ix_(seats, seats)] <= over + 1e-3).all()


def test_a_link_takes_its_length_at_its_speed(land, zigui):
    through = through_towns(land)
    for road in RoadClass:
        links = land.links[(land.links["road_class"] == road) & ~through]
        speed = zigui[f"speed_{road.name.lower()}"]
        np.testing.assert_allclose(links["free_minutes"], 60 * links["length_km"] / speed)


def through_towns(land):
    """The trunk links from one built-up cell to the next, (links,)."""
    urban = land.cells["area"] == Area.URBAN
    both = urban[land.links["tail"]] & urban[land.links["head"]]
    return both & (land.links["road_class"] == RoadClass.TRUNK)


@pytest.mark.parametrize(("given", "driven"), [(30, 30), (25, 25), (100, 60)])
def test_a_trunk_road_through_a_town_stops_at_its_junctions_and_is_never_quicker_than_outside(
    zigui, given, driven
):
    land = landscape(zigui.changed(speed_trunk_urban=given))
    links = land.links[through_towns(land)]
    assert len(links)
    np.testing.assert_allclose(links["free_minutes"], 60 * links["length_km"] / driven)


def test_faster_roads_never_lengthen_a_drive(zigui, land):
    faster = landscape(zigui.changed(speed_county=60)).travel_minutes
    assert (faster <= land.travel_minutes + 1e-4).all()
    assert faster.sum() < land.travel_minutes.sum()


def test_travel_can_be_switched_off(zigui):
    assert not landscape(zigui.changed(travel_share=0)).travel_minutes.any()


def test_the_land_does_not_read_the_seed_of_the_run(zigui):
    land = landscape(zigui)
    assert landscape(zigui.changed(seed=99)) is land
    assert landscape(zigui.changed(delta=0.1)) is land


def test_another_land_seed_is_another_map_of_the_same_county(zigui, land):
    other = landscape(zigui.changed(land_seed=1))
    assert not np.array_equal(other.cells["people"], land.cells["people"])
    assert other.cells["people"].sum() == pytest.approx(land.cells["people"].sum())


def test_a_generated_county_has_what_its_numbers_say():
    scenario = Scenario.preset("county-town", people_per_agent=25)
    land = landscape(scenario)
    assert len(land.townships) == 10
    assert sum(each.population for each in land.townships) == 450_000
    assert sum(each.area_km2 for each in land.townships) == pytest.approx(1600)
    assert land.road_km["trunk"] == pytest.approx(120)
    assert land.road_km["county"] == pytest.approx(380)
    assert land.road_km["village"] == pytest.approx(1500)
    assert len(set(land.district.tolist())) == 4
    for name in ("officers_traffic", "officers_station", "auxiliaries"):
        assert sum(getattr(each, name) for each in land.townships) == scenario[name]


def test_a_grid_too_fine_is_refused_with_a_side_that_fits(zigui):
    with pytest.raises(InputError, match=r"cell_km: 0\.5 .* use (\S+) km or more") as refused:
        landscape(zigui.changed(cell_km=0.5))
    fits = float(refused.value.allowed.split("use ")[1].split()[0])
    assert len(landscape(zigui.changed(cell_km=fits)).cells) <= MOST_CELLS


@pytest.mark.parametrize(("place", "urbanization"), [("fuzhou-2003", 0.65), ("county-town", 0.4)])
def test_every_way_home_ends_at_the_own_zone(place, urbanization):
    """In Fuzhou two zones are equally near to some cells: a trip there once went round for ever."""
    found = landscape(Scenario.preset(place, urbanization=urbanization))
    at = np.arange(len(found.cells))
    for _ in at:
        at = found.homeward[at]
    assert np.array_equal(at, found.zone_cells[found.zone_of_cell])
