"""One set of checks on every outcome, and some worked by hand."""

import dataclasses

import numpy as np
import pytest

from jiaosuo import testing
from jiaosuo.experiments.contracts.outcomes import nothing_seen
from jiaosuo.model.core.columns import table
from jiaosuo.model.core.terms import Area, CallState, Corps, Domain, Duty
from jiaosuo.model.evidence import common_calls, latent_in_common
from jiaosuo.model.kernels.base.tables import FILE_FIELDS
from jiaosuo.model.measures import cleared_up_shares
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.work import in_order


@pytest.mark.parametrize("check", [c for each in OUTCOMES.values() for c in testing.checks_of(each)], ids=str)
def test_every_outcome_keeps_the_contract(check):
    check()


NEEDS_CALLS = ("response", "finisher", "clear", "gave_up_share", "within", "wait", "utilisation")


@pytest.mark.parametrize("name", [name for name in OUTCOMES if name.startswith(NEEDS_CALLS)])
def test_without_a_call_there_is_no_time_and_no_share_of_one(name):
    assert OUTCOMES[name].value(nothing_seen()) == (None, 0)


@pytest.fixture
def four_calls():
    """Answered after 10 and 20 min, given up after 60, open since minute 1,400 (patience 90)."""
    seen = nothing_seen(calls=4)
    c = seen.calls
    c["domain"], c["area"] = Domain.TRAFFIC, Area.RURAL
    c["known"] = [100, 200, 300, 1_400]
    c["patience"] = [90, 90, 60, 90]
    c["dispatched"][:2], c["first_there"][:2], c["closed"][:3] = [102, 205], [110, 220], [150, 250, 360]
    c["state"] = [CallState.CLEARED, CallState.CLEARED, CallState.GAVE_UP, CallState.AT_DESK]
    c["expert_minutes"], c["handling_minutes"][:2] = 20, [30, 30]
    return seen


def test_unanswered_calls_count_to_the_end_of_patience_or_run(four_calls):
    assert OUTCOMES["response_mean_traffic_rural"].value(four_calls) == ((10 + 20 + 60 + 40) / 4, 4)


def test_unanswered_calls_fail_the_standard(four_calls):
    assert OUTCOMES["within_standard_traffic_rural"].value(four_calls) == (1 / 4, 4)


@pytest.mark.parametrize(
    ("area", "standards", "share"),
    [
        (Area.RURAL, {"standard_rural_minutes": 25}, 2 / 4),
        (Area.RURAL, {"standard_rural_minutes": 9, "standard_urban_minutes": 25}, 0.0),
        (Area.URBAN, {}, 0.0),
        (Area.URBAN, {"standard_urban_minutes": 10}, 1 / 4),
    ],
)
def test_the_standards_of_the_place_judge_its_calls(four_calls, area, standards, share):
    four_calls.calls["area"] = area
    judged = dataclasses.replace(four_calls, scenario=four_calls.scenario.changed(**standards))
    assert OUTCOMES["within_standard_traffic"].value(judged) == (share, 4)


def test_wait_and_travel_add_up_to_the_response_of_answered_calls(four_calls):
    assert OUTCOMES["wait_mean_traffic"].value(four_calls) == ((2 + 5) / 2, 2)
    assert OUTCOMES["travel_mean_traffic"].value(four_calls) == ((8 + 15) / 2, 2)


def test_time_to_clear_is_restricted_too(four_calls):
    assert OUTCOMES["clear_mean_traffic_rural"].value(four_calls) == ((50 + 50 + 60 + 40) / 4, 4)


def test_who_may_finish_is_waited_for_to_the_end_of_the_call(four_calls):
    """Who may finish came to the first call 25 min after it was known, and to the others never."""
    four_calls.calls["finisher_there"][0] = 125
    assert OUTCOMES["finisher_mean_traffic_rural"].value(four_calls) == ((25 + 50 + 60 + 40) / 4, 4)


def test_the_handling_ratio_is_of_cleared_calls(four_calls):
    assert OUTCOMES["handling_ratio_traffic"].value(four_calls) == (60 / 40, 2)


def test_given_up_and_open_calls_are_counted(four_calls):
    assert OUTCOMES["calls_gave_up"].value(four_calls)[0] == 1
    assert OUTCOMES["calls_open_at_end"].value(four_calls)[0] == 1
    assert OUTCOMES["gave_up_share_traffic_rural"].value(four_calls) == (1 / 4, 4)


def test_utilisation_is_work_over_time_on_duty():
    seen = nothing_seen(officers=2)
    seen.officers["corps"] = Corps.STATION
    seen.duty_minutes[0, [Duty.OFF, Duty.STANDBY, Duty.ON_SCENE]] = [960, 360, 120]
    seen.duty_minutes[1, Duty.OFF] = 1_440
    assert OUTCOMES["utilisation_station"].value(seen) == (120 / 480, 2)


def test_violations_found_on_patrol_are_not_responses(four_calls):
    four_calls.calls["on_patrol"][0] = True
    assert OUTCOMES["response_mean_traffic_rural"].value(four_calls) == (40.0, 3)


def test_paired_worlds_are_judged_on_what_was_reported_in_either(four_calls):
    other = dataclasses.replace(four_calls, calls=four_calls.calls.copy())
    other.calls["reported"][0], other.calls["known"][0], other.calls["first_there"][0] = False, np.nan, np.nan
    other.calls["arose"][0], other.calls["state"][0] = 95, CallState.UNREPORTED
    latent = latent_in_common([four_calls, other])
    assert latent.tolist() == [0, 1, 2, 3]
    assert common_calls(four_calls, other) == 3 / 4
    judged = dataclasses.replace(other, latent=latent)
    assert OUTCOMES["response_mean_traffic_rural"].value(judged) == ((90 + 20 + 60 + 40) / 4, 4)


def test_hours_of_waiting_and_of_settling_add_up_to_the_time_to_clear(four_calls):
    """10 + 20 + 60 + 40 min of waiting; with the police there 40 min at the first call, 30 at the second."""
    assert OUTCOMES["hours_waiting"].value(four_calls) == (pytest.approx(130 / 60), 4)
    assert OUTCOMES["hours_settling"].value(four_calls) == (pytest.approx(70 / 60), 4)


def test_hours_of_officers_on_calls_are_driving_scene_and_paperwork():
    seen = nothing_seen(officers=2)
    seen.duty_minutes[0, [Duty.TO_CALL, Duty.ON_SCENE, Duty.PAPERWORK, Duty.POST]] = [10, 20, 30, 400]
    assert OUTCOMES["officer_hours"].value(seen) == (1.0, 2)


def test_cases_cleared_up_are_counted_in_expectation(four_calls):
    """At ten minutes the share is the base; a case that nobody came to is not cleared up."""
    four_calls.calls["kind"] = [each.clears_up for each in four_calls.scenario.kinds].index(True)
    base, slope = (four_calls.scenario[name] for name in ("clearance_base", "clearance_slope"))
    expected = base + base - slope * np.log(2)
    assert OUTCOMES["cases_cleared_up"].value(four_calls) == (pytest.approx(expected), 4)


def test_the_cost_is_worked_by_hand(four_calls):
    """130 min of waiting, 70 of settling, one of delay and two of officers in a day; no case, no crash."""
    dispute = next(
        n for n, each in enumerate(four_calls.scenario.kinds) if not (each.clears_up or each.is_crash)
    )
    four_calls.calls["kind"] = dispute
    seen = dataclasses.replace(
        four_calls, duty_minutes=np.full((1, len(Duty)), 40.0), vehicle_hours=5.0, undisturbed_hours=4.0
    )
    prices = {"waiting": 130 / 60, "settling": 70 / 60, "vehicle": 1, "officer": 2}
    expected = sum(seen.scenario[f"price_{name}_hour"] * hours for name, hours in prices.items())
    assert OUTCOMES["yuan_a_day"].value(seen) == (pytest.approx(expected), 4)
    assert OUTCOMES["yuan_a_day"].value(dataclasses.replace(seen, undisturbed_hours=None)) == (None, 0)


def value_of(name, seen):
    return OUTCOMES[name].value(seen)[0]


def test_a_day_of_one_officer_in_thirds_and_by_duty():
    """Two hours at a call, three at files, one on the watch, two standing by; sixteen at home."""
    seen = nothing_seen(calls=0, officers=1)
    hours = {Duty.OFF: 16, Duty.ON_SCENE: 2, Duty.CASE_FILE: 3, Duty.WATCH: 1, Duty.STANDBY: 2}
    for duty, each in hours.items():
        seen.duty_minutes[0, duty] = 60 * each
    assert [value_of(f"thirds_{name}", seen) for name in ("calls", "committed", "free")] == [0.25, 0.5, 0.25]
    assert (value_of("time_case_file", seen), value_of("time_watch", seen)) == (0.375, 0.125)
    assert value_of("file_hours_traffic", seen) == 3.0


def test_what_is_left_undone_by_hand():
    """Of 100 minutes 30 lapsed; two desks were empty for 6 h in all; a third of the visits was made."""
    seen = nothing_seen(calls=0)
    names = [work.name for work in in_order()]
    for name, minutes in (("inspection", (100.0, 60.0, 30.0)), ("watch", (2_880.0, 2_520.0, 360.0))):
        row = seen.work[names.index(name)]
        row["wanted"], row["done"], row["dropped"] = minutes
    seen.visit_minutes[:] = [90.0, 30.0]
    assert value_of("work_undone_inspection", seen) == pytest.approx(0.3)
    assert value_of("work_hours_inspection", seen) == pytest.approx(1.0)
    assert value_of("watch_empty", seen) == pytest.approx(3.0)
    assert value_of("visits_undone", seen) == pytest.approx(2 / 3)
    assert value_of("work_undone_meal", seen) is None


def test_files_by_hand():
    """One closed after 12 h; one open and late with 2 h left; one open in time with 1 h left."""
    seen = dataclasses.replace(nothing_seen(calls=3), files=table(FILE_FIELDS, 3))
    seen.files["closed"], seen.files["due"] = [720.0, np.nan, np.nan], [2_000.0, 1_000.0, 9_000.0]
    seen.files["minutes_left"], seen.files["late"] = [0.0, 120.0, 60.0], [False, True, False]
    assert [value_of(f"files_{name}", seen) for name in ("opened", "closed", "open")] == [3.0, 1.0, 2.0]
    assert value_of("files_late", seen) == 0.5
    assert value_of("file_hours_owed", seen) == 3.0
    assert value_of("file_days", seen) == pytest.approx((0.5 + 1 + 1) / 3)


def test_files_of_the_days_before_are_in_hand_and_were_not_opened_here():
    """One closed in time; one late before the first day, still open; one opened here, due after the end."""
    seen = dataclasses.replace(nothing_seen(calls=3), files=table(FILE_FIELDS, 3))
    seen.files["opened"], seen.files["closed"] = [-500.0, -20_000.0, 100.0], [50.0, np.nan, np.nan]
    seen.files["due"], seen.files["late"] = [5_000.0, -100.0, 9_000.0], [False, True, False]
    assert [value_of(f"files_{name}", seen) for name in ("opened", "closed", "open")] == [1.0, 1.0, 2.0]
    assert value_of("files_late", seen) == 0.0, "what was late before is not late here once more"


def test_a_late_file_takes_its_part_of_the_chance_to_clear_a_case_up():
    seen = nothing_seen(calls=2)
    seen.calls["known"], seen.calls["first_there"], seen.calls["file_late"] = 100.0, 110.0, [False, True]
    in_time, late = cleared_up_shares(seen)
    assert late == pytest.approx((1 - seen.scenario["late_file_clearance"]) * in_time)
