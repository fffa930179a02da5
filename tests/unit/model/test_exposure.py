"""Crashes follow the flow: at the survey's vehicles the counted rate comes out, and it grows as declared."""

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.model.citizens import citizens
from jiaosuo.model.core.terms import Area
from jiaosuo.model.exposure import exposure_of
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.kernels.base.draws import seed_key
from jiaosuo.model.vehicles import vehicles

FLOWING = ["damage_crash", "injury_crash", "obstruction"]


@pytest.fixture(scope="module")
def fleet(zigui, land):
    return vehicles(zigui, land, citizens(zigui, land, seed_key(5)), seed_key(5))


def expected(name, scenario, land, fleet, area=None):
    """Incidents a day over planned flows at free speed, in all or in one area."""
    kind = KINDS[name]
    rates = exposure_of(kind, scenario, land, fleet) * (fleet.planned * np.array(kind.hours)).sum(axis=1)
    inside = land.cells["area"][land.links["tail"]] == area
    return float(rates.sum() if area is None else rates[inside].sum())


@pytest.mark.parametrize("name", FLOWING)
def test_at_the_survey_the_yearly_rate_per_vehicle_comes_out(zigui, land, fleet, name):
    rates = {f"{name}_rate_rural": 0.05, f"{name}_rate_urban": 0.05}
    even = zigui.changed(**rates, crash_calibration=1)
    a_year = 365 * expected(name, even, land, fleet)
    assert a_year == pytest.approx(0.05 * even["population"] * 0.08)


def test_each_area_has_its_own_rate_by_the_distance_driven_there(zigui, land, fleet):
    uneven = zigui.changed(obstruction_rate_rural=0.04, obstruction_rate_urban=0.3)
    km = fleet.planned.sum(axis=1) * land.links["length_km"]
    for area, rate in ((Area.URBAN, 0.3), (Area.RURAL, 0.04)):
        share = km[land.cells["area"][land.links["tail"]] == area].sum() / km.sum()
        a_year = 365 * expected("obstruction", uneven, land, fleet, area)
        assert a_year == pytest.approx(rate * share * 385_000 * 0.08)


@pytest.mark.parametrize("name", FLOWING)
def test_doubling_vehicles_multiplies_incidents_by_two_to_the_exponent(zigui, land, fleet, name):
    double = zigui.changed(vehicles_per_1000=160)
    twice = replace(fleet, planned=2 * fleet.planned)
    for area, ending in ((Area.URBAN, "urban"), (Area.RURAL, "rural")):
        once = expected(name, zigui, land, fleet, area)
        more = expected(name, double, land, twice, area)
        exponent = zigui[f"{name}_flow_exponent_{ending}"]
        assert more / once == pytest.approx(2**exponent, rel=0.01)


def test_the_exponents_are_those_declared_for_towns_and_villages(zigui):
    assert zigui["damage_crash_flow_exponent_urban"] == 1.5
    assert zigui["damage_crash_flow_exponent_rural"] == 1.0


def test_vehicles_grown_since_the_survey_meet_the_rate_of_their_own_flow(zigui, land):
    """Doubling by the lever itself: other owners, other trips, and still 2^1.5 in towns within chance."""
    numbers = {}
    for per_1000 in (200, 400):
        case = zigui.changed(vehicles_per_1000=per_1000, surveyed_vehicles_per_1000=200)
        fleet = vehicles(case, land, citizens(case, land, seed_key(5)), seed_key(5))
        numbers[per_1000] = expected("damage_crash", case, land, fleet, Area.URBAN)
    assert numbers[400] / numbers[200] == pytest.approx(2**1.5, rel=0.05)


@pytest.mark.parametrize("name", FLOWING)
def test_calibration_multiplies_crashes_alone(zigui, land, fleet, name):
    more = expected(name, zigui.changed(crash_calibration=2.5), land, fleet)
    ratio = more / expected(name, zigui.changed(crash_calibration=1), land, fleet)
    assert ratio == pytest.approx(2.5 if KINDS[name].is_crash else 1.0)


def test_a_busier_link_of_a_town_is_more_dangerous_to_each_vehicle(zigui, land, fleet):
    exposure = exposure_of(KINDS["damage_crash"], zigui, land, fleet) / land.links["length_km"]
    daily = fleet.planned.sum(axis=1)
    town = (land.cells["area"][land.links["tail"]] == Area.URBAN) & (daily > 1)
    order = np.argsort(daily[town])
    least = -1e-9 * exposure[town].max()  # links with one flow differ by rounding
    assert (np.diff(exposure[town][order]) >= least).all()
    village = (land.cells["area"][land.links["tail"]] == Area.RURAL) & (daily > 1)
    np.testing.assert_allclose(exposure[village], exposure[village][0])


def test_without_trips_there_is_no_exposure_and_no_nan(zigui, land, fleet):
    none = replace(fleet, planned=np.zeros_like(fleet.planned))
    for name in FLOWING:
        assert expected(name, zigui, land, none) == 0
        assert np.isfinite(exposure_of(KINDS[name], zigui, land, none)).all()
