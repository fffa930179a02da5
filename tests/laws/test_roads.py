"""The loop of police and roads: presence deters, crashes block, blocked lanes bring crashes, and no more."""

import contextlib

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.columns import digest
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.kernels.officers.deterrence import deterrence
from jiaosuo.model.kernels.roads.tables import TrafficTables
from jiaosuo.model.rules import MAPS, RULES
from jiaosuo.model.saved import tables_of_roads
from tests.laws.bench import SMALL

CRASHES = {
    f"{kind}_rate_{area}": 1.0 for kind in ("damage_crash", "injury_crash") for area in ("rural", "urban")
}
"""Fifty times the crashes, so that a few days show them."""

APART = {f"{kind}_block_share": 0 for kind in ("damage_crash", "injury_crash", "obstruction")} | {
    "posts_per_urban_km2": 0
}
"""No call and no post touches the traffic: what the police do cannot move a vehicle."""

FULL = {"vehicles_per_1000": 500, "surveyed_vehicles_per_1000": 500, "trips_per_day": 5}


def county(days, rule="integrated", **values):
    return County(Scenario.preset("zigui-2004", rule=rule, seed=3, **(SMALL | values))).run_days(days)


def crashes(run):
    """Key, link and hour of every crash that came from the candidates, in rows by key."""
    calls, kinds = run.dispatch.calls, run.dispatch.tables.kinds
    mine = kinds["is_crash"][calls["kind"]] & (calls["parent"] < 0) & ~calls["secondary"]
    return calls[mine][np.argsort(calls["key"][mine])]


def keys(run):
    return set(crashes(run)["key"].tolist())


@pytest.fixture(scope="module")
def strengths():
    """Four days of the same roads with deterrence off, as it is, and strong."""
    return [county(4, deterrence_strength=each, **CRASHES, **APART) for each in (0, 1, 3)]


def test_deterrence_only_ever_takes_crashes_away(strengths):
    none, some, strong = (keys(run) for run in strengths)
    assert strong < some < none


def test_the_traffic_is_the_same_whatever_is_deterred(strengths):
    hours = {run.vehicles.vehicle_hours for run in strengths}
    assert len(hours) == 1


def test_deterrence_never_takes_more_than_its_floor_allows(strengths):
    none, _, strong = (len(keys(run)) for run in strengths)
    assert 0.7 - 3 * np.sqrt(0.3 * 0.7 / none) < strong / none < 1


def test_crashes_fall_where_officers_are(strengths):
    """Of the crashes of a world without deterrence, those that go lie where presence left the lower rates."""
    none, _, strong = strengths
    world, rows = strong.dispatch.tables, crashes(none)
    left = np.array([deterrence(world, one["kind"], one["cell"], float(strong.minute)) for one in rows])
    gone = ~np.isin(rows["key"], crashes(strong)["key"])
    eyed = left < np.median(left)
    assert gone[eyed].mean() > gone[~eyed].mean()


@pytest.mark.ci
def test_more_beats_leave_fewer_crashes():
    """Three times the officers on the same candidates and the same roads."""
    few, many = (
        len(keys(county(4, deterrence_strength=3, officers_station=count, **CRASHES, **APART)))
        for count in (40, 240)
    )
    assert many < few


@pytest.mark.ci
def test_raising_the_calibration_only_adds_crashes():
    apart = APART | CRASHES | {"deterrence_strength": 0}
    low, middle, high = (keys(county(2, crash_calibration=each, **apart)) for each in (0.5, 1, 3))
    assert low < middle < high
    assert len(high) / len(low) == pytest.approx(6, rel=0.2)


def test_with_the_loop_closed_calibration_still_only_adds_up_to_the_first_new_crash():
    low, high = (crashes(county(0.5, crash_calibration=each, **CRASHES)) for each in (1, 1.3))
    new = np.setdiff1d(high["key"], low["key"])
    assert len(new)
    first = high["arose"][np.isin(high["key"], new)].min()
    assert set(low["key"][low["arose"] < first].tolist()) <= set(high["key"].tolist())


def test_more_vehicles_keep_nearly_every_crash_of_fewer():
    """Who drives already drives on; the roads only fill, so a crash is lost by chance of the queues alone."""
    values = APART | CRASHES | {"deterrence_strength": 0, "surveyed_vehicles_per_1000": 80}
    fewer, more = (keys(county(2, vehicles_per_1000=each, **values)) for each in (80, 160))
    assert len(more) > 1.7 * len(fewer)
    assert len(fewer - more) < 0.1 * len(fewer)


def test_the_world_is_the_same_under_every_rule_and_map():
    digests = {}
    for name in (*RULES, *MAPS):
        with contextlib.suppress(InputError):  # a map of another county
            digests[name] = county(1 / 24, rule=name).world_digest
    assert set(RULES) < set(digests)
    assert len(set(digests.values())) == 1, digests


@pytest.mark.parametrize("lever", [{"post_gain": 0.2}, {"block_capacity": 0.6}, {"deterrence_strength": 0}])
def test_what_the_police_do_to_the_roads_leaves_the_planned_world_alone(lever):
    assert county(1 / 24, **lever).world_digest == county(1 / 24).world_digest


@pytest.fixture(scope="module")
def peak(tmp_path_factory):
    """A county saved at 8:20 in a congested peak with lanes blocked, and the file."""
    case = Scenario.preset("zigui-2004", rule="separate", seed=3, **(SMALL | FULL | CRASHES))
    file = tmp_path_factory.mktemp("peak") / "county"
    saved = County(case).run_days(500 / 1440)
    saved.save(file)
    assert saved.dispatch.tables.clock["blocked"][0] > 3
    assert saved.vehicles.on_road > 300
    assert (saved.vehicles.roads.links["waits_for"] >= 0).any() or saved.vehicles.roads.clock["held"][0] > 0
    return saved, file


def rows_of(county_, name):
    """A table of the roads; of the minute's heap, which is empty between two minutes, what is in it."""
    roads = county_.vehicles.roads
    rows = getattr(roads, name)
    return rows[: int(roads.clock["heap"][0])] if name == "heap" else rows


def test_a_county_saved_in_a_jam_has_every_vehicle_where_it_was(peak):
    saved, file = peak
    loaded = County.load(file)
    news = [tables_of_roads(each.vehicles.roads) for each in (saved, loaded)]
    for name in news[0]:
        assert digest(news[0][name]) == digest(news[1][name]), name
    for name in set(TrafficTables._fields) - {"travel_times"}:
        left, right = (rows_of(each, name) for each in (saved, loaded))
        assert digest(left) == digest(right), name
    assert loaded.dispatch.tables.links is loaded.vehicles.roads.links
    assert loaded.dispatch.tables.travel_times is loaded.vehicles.roads.travel_times


def test_a_county_saved_in_a_jam_goes_on_bit_for_bit(peak):
    saved, file = peak
    loaded = County.load(file).run_days(0.4)
    straight = County(saved.scenario).run_days(500 / 1440).run_days(0.4)
    news = [tables_of_roads(each.vehicles.roads) for each in (straight, loaded)]
    for name in news[0]:
        assert digest(news[0][name]) == digest(news[1][name]), name
    for name in set(TrafficTables._fields) - {"travel_times"}:
        left, right = (rows_of(each, name) for each in (straight, loaded))
        assert digest(left) == digest(right), name
    assert straight.calls().equals(loaded.calls(), null_equal=True)
    assert straight.outcomes() == loaded.outcomes()


def test_secondary_crashes_happen_at_blocked_lanes_of_busy_links_alone():
    case = Scenario.preset("zigui-2004", seed=3, **(SMALL | FULL | CRASHES | {"secondary_rate": 0.008}))
    run, found, known = County(case), 0, 0
    for _ in range(1_440):
        was_blocked = run.vehicles.roads.links["blocked"].copy()
        run.step()
        calls, links = run.dispatch.calls, run.vehicles.roads.links
        for row in range(known, len(calls)):
            if not calls["secondary"][row]:
                continue
            link = calls["link"][row]
            first = (calls["link"][:row] == link) & ~np.isnan(calls["arose"][:row])
            assert was_blocked[link] > 0 or (calls["arose"][:row][first] >= run.minute - 1).any()
            assert links["flow"][link] / links["capacity"][link] > 0.6
            found += 1
        known = len(calls)
    assert found > 3


def test_without_blocked_lanes_there_is_no_secondary_crash():
    run = county(1, **FULL, **CRASHES, **APART, secondary_rate=0.008)
    assert len(crashes(run)) > 50
    assert not run.dispatch.calls["secondary"].any()
