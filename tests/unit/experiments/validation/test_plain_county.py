"""The plain twin of the county, by hand: so few officers and calls that each minute can be counted."""

import math
from dataclasses import replace

import pytest

from jiaosuo.experiments.validation.plain_county import PlainCounty
from jiaosuo.experiments.validation.plain_place import (
    CASE,
    FILES,
    OWN,
    VISIT,
    Answers,
    CallKind,
    OwnWork,
    Person,
    Place,
    ReportedCall,
)

NEAR, FAR = 0, 1
"""Cells: a minute within one, ten from one to the other."""

NUMBERS = {
    "on_duty_share": 1.0, "files_yield_to": 3, "files_from": 8.0, "files_until": 22.0, "file_cv": 0.0,
    "duty_slot_minutes": 30.0,
    "beat_share": 0.0, "visits_from": 8.0, "visiting_hours": 10.0, "call_taking_minutes": 1.0,
    "wrong_desk_share": 0.0, "handover_minutes": 3.0, "data_sharing": 0.0, "recall_priority": 0,
    "recall_minutes": 40.0, "setup_share": 0.5, "skill_floor": 0.2, "skill_half_life": 240.0,
    "skill_gain_case": 0.1, "simple_errors": 0.5, "redo_share": 1.0, "redo_days": 1.0, "complaint_share": 0.0,
    "satisfaction_base": 0.7, "satisfaction_slope": 0.05,
}  # fmt: skip
ANSWERS = Answers(
    leads=frozenset({(0, 0), (0, 1)}),
    helps=frozenset({(0, 0), (0, 1)}),
    sends=frozenset({(0, 0), (0, 1)}),
    everywhere=frozenset({0}),
    next_door=frozenset(),
    visits=frozenset({0}),
    beats=frozenset(),
    desks=1,
    preempt=True,
    ageing=60.0,
)


def kind(priority=3, crew=1, files=0.0, slower=0.0, domain=0, case=(0.0, 0.0, 30.0)):
    return CallKind(domain, priority, crew, slower, files, case=case)


def officer(home=NEAR, skill=1.0):
    beat = ([home], [1.0])
    return Person(0, home, (home, 0), frozenset({0}), frozenset({0}), beat, (skill, skill, skill))


def county(*roll, visits=0.0, answers=ANSWERS, own=(), **numbers):
    """A county of one township that nobody calls but the test."""
    place = Place(
        [[1.0, 10.0], [10.0, 1.0]], [0, 0], [15.0, 5.0], [visits], [], roll or (officer(),), answers,
        (1.0, 1.0, 1.0), NUMBERS | numbers, own,
    )  # fmt: skip
    return PlainCounty(place, seed=1)


def calls(it, kind, cell, known):
    """30 minutes for an expert, and a caller who waits for two hours."""
    return it.new_call(kind, cell, known, 30.0, 120.0)


def test_all_who_call_are_told_of():
    known, other = kind(), replace(kind(), domain=1)
    it = county()
    made = (ReportedCall(1, FAR, 100.0, 20.0, 60.0), ReportedCall(0, NEAR, 300.0, 10.0, 60.0))
    it.place = replace(it.place, kinds=[known, other], calls=made)
    first, second = it.run(1).calls
    assert (first.kind, first.first, first.ended) == (other, 111.0, 131.0)
    assert (second.kind, second.first) == (known, 302.0)


def test_one_officer_and_one_call():
    it = county()
    call = calls(it, kind(), FAR, 100.0)
    it.run(1)
    assert (call.first, call.whole, call.ended, call.cleared) == (111.0, 111.0, 141.0, True)


def test_two_begin_at_half_pace_until_the_second_is_there():
    it = county(officer(NEAR), officer(FAR))
    call = calls(it, kind(crew=2), NEAR, 100.0)
    it.run(1)
    assert (call.first, call.whole) == (102.0, 111.0)
    assert call.ended == 111.0 + (60.0 - 9.0) / 2


def test_one_alone_does_the_work_of_two():
    it = county()
    call = calls(it, kind(crew=2), NEAR, 100.0)
    it.run(1)
    assert (call.whole, call.ended) == (None, 102.0 + 60.0)


ALL_SHIFT = (OwnWork(480.0, (0.0, 8.0), 2, first=True),)


def test_own_work_yields_to_the_urgent_and_goes_on_afterwards():
    """Forty minutes of the first shift go to a call, ten on the way back: they are dropped with the shift."""
    it = county(own=ALL_SHIFT)
    call = calls(it, kind(priority=2), FAR, 99.0)
    it.run(1)
    (me,) = it.force
    assert (call.first, call.ended) == (110.0, 140.0)
    assert me.minutes[OWN] == 1_440.0 - 40.0


def test_own_work_does_not_yield_to_the_rest():
    it = county(own=ALL_SHIFT)
    call = calls(it, kind(priority=3), FAR, 99.0)
    it.run(1)
    assert (call.first, call.ended, call.cleared) == (None, 219.0, False)


def test_a_meal_has_its_hours():
    it = county(own=(OwnWork(30.0, (3.0, 8.0), 2, first=True),))
    call = calls(it, kind(priority=3), NEAR, 185.0)
    it.run(1)
    (me,) = it.force
    assert call.first == 211.0
    assert me.minutes[OWN] == 90.0


def test_a_case_file_is_worked_off_by_day_between_calls():
    """Closed at 131 minutes of the night; worked at from 8 h on, with a call of 30 minutes from 491 on."""
    it = county()
    calls(it, kind(case=(1.0, 60.0, 30.0)), NEAR, 99.0)
    calls(it, kind(priority=2), NEAR, 489.0)
    it.run(1)
    (me,) = it.force
    assert me.minutes[CASE] == pytest.approx(60.0)
    assert me.cases == []


def test_a_shift_ends_at_home_and_a_call_makes_it_overtime():
    it = county(officer(), officer(), officer(), on_duty_share=1 / 3)
    call = calls(it, kind(), FAR, 470.0)
    it.run(1)
    assert call.ended == 511.0
    assert [me.overtime for me in it.force] == [31.0, 0.0, 0.0]
    assert [me.minutes["off"] for me in it.force] == pytest.approx([960.0 - 31.0, 960.0, 960.0])


def test_who_is_on_the_way_to_less_turns_round_for_the_most_urgent():
    it = county()
    lesser, urgent = calls(it, kind(priority=3), FAR, 100.0), calls(it, kind(priority=1), NEAR, 103.0)
    it.run(1)
    assert (urgent.first, urgent.ended) == (108.0, 138.0)
    assert lesser.first == 148.0


def test_files_follow_and_yield_to_the_urgent_alone():
    it = county()
    first = calls(it, kind(files=60.0), NEAR, 100.0)
    waits, goes = calls(it, kind(priority=3), NEAR, 139.0), calls(it, kind(priority=2), NEAR, 149.0)
    it.run(1)
    assert first.ended == 132.0
    assert goes.first == 151.0
    assert waits.first == 181.0 + (60.0 - 18.0) + 1.0, "files come before calls that they do not yield to"
    assert it.force[0].minutes[FILES] == 60.0


def test_a_caller_at_the_wrong_desk_is_handed_over():
    it = county(answers=replace(ANSWERS, desks=2), wrong_desk_share=1.0)
    call = calls(it, kind(), NEAR, 100.0)
    it.run(1)
    assert call.first == 100.0 + 1.0 + 3.0 + 1.0


def test_who_is_at_home_is_recalled_where_nobody_is_at_work():
    it = county(on_duty_share=0.0, recall_priority=2)
    urgent = calls(it, kind(priority=2), FAR, 100.0)
    it.run(1)
    assert urgent.first == 101.0 + 40.0 + 10.0
    assert it.force[0].overtime == 40.0 + 10.0 + 30.0


def test_wrong_work_is_sent_back_and_is_written_up_again():
    """A novice errs for sure at what is never simple: the files of 20 minutes are owed once more."""
    it = county(officer(skill=0.0))
    wrong = replace(kind(files=20.0), slips=1.0, judged=1.0, back=1.0, flees=1.0)
    calls(it, wrong, FAR, 100.0)
    it.run(20)
    assert it.force[0].minutes[FILES] == 40.0


@pytest.mark.parametrize(("skill", "judged"), [(1.0, 1.0), (0.0, 0.0)])
def test_an_expert_errs_never_and_what_nobody_judges_comes_back_never(skill, judged):
    it = county(officer(skill=skill), skill_floor=skill)
    calls(it, replace(kind(files=20.0), slips=1.0, judged=judged, back=1.0, flees=1.0), FAR, 100.0)
    it.run(20)
    assert it.force[0].minutes[FILES] == 20.0


@pytest.mark.parametrize(("cell", "content"), [(FAR, 1 / (0.7 + 0.3 * math.exp(0.3))), (NEAR, 1.0)])
def test_content_is_who_was_not_kept_waiting(cell, content):
    """Far off the officer is there after eleven minutes, six later than is expected there."""
    it = county()
    call = calls(it, kind(), cell, 100.0)
    it.run(1)
    assert it.content(call) == pytest.approx(content)


def test_whoever_is_complained_about_answers_and_who_sits_at_files_ends_later():
    it = county(complaint_share=1.0)
    calls(it, replace(kind(files=20.0), slips=0.0), FAR, 100.0)
    it.at(99.0, lambda: setattr(it, "content", lambda _: 0.0))
    it.at(150.0, lambda: it.owe_files(it.force[0], 5.0))
    it.run(1)
    assert it.force[0].minutes[FILES] == 20.0 + 20.0 + 5.0


def test_skill_makes_slower_grows_with_a_case_and_fades():
    it = county(officer(skill=0.6))
    call = calls(it, kind(slower=0.5), NEAR, 0.0)
    it.run(1)
    faded = 0.2 + 0.4 * 0.5 ** (2.0 / 1_440 / 240)
    assert call.ended == pytest.approx(2.0 + 30.0 * (1.0 + 0.5 * (1.0 - faded)))
    assert it.force[0].skill[0] == pytest.approx(0.64, abs=1e-4)


def test_a_change_of_domain_costs_its_share():
    it = county()
    calls(it, kind(domain=0), NEAR, 100.0)
    other = calls(it, kind(domain=1), NEAR, 200.0)
    it.run(1)
    assert other.ended == 202.0 + 30.0 * 1.5


def test_visits_are_paid_while_any_are_owed():
    it = county(visits=60.0)
    it.run(1)
    (me,) = it.force
    assert me.minutes[VISIT] == 3 * 30.0
    assert it.owed_visits[0] == pytest.approx(60.0 - 3 * 29.0), "a minute of each slot is the way"


def test_what_a_call_cuts_off_a_visit_is_owed_again():
    it = county(visits=60.0)
    calls(it, kind(), NEAR, 8 * 60.0 + 10.0)
    it.run(8.25 / 24)
    assert it.owed_visits[0] == pytest.approx(3.0 - 10.0), "there from the 1st minute to the 11th"
