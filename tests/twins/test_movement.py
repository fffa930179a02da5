"""Where officers are between two cells: on a line of cells 10 minutes apart, times are read off by eye."""

import pytest

from jiaosuo.model.core.terms import NOBODY, Duty
from jiaosuo.model.kernels.officers.movement import minutes_to, set_duty, set_off
from jiaosuo.model.kernels.step.accounts import close_books
from tests.twins.worlds import world


def driving(goal, since):
    """A world in which the officer left cell 0 for `goal` `since` minutes ago; it is noon."""
    w = world()
    w.clock["now"] = 720.0 - since
    set_off(w, 0, goal)
    w.clock["now"] = 720.0
    return w


def test_an_officer_at_rest_needs_the_driving_time():
    w = driving(0, since=100)
    assert [minutes_to(w, 0, cell) for cell in range(4)] == [1, 10, 20, 30]


def test_setting_off_says_when_the_officer_will_be_there():
    w = driving(3, since=0)
    assert (w.officers["cell"][0], w.officers["leaves"][0], w.officers["arrives"][0]) == (3, 720, 750)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [(3, 18 + 1), (4, 18 + 10), (5, 18 + 20), (0, 12 + 1), (1, 12 + 10), (2, 18 + 10)],
    ids=["to the goal", "beyond", "far beyond", "back home", "back past home", "on and back"],
)
def test_midway_one_goes_on_or_back_whichever_is_sooner(cell, minutes):
    """12 of the 30 minutes from cell 0 to cell 3 are driven: 18 are left, 12 lead back."""
    assert minutes_to(driving(3, since=12), 0, cell) == minutes


def test_turning_back_takes_as_long_as_one_has_driven():
    w = driving(3, since=12)
    set_off(w, 0, 0)
    assert w.officers["arrives"][0] == 720 + 12 + 1
    assert w.officers["from_cell"][0] == 0


def test_going_on_starts_from_the_old_goal():
    w = driving(3, since=12)
    set_off(w, 0, 5)
    assert w.officers["arrives"][0] == 720 + 18 + 20
    assert w.officers["from_cell"][0] == 3


def test_who_has_arrived_starts_from_there():
    w = driving(3, since=500)
    set_off(w, 0, 1)
    assert w.officers["from_cell"][0] == 3
    assert w.officers["arrives"][0] == 720 + 20


def test_a_change_of_duty_books_the_minutes_and_voids_older_events():
    w = world()
    stamp = w.officers["stamp"][0]
    w.clock["now"] = 45.0
    set_duty(w, 0, Duty.COMMUNITY)
    w.clock["now"] = 60.0
    set_duty(w, 0, Duty.STANDBY)
    assert w.duty_minutes[0, Duty.STANDBY] == 45
    assert w.duty_minutes[0, Duty.COMMUNITY] == 15
    assert w.officers["stamp"][0] == stamp + 2


def test_a_post_left_counts_the_minutes_from_the_arrival():
    w = world()
    w.officers["duty"], w.officers["post"], w.officers["since"] = Duty.POST, 0, 0.0
    w.posts["officer"], w.posts["since"] = 0, 20.0
    w.clock["now"] = 50.0
    set_duty(w, 0, Duty.STANDBY)
    assert w.posts["staffed_minutes"][0] == 30
    assert w.posts["officer"][0] == w.officers["post"][0] == NOBODY


def test_closed_books_add_the_running_duty_and_leave_the_run_alone():
    w = world(officers=2)
    w.officers["since"] = [30.0, 50.0]
    w.duty_minutes[:, Duty.OFF] = [30.0, 50.0]
    closed = close_books(w.officers, w.duty_minutes, 90.0)
    assert closed[:, Duty.STANDBY].tolist() == [60, 40]
    assert closed.sum(axis=1).tolist() == [90, 90]
    assert w.duty_minutes[:, Duty.STANDBY].tolist() == [0, 0]
