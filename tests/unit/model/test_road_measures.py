"""Outcomes of the roads, made again from the rows by hand."""

import numpy as np
import pytest

from jiaosuo.model import County
from jiaosuo.model.core.terms import Area, RoadClass
from jiaosuo.model.incidents import KINDS

LOADED = {
    "vehicles_per_1000": 500, "trips_per_day": 5, "block_until": 1.0, "scene_lane": 0, "jam_rate_rural": 200,
    "surveyed_vehicles_per_1000": 500, "damage_crash_rate_rural": 0.2, "damage_crash_rate_urban": 0.2,
    "secondary_rate": 0.008, "secondary_from": 0.1,
}  # fmt: skip
"""Streets near their capacity and ten times the crashes."""

NOTHING = {f"{name}_rate_{area}": 0 for name in KINDS for area in ("rural", "urban")} | {
    "posts_per_urban_km2": 0,
    "violations_per_beat_hour": 0,
}


@pytest.fixture(scope="module")
def busy(zigui):
    """Two days of a county with full streets."""
    return County(zigui.changed(**LOADED)).run_days(2)


@pytest.fixture(scope="module")
def outcomes(busy):
    return busy.outcomes()


def test_where_nothing_happens_and_nobody_stands_at_a_junction_no_delay_is_caused(zigui):
    quiet = County(zigui.changed(**(LOADED | NOTHING))).run_days(1.3)
    assert len(quiet.dispatch.calls) == 0
    outcomes = quiet.outcomes()
    assert outcomes["delay_caused"][0] == 0
    assert outcomes["blocked_minutes"][0] == 0
    assert outcomes["crashes_secondary"][0] == 0
    assert quiet.vehicles.vehicle_hours > 0


def test_the_delay_caused_is_the_run_less_its_reference(busy, outcomes):
    run, reference = busy.vehicles.vehicle_hours, busy.undisturbed_hours()
    assert outcomes["delay_caused"][0] == pytest.approx(run - reference)
    assert outcomes["delay_caused"][0] != 0
    assert busy.evidence().undisturbed_hours is None


def test_posts_alone_never_slow_the_roads_down_by_much(zigui):
    posted = County(zigui.changed(**(LOADED | NOTHING | {"posts_per_urban_km2": 2}))).run_days(1)
    assert posted.dispatch.tables.posts["staffed_minutes"].sum() > 0
    assert posted.outcomes()["delay_caused"][0] < 0.002 * posted.vehicles.vehicle_hours


def test_crashes_are_counted_by_kind_whether_reported_or_not(busy, outcomes):
    calls = busy.dispatch.calls
    for name in ("damage_crash", "injury_crash"):
        kind = [each.name for each in busy.scenario.kinds].index(name)
        mine = (calls["kind"] == kind) & (calls["parent"] < 0)
        assert outcomes[f"crashes_{name}"][0] == mine.sum() > 0
    assert outcomes["crashes_secondary"][0] == calls["secondary"].sum() > 0


def blocked_by_hand(busy):
    """Minutes with a lane blocked, link by link: the union of what each call blocked."""
    calls, total = busy.dispatch.calls, 0.0
    cleared = ~np.isnan(calls["lane_minutes"])
    for link in np.unique(calls["link"][calls["link"] >= 0]):
        here = calls["link"] == link
        spans = [(one["arose"], one["arose"] + one["lane_minutes"]) for one in calls[here & cleared]]
        spans += [(one["arose"], float(busy.minute)) for one in calls[here & calls["blocking"]]]
        until = -1.0
        for begin, end in sorted(spans):
            total += max(0.0, end - max(begin, until))
            until = max(until, end)
    return total


def test_blocked_minutes_are_the_union_of_what_each_call_blocked(busy, outcomes):
    """Two calls may arise within a minute out of order: then up to that minute is booked twice or not."""
    assert outcomes["blocked_minutes"][0] == pytest.approx(blocked_by_hand(busy), abs=5)
    assert outcomes["blocked_minutes"][0] > 1_000


def test_a_lane_is_blocked_from_the_event_to_the_end_of_the_part_of_handling(busy, outcomes):
    """With `block_until` 1 a lane is clear when the work is done; unreported, when patience ends."""
    calls = busy.dispatch.calls
    cleared = ~np.isnan(calls["lane_minutes"])
    alone = cleared & calls["reported"] & (calls["escalations"] == 0) & ~np.isnan(calls["closed"])
    np.testing.assert_allclose(calls["lane_minutes"][alone], (calls["closed"] - calls["arose"])[alone])
    unreported = cleared & ~calls["reported"]
    np.testing.assert_allclose(calls["lane_minutes"][unreported], calls["patience"][unreported])
    mean = np.nanmean(calls["lane_minutes"])
    assert outcomes["lane_minutes_mean"] == (pytest.approx(mean), cleared.sum())


@pytest.mark.parametrize("area", Area)
def test_mean_speed_is_distance_over_time_and_below_the_fastest_road(busy, outcomes, area):
    links = busy.vehicles.roads.links
    links = links[busy.land.cells["area"][links["tail"]] == area]
    km = (links["crossings"] * links["length_km"]).sum()
    speed = outcomes[f"mean_speed_{area.name.lower()}"][0]
    assert speed == pytest.approx(60 * km / links["crossing_minutes"].sum())
    fastest = max(busy.scenario[f"speed_{road.name.lower()}"] for road in RoadClass)
    assert 5 < speed < fastest
    assert (links["crossing_minutes"] >= links["crossings"] * links["free_minutes"] - 1e-6).all()


def test_load_and_refusals_are_read_off_the_links(busy, outcomes):
    links = busy.vehicles.roads.links
    assert outcomes["overloaded_links"][0] == (links["peak_flow"] > links["capacity"]).sum()
    assert outcomes["refused_entries"][0] == busy.vehicles.roads.clock["refused"][0] * 25
    assert 0.1 < outcomes["peak_load_urban"][0] < 2


def test_the_flow_of_a_link_is_who_entered_it_in_the_last_hour(zigui):
    county = County(zigui.changed(**LOADED)).run_days(7 / 24)
    before = county.vehicles.roads.links["crossings"] + county.vehicles.roads.links["count"]
    county.run_days(1 / 24)
    after = county.vehicles.roads.links["crossings"] + county.vehicles.roads.links["count"]
    np.testing.assert_array_equal(county.vehicles.roads.links["flow"], 25 * (after - before))
