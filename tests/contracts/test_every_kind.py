"""One set of checks on every kind of call."""

import numpy as np
import pytest

from jiaosuo import testing
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Basis
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.incidents.kind import Given, Kind
from jiaosuo.model.kernels.calls.road_incidents import is_jam
from tests.twins.worlds import world


@pytest.mark.parametrize("check", [c for kind in KINDS.values() for c in testing.checks_of(kind)], ids=str)
def test_every_kind_keeps_the_contract(check):
    check()


def of(*bases):
    """The kinds whose rates count one of these."""
    return [name for name, kind in KINDS.items() if kind.basis in bases]


def with_rate(name, rate, **more):
    """Zigui with one rate everywhere."""
    values = {f"{name}_rate_rural": rate, f"{name}_rate_urban": rate, "people_per_agent": 25}
    return Scenario.preset("zigui-2004", **(values | more))


def planned_a_day(county, row):
    """Incidents that the planned flow of an ordinary day brings, by area."""
    by_hour = county.vehicles.planned * np.array(county.in_force.kinds[row].hours)
    area = county.land.cells["area"][county.land.links["tail"]]
    return np.bincount(area, weights=county.candidates.exposure[row] * by_hour.sum(axis=1), minlength=2)


@pytest.mark.parametrize("name", of(Basis.FLOW))
@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_on_the_roads_it_grows_with_the_vehicles_to_its_exponent(name, exponent):
    """Twice the vehicles: 2 to the exponent times as often, but for quiet links, held to a vehicle a day."""
    exponents = {f"{name}_flow_exponent_{area}": exponent for area in ("rural", "urban")}
    once, twice = (
        County(with_rate(name, 2.0, vehicles_per_1000=vehicles, **exponents)) for vehicles in (80, 160)
    )
    row = list(KINDS).index(name)
    assert planned_a_day(twice, row).sum() == pytest.approx(
        2**exponent * planned_a_day(once, row).sum(), rel=0.02
    )


@pytest.mark.ci
@pytest.mark.parametrize("name", of(Basis.FLOW))
def test_on_the_roads_as_many_happen_as_the_traffic_brings_and_nearly_as_the_plans_would(name):
    """Two days, rate raised, no call and no deterrence: within 5 sigma of exposure times flow, hour by hour.

    Plans run between the centres of zones and trips from door to door: a tenth shorter or so.
    """
    fields = ("report_share", "block_share", "speed_power")
    quiet = {"deterrence_strength": 0, "secondary_rate": 0} | {f"{name}_{field}": 0 for field in fields}
    county, row, brought = County(with_rate(name, 20.0, **quiet)), list(KINDS).index(name), 0.0
    flow = "risky_flow" if KINDS[name].is_crash else "flow"
    for quarter in range(2 * 96):
        links = county.vehicles.roads.links
        weight = KINDS[name].hours[quarter // 4 % 24] / 4
        brought += weight * (county.candidates.exposure[row] * links[flow]).sum()
        county.run_days(1 / 96)
    calls = county.dispatch.calls
    total = ((calls["kind"] == row) & (calls["parent"] < 0)).sum()
    assert abs(total - brought) < 5 * np.sqrt(brought)
    assert brought == pytest.approx(2 * planned_a_day(county, row).sum(), rel=0.15)


@pytest.mark.parametrize("name", of(Basis.QUEUE))
def test_queues_bring_calls_as_often_as_its_rate_says(name):
    """Ten vehicles that lose three minutes of four, for 40,000 quarters of an hour: 75,000 vehicle-hours."""
    w, rate = world(people_per_agent=1, **{f"{name}_rate_rural": 50.0}), 50.0
    w.links["count"][0], w.links["free_minutes"][0], w.links["minutes_now"][0] = 10, 1.0, 4.0
    total = sum(is_jam(w, list(KINDS).index(name), 0, quarter) for quarter in range(40_000))
    expected = rate * 75_000 / 1000
    assert abs(total - expected) < 5 * np.sqrt(expected)


def test_a_kind_refuses_a_number_it_does_not_know():
    with pytest.raises(ValueError, match="no field speed"):
        Kind(name="x", label="X", domain=0, basis=Basis.PEOPLE, numbers={"speed": Given(3)})


def test_a_kind_refuses_hours_that_do_not_average_to_one():
    with pytest.raises(ValueError, match="mean 1"):
        Kind(name="x", label="X", domain=0, basis=Basis.PEOPLE, numbers={}, hours=(2.0,) * 24)
