"""Vehicles on their roads: room and capacity in car units, risk, closures, the reference run."""

import numpy as np
import pytest

from jiaosuo.model.citizens import citizens
from jiaosuo.model.core.columns import digest
from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.kernels.base.draws import seed_key
from jiaosuo.model.landscape import landscape
from jiaosuo.model.roads import LANE_CAPACITY
from jiaosuo.model.saved import tables_of_roads
from jiaosuo.model.vehicles import car_units, clock_at, close_link, undisturbed_hours, vehicles


def fleet_of(scenario):
    land, key = landscape(scenario), seed_key(scenario.seed)
    return vehicles(scenario, land, citizens(scenario, land, key), key)


@pytest.mark.parametrize(
    ("trucks", "motorcycles", "units"),
    [(0, 0, 1), (1, 0, 2), (0, 1, 0.4), (0.12, 0.5, 0.82), (0.5, 0.9, 1.2)],
)
def test_an_average_vehicle_takes_the_mean_of_its_kinds(zigui, trucks, motorcycles, units):
    """Cars 1, trucks 2, motorcycles .4; where shares are more than all, trucks come first."""
    assert car_units(zigui.changed(truck_share=trucks, motorcycle_share=motorcycles)) == pytest.approx(units)


@pytest.mark.parametrize("people", [1, 10, 25])
def test_a_link_stores_what_its_lanes_hold_in_whole_agents(zigui, land, people):
    links = fleet_of(zigui.changed(people_per_agent=people)).roads.links
    lanes = np.maximum(1, land.links["capacity"] / LANE_CAPACITY)
    stand = land.links["length_km"] * lanes * 133 / 0.82
    np.testing.assert_array_equal(links["storage"], np.maximum(1, np.floor(stand / people)))


def test_at_the_bound_of_people_per_agent_a_village_link_of_one_km_stores_five_agents(zigui):
    links = fleet_of(zigui.changed(motorcycle_share=0, truck_share=0)).roads.links
    village = links[links["road_class"] == RoadClass.VILLAGE]
    assert (village["storage"] >= 5 * np.minimum(1, village["length_km"])).all()


def test_every_link_stores_one_agent_at_the_least(zigui):
    assert fleet_of(zigui.changed(jam_density=20, truck_share=1)).roads.links["storage"].min() >= 1


def test_capacity_is_that_of_the_road_class_in_the_vehicles_that_drive_there(zigui, land):
    links = fleet_of(zigui).roads.links
    np.testing.assert_allclose(links["capacity"], land.links["capacity"] / 0.82)


def test_at_the_compliance_of_the_survey_the_mean_risk_is_one(zigui):
    risk = fleet_of(zigui.changed(vehicles_per_1000=600)).columns["risk"]
    assert risk.mean() == pytest.approx(1, abs=0.02)
    lax = fleet_of(zigui.changed(compliance=0.6)).columns["risk"]
    assert lax.mean() == pytest.approx(np.exp(2 * 0.25), rel=0.02)
    assert (fleet_of(zigui.changed(compliance_risk=0)).columns["risk"] == 1).all()


def test_informed_drivers_have_their_share_and_are_nested(zigui):
    some, more = (fleet_of(zigui.changed(informed_share=share)).columns["informed"] for share in (0.3, 0.6))
    assert some.mean() == pytest.approx(0.3, abs=0.06)
    assert not (some & ~more).any()


def test_a_road_is_closed_both_ways_and_never_opened_early(zigui):
    fleet = fleet_of(zigui)
    links = fleet.roads.links
    close_link(fleet, 7, 500.0)
    close_link(fleet, 7, 300.0)
    closed = np.flatnonzero(links["closed_until"] > 0)
    assert len(closed) == 2
    assert (links["closed_until"][closed] == 500).all()
    assert links["tail"][closed[0]] == links["head"][closed[1]]
    assert links["head"][closed[0]] == links["tail"][closed[1]]


def test_the_clock_of_empty_roads_is_at_the_first_trip_to_come(zigui):
    trips = fleet_of(zigui).trips
    clock = clock_at(1440.0 + 500, trips)[0]
    assert (clock["now"], clock["day"]) == (1940, 1)
    assert trips["leaves"][clock["next_trip"] - 1] < 500 <= trips["leaves"][clock["next_trip"]]


def test_the_reference_run_is_the_run_itself_where_nothing_happens(zigui):
    fleet = fleet_of(zigui.changed(vehicles_per_1000=300))
    fleet.move(1440.0)
    assert undisturbed_hours(fleet, 1440.0) == fleet.vehicle_hours > 0


def test_the_reference_run_leaves_the_run_as_it_is(zigui):
    fleet = fleet_of(zigui.changed(vehicles_per_1000=300))
    fleet.move(500.0)
    before = digest(*tables_of_roads(fleet.roads).values())
    undisturbed_hours(fleet, 500.0)
    assert digest(*tables_of_roads(fleet.roads).values()) == before


def test_the_reference_run_knows_no_block_no_post_and_no_closed_road(zigui):
    case = zigui.changed(vehicles_per_1000=300)
    free, held = fleet_of(case), fleet_of(case)
    held.roads.links["blocked"] = 1
    close_link(held, int(np.argmax(held.planned.sum(axis=1))), 900.0)
    for fleet in (free, held):
        fleet.move(1440.0)
    assert held.vehicle_hours > free.vehicle_hours
    assert undisturbed_hours(held, 1440.0) == free.vehicle_hours


def test_every_vehicle_comes_home_at_night(zigui):
    fleet = fleet_of(zigui)
    fleet.move(1440.0 + 330)
    home = fleet.columns["cell"] == fleet.columns["home"]
    assert home.mean() > 0.95
    assert (fleet.columns["cell"] >= 0).all()
