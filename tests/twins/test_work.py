"""Other work, worked out by hand: what is owed, who does it, where, and what a call leaves of it."""

import numpy as np
import pytest

from jiaosuo.model.core.terms import NOBODY, Corps, Duty, EventKind
from jiaosuo.model.kernels.officers.booked import settle_session
from jiaosuo.model.kernels.officers.duty import choose_duty, may_choose
from jiaosuo.model.kernels.officers.eligibility import is_free_for
from jiaosuo.model.kernels.officers.movement import set_duty
from jiaosuo.model.kernels.officers.work import (
    drop_own_work,
    is_for,
    owe_own_work,
    owe_work,
    share_of_day,
)
from jiaosuo.model.work import in_order
from tests.twins.worlds import TOWNSHIPS, world

NOON = 12 * 60.0
ROWS = {work.name: row for row, work in enumerate(in_order())}
INSPECTION, COURT, MEAL, CROSSING = (
    ROWS[name] for name in ("inspection", "court", "meal", "school_crossing")
)
REGISTRATION, CHECK = ROWS["registration"], ROWS["roadside_check"]


def at(minute, corps=Corps.STATION, rule="separate", **values):
    """The officer of a corps at the beginning of a slot, where nothing is to be done yet."""
    w = world(rule, **{"beat_share": 0, **values})
    w.officers["corps"], w.posts["officer"], w.posts["township"] = corps, NOBODY, TOWNSHIPS - 1
    go_to(w, minute)
    return w


def go_to(w, minute):
    w.clock["now"], w.clock["slot"], w.clock["shift"] = minute, int(minute // 30), int(minute // 480)


def turned_to(w):
    choose_duty(w, 0)
    return Duty(int(w.officers["duty"][0]))


def minutes_of(w, kind, officers=1):
    """Minutes wanted of a kind, and where they are: done, dropped, owed, growing, in hand."""
    pool, them = w.work_pool[kind], w.officers
    in_hand = them["pledged"][(them["duty"] == Duty.OTHER_WORK) & (them["work"] == kind)].sum()
    kept = sum(float(pool[name].sum()) for name in ("done", "dropped", "owed", "growing"))
    return float(pool["wanted"].sum()), kept + float(w.own_work[:, kind].sum()) + float(in_hand)


def test_a_day_of_slots_owes_what_is_wanted_in_whole_sessions():
    """130 minutes of inspections are wanted in the seven hours from 9 to 12 and 14 to 18: two sessions."""
    w = at(0.0)
    w.work_wanted[INSPECTION] = [130.0, 0.0, 0.0]
    owed = []
    for slot in range(48):
        go_to(w, 30.0 * slot)
        owe_work(w)
        owed.append(float(w.work_pool[INSPECTION, 0]["owed"]))
    assert w.work_pool[INSPECTION, 0]["wanted"] == pytest.approx(130.0)
    assert w.work_pool[INSPECTION, 0]["growing"] == pytest.approx(10.0)
    assert [slot for slot in range(1, 48) if owed[slot] > owed[slot - 1]] == [28, 34]
    assert owed[-1] == 120.0


def test_what_comes_with_the_hour_comes_at_its_beginning_and_the_rest_evenly():
    w = at(7 * 60.0)
    assert share_of_day(w, CROSSING) == pytest.approx(0.5)
    go_to(w, 7.5 * 60)
    assert share_of_day(w, CROSSING) == 0.0
    go_to(w, 8 * 60.0)
    assert share_of_day(w, REGISTRATION) == pytest.approx(0.125)
    w.levers["duty_slot_minutes"] = 120.0
    go_to(w, 10 * 60.0)
    assert share_of_day(w, REGISTRATION) == pytest.approx(0.5)
    assert share_of_day(w, INSPECTION) == pytest.approx(2 / 7)


def test_what_has_its_hours_lapses_with_them_and_the_rest_waits_for_its_days():
    w = at(8 * 60.0)
    w.work_pool["owed"][CROSSING] = [45.0, 0.0, 0.0]
    w.work_pool["owed"][INSPECTION] = [200.0, 200.0, 0.0]
    w.work_pool["owed"][COURT] = [90.0, 0.0, 0.0]
    w.work_wanted[INSPECTION] = [10.0, 2.0, 0.0]
    go_to(w, 7.5 * 60)
    owe_work(w)
    assert w.work_pool["owed"][CROSSING, 0] == 45.0
    go_to(w, 8 * 60.0)
    owe_work(w)
    assert w.work_pool["dropped"][CROSSING, 0] == 45.0
    assert w.work_pool["dropped"][INSPECTION].tolist() == [200.0 - 14 * 10.0, 200.0 - 60.0, 0.0]
    assert w.work_pool["owed"][INSPECTION].tolist() == [140.0, 60.0, 0.0]
    assert (w.work_pool["owed"][COURT, 0], w.work_pool["dropped"][COURT, 0]) == (90.0, 0.0)


STATION, TRAFFIC, AUXILIARY, CASES = Corps.STATION, Corps.TRAFFIC, Corps.AUXILIARY, Corps.CASE_SPECIALIST


@pytest.mark.parametrize(
    ("rule", "kind", "who"),
    [
        ("separate", "registration", {STATION, AUXILIARY}),
        ("separate", "inspection", {STATION}),
        ("separate", "roadside_check", {TRAFFIC}),
        ("separate", "school_crossing", {TRAFFIC, AUXILIARY}),
        ("separate", "court", {STATION, Corps.PATROL}),
        ("separate", "meal", set(Corps)),
        ("integrated", "registration", {STATION, TRAFFIC, Corps.PATROL, AUXILIARY}),
        ("integrated", "inspection", {STATION, TRAFFIC, Corps.PATROL}),
        ("integrated", "roadside_check", {STATION, TRAFFIC, Corps.PATROL}),
        ("integrated", "court", {STATION, TRAFFIC, Corps.PATROL}),
        ("station_led", "roadside_check", {STATION, TRAFFIC}),
        ("station_led", "inspection", {STATION}),
        ("patrol_merged", "roadside_check", {TRAFFIC, Corps.PATROL}),
        ("patrol_merged", "inspection", {STATION}),
    ],
)
def test_who_may_do_which_work_follows_from_corps_and_answers(rule, kind, who):
    w = world(rule, officers=len(Corps))
    w.officers["corps"] = list(Corps)
    assert {each for each in Corps if is_for(w, int(each), ROWS[kind])} == who


def inspecting(**values):
    """An officer on the way to an hour of inspections, in the next cell, 10 minutes away."""
    w = at(NOON, **values)
    w.beat_cells[:] = 1
    w.work_pool["owed"][INSPECTION, 0] = w.work_pool["wanted"][INSPECTION, 0] = 60.0
    assert turned_to(w) == Duty.OTHER_WORK
    return w


def test_a_session_is_done_at_its_place_and_ends_with_what_was_owed():
    w = inspecting()
    assert (w.officers["cell"][0], w.officers["arrives"][0]) == (1, NOON + 10)
    assert (w.officers["work"][0], w.officers["pledged"][0]) == (INSPECTION, 60.0)
    ends = [each for each in w.events if each["kind"] == EventKind.SESSION_DONE]
    assert [(each["time"], each["stamp"]) for each in ends] == [(NOON + 70, w.officers["stamp"][0])]
    assert not may_choose(w, 0)
    go_to(w, NOON + 70)
    settle_session(w, 0, 60.0)
    assert turned_to(w) == Duty.STANDBY
    assert w.work_pool["done"][INSPECTION, 0] == 60.0
    assert w.duty_minutes[0, Duty.OTHER_WORK] == 70.0
    assert minutes_of(w, INSPECTION) == (60.0, 60.0)


def test_a_call_leaves_the_rest_to_be_done_by_whoever_comes():
    """Ten minutes of the way and 25 of work; 35 are owed again."""
    w = inspecting()
    assert [is_free_for(w, 0, priority) for priority in (1, 2, 3, 4)] == [True, True, True, False]
    w.clock["now"] = NOON + 35
    set_duty(w, 0, Duty.TO_CALL)
    assert (w.work_pool["done"][INSPECTION, 0], w.work_pool["owed"][INSPECTION, 0]) == (25.0, 35.0)
    assert (w.officers["work"][0], w.officers["pledged"][0]) == (NOBODY, 0.0)
    assert turned_to(w) == Duty.OTHER_WORK
    assert w.officers["pledged"][0] == 35.0
    assert minutes_of(w, INSPECTION) == (60.0, 60.0)


def test_a_remainder_of_minutes_waits_for_more():
    w = at(NOON)
    w.work_pool["owed"][INSPECTION, 0] = 4.0
    assert turned_to(w) == Duty.STANDBY
    w.work_pool["owed"][INSPECTION, 0] = 5.0
    assert turned_to(w) == Duty.OTHER_WORK


def test_court_is_at_the_county_seat_and_yields_to_nobody():
    w = at(10 * 60.0)
    w.work_pool["owed"][COURT, 0] = 120.0
    assert turned_to(w) == Duty.OTHER_WORK
    assert w.officers["cell"][0] == 4
    assert not is_free_for(w, 0, 1)


def test_nobody_works_for_a_township_that_the_site_does_not_serve():
    w = at(NOON)
    w.work_pool["owed"][INSPECTION, 1:] = 60.0
    assert turned_to(w) == Duty.STANDBY
    w.serves[0] = True
    w.work_pool["owed"][INSPECTION, 2] = 90.0
    assert turned_to(w) == Duty.OTHER_WORK
    assert w.officers["work_township"][0] == 2


def test_a_meal_is_owed_each_shift_from_its_third_hour_on_and_dropped_with_the_shift():
    w = at(8 * 60.0, other_work=2)
    owe_own_work(w, 0)
    assert w.own_work[0, MEAL] == 60.0
    w.own_work[0, [ROWS["briefing"], ROWS["meeting"]]] = 0.0
    assert turned_to(w) == Duty.STANDBY
    go_to(w, 11 * 60.0)
    assert turned_to(w) == Duty.OTHER_WORK
    assert (w.officers["cell"][0], w.officers["pledged"][0], w.own_work[0, MEAL]) == (0, 30.0, 30.0)
    w.clock["now"] = 11 * 60.0 + 20
    set_duty(w, 0, Duty.TO_CALL)
    assert w.own_work[0, MEAL] == 40.0
    drop_own_work(w, 0)
    assert (w.work_pool["done"][MEAL, 0], w.work_pool["dropped"][MEAL, 0]) == (20.0, 40.0)
    assert minutes_of(w, MEAL) == (60.0, 60.0)


def test_work_at_its_hours_comes_before_papers_and_the_rest_after_posts_and_files():
    """With everything to do at 8: the window, papers, the post, the file, the inspection, visits."""
    w = at(8 * 60.0, rule="integrated", beat_share=1)
    w.officers["paperwork_due"], w.posts["township"], w.visits_owed[:] = 10.0, 0, 60.0
    w.work_pool["owed"][REGISTRATION, 0] = w.work_pool["owed"][INSPECTION, 0] = 30.0
    w.officers["first_file"], w.files["next"][0], w.files["minutes_left"][0] = 0, NOBODY, 60.0
    found = []
    for _ in range(6):
        found.append(turned_to(w))
        w.officers["paperwork_due"] = 0.0 if found[-1] == Duty.PAPERWORK else w.officers["paperwork_due"]
        if found[-1] == Duty.OTHER_WORK:
            settle_session(w, 0, w.officers["pledged"][0])
        if found[-1] == Duty.POST:
            w.levers["peak_hours"] = 0
        if found[-1] == Duty.CASE_FILE:
            w.officers["first_file"] = NOBODY
    expected = [Duty.OTHER_WORK, Duty.PAPERWORK, Duty.POST, Duty.CASE_FILE, Duty.OTHER_WORK, Duty.COMMUNITY]
    assert found == expected


def test_without_other_work_nothing_is_asked_for():
    w = at(NOON, other_work=0)
    w.work_pool["owed"][:] = 60.0
    owe_own_work(w, 0)
    assert not w.own_work.any()
    assert turned_to(w) == Duty.STANDBY


def test_a_roadside_check_is_seen_and_an_inspection_is_not():
    for kind, corps, seen in ((CHECK, Corps.TRAFFIC, 60.0), (INSPECTION, Corps.STATION, 0.0)):
        w = at(NOON, corps)
        w.work_pool["owed"][kind, 0] = 60.0
        assert turned_to(w) == Duty.OTHER_WORK
        settle_session(w, 0, 60.0)
        assert w.presence["sight"].sum() == seen


def test_the_kinds_are_asked_for_in_one_order_and_no_two_share_a_place():
    ranks = [work.rank for work in in_order()]
    assert ranks == sorted(set(ranks))
    assert np.allclose([sum(work.part_of_hours) for work in in_order()], 1.0)
