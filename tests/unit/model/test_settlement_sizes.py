"""Results by size of settlement: which cell is part of what, and that the sizes add up to the areas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.experiments.contracts.outcomes import nothing_seen as evidence
from jiaosuo.model import Scenario
from jiaosuo.model.core.terms import Area, Domain, SettlementSize
from jiaosuo.model.landscape import landscape
from jiaosuo.model.measures import BY_SIZE
from jiaosuo.model.outcomes import OUTCOMES

TOWNS = [size for size in SettlementSize if size != SettlementSize.VILLAGE]


@pytest.mark.parametrize("place", ["zigui-2004", "county-town", "city-district"])
def test_the_towns_are_the_urban_area_and_each_is_that_of_its_township(place):
    land = landscape(Scenario.preset(place))
    urban = land.cells["area"] == Area.URBAN
    assert np.array_equal(urban, land.settlement != SettlementSize.VILLAGE)
    seats_of_squadrons = {each.squadron for each in land.townships}
    for row, township in enumerate(land.townships):
        town = set(land.settlement[urban & (land.cells["township"] == row)].tolist())
        if row == land.county_seat:
            assert town <= {SettlementSize.COUNTY_SEAT}
        elif township.name in seats_of_squadrons:
            assert town <= {SettlementSize.SQUADRON_TOWN}
        else:
            assert town <= {SettlementSize.MARKET_TOWN}


def answered_after(*minutes):
    """Traffic calls, one from each size of settlement and one more from a village, answered after so long."""
    seen = evidence(calls=len(minutes))
    calls = seen.calls
    calls["domain"], calls["cell"] = Domain.TRAFFIC, [0, 1, 2, 3, 3]
    calls["area"] = [Area.URBAN, Area.URBAN, Area.URBAN, Area.RURAL, Area.RURAL]
    calls["known"], calls["patience"] = 100.0, 90.0
    calls["dispatched"], calls["first_there"] = 101.0, 100.0 + np.array(minutes)
    return replace(seen, settlement=np.array(list(SettlementSize), np.int64))


def test_each_size_has_the_calls_of_its_cells():
    seen = answered_after(2.0, 4.0, 30.0, 10.0, 20.0)
    told = {
        size: OUTCOMES[f"response_mean_traffic_{size.name.lower()}"].value(seen) for size in SettlementSize
    }
    assert told == {
        SettlementSize.COUNTY_SEAT: (2.0, 1),
        SettlementSize.SQUADRON_TOWN: (4.0, 1),
        SettlementSize.MARKET_TOWN: (30.0, 1),
        SettlementSize.VILLAGE: (15.0, 2),
    }


@pytest.mark.parametrize("measure", BY_SIZE)
def test_the_calls_of_the_sizes_are_those_of_the_areas(measure):
    seen = answered_after(2.0, 4.0, 30.0, 10.0, 20.0)
    counted = {size: OUTCOMES[f"{measure}_{size.name.lower()}"].value(seen)[1] for size in SettlementSize}
    assert sum(counted[size] for size in TOWNS) == OUTCOMES[f"{measure}_urban"].value(seen)[1]
    assert counted[SettlementSize.VILLAGE] == OUTCOMES[f"{measure}_rural"].value(seen)[1]


def test_a_call_waits_that_nobody_is_sent_to_when_it_is_taken():
    seen = answered_after(5.0, 5.0, 5.0, 5.0, 5.0)
    taken = 100.0 + seen.scenario["call_taking_minutes"]
    seen.calls["dispatched"] = taken + np.array([0.0, 0.05, 0.2, 3.0, 60.0])
    assert OUTCOMES["calls_waited"].value(seen) == (3.0, 5)
    assert OUTCOMES["calls_waited"].is_count
    assert not OUTCOMES["wait_mean"].is_count
