"""What every kind of call keeps, on whatever its rates count; it must be loaded, so that places have it."""

from __future__ import annotations

import math

import numpy as np

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Basis
from jiaosuo.model.core.units import DAYS_A_YEAR
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.incidents import KINDS, Kind
from jiaosuo.model.incidents.kind import FIELDS, HIGHEST_RATE

PLACE, AGENTS = "zigui-2004", 25
DAYS, SIGMAS = 10, 5
RATE = 500.0


def it_says_what_it_is_and_where_its_numbers_come_from(kind: Kind) -> None:
    """It has a label, every number of a kind, and a source for each."""
    assert kind.name in KINDS, "it is on no shelf: load its plug-in first"
    assert kind.label, "label: must say what it is"
    own = {f"{kind.name}_{field}" for field in FIELDS if field not in kind.set_by}
    assert {each.name for each in kind.parameters} == own
    for each in kind.parameters:
        assert each.source, f"{each.name}: must say where the number comes from"


def its_numbers_are_in_their_ranges(kind: Kind) -> None:
    """Each number is one that a scenario would take."""
    for each in kind.parameters:
        each.check(each.default)


def it_happens_as_often_as_its_rate_says(kind: Kind) -> None:
    """Ten days with the rate raised: within 5 sigma of what people, the county or the roads should bring."""
    if kind.basis not in (Basis.PEOPLE, Basis.COUNTY, Basis.FLOW):
        return
    if kind.basis == Basis.FLOW:
        _the_roads_bring_what_its_rate_says(kind)
        return
    county = County(_with_rate(kind, min(RATE, HIGHEST_RATE[kind.basis])))
    row = list(KINDS).index(kind.name)
    total = sum((county.candidates.draw(day)["kind"] == row).sum() for day in range(DAYS))
    many = county.in_force["population"] / 1000 if kind.basis == Basis.PEOPLE else 1
    expected = DAYS * many * RATE / DAYS_A_YEAR
    far = abs(total - expected)
    assert far < SIGMAS * math.sqrt(total) + 0.01 * total, f"{total} in {DAYS} days, and not {expected:.0f}"


def what_the_police_or_a_queue_bring_happens_by_nothing_else(kind: Kind) -> None:
    """With a rate of 0 nothing of it is drawn beforehand."""
    county = County(_with_rate(kind, 0.0))
    drawn = county.candidates.draw(0)["kind"] == list(KINDS).index(kind.name)
    assert not drawn.any(), "it happens although its rate is 0"


def a_county_with_it_runs_and_its_numbers_can_be_swept(kind: Kind) -> None:
    """A day of a county, with a number of the kind changed by name."""
    scenario = Scenario.preset(PLACE, people_per_agent=AGENTS)
    for each in kind.parameters:
        moved = scenario.changed(**{each.name: each.low})
        assert moved[each.name] == each.low, f"{each.name}: cannot be set by name"
    outcomes = County(scenario).run_days(1).outcomes()
    assert all(value is None or value == value for value, _ in outcomes.values())


CONTRACT = (
    it_says_what_it_is_and_where_its_numbers_come_from,
    its_numbers_are_in_their_ranges,
    it_happens_as_often_as_its_rate_says,
    what_the_police_or_a_queue_bring_happens_by_nothing_else,
    a_county_with_it_runs_and_its_numbers_can_be_swept,
)


def _with_rate(kind: Kind, rate: float) -> Scenario:
    rates = {f"{kind.name}_rate_rural": rate, f"{kind.name}_rate_urban": rate}
    return Scenario.preset(PLACE, people_per_agent=AGENTS).changed(**rates)


def _the_roads_bring_what_its_rate_says(kind: Kind) -> None:
    """The plans of the survey bring so many a vehicle and year."""
    rate = 2.0
    scenario = _with_rate(kind, rate)
    county, row = County(scenario), list(KINDS).index(kind.name)
    by_hour = county.vehicles.planned * np.array(kind.hours)
    brought = float((county.candidates.exposure[row] * by_hour.sum(axis=1)).sum())
    expected = scenario["population"] * vehicles_per_head(scenario) * rate / DAYS_A_YEAR
    expected *= scenario["crash_calibration"] if kind.is_crash else 1.0
    assert math.isclose(brought, expected, rel_tol=1e-9), f"{brought} a day, and not {expected}"
