"""A change in mid-run: what lives is carried over, and the change is paid for."""

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.model import Citizen, County, Officer, Scenario, Vehicle
from jiaosuo.model.core.terms import NOBODY, CallState, Corps, Duty
from jiaosuo.model.rules import RULES
from jiaosuo.model.rules.rule import Change
from jiaosuo.model.timeline import Entry

BUSY = {"people_per_agent": 25, "dispute_rate_rural": 60, "on_duty_share": 0.2, "vehicles_per_1000": 250}
FREE = replace(RULES["integrated"], name="free", change=Change())


def county(*timeline, rule="separate", days=0.0, **values):
    case = Scenario.preset("zigui-2004", rule=rule, seed=8, timeline=timeline, **(BUSY | values))
    county = County(case)
    return county.run_days(days) if days else county


def same(one, other):
    return one.calls().equals(other.calls()) and one.ticks().equals(other.ticks())


@pytest.fixture(scope="module")
def plain():
    return county(days=3)


@pytest.mark.parametrize(
    "entry",
    [
        Entry(day=1, note="nothing"),
        Entry(day=1, rule=RULES["separate"], values={"delta": 0.8}),
        Entry(day=1.41, rule=replace(RULES["separate"], name="another name")),
        Entry(day=2, values={"specialist_skill": 0.9}),
    ],
    ids=["empty", "as it was", "renamed", "of new officers only"],
)
def test_a_change_that_changes_nothing_gives_the_same_calls_bit_for_bit(plain, entry):
    other = county(entry, days=3)
    assert same(plain, other)
    assert plain.world_digest == other.world_digest


def test_a_change_changes_what_comes_after_it_and_nothing_before(plain):
    other = county({"day": 1.5, "rule": "integrated"}, days=3)
    before = [each.calls().filter(each.calls()["closed"] < 1.5 * 1440) for each in (plain, other)]
    assert before[0].equals(before[1])
    assert not same(plain, other)
    assert plain.world_digest == other.world_digest


def test_land_people_and_vehicles_go_on_as_they_are_when_policing_changes():
    case = county({"day": 0.5, "rule": "integrated", "set": {"delta": 0.2, "officers_station": 150}})
    parts = case.land, case.citizens, case.vehicles
    case.run_days(0.6)
    assert all(
        now is then for now, then in zip((case.land, case.citizens, case.vehicles), parts, strict=True)
    )
    assert case.in_force["delta"] == 0.2
    assert case.vehicles.on_road > 0


def test_the_county_is_the_same_object_to_those_who_hold_it():
    case = county({"day": 0.5, "rule": "integrated", "set": {"officers_station": 150}})
    officers = case.agents_by_type[Officer]
    first = officers.to_list()[0]
    vehicles = len(case.agents_by_type[Vehicle])
    case.run_days(0.6)
    assert len(case.agents_by_type[Officer]) == len(case.force.columns)
    assert first in case.agents_by_type[Officer]
    assert [each.row for each in case.agents_by_type[Officer]] == list(range(len(case.force.columns)))
    assert [each.duty for each in case.agents_by_type[Officer]] == case.force.columns["duty"].tolist()
    assert len(case.agents_by_type[Vehicle]) == vehicles


def test_views_follow_when_people_and_vehicles_change():
    case = county({"day": 1, "set": {"vehicles_per_1000": 300, "population": 400_000}})
    case.agents_by_type  # noqa: B018
    case.run_days(1.2)
    for kind, part in ((Vehicle, case.vehicles), (Citizen, case.citizens)):
        rows = [each.row for each in case.agents_by_type[kind]]
        assert sorted(rows) == list(range(len(part.columns)))
    assert {each.cell for each in case.agents_by_type[Vehicle]} == set(case.vehicles.columns["cell"].tolist())


# People


def test_a_citizen_keeps_their_trust_wherever_they_live():
    before = county(days=1)
    after = county({"day": 1, "set": {"urbanization": 0.5, "population": 400_000}})
    after.run_days(1).step()
    known = len(before.citizens.columns)
    assert len(after.citizens.columns) > known
    moved = before.citizens.columns["home"] != after.citizens.columns["home"][:known]
    assert moved.sum() > 100
    for name in ("experiences", "satisfaction", "trust"):
        kept = before.citizens.columns[name] == after.citizens.columns[name][:known]
        assert kept.mean() > 0.99  # the minute after the change may bring a visit
    assert before.world_digest != after.world_digest


def test_a_new_world_is_the_same_under_every_rule():
    change = {"day": 1, "set": {"urbanization": 0.5, "vehicles_per_1000": 400}}
    digests = {county(change, rule=rule, days=2).world_digest for rule in ("separate", "integrated")}
    assert len(digests) == 1
    assert digests != {county(days=2).world_digest}


def test_who_drove_before_has_driven_so_many_trips():
    before = county(days=1)
    after = county({"day": 1, "set": {"vehicles_per_1000": 400}}).run_days(1)
    after.step()
    owners = before.vehicles.columns["owner"]
    where = np.searchsorted(after.vehicles.columns["owner"], owners)
    now = after.vehicles.columns["trips"][where]
    assert (now >= before.vehicles.columns["trips"]).all()
    assert len(after.vehicles.columns) > len(owners)


# Officers


def serving(case):
    rows = case.force.columns
    return rows[rows["establishment_post"] != NOBODY]


def by_corps(case):
    return np.bincount(serving(case)["corps"], minlength=len(Corps)).tolist()


@pytest.mark.parametrize(
    "values",
    [{"officers_station": 150}, {"officers_station": 60}, {"traffic_specialists": 20}, {"auxiliaries": 0}],
)
def test_the_force_becomes_what_the_plan_says(values):
    changed = county({"day": 1, "set": values}, days=1.1)
    assert by_corps(changed) == by_corps(county(**values))
    assert sorted(serving(changed)["establishment_post"].tolist()) == list(range(len(serving(changed))))


def test_homes_and_rosters_are_those_of_a_force_that_was_always_so():
    changed = serving(county({"day": 1, "rule": "integrated", "set": {"officers_station": 150}}, days=1.1))
    fresh = county(rule="integrated", officers_station=150).force.columns
    by_post = changed[np.argsort(changed["establishment_post"])]
    for name in ("corps", "township", "home_cell", "group_size", "group_rank", "phase", "beat_first"):
        np.testing.assert_array_equal(by_post[name], fresh[name])


def test_who_is_transferred_keeps_their_skill_and_nobody_is_hired_for_it():
    """Six officers go from the stations to the traffic corps."""
    start = county(staffing="historic")
    stations, traffic = (start.in_force[f"officers_{name}"] for name in ("station", "traffic"))
    values = {"officers_station": stations - 6, "officers_traffic": traffic + 6}
    after = county({"day": 0, "set": values}, staffing="historic")
    after.step()
    assert len(after.force.columns) == len(start.force.columns)
    moved = start.force.columns["corps"] != after.force.columns["corps"]
    assert 0 < moved.sum() <= 6
    assert (after.force.columns["corps"][moved] == Corps.TRAFFIC).all()
    skill = start.force.columns["skill"][moved], after.force.columns["skill"][moved]
    np.testing.assert_allclose(*skill, atol=1e-3)


def test_the_last_ones_leave_and_are_off_duty_for_good():
    case = county({"day": 1, "set": {"officers_station": 60}}, days=1).run_days(0.01)
    gone = case.force.columns["establishment_post"] == NOBODY
    assert gone.sum() > 20
    books = case.evidence().duty_minutes[gone].copy()
    busy = np.isin(case.force.columns["duty"][gone], [Duty.TO_CALL, Duty.ON_SCENE])
    case.run_days(2)
    assert (case.force.columns["duty"][gone] == Duty.OFF).all()
    working = (case.evidence().duty_minutes[gone] - books)[:, [d for d in Duty if d != Duty.OFF]].sum(axis=1)
    assert (working[~busy] == 0).all()
    table = case.officers()
    assert table["serving"].sum() == (~gone).sum()


def test_who_leaves_while_at_a_call_finishes_it():
    """Everybody of the stations leaves at once, in the middle of the busiest hour."""
    case = county({"day": 0.8, "set": {"officers_station": 0}}, rule="integrated", dispute_rate_rural=200)
    case.run_days(0.8)
    held = np.isin(case.force.columns["duty"], [Duty.TO_CALL, Duty.ON_SCENE])
    held &= case.force.columns["corps"] == Corps.STATION
    calls = case.force.columns["call"][held]
    assert held.sum() > 3
    case.run_days(1)
    assert (case.force.columns["duty"][held] == Duty.OFF).all()
    states = case.dispatch.calls["state"][calls]
    assert (states >= CallState.CLEARED).any()
    assert case.force.columns["cases"][held].sum() > 0


def test_new_officers_start_with_the_skill_of_their_corps_and_join_the_next_shift():
    case = county({"day": 1, "set": {"officers_station": 150}}, days=1.01)
    new = case.force.columns[len(county().force.columns) :]
    assert len(new) > 40
    assert (new["skill"].max(axis=1) > 0.2).all()
    case.run_days(2)
    assert (case.evidence().duty_minutes[-40:, Duty.OFF] < case.minute).any()


# Calls


def test_open_calls_go_to_the_desk_that_serves_them_now():
    case = county({"day": 0.75, "rule": "integrated"}, on_duty_share=0.08).run_days(0.75)
    open_ = case.dispatch.calls["state"] < CallState.CLEARED
    assert len(set(case.dispatch.calls["desk"][open_].tolist())) == 2
    case.step()
    assert set(case.dispatch.calls["desk"][: len(open_)][open_].tolist()) == {0}
    case.run_days(1)
    assert (case.dispatch.calls["state"][: len(open_)][open_] >= CallState.CLEARED).all()


def test_posts_are_left_at_a_change_of_rule_and_their_minutes_kept():
    case = county({"day": 17.5 / 24, "rule": "integrated"}, on_duty_share=0.5, posts_per_urban_km2=3)
    case.run_days(17.5 / 24)
    held = (case.force.posts["officer"] != NOBODY).sum()
    booked = case.evidence().posts["staffed_minutes"].sum()
    assert held > 0
    case.step()
    assert case.evidence().posts["staffed_minutes"].sum() >= booked


# Cost of change


def test_a_change_costs_training_and_slows_the_work_down():
    costly, free = (county({"day": 0, "rule": rule}, days=4) for rule in ("integrated", FREE))
    training = [case.evidence().duty_minutes[:, Duty.TRAINING].sum() for case in (costly, free)]
    assert training[0] > 200 * 480 * 0.3
    assert training[1] == 0
    ratio = [case.outcomes()["handling_ratio"][0] for case in (costly, free)]
    assert ratio[0] > ratio[1]
    assert (costly.dispatch.world.rule_table["disrupted_until"] == 90 * 1440).all()
    assert (free.dispatch.world.rule_table["disrupted_until"] == 0).all()


def test_a_rule_from_the_first_day_on_owes_nothing():
    started = county(rule="integrated", days=2)
    assert (started.force.columns["training_due"] == 0).all()
    assert same(started, county(rule=FREE, days=2))


def test_only_those_pay_whose_rule_changes():
    case = county({"day": 0, "rule": "zigui-2004"})
    case.step()
    answers, officers = case.dispatch.world.rule_table, case.force.columns
    stays = [each.name for each in case.land.townships].index("Maoping")
    assert answers["disrupted_until"][stays] == 0
    assert (officers["training_due"][officers["township"] == stays] == 0).all()


def test_training_is_taken_in_whole_shifts_and_comes_to_an_end():
    short = replace(RULES["integrated"], name="short", change=Change(training_days=2))
    case = county({"day": 0, "rule": short}, days=20, on_duty_share=0.4, people_per_agent=25)
    assert (case.force.columns["training_due"] == 0).mean() > 0.9
    minutes = case.evidence().duty_minutes[:, Duty.TRAINING]
    assert minutes.max() <= 2 * 480
    assert np.median(minutes) == 2 * 480


def test_training_for_a_change_teaches():
    def skill(rule):
        case = county({"day": 0, "rule": rule}, days=6, skill_gain_hour=0.05, skill_gain_case=0)
        return case.evidence().officers["skill"].sum(axis=1).mean()

    trained = replace(RULES["integrated"], name="trained", change=Change(training_days=10))
    assert skill(trained) > skill(FREE) + 0.1


def test_the_slow_down_ends_with_the_months():
    slow = replace(RULES["integrated"], name="slow", change=Change(disruption_months=1))
    case = county({"day": 0, "rule": slow}, days=1, disruption=1.0)
    case.dispatch.world.rule_table["disrupted_until"] = 1.5 * 1440
    case.run_days(2)
    calls = case.dispatch.calls
    done = (calls["state"] == CallState.CLEARED) & (calls["closed"] - calls["crew_there"] > 0)
    ratio = calls["handling_minutes"] / calls["expert_minutes"]
    early, late = done & (calls["closed"] < 2160), done & (calls["first_there"] > 2160)
    assert ratio[early].mean() > 1.6 * ratio[late].mean()
