"""The law of error and what follows from it, against the same in plain Python and by hand."""

import math

import numpy as np
import pytest

from jiaosuo.model.core.terms import NOBODY, CallState, Corps, Domain, Duty, EventKind
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.calls.closing import close, judge
from jiaosuo.model.kernels.calls.files import close_file, open_file
from jiaosuo.model.kernels.calls.marks import BACK_AFTER, COMPLAINS, JUDGED, SENT_BACK, mark
from jiaosuo.model.kernels.calls.on_scene import begin_work, finish_work
from jiaosuo.model.kernels.calls.quality import (
    be_judged,
    chance_right,
    complain,
    error_chance,
    owe_paperwork,
    pressed,
    send_back,
    stands,
)
from jiaosuo.model.kernels.officers.duty import write_up
from tests.twins.worlds import world

DAMAGE, INJURY, THEFT, DISPUTE = (
    list(KINDS).index(name) for name in ("damage_crash", "injury_crash", "theft", "dispute")
)


def plain_error(skill, files, share=1.0, base=0.4, extra=0.5, half=20.0, avoided=0.3, shared=0.0):
    """A share of what is not known by heart goes wrong, more of it in a hurry, less with the records."""
    hurry = files / (files + half)
    return min(1.0, share * (1 - base) * (1 - skill) * (1 + extra * hurry)) * (1 - avoided * shared)


@pytest.mark.parametrize("shared", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("kind", [DAMAGE, INJURY, THEFT])
def test_the_law_of_error_is_that_of_its_plain_twin(kind, shared):
    w = world(data_sharing=shared)
    share = w.kinds["error_share"][kind]
    for skill in np.linspace(0, 1, 6):
        for hours in (0.0, 5.0, 20.0, 1_000.0):
            w.officers["files_due"] = 60 * hours
            by_hand = plain_error(skill, hours, share, shared=shared)
            assert error_chance(w, kind, skill, pressed(w, 0)) == pytest.approx(by_hand)


def test_files_press_half_at_their_half_and_never_more_than_once():
    w = world(pressure_hours=10)
    for hours, pressure in ((-1.0, 0.0), (0.0, 0.0), (10.0, 0.5), (30.0, 0.75)):
        w.officers["files_due"] = 60 * hours
        assert pressed(w, 0) == pressure
    w.officers["files_due"] = 1e12
    assert pressed(w, 0) <= 1.0


def test_errors_fall_with_skill_and_records_and_rise_with_files():
    w, shared = world(), world(data_sharing=1)
    skilled = [error_chance(w, DAMAGE, skill, 0.0) for skill in (0.0, 0.3, 0.6, 1.0)]
    assert skilled == sorted(skilled, reverse=True)
    assert skilled[-1] == 0.0
    assert error_chance(shared, DAMAGE, 0.5, 0.0) < error_chance(w, DAMAGE, 0.5, 0.0)
    assert error_chance(w, DAMAGE, 0.5, 0.7) > error_chance(w, DAMAGE, 0.5, 0.2)


def test_without_the_lever_files_do_not_press():
    w = world(pressure_errors=0)
    for skill in np.linspace(0, 1, 11):
        assert error_chance(w, INJURY, skill, 0.9) == error_chance(w, INJURY, skill, 0.0)
        assert 1 - error_chance(w, INJURY, skill, 0.9) == chance_right(w, INJURY, skill)


def case(kind=DAMAGE, error=0.5, key=1, **values):
    """A case whose lead, officer 0, has just finished with this chance of error."""
    w = world(**values)
    it = w.calls[0]
    it["key"], it["kind"], it["error"], it["domain"] = key, kind, error, w.kinds["domain"][kind]
    it["author"], it["parent"], it["satisfaction"] = 0, NOBODY, w.levers["satisfaction_base"][0]
    it["reported"] = True
    return w


@pytest.mark.parametrize(
    ("is_complex", "fled", "chance"),
    [(False, False, 1 - 0.3 * 0.5), (True, False, 0.5), (False, True, 0.5), (True, True, 0.5)],
)
def test_the_simple_goes_wrong_less_often_and_a_flight_is_never_simple(is_complex, fled, chance):
    w = case(simple_errors=0.3)
    w.calls["is_complex"], w.calls["fled"] = is_complex, fled
    for mark_ in np.linspace(0, 1, 41)[:-1] + 0.001:
        w.calls["right_chance"] = mark_
        assert stands(w, 0) == (mark_ < chance)


@pytest.mark.parametrize(("kind", "lever"), [(DAMAGE, "liability_review"), (THEFT, "evidence_review")])
def test_what_is_wrong_is_sent_back_by_the_marks_of_its_key(kind, lever):
    w = case(kind, error=1.0, rows=4_096, **{lever: 0.4}, redo_days=5)
    w.calls["is_complex"] = True
    back = 0
    for key in range(1, 2_001):
        w.calls["key"], w.clock["now"], w.clock["events"] = key, 100.0, 0
        w.calls["sent_back"] = False
        be_judged(w, 0)
        it = w.calls[0]
        assert it["judged"] == (mark(key, JUDGED) < w.kinds["judged_share"][kind])
        assert it["sent_back"] == (it["judged"] and mark(key, SENT_BACK) < 0.4)
        assert w.clock["events"][0] == int(it["sent_back"])
        if it["sent_back"]:
            back += 1
            event = w.events[0]
            assert event["kind"] == EventKind.SENT_BACK
            later = -5 * 1440 * math.log(1 - mark(key, BACK_AFTER))
            assert event["time"] == pytest.approx(100 + later)
    expected = 2_000 * w.kinds["judged_share"][kind] * 0.4
    assert abs(back - expected) < 4 * math.sqrt(expected)


@pytest.mark.parametrize(
    "change",
    [
        {"right_chance": 0.2},
        {"closed_badly": True},
        {"kind": DISPUTE},
    ],
)
def test_nothing_is_sent_back_that_is_right_or_returns_anyway_or_nobody_judges(change):
    w = case(error=0.5, liability_review=1, evidence_review=1, damage_crash_judged_share=1)
    w.calls["right_chance"], w.calls["is_complex"] = 0.9, True
    for name, value in change.items():
        w.calls[name] = value
    be_judged(w, 0)
    assert not w.calls["sent_back"][0]
    assert w.clock["events"][0] == 0


def test_a_lever_at_0_sends_nothing_back_whatever_is_wrong():
    w = case(error=1.0, liability_review=0, evidence_review=0, rows=4_096)
    w.calls["is_complex"] = True
    for kind in (DAMAGE, INJURY, THEFT):
        for key in range(500):
            w.calls["kind"], w.calls["key"] = kind, key
            be_judged(w, 0)
            assert not w.calls["sent_back"][0]
    assert w.clock["events"][0] == 0


def force_of(count):
    w = world(officers=count, redo_share=2)
    w.calls["kind"], w.calls["author"] = DAMAGE, 1
    w.officers["establishment_post"] = np.arange(count)
    w.officers["duty"] = Duty.STANDBY
    return w


def test_who_made_the_finding_makes_it_again():
    w = force_of(3)
    send_back(w, 0)
    assert w.officers["paperwork_due"].tolist() == [0.0, 30.0, 0.0]


def test_a_colleague_of_the_site_makes_it_again_where_the_author_has_left():
    w = force_of(3)
    w.officers["establishment_post"][1], w.officers["home_cell"] = NOBODY, [4, 2, 2]
    send_back(w, 0)
    assert w.officers["paperwork_due"].tolist() == [0.0, 0.0, 30.0]
    w.officers["home_cell"][2] = 5
    send_back(w, 0)
    assert w.officers["paperwork_due"].tolist() == [0.0, 0.0, 30.0]


def test_who_sits_at_files_ends_so_much_later():
    w = force_of(1)
    w.officers["paperwork_due"] = 40.0
    write_up(w, 0)
    w.clock["now"] = 10.0
    owe_paperwork(w, 0, 25.0)
    me = w.officers[0]
    assert me["paperwork_due"] == 55.0
    events = w.events[: w.clock["events"][0]]
    valid = events[events["stamp"] == me["stamp"]]
    assert valid["time"].tolist() == [65.0]
    assert w.duty_minutes[0, Duty.PAPERWORK] == 10.0


@pytest.mark.parametrize(
    ("satisfied", "error", "chance"),
    [(1.0, 0.0, 0.0), (1.0, 0.4, 0.4), (0.5, 0.0, 0.5), (0.5, 0.4, 0.7), (0.0, 0.0, 1.0), (0.5, np.nan, 0.5)],
)
def test_a_share_of_those_served_late_or_badly_complains(satisfied, error, chance):
    w = case(error=error, complaint_share=0.8)
    w.calls["is_complex"] = True
    w.calls["satisfaction"] = satisfied * w.levers["satisfaction_base"][0]
    for key in range(400):
        w.calls["key"] = key
        complain(w, 0)
        assert w.calls["complained"][0] == (mark(key, COMPLAINS) < 0.8 * chance)


def test_nobody_complains_with_the_lever_at_0():
    w = case(error=1.0, complaint_share=0)
    w.calls["is_complex"], w.calls["satisfaction"] = True, 0.0
    for key in range(400):
        w.calls["key"] = key
        complain(w, 0)
        assert not w.calls["complained"][0]


def at_work(kind, skill, corps=Corps.TRAFFIC, key=1, is_complex=False, **values):
    """A lead with this skill begins a case of 20 expert minutes at minute 100."""
    w = world("integrated", rows=256, **values)
    w.officers["corps"], w.officers["skill"], w.officers["skill_at"] = corps, skill, 100.0
    w.officers["duty"], w.officers["call"], w.officers["establishment_post"] = Duty.ON_SCENE, 0, 0
    it = w.calls[0]
    it["key"], it["kind"], it["domain"] = key, kind, w.kinds["domain"][kind]
    it["is_complex"], it["reported"], it["parent"] = is_complex, True, NOBODY
    it["state"], it["lead"], it["helper"], it["author"] = CallState.ATTENDED, 0, NOBODY, NOBODY
    it["lead_there"], it["officers_needed"], it["caller"] = True, 1, NOBODY
    it["first_there"] = it["known"] = 100.0
    it["expert_minutes"], it["finisher_there"], it["error"] = 20.0, np.nan, np.nan
    it["right_chance"], it["review_chance"], it["return_chance"] = 0.95, 0.99, 0.5
    w.clock["now"] = 100.0
    begin_work(w, 0)
    w.clock["now"] = 100.0 + w.calls["handling_minutes"][0]
    return w


def test_a_simple_crash_of_a_novice_is_wrong_and_sent_back_and_the_novice_owes_it():
    values = {"liability_review": 1, "damage_crash_judged_share": 1, "skill_half_life": 720, "redo_share": 1}
    novice, expert = (at_work(DAMAGE, skill, **values) for skill in (0.0, 1.0))
    for w in (novice, expert):
        w.officers["skill_at"] = w.clock["now"]
        finish_work(w, 0)
    assert novice.calls["error"][0] == pytest.approx(0.6)
    assert expert.calls["error"][0] == pytest.approx(0.0, abs=1e-12)
    assert bool(novice.calls["sent_back"][0]), "a mark of .95 against 1 - .3 x .6"
    assert not expert.calls["sent_back"][0]
    assert not novice.calls["closed_badly"][0]
    assert novice.calls["author"][0] == 0
    before = novice.officers["paperwork_due"][0]
    send_back(novice, 0)
    assert novice.officers["paperwork_due"][0] == before + 15


@pytest.mark.parametrize(("extra", "error"), [(0.5, 0.3 * 1.25), (2, 0.3 * 2), (0, 0.3)])
def test_files_that_calls_have_left_press_on_who_owns_them_at_the_next_case(extra, error):
    """Twenty hours of open files are half of the pressure: errors of .6 (1 - .5) are so much more."""
    values = {"theft_file_share": 1, "pressure_errors": extra, "pressure_hours": 20, "skill_half_life": 720}
    w = at_work(DAMAGE, 0.5, **values)
    w.calls["kind"], w.calls["domain"] = THEFT, Domain.ORDER
    open_file(w, 0)
    w.calls["kind"], w.calls["domain"] = DAMAGE, Domain.TRAFFIC
    assert w.officers["files_due"][0] == w.files["minutes_left"][0] > 0
    w.files["minutes_left"][0] = w.officers["files_due"] = 20 * 60.0
    w.officers["skill_at"] = w.clock["now"]
    finish_work(w, 0)
    assert w.calls["error"][0] == pytest.approx(error)


def test_a_file_that_is_closed_presses_no_more():
    w = at_work(DAMAGE, 0.5, theft_file_share=1, skill_half_life=720)
    w.calls["kind"], w.calls["domain"] = THEFT, Domain.ORDER
    open_file(w, 0)
    w.officers["file"] = 0
    close_file(w, 0)
    assert w.officers["files_due"][0] == 0.0
    assert pressed(w, 0) == 0.0


def test_a_lead_of_any_corps_errs_alike_with_the_same_skill():
    found = []
    for corps in (Corps.TRAFFIC, Corps.STATION, Corps.PATROL, Corps.TRAFFIC_SPECIALIST):
        w = at_work(DAMAGE, 0.5, corps, liability_review=1, damage_crash_judged_share=1, specialist_skill=0)
        finish_work(w, 0)
        found.append((w.calls["error"][0], bool(w.calls["sent_back"][0])))
    assert len(set(found)) == 1


def test_whoever_is_complained_about_answers_in_writing():
    w = at_work(DAMAGE, 0.0, complaint_share=1, liability_review=0, redo_share=1)
    w.calls["first_there"] = 100.0 + 1e6
    finish_work(w, 0)
    assert bool(w.calls["complained"][0])
    assert w.officers["paperwork_due"][0] == 15 + 15


def test_who_gave_up_may_complain_and_nobody_owes_an_answer():
    w = case(error=np.nan, complaint_share=1)
    it = w.calls[0]
    it["known"], it["first_there"], it["lead"], it["helper"] = 0.0, np.nan, NOBODY, NOBODY
    it["caller"] = NOBODY
    w.clock["now"] = 1e6
    close(w, 0, CallState.GAVE_UP)
    assert bool(w.calls["complained"][0])
    assert not w.officers["paperwork_due"].any()


def test_a_caller_who_was_served_on_time_by_an_expert_has_nothing_to_complain_of():
    w = case(error=0.0, complaint_share=1)
    w.calls["known"] = w.calls["first_there"] = 0.0
    w.calls["caller"] = NOBODY
    judge(w, 0)
    for key in range(200):
        w.calls["key"] = key
        complain(w, 0)
        assert not w.calls["complained"][0]


def test_marks_of_quality_are_their_own():
    """Five marks of the key, none of them one of the others, the same whatever was asked before."""
    numbers = (JUDGED, SENT_BACK, BACK_AFTER, COMPLAINS)
    assert len({mark(7, each) for each in numbers}) == len(numbers)
    assert mark(7, JUDGED) == draws.uniform(7, 0, 0, JUDGED)
    assert Domain.TRAFFIC == 0
