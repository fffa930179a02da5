"""More calls of the same world: a higher volume adds incidents to those of a lower one and moves none."""

from functools import cache

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.calls import candidates, kind_table
from jiaosuo.model.citizens import citizens
from jiaosuo.model.core.terms import Basis
from jiaosuo.model.demand import expected_calls
from jiaosuo.model.expert_time import status_quo_factors
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.landscape import landscape
from jiaosuo.model.vehicles import vehicles
from tests.laws.bench import SMALL, county

APART = {f"{kind}_block_share": 0 for kind in ("damage_crash", "injury_crash", "obstruction")}
"""No incident touches the traffic, so that what happens is what was drawn."""

ALONE = APART | {"posts_per_urban_km2": 0, "deterrence_strength": 0, "trust_reporting": 0}


def zigui(volume, **values):
    return Scenario.preset("zigui-2004", seed=3, call_volume=volume, **(SMALL | values))


@cache
def source(volume, **values):
    """The candidates of Zigui at a volume."""
    case = zigui(volume, **values)
    land = landscape(case)
    people = citizens(case, land, 3)
    return candidates(case, land, people, vehicles(case, land, people, 3), 3)


@pytest.mark.parametrize(("low", "high"), [(0.5, 1), (1, 3)])
def test_a_higher_volume_keeps_every_candidate_as_it_was_and_adds_others(low, high):
    few, many = (source(each).draw(1) for each in (low, high))
    kept = many[np.isin(many["key"], few["key"])]
    for field in ("time", "key", "cell", "link", "kind", "height", "published_minutes", "patience"):
        np.testing.assert_array_equal(kept[field], few[field])
    assert len(many) > 1.5 * len(few)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.basis == Basis.FLOW])
def test_on_the_roads_a_vehicle_brings_so_many_times_the_incidents(name):
    row = list(KINDS).index(name)
    np.testing.assert_allclose(source(3).exposure[row], 3 * source(1).exposure[row])
    np.testing.assert_allclose(source(3).ceilings[row], 3 * source(1).ceilings[row])


def test_queues_bring_more_calls_and_beats_meet_no_more_violations():
    once, thrice = (kind_table(zigui(each)) for each in (1, 3))
    for row, kind in enumerate(KINDS.values()):
        times = 3 if kind.basis != Basis.PATROL else 1
        assert thrice["rate_rural"][row] == pytest.approx(times * once["rate_rural"][row])
        assert thrice["rate_urban"][row] == pytest.approx(times * once["rate_urban"][row])
    assert zigui(3)["violations_per_beat_hour"] == zigui(1)["violations_per_beat_hour"]


def test_as_many_calls_are_expected_as_there_will_be():
    land = landscape(zigui(1))
    np.testing.assert_allclose(expected_calls(land, zigui(3)), 3 * expected_calls(land, zigui(1)))


def test_a_case_takes_an_expert_as_long_however_many_there_are():
    """Published times are those of the calls that a place has: a lever makes nobody's case shorter."""
    land = landscape(zigui(1))
    np.testing.assert_array_equal(*(status_quo_factors(zigui(each), land) for each in (1, 3)))


def happened(volume, days=2):
    """What happened of the candidates, reported or not."""
    run = county("separate", days=days, call_volume=volume, **ALONE)
    calls = run.dispatch.calls
    drawn = (calls["parent"] < 0) & ~calls["on_patrol"] & ~calls["secondary"]
    drawn &= run.dispatch.tables.kinds["basis"][calls["kind"]] != Basis.QUEUE
    return run, calls[drawn][np.argsort(calls["key"][drawn])]


@pytest.fixture(scope="module")
def runs():
    return {each: happened(each) for each in (0.5, 1, 3)}


def test_all_that_happens_at_a_lower_volume_happens_at_a_higher_one(runs):
    low, middle, high = (runs[each][1] for each in (0.5, 1, 3))
    for few, many in ((low, middle), (middle, high)):
        kept = many[np.isin(many["key"], few["key"])]
        for field in ("key", "arose", "cell", "reported", "expert_minutes"):
            np.testing.assert_array_equal(kept[field], few[field])


def test_reported_and_unreported_incidents_grow_alike(runs):
    """Six times as many within five sigma, called in or not."""
    for reported in (True, False):
        few, many = (int((runs[each][1]["reported"] == reported).sum()) for each in (0.5, 3))
        assert abs(many - 6 * few) < 5 * np.sqrt(many + 36 * few)


def test_officers_are_busier_in_proportion(runs):
    once, thrice = (runs[each][0].outcomes()["utilisation_station"][0] for each in (1, 3))
    assert 2 < thrice / once < 4


def test_a_surge_is_as_large_as_it_says_at_every_volume():
    surge = ({"day": 0.25, "surge": "coach_crash", "township": "Guizhou"},)
    runs = [County(zigui(each, rule="separate", timeline=surge)).run_days(0.5) for each in (0.5, 3)]
    crashes = list(KINDS).index("injury_crash")
    found = []
    for run in runs:
        rows = run.dispatch.calls[run.dispatch.calls["kind"] == crashes]
        of_surge = (rows["arose"] >= 360) & (rows["arose"] <= 370)
        found.append(set(rows["key"][of_surge].tolist()))
    assert len(found[0]) == 12
    assert found[0] <= found[1]


def test_the_volume_is_of_the_world_and_changes_at_midnight():
    case = zigui(1, rule="separate", timeline=({"day": 1, "set": {"call_volume": 3}},))
    run = County(case).run_days(2)
    first, second = (int((run.dispatch.calls["arose"] // 1440 == day).sum()) for day in (0, 1))
    assert second > 1.7 * first
