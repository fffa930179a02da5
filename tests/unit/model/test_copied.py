"""A copy of a county goes its own way, and neither way is another for the other's having been taken."""

import dataclasses

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.rules import RULES
from jiaosuo.model.timeline import Entry
from tests.unit.model.test_saved import CHANGES, assert_same, scenario


@pytest.mark.parametrize("first", [1 / 1440, 0.5, 6, 7.3])
def test_a_copy_and_its_original_both_go_on_as_the_county_would_have(first):
    """Before, at and after what its timeline changes."""
    whole = County(scenario(timeline=CHANGES), log=True).run_days(8)
    county = County(scenario(timeline=CHANGES), log=True).run_days(first)
    copies = [county.copied(), county.copied().copied()]
    for each in (copies[0], county, copies[1]):
        assert_same(whole, each.run_days(8 - first))


def test_a_copy_that_turns_to_another_future_leaves_the_first_alone():
    county = County(scenario()).run_days(0.5)
    other = scenario().changed(
        timeline=[Entry(day=0.75, rule=RULES["separate"], values={"data_sharing": 0.9})]
    )
    turned = county.copied().turn_to(other).run_days(0.5)
    assert_same(County(other).run_days(1), turned)
    assert_same(County(scenario()).run_days(1), county.run_days(0.5))


def test_what_one_writes_the_other_does_not_have():
    county = County(scenario()).run_days(0.5)
    copy = county.copied()
    tables = [(one, other) for one, other in zip(every_table(county), every_table(copy), strict=True)]
    people, fleet, could_happen = county.citizens, county.vehicles, county.candidates
    fixed = [people.residents, people.first_resident, people.crowd, fleet.planned, fleet.trips]
    fixed += [could_happen.exposure, *could_happen.ceilings, *vars(county.land).values()]
    apart = [(one, other) for one, other in tables if not any(one is each for each in fixed)]
    assert len(apart) > 40
    assert not any(np.shares_memory(one, other) for one, other in apart if one.size)


def every_table(value, seen=None):
    """Every array that hangs on a county's parts, in the same order for two counties."""
    seen = set() if seen is None else seen
    if id(value) in seen or isinstance(value, Scenario | Landscape):
        return
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, County):
        for name in ("citizens", "vehicles", "force", "candidates", "dispatch", "recorder", "year_began"):
            yield from every_table(getattr(value, name), seen)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from every_table(each, seen)
    elif dataclasses.is_dataclass(value):
        for each in vars(value).values():
            yield from every_table(each, seen)
