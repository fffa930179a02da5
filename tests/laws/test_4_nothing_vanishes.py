"""Law 4: every call ends in one state, its times in order; officers and minutes are conserved."""

import itertools

import numpy as np
import pytest

from jiaosuo.model import County
from jiaosuo.model.calls import MOST_OVER_CAPACITY, MOST_RISK
from jiaosuo.model.core.terms import Basis, CallState, Corps, Duty
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.officers.roster import is_rostered
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


def test_business_is_done_or_still_owed():
    """What slots of all shifts have brought, by roster and draw, was done or is still due."""
    run = county("integrated", days=3, **SCARCE)
    tables, share = run.dispatch.tables, run.scenario["availability"]
    officers, seed, stream = tables.officers, int(tables.clock["seed"][0]), draws.process("business")
    hours = [
        (row, hour)
        for row in range(len(officers))
        for hour in range(3 * 24)
        if is_rostered(tables, row, hour // 8) and draws.uniform(seed, stream, row, hour) >= share
    ]
    running = np.where(officers["duty"] == Duty.BUSINESS, run.minute - officers["since"], 0)
    done = run.evidence().duty_minutes[:, Duty.BUSINESS].sum()
    owed = (officers["business_due"] - running).sum()
    assert done + owed == pytest.approx(60 * len(hours))
    assert 0 < owed < 0.2 * done


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
