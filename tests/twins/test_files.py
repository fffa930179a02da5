"""Case files, worked out by hand: which calls leave one, which is worked at first, when one is late."""

import math

import numpy as np
import pytest

from jiaosuo.model.core.terms import NOBODY, CallState, Domain, Duty, EventKind
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.calls.closing import close
from jiaosuo.model.kernels.calls.files import close_file, fall_late, open_file, opens_file
from jiaosuo.model.kernels.calls.marks import COMPLEX, mark
from jiaosuo.model.kernels.officers.case_file import give_up_file, take_over_file
from jiaosuo.model.kernels.officers.duty import choose_duty
from jiaosuo.model.kernels.officers.eligibility import is_free_for
from jiaosuo.model.kernels.officers.movement import set_duty
from jiaosuo.model.work import in_order
from tests.twins.worlds import world

DAY, NOON = 1_440.0, 12 * 60.0
THEFT, CRASH = list(KINDS).index("theft"), list(KINDS).index("injury_crash")


def station(officers=1, calls=1, **values):
    w = world(officers=officers, calls=calls, **{"beat_share": 0, **values})
    w.officers["corps"] = 1
    w.posts["officer"], w.posts["township"] = NOBODY, 2
    w.clock["now"], w.clock["slot"], w.clock["calls"] = NOON, 24, calls
    w.calls["kind"], w.calls["domain"], w.calls["key"] = THEFT, Domain.ORDER, np.arange(calls) + 1
    w.calls["lead"], w.calls["parent"], w.calls["caller"] = 0, NOBODY, NOBODY
    return w


def with_files(*due, minutes=60.0):
    """An officer with a file due after each of so many days."""
    w = station()
    for row, days in enumerate(due):
        w.files["due"][row], w.files["closed"][row] = days * DAY, math.nan
        w.files["minutes"][row] = w.files["minutes_left"][row] = minutes
        take_over_file(w, 0, row)
    w.clock["files"] = len(due)
    return w


def rows_of(w, officer=0):
    found, row = [], int(w.officers["first_file"][officer])
    while row != NOBODY:
        found.append(row)
        row = int(w.files["next"][row])
    return found


def test_the_complex_ones_of_a_kind_leave_a_file_first():
    w = station(calls=400, theft_file_share=0.6)
    opened = [opens_file(w, call) for call in range(400)]
    assert opened == [mark(int(key), COMPLEX) < 0.6 for key in w.calls["key"]]
    assert abs(np.mean(opened) - 0.6) < 4 * math.sqrt(0.24 / 400)
    w.kinds["file_share"] = 0.1
    fewer = [opens_file(w, call) for call in range(400)]
    assert all(many or not few for few, many in zip(fewer, opened, strict=True))
    w.calls["parent"] = 0
    assert all(opens_file(w, call) for call in range(400))


def test_a_file_has_the_hours_of_its_key_the_deadline_of_its_kind_and_the_lead_as_owner():
    w = station(theft_file_share=1)
    open_file(w, 0)
    it, hours = w.files[0], w.kinds["file_hours"][THEFT]
    normal = draws.normal(1, draws.process("length of a case file"), 0, 0)
    assert it["minutes"] == it["minutes_left"] == draws.lognormal(hours * 60, 1.0, normal)
    assert (it["owner"], it["call"], it["opened"], it["due"]) == (0, 0, NOON, NOON + 30 * DAY)
    assert w.officers["files_due"][0] == it["minutes"]
    late = [each for each in w.events if each["kind"] == EventKind.FILE_LATE]
    assert [(each["time"], each["subject"]) for each in late] == [(NOON + 30 * DAY, 0)]


@pytest.mark.parametrize(
    ("state", "files"),
    [(CallState.CLEARED, 1), (CallState.CLEARED_AFTER_ESCALATION, 1), (CallState.GAVE_UP, 0)],
)
def test_a_call_that_is_led_to_its_end_leaves_its_file_and_no_other(state, files):
    w = station(theft_file_share=1)
    close(w, 0, state)
    assert w.clock["files"][0] == files


def test_files_are_worked_at_in_the_order_of_their_deadlines():
    assert rows_of(with_files(9, 3, 30, 3, 1)) == [4, 1, 3, 0, 2]
    w = with_files(9, 3, 30)
    choose_duty(w, 0)
    assert (w.officers["duty"][0], w.officers["file"][0]) == (Duty.CASE_FILE, 1)
    give_up_file(w, 0)
    assert rows_of(w) == [1, 2]
    assert w.officers["files_due"][0] == 120.0


def test_a_call_lays_a_file_aside_with_what_is_left_of_it():
    w = with_files(9, 3)
    choose_duty(w, 0)
    assert [is_free_for(w, 0, priority) for priority in (1, 2, 3, 4)] == [True, True, True, False]
    w.clock["now"] = NOON + 25
    set_duty(w, 0, Duty.TO_CALL)
    assert w.files["minutes_left"][:2].tolist() == [60.0, 35.0]
    assert (w.officers["files_due"][0], w.officers["file"][0]) == (95.0, NOBODY)
    choose_duty(w, 0)
    ends = [each for each in w.events if each["kind"] == EventKind.FILE_DONE]
    assert ends[-1]["time"] == NOON + 25 + 35
    w.clock["now"] = NOON + 60
    close_file(w, 0)
    assert (w.files["closed"][1], w.files["minutes_left"][1]) == (NOON + 60, 0.0)
    assert w.officers["file"][0] == 0
    assert w.officers["files_due"][0] == 60.0


def test_nobody_is_asked_at_night():
    w = with_files(3)
    w.clock["now"], w.clock["slot"] = 22 * 60.0, 44
    choose_duty(w, 0)
    assert w.officers["duty"][0] == Duty.STANDBY


def test_a_file_that_is_open_when_it_is_due_is_late_and_the_caller_knows():
    w = station(theft_file_share=1, late_file_annoyance=0.25, trust_gain=0.1, people_per_agent=1)
    w.calls["satisfaction"], w.calls["caller"], w.citizens["trust"] = 0.8, 0, 0.5
    open_file(w, 0)
    w.clock["now"] = NOON + 30 * DAY
    fall_late(w, 0)
    assert w.files["late"][0]
    assert w.calls["file_late"][0]
    assert w.calls["satisfaction"][0] == pytest.approx(0.6)
    assert w.citizens["trust"][0] == pytest.approx(0.5 + 0.1 * (0.6 - 0.5))


def test_a_file_that_is_closed_in_time_is_never_late():
    w = station(theft_file_share=1)
    open_file(w, 0)
    choose_duty(w, 0)
    close_file(w, 0)
    fall_late(w, 0)
    assert not w.files["late"][0]
    assert not w.calls["file_late"][0]


@pytest.mark.parametrize(("kind", "brings"), [(THEFT, True), (CRASH, False)])
def test_files_of_order_cases_bring_escorts_when_opened_and_court_when_closed(kind, brings):
    w = station(escort_amount=1, court_amount=2, theft_file_share=1)
    w.calls["kind"], w.calls["domain"] = kind, w.kinds["domain"][kind]
    rows = [[each.name for each in in_order()].index(name) for name in ("escort", "court")]
    open_file(w, 0)
    assert w.work_pool["wanted"][rows, 0].tolist() == [60.0 * brings, 0.0]
    w.work_pool["owed"] = 0.0  # the escort would come first
    choose_duty(w, 0)
    close_file(w, 0)
    assert w.work_pool["wanted"][rows, 0].tolist() == [60.0 * brings, 120.0 * brings]
