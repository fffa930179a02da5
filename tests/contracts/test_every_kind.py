"""One set of checks on every kind of call."""

import numpy as np
import pytest

from model import County, Scenario
from model.core.terms import Basis
from model.incidents import KINDS
from model.incidents.kind import FIELDS, Given, Kind


@pytest.mark.parametrize("name", KINDS)
def test_it_says_what_it_is_and_where_its_numbers_come_from(name):
    kind = KINDS[name]
    assert kind.name == name
    assert kind.label
    assert {each.name for each in kind.parameters} == {f"{name}_{field}" for field in FIELDS}
    assert all(each.source for each in kind.parameters)
    assert sum(kind.hours) == pytest.approx(24)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.basis != Basis.PATROL])
def test_it_happens_as_often_as_its_rate_says(name):
    """Ten worlds, two days, rates raised: the count lies within 5 sigma of the expected one."""
    kind, total = KINDS[name], 0
    rate = 500.0 if kind.basis == Basis.PEOPLE else 2.0
    values = {f"{name}_rate_rural": rate, f"{name}_rate_urban": rate, "people_per_agent": 25}
    scenario = Scenario.preset("zigui-2004", **values)
    county = County(scenario)
    expected = 10 * county.candidates.rates[list(KINDS).index(name)].max(axis=1).sum()
    for day in range(10):
        total += (county.candidates.draw(day)["kind"] == list(KINDS).index(name)).sum()
    if kind.basis == Basis.FLOW:
        vehicles = len(county.vehicles.columns) * 200
        assert expected == pytest.approx(10 * vehicles * rate / 365, rel=1e-6)
        assert abs(total - expected) < 5 * np.sqrt(expected)
    else:
        people = scenario["population"]
        assert abs(total - 10 * people * rate / 1000 / 365) < 5 * np.sqrt(total) + 0.01 * total


def test_a_kind_refuses_a_number_it_does_not_know():
    with pytest.raises(ValueError, match="no field speed"):
        Kind(name="x", label="X", domain=0, basis=Basis.PEOPLE, numbers={"speed": Given(3)})


def test_a_kind_refuses_hours_that_do_not_average_to_one():
    with pytest.raises(ValueError, match="mean 1"):
        Kind(name="x", label="X", domain=0, basis=Basis.PEOPLE, numbers={}, hours=(2.0,) * 24)
