"""Law 4: every call ends in one state, its times in order; officers and minutes are conserved."""

import itertools

import numpy as np
import pytest

from jiaosuo.model import County
from jiaosuo.model.calls import MOST_OVER_CAPACITY, MOST_RISK
from jiaosuo.model.core.terms import Basis, CallState, Corps, Duty
from jiaosuo.model.work import in_order
from tests.laws.bench import SCARCE, county

RULES = ["separate", "stationed", "integrated", "zigui-2004"]


TIMELINE = [
    {"day": 1, "rule": "separate", "set": {"officers_station": 140, "auxiliaries": 40}},
    {"day": 2, "set": {"urbanization": 0.3, "vehicles_per_1000": 400, "population": 380_000}},
    {"day": 2.6, "rule": "zigui-2004", "staffing": "historic", "set": {"officers_station": 60}},
    {"day": 3.4, "surge": "coach_crash", "township": "Maoping", "rule": "integrated"},
]
"""Every kind of change, in the middle of days too."""


@pytest.fixture(scope="module", params=[*RULES, "with a timeline"])
def run(request):
    if request.param in RULES:
        return county(request.param, days=5, **SCARCE)
    return county("stationed", days=5, timeline=TIMELINE, **SCARCE)


def test_states_partition_the_calls(run):
    states = run.calls()["state"].value_counts()
    assert set(states["state"]) <= {
        "cleared",
        "cleared_after_escalation",
        "gave_up",
        "unreported",
        "open_at_end",
    }
    assert states["count"].sum() == len(run.dispatch.calls)
    assert {"cleared", "gave_up", "unreported"} <= set(states["state"])


def test_times_are_in_order(run):
    calls = run.dispatch.calls
    order = ["arose", "known", "dispatched", "first_there", "closed"]
    for earlier, later in itertools.pairwise(order):
        both = ~np.isnan(calls[earlier]) & ~np.isnan(calls[later])
        assert (calls[earlier][both] <= calls[later][both] + 1e-9).all(), f"{earlier} after {later}"


def test_a_cleared_call_was_attended_and_an_unreported_one_was_not(run):
    calls = run.dispatch.calls
    cleared = np.isin(calls["state"], [CallState.CLEARED, CallState.CLEARED_AFTER_ESCALATION])
    assert not np.isnan(calls["first_there"][cleared]).any()
    assert np.isnan(calls["known"][calls["state"] == CallState.UNREPORTED]).all()
    assert np.isnan(calls["first_there"][calls["state"] == CallState.GAVE_UP]).all()


def test_every_call_was_a_candidate_and_every_candidate_that_nothing_deters_became_a_call(run):
    """But for what arises on the way: in queues, at blocked lanes, on patrol, from a badly closed case."""
    calls, kinds = run.dispatch.calls, run.dispatch.tables.kinds
    own = (calls["parent"] < 0) & ~calls["on_patrol"] & ~calls["secondary"]
    own &= kinds["basis"][calls["kind"]] != Basis.QUEUE
    drawn = np.concatenate([drawn_on(run, day) for day in range(5)])
    deterred = kinds["deterred_by_sight"] + kinds["deterred_by_stops"] > 0
    always = ~deterred & (kinds["basis"] == Basis.PEOPLE)
    sure = always[drawn["kind"]] | (drawn["height"] < 0)
    assert len(set(calls["key"].tolist())) == len(calls)
    assert set(drawn["key"][sure].tolist()) <= set(calls["key"][own].tolist()) <= set(drawn["key"].tolist())
    assert sure.any()


def test_more_often_than_candidates_are_drawn_nothing_happens(run):
    """No link and no driver passes the flow and the risk up to which candidates are drawn."""
    links, clock = run.evidence().links, run.vehicles.roads.clock[0]
    assert clock["now"] == run.minute
    assert (links["peak_flow"] <= MOST_OVER_CAPACITY * links["capacity"]).all()
    assert run.vehicles.columns["risk"].mean() <= MOST_RISK


def drawn_on(run, day):
    """The candidates of a county under what was in force that day, surges among them."""
    same_world = run.scenario.in_force(day * 1440).changed(timeline=run.scenario.timeline)
    return County(same_world)._draw_day(day)


def test_every_officer_minute_is_in_exactly_one_duty(run):
    minutes = run.evidence().duty_minutes
    assert (minutes >= 0).all()
    np.testing.assert_allclose(minutes.sum(axis=1), run.minute, rtol=0, atol=1e-6)


def test_other_work_wanted_is_done_dropped_in_hand_or_owed(run):
    """Minute by minute, for every kind: what a township wants and what each shift has of its own."""
    tables = run.dispatch.tables
    pool, them = tables.work_pool, tables.officers
    in_hand = np.zeros(len(tables.works))
    busy = them["work"] >= 0
    assert (busy <= (them["duty"] == Duty.OTHER_WORK)).all()
    np.add.at(in_hand, them["work"][busy], them["pledged"][busy])
    kept = sum(pool[name].sum(axis=1) for name in ("done", "dropped", "owed", "growing"))
    kept = kept + tables.own_work.sum(axis=0) + in_hand
    np.testing.assert_allclose(pool["wanted"].sum(axis=1), kept, rtol=1e-9, atol=1e-6)
    assert all((pool[name] >= -1e-9).all() for name in pool.dtype.names)
    assert (pool["done"].sum(axis=1) > 0).sum() >= 8


def test_time_at_other_work_is_what_was_done_and_the_ways_to_it(run):
    """Done at its place and in no other duty; a session in hand is booked when it ends."""
    duty = run.evidence().duty_minutes[:, [Duty.OTHER_WORK, Duty.WATCH, Duty.PAPERWORK, Duty.CASE_FILE]]
    pool, names = run.dispatch.tables.work_pool, [work.name for work in in_order()]
    done = {name: float(pool["done"][row].sum()) for row, name in enumerate(names)}
    assert sum(done.values()) - done["watch"] <= duty[:, 0].sum() + 1e-6
    assert done["watch"] <= duty.sum() + 1e-6


def test_files_opened_are_closed_or_open_in_one_pair_of_hands(run):
    tables, files = run.dispatch.tables, run.dispatch.used("files")
    still = np.flatnonzero(np.isnan(files["closed"])).tolist()
    owned = [row for officer in range(len(tables.officers)) for row in listed(tables, officer)]
    assert len(files) > 5
    assert sorted(owned) == still
    assert (files["minutes_left"][~np.isnan(files["closed"])] == 0).all()
    assert (files["late"] <= (files["due"] <= run.minute)).all()
    due = np.bincount(files["owner"][still], files["minutes_left"][still], len(tables.officers))
    np.testing.assert_allclose(tables.officers["files_due"], due, atol=1e-6)


def test_work_at_files_is_time_at_files(run):
    """What is off the files was worked at them, but for the one in hand and the ways to the own site."""
    files, them = run.dispatch.used("files"), run.force.columns
    begun = County(run.scenario).dispatch.used("files")
    before = (begun["minutes"] - begun["minutes_left"]).sum()
    worked = (files["minutes"] - files["minutes_left"]).sum() - before
    spent = run.evidence().duty_minutes[:, Duty.CASE_FILE].sum()
    running = np.where(them["duty"] == Duty.CASE_FILE, run.minute - them["since"], 0).sum()
    assert 0.8 * (spent - running) - 1e-6 <= worked <= spent - running + 1e-6


def listed(tables, officer):
    found, row = [], int(tables.officers["first_file"][officer])
    while row >= 0:
        assert tables.files["owner"][row] == officer
        found.append(row)
        row = int(tables.files["next"][row])
    assert [tables.files["due"][each] for each in found] == sorted(
        tables.files["due"][each] for each in found
    )
    return found


def test_a_watch_and_its_keeper_name_each_other(run):
    tables = run.dispatch.tables
    for row, watch in enumerate(tables.watches):
        if watch["officer"] >= 0:
            keeper = tables.officers[watch["officer"]]
            assert keeper["keeps"]
            assert keeper["watch"] == row
            assert keeper["duty"] in (Duty.WATCH, Duty.PAPERWORK, Duty.CASE_FILE, Duty.OTHER_WORK)
    assert tables.officers["keeps"].sum() == (tables.watches["officer"] >= 0).sum()


def test_officers_on_a_call_and_calls_with_officers_name_each_other(run):
    officers, calls = run.force.columns, run.dispatch.calls
    busy = np.flatnonzero(np.isin(officers["duty"], [Duty.TO_CALL, Duty.ON_SCENE]))
    for officer in busy:
        call = calls[officers["call"][officer]]
        assert officer in (call["lead"], call["helper"])
    crews = calls["lead"][(calls["state"] < CallState.CLEARED) & (calls["lead"] >= 0)]
    assert set(crews.tolist()) <= set(busy.tolist())


def test_an_auxiliary_never_leads(run):
    corps = run.force.columns["corps"]
    assert (run.force.columns["cases"][corps == Corps.AUXILIARY] == 0).all()


def test_a_post_and_its_officer_name_each_other(run):
    world = run.dispatch.tables
    for row, post in enumerate(world.posts):
        if post["officer"] >= 0:
            assert world.officers["post"][post["officer"]] == row
            assert world.officers["duty"][post["officer"]] == Duty.POST


def test_every_vehicle_is_parked_or_on_one_link_and_links_count_theirs(run):
    fleet, links = run.vehicles.columns, run.vehicles.roads.links
    driving = fleet["link"] >= 0
    assert run.vehicles.on_road == driving.sum()
    np.testing.assert_array_equal(np.bincount(fleet["link"][driving], minlength=len(links)), links["count"])
    assert (fleet["cell"] >= 0).all()
    assert not (fleet["held"] & driving).any()


def test_every_blocked_lane_is_the_work_of_one_call(run):
    calls, world = run.dispatch.calls, run.dispatch.tables
    blocking = np.bincount(calls["link"][calls["blocking"]], minlength=len(world.links))
    np.testing.assert_array_equal(blocking, world.links["blocked"])
    now = world.blocked[: int(world.clock["blocked"][0])]
    assert sorted(now.tolist()) == np.flatnonzero(blocking).tolist()
