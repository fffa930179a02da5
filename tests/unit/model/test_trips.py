"""The day each vehicle plans: there and back, to work within reach, more of it on holidays."""

import numpy as np
import pytest

from jiaosuo.model import Scenario
from jiaosuo.model.citizens import citizens
from jiaosuo.model.kernels.base.draws import seed_key
from jiaosuo.model.landscape import landscape
from jiaosuo.model.trips import planned_flow
from jiaosuo.model.vehicles import demand_by_day, vehicles


def fleet_of(scenario):
    land, key = landscape(scenario), seed_key(scenario.seed)
    return vehicles(scenario, land, citizens(scenario, land, key), key)


@pytest.fixture(scope="module")
def busy(zigui):
    """Zigui with many vehicles."""
    return zigui.changed(vehicles_per_1000=400)


@pytest.fixture(scope="module")
def fleet(busy):
    return fleet_of(busy)


def usual(fleet):
    """The trips of an ordinary day."""
    return fleet.trips[fleet.trips["level"] == 0]


def test_trips_are_in_order_of_departure_and_within_the_day(fleet):
    leaves = fleet.trips["leaves"]
    assert (np.diff(leaves) >= 0).all()
    assert leaves.min() >= 0
    assert leaves.max() < 1440


def test_every_trip_out_has_a_trip_home_after_the_drive(fleet, land):
    trips, home = fleet.trips[fleet.trips["origin"] != fleet.trips["goal"]], fleet.columns["home"]
    out = trips["origin"] == home[trips["vehicle"]]
    there, back = trips[out], trips[~out]
    assert len(there) == len(back)
    assert (back["goal"] == home[back["vehicle"]]).all()
    by = ("vehicle", "level")
    there, back = np.sort(there, order=[*by, "goal"]), np.sort(back, order=[*by, "origin"])
    np.testing.assert_array_equal(there["goal"], back["origin"])
    for name in by:
        np.testing.assert_array_equal(there[name], back[name])
    alone = (np.bincount(there["vehicle"][there["level"] == 0])[there["vehicle"]] == 1) & (
        there["level"] == 0
    )
    away = (back["leaves"] - there["leaves"])[alone] % 1440
    assert (away >= land.travel_minutes[there["origin"], there["goal"]][alone]).all()


def test_ordinary_trips_are_as_many_as_planned_on_average(fleet, busy):
    n = len(fleet.columns)
    assert abs(len(usual(fleet)) / n - busy["trips_per_day"]) < 4 * 2 * np.sqrt(0.2 * 0.8 / n)


@pytest.mark.parametrize("trips", [0, 2, 3.5, 7])
def test_any_number_of_trips_can_be_planned(busy, trips):
    fleet = fleet_of(busy.changed(trips_per_day=trips))
    n = len(fleet.columns)
    assert len(usual(fleet)) / n == pytest.approx(trips, abs=0.05)
    assert (fleet.trips["level"] > 0).sum() == 2 * n


def test_without_trips_no_link_carries_flow(zigui):
    fleet = fleet_of(zigui.changed(trips_per_day=0))
    assert not fleet.planned.any()
    fleet.move(1440.0)
    assert fleet.vehicle_hours == 0


def test_extra_trips_have_levels_spread_over_the_vehicles(fleet):
    level = np.sort(fleet.trips["level"][fleet.trips["level"] > 0])
    assert level.max() <= 1
    n = len(level)
    assert np.abs(level - np.arange(n) / n).max() < 2.5 / np.sqrt(n / 2)


def test_a_holiday_raises_the_trips_of_its_days_to_its_multiple():
    holiday = Scenario.preset(
        "zigui-2004",
        seed=5,
        people_per_agent=25,
        vehicles_per_1000=400,
        timeline=[{"day": 1, "surge": "holiday"}],
    )
    demand = demand_by_day(holiday)
    assert demand.tolist() == pytest.approx([0, 0.72, 0.72, 0.72, 0])
    fleet = fleet_of(holiday)
    n = len(fleet.columns)
    made = (fleet.trips["level"] <= demand[1]).sum() / n
    assert made == pytest.approx(1.6 * holiday["trips_per_day"], abs=4 * 2 * np.sqrt(0.25 / n) * 1.5)


def test_a_larger_holiday_only_adds_trips(busy):
    fleet = fleet_of(busy)
    fewer, more = (set(np.flatnonzero(fleet.trips["level"] <= level).tolist()) for level in (0.3, 0.72))
    assert fewer < more


def test_a_holiday_moves_more_vehicles_and_then_it_is_over(busy):
    fleet = fleet_of(busy)
    fleet.roads = fleet.roads._replace(demand=np.array([0.0, 0.72, 0.0, 0.0]))
    hours, before = [], 0.0
    for day in (1, 2, 3, 4):
        fleet.move(1440.0 * day)
        hours.append(fleet.vehicle_hours - before)
        before = fleet.vehicle_hours
    assert hours[1] > 1.2 * hours[0]
    assert hours[3] == pytest.approx(hours[0], rel=0.1)


def test_a_town_job_lies_within_commute_minutes(zigui):
    land = landscape(zigui)
    people = citizens(zigui, land, seed_key(zigui.seed)).columns
    seat = land.seats[land.cells["township"][people["home"]]]
    in_town = (people["work"] != people["home"]) & (people["work"] != seat)
    minutes = land.travel_minutes[people["home"], people["work"]][in_town]
    assert in_town.sum() > 100
    assert minutes.max() <= zigui["commute_minutes"]


def test_commuters_leave_in_the_morning_peak(zigui, fleet):
    people = citizens(zigui, landscape(zigui), seed_key(zigui.seed)).columns
    trips, owner = fleet.trips, fleet.columns["owner"]
    work, home = people["work"][owner], people["home"][owner]
    mine = (work != home)[trips["vehicle"]] & (trips["goal"] == work[trips["vehicle"]])
    mine &= (trips["origin"] == home[trips["vehicle"]]) & (trips["level"] == 0)
    peak = (trips["leaves"] >= 360) & (trips["leaves"] <= 540)
    commuters = np.unique(trips["vehicle"][mine & peak])
    assert len(commuters) == (work != home).sum()


def test_planned_flow_carries_every_trip_between_zones_to_its_zone(fleet, land):
    """Flow into a zone's cell less flow out of it is what ends there less what begins, hour by hour."""
    flows, trips = planned_flow(fleet.trips, land), usual(fleet)
    origin, goal = land.zone_of_cell[trips["origin"]], land.zone_of_cell[trips["goal"]]
    hour = (trips["leaves"] // 60).astype(int)
    for h in (7, 8, 17):
        into = np.bincount(land.links["head"], flows[:, h], len(land.cells))
        out = np.bincount(land.links["tail"], flows[:, h], len(land.cells))
        ends = np.bincount(goal[hour == h], minlength=len(land.zone_cells))
        begins = np.bincount(origin[hour == h], minlength=len(land.zone_cells))
        balance = np.zeros(len(land.cells))
        balance[land.zone_cells] = ends - begins
        np.testing.assert_allclose(into - out, balance, atol=1e-9)
