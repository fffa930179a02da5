"""A run of a county: what is conserved, and the life of a call told by its times."""

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.model import County
from jiaosuo.model.core.columns import digest
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Basis, CallState, Duty
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.recorder import WHO_CAME
from jiaosuo.model.rules import RULES
from jiaosuo.model.timeline import Entry

LIFE = ("arose", "known", "dispatched", "first_there", "crew_there", "closed")
ENDS = (CallState.CLEARED, CallState.CLEARED_AFTER_ESCALATION, CallState.GAVE_UP, CallState.UNREPORTED)


@pytest.fixture(scope="module")
def plain(rows):
    """Cleared calls with one officer who was sent once and finished: their times add up by hand."""
    return rows[
        (rows["state"] == CallState.CLEARED)
        & (rows["officers_needed"] == 1)
        & (rows["diversions"] == 0)
        & ~rows["on_patrol"]
    ]


def test_the_run_has_calls_in_every_end(rows):
    assert {int(end) for end in ENDS} <= set(rows["state"].tolist())


def test_every_call_ends_in_exactly_one_state(run):
    states = run.calls()["state"].to_list()
    ends = {end.name.lower() for end in ENDS} | {"open_at_end"}
    assert set(states) <= ends


def test_a_call_is_closed_if_and_only_if_its_state_is_an_end(rows):
    np.testing.assert_array_equal(~np.isnan(rows["closed"]), rows["state"] >= CallState.CLEARED)


def test_the_times_of_a_call_are_in_order(rows):
    times = np.array([rows[name] for name in LIFE])
    for row in times.T:
        seen = row[~np.isnan(row)]
        assert (np.diff(seen) >= 0).all()


def test_no_call_is_in_the_future(run, rows):
    for name in LIFE:
        assert np.nanmax(rows[name]) <= run.minute


def test_a_cleared_call_had_somebody_who_may_lead(rows):
    cleared = np.isin(rows["state"], ENDS[:2])
    assert not np.isnan(rows["first_there"][cleared]).any()
    assert (rows["escalations"][rows["state"] == ENDS[1]] > 0).all()
    assert (rows["escalations"][rows["state"] == ENDS[0]] == 0).all()


def test_work_takes_the_handling_time(plain):
    assert len(plain) > 200
    np.testing.assert_allclose(plain["closed"] - plain["first_there"], plain["handling_minutes"], atol=1e-9)


def test_handling_is_expert_time_by_skill_and_set_up(plain, run):
    factor = plain["handling_minutes"] / plain["expert_minutes"]
    assert factor.min() >= 1
    most = np.array([0.8 * 0.8 * run.scenario[f"{name}_delta_share"] for name in KINDS])[plain["kind"]]
    assert (factor <= (1 + most) * 1.05 + 1e-9).all()


def test_a_call_is_offered_after_it_is_taken_and_handed_over(plain):
    wait = plain["dispatched"] - plain["known"]
    assert (wait >= 1 + plain["handover_minutes"] - 1e-9).all()
    assert set(plain["handover_minutes"].tolist()) <= {0.0, 3.0}


def test_who_gave_up_waited_for_their_patience_and_saw_nobody(rows):
    gave_up = rows[rows["state"] == CallState.GAVE_UP]
    np.testing.assert_allclose(gave_up["closed"] - gave_up["known"], gave_up["patience"])
    assert np.isnan(gave_up["first_there"]).all()


def test_nobody_known_to_wait_outlasts_their_patience(run, rows):
    waiting = (rows["state"] < CallState.ATTENDED) & ~np.isnan(rows["known"])
    assert (run.minute - rows["known"][waiting] <= rows["patience"][waiting]).all()


def test_an_unreported_incident_is_known_to_nobody(rows):
    unreported = rows[rows["state"] == CallState.UNREPORTED]
    assert (unreported["closed"] == unreported["arose"]).all()
    assert np.isnan(unreported["known"]).all()
    assert (unreported["lead"] == -1).all()


def test_a_violation_found_on_patrol_needs_no_answer(rows):
    found = rows[rows["on_patrol"]]
    assert len(found) > 10
    for name in ("arose", "dispatched", "first_there"):
        np.testing.assert_array_equal(found[name], found["known"])


def test_a_badly_closed_case_returns_at_most_once_and_complex(rows):
    returned = rows[rows["parent"] >= 0]
    assert len(set(returned["parent"].tolist())) == len(returned)
    parents = rows[returned["parent"]]
    assert parents["closed_badly"].all()
    assert returned["is_complex"].all()
    assert (returned["arose"] >= parents["closed"]).all()


def test_a_call_is_where_its_township_is(rows, run):
    np.testing.assert_array_equal(rows["township"], run.land.cells["township"][rows["cell"]])
    np.testing.assert_array_equal(rows["area"], run.land.cells["area"][rows["cell"]])


def test_a_caller_lives_where_the_call_is(rows, run):
    homes = run.citizens.columns["home"][rows["caller"][rows["caller"] >= 0]]
    np.testing.assert_array_equal(homes, rows["cell"][rows["caller"] >= 0])


def test_every_officer_minute_is_booked_once(run):
    minutes = run.evidence().duty_minutes
    np.testing.assert_allclose(minutes.sum(axis=1), run.minute)
    assert minutes.min() >= 0


def test_the_minutes_on_scene_are_the_minutes_of_work(plain, run, rows):
    """Nobody stands at a scene but for work, or waiting for a second officer."""
    on_scene = run.evidence().duty_minutes[:, Duty.ON_SCENE].sum()
    worked = (rows["handling_minutes"] * rows["officers_needed"])[np.isin(rows["state"], ENDS[:1])].sum()
    assert on_scene >= worked * 0.999
    assert on_scene > plain["handling_minutes"].sum()


def test_every_officer_is_in_one_duty_at_every_tick(run):
    ticks = run.recorder.rows()
    assert (ticks["officers"].sum(axis=1) == len(run.force.columns)).all()


def test_the_duties_of_the_ticks_add_up_to_the_minutes_booked(run):
    """A tick is a look a minute, so sums over the run differ by sampling alone."""
    looked = run.recorder.rows()["officers"].sum(axis=0)
    booked = run.evidence().duty_minutes.sum(axis=0)
    np.testing.assert_allclose(looked, booked, rtol=0.02, atol=200)


def test_calls_open_at_a_tick_are_those_arisen_and_not_closed(run, rows):
    ticks = run.recorder.rows()
    closed = np.where(np.isnan(rows["closed"]), np.inf, rows["closed"])
    for minute in range(0, run.minute, 97):
        end = minute + 1
        assert ticks["open"][minute] == ((rows["arose"] < end) & (closed >= end)).sum()


def test_there_is_one_tick_a_minute(run):
    assert run.recorder.rows()["minute"].tolist() == list(range(3 * 1440))
    assert len(run.ticks()) == run.minute


def test_vehicles_on_the_road_are_those_on_a_link(zigui):
    county = County(zigui)
    for _ in range(600):
        county.step()
        assert county.vehicles.on_road == (county.vehicles.columns["link"] >= 0).sum()
    assert county.recorder.rows()["vehicles_on_road"].max() > 10
    assert county.recorder.rows()["vehicles_on_road"][-1] == county.vehicles.on_road


def test_a_candidate_that_happens_becomes_one_row_with_its_marks(zigui):
    county = County(zigui.changed(jam_rate_rural=0, jam_rate_urban=0, secondary_rate=0)).run_days(1)
    calls = county.evidence().calls
    calls = calls[~calls["on_patrol"] & (calls["parent"] < 0)]
    drawn = county.candidates.today
    drawn = drawn[np.isin(drawn["key"], calls["key"])]
    order, other = np.argsort(calls["key"]), np.argsort(drawn["key"])
    for name in ("key", "kind", "cell", "link", "patience", "is_complex"):
        np.testing.assert_array_equal(calls[name][order], drawn[name][other])
    factor = county.candidates.kinds["status_quo_factor"][drawn["kind"][other]]
    np.testing.assert_array_equal(calls["expert_minutes"][order], drawn["published_minutes"][other] / factor)
    np.testing.assert_array_equal(calls["arose"][order], drawn["time"][other])
    assert {KINDS[name].basis for name in np.array(list(KINDS))[calls["kind"]]} == {Basis.PEOPLE, Basis.FLOW}


def test_kinds_found_on_patrol_have_no_candidates(zigui):
    county = County(zigui)
    drawn = county.candidates.draw(0)
    on_patrol = [n for n, kind in enumerate(zigui.kinds) if kind.basis == Basis.PATROL]
    assert on_patrol
    assert not np.isin(drawn["kind"], on_patrol).any()
    assert (np.diff(drawn["time"]) >= 0).all()


def test_days_are_the_same_whenever_they_are_drawn(zigui):
    county = County(zigui)
    second = county.candidates.draw(1).copy()
    county.candidates.draw(0)
    np.testing.assert_array_equal(county.candidates.draw(1), second)


def test_a_run_in_two_parts_is_the_run(zigui):
    whole, parts = County(zigui).run_days(1), County(zigui).run_days(0.3).run_days(0.7)
    assert whole.calls().equals(parts.calls(), null_equal=True)
    assert whole.outcomes() == parts.outcomes()


def test_minutes_lived_in_one_call_are_those_lived_one_by_one(zigui):
    """Across a midnight and a change in mid-day."""
    turns = Entry(day=0.4, rule=RULES["integrated"]), Entry(day=0.7, values={"delta": 0.2})
    changes = replace(zigui, timeline=turns)
    at_once, one_by_one = County(changes).run_days(1.1), County(changes)
    one_by_one.run_for(1_584)
    assert one_by_one.minute == at_once.minute
    assert left_by(at_once) == left_by(one_by_one)


def test_tables_without_room_for_a_minute_are_made_larger(zigui):
    """A county whose lists are as short as can be runs the same day."""
    roomy, tight = County(zigui), County(zigui)
    world = tight.dispatch.tables
    tight.dispatch.tables = world._replace(
        events=world.events[: int(world.clock["events"][0])], calls=world.calls[:0], waiting=world.waiting[:0]
    )
    assert left_by(tight.run_days(1)) == left_by(roomy.run_days(1))


def left_by(county):
    """Names what a run leaves: ticks, calls, officers, links and vehicles."""
    roads = county.vehicles.roads
    return digest(
        county.recorder.rows(), county.dispatch.calls, county.force.columns, roads.links, roads.vehicles
    )


@pytest.mark.parametrize("days", [0, -1, float("nan"), float("inf"), 1e6, True, "3", None])
def test_days_out_of_range_are_refused(zigui, days):
    with pytest.raises(InputError, match=r"days: .* above 0 and up to 3,660"):
        County(zigui).run_days(days)


def test_before_the_first_minute_nothing_is_observed(zigui):
    with pytest.raises(InputError, match="run the county first"):
        County(zigui).outcomes()


def test_a_log_tells_every_turn_in_order(zigui):
    county = County(zigui, log=True).run_days(1)
    log = county.dispatch.log
    assert (np.diff(log["time"]) >= 0).all()
    last = {int(row["officer"]): int(row["duty"]) for row in log}
    now = county.dispatch.tables.officers["duty"]
    assert sum(now[officer] == duty for officer, duty in last.items()) == len(last)


def test_a_log_tells_the_way_of_every_turn(zigui):
    county = County(zigui, log=True).run_days(1)
    log, calls = county.dispatch.log, county.dispatch.calls
    sent, there = log[log["duty"] == Duty.TO_CALL], log[log["duty"] == Duty.ON_SCENE]
    there = there[~calls["on_patrol"][there["call"]]]
    arrivals = {(row["officer"], row["call"], row["arrives"]) for row in sent}
    assert len(there) > 10
    assert all((row["officer"], row["call"], row["time"]) in arrivals for row in there)
    assert (sent["leaves"] <= sent["arrives"]).all()
    assert (sent["cell"] == calls["cell"][sent["call"]]).all()
    posted = log[log["duty"] == Duty.POST]
    assert (posted["cell"] == county.dispatch.tables.posts["cell"][posted["post"]]).all()


def test_a_log_changes_nothing(zigui):
    silent, telling = County(zigui).run_days(1), County(zigui, log=True).run_days(1)
    assert silent.calls().equals(telling.calls().drop(WHO_CAME), null_equal=True)
    assert len(silent.dispatch.log) == 0


@pytest.mark.parametrize(
    ("name", "value", "says"), [("minute", 5, "by running"), ("scenario", None, "turn_to")]
)
def test_where_a_run_stands_is_not_set_by_hand(zigui, name, value, says):
    county = County(zigui)
    with pytest.raises(InputError, match=f"{name}: .*{says}"):
        setattr(county, name, value)
    assert (county.minute, county.scenario) == (0, zigui)
