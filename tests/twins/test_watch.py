"""The watch at a duty desk, worked out by hand: who stays in, and for which call the door is shut."""

import pytest

from jiaosuo.model.core.terms import NOBODY, Corps, Duty
from jiaosuo.model.kernels.officers.duty import choose_duty
from jiaosuo.model.kernels.officers.eligibility import is_at_hand, is_free_for
from jiaosuo.model.kernels.officers.movement import set_duty
from jiaosuo.model.kernels.officers.watch import man_watches
from jiaosuo.model.work import in_order
from tests.twins.worlds import world

NOON = 12 * 60.0
ROW = [work.name for work in in_order()].index("watch")


def station(*corps, rule="separate", **values):
    """Officers of these corps at the station in cell 0, at noon, who would all walk a beat."""
    w = world(rule, officers=len(corps), **{"beat_share": 1, "community_hours": 0, **values})
    w.officers["corps"], w.officers["watch"] = list(corps), 0
    w.posts["officer"], w.posts["township"] = NOBODY, 2
    w.clock["now"], w.clock["slot"], w.clock["shift"] = NOON, 24, 1
    return w


def choose(w):
    for officer in range(len(w.officers)):
        choose_duty(w, officer)
    return [Duty(int(duty)) for duty in w.officers["duty"]]


def test_the_last_one_at_a_station_stays_in():
    w = station(Corps.STATION)
    man_watches(w)
    assert choose(w) == [Duty.WATCH]
    assert w.watches["officer"].tolist() == [0, NOBODY, NOBODY]


def test_an_auxiliary_keeps_the_watch_before_an_officer():
    w = station(Corps.STATION, Corps.AUXILIARY, Corps.STATION)
    man_watches(w)
    assert choose(w) == [Duty.BEAT, Duty.WATCH, Duty.BEAT]


def test_an_auxiliary_who_comes_in_takes_over_and_nobody_else_does():
    w = station(Corps.STATION, Corps.STATION, Corps.AUXILIARY)
    w.officers["rostered"][2] = False
    man_watches(w)
    keeper = int(w.watches["officer"][0])
    for _ in range(3):
        man_watches(w)
        assert w.watches["officer"][0] == keeper
    w.officers["rostered"][2] = True
    man_watches(w)
    assert w.watches["officer"][0] == 2
    assert w.officers["keeps"].tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("corps", "priorities"), [((Corps.STATION,), {1, 2, 3, 4}), ((Corps.STATION,) * 2, {1})]
)
def test_who_is_alone_shuts_the_door_for_any_call_and_of_two_one_stays(corps, priorities):
    w = station(*corps)
    man_watches(w)
    choose(w)
    keeper = int(w.watches["officer"][0])
    assert {each for each in (1, 2, 3, 4) if is_free_for(w, keeper, each)} == priorities
    assert is_at_hand(w, keeper) == (len(corps) == 1)


def test_a_lever_has_the_one_who_is_alone_stay_too():
    w = station(Corps.STATION, watch_alone_yields_to=1)
    man_watches(w)
    choose(w)
    assert [is_free_for(w, 0, each) for each in (1, 2, 3, 4)] == [True, False, False, False]


def test_minutes_of_the_watch_are_kept_or_dropped():
    """The keeper leaves for a call after 12 of 30 minutes: 18 are dropped, and 30 at each other desk."""
    w = station(Corps.STATION)
    man_watches(w)
    choose(w)
    w.clock["now"] = NOON + 12
    set_duty(w, 0, Duty.TO_CALL)
    assert (w.officers["keeps"][0], w.watches["officer"][0]) == (False, NOBODY)
    w.clock["now"], w.clock["slot"] = NOON + 30, 25
    man_watches(w)
    pool = w.work_pool[ROW]
    assert pool["wanted"].tolist() == [30.0] * 3
    assert pool["done"].tolist() == [12.0, 0.0, 0.0]
    assert pool["dropped"].tolist() == [18.0, 30.0, 30.0]


def test_who_comes_back_to_an_empty_desk_keeps_the_watch():
    w = station(Corps.STATION, Corps.STATION)
    man_watches(w)
    choose(w)
    keeper = int(w.watches["officer"][0])
    other = 1 - keeper
    set_duty(w, keeper, Duty.TO_CALL)
    choose_duty(w, other)
    assert w.officers["keeps"][other]
    assert w.officers["duty"][other] == Duty.WATCH


def test_the_keeper_does_meanwhile_what_there_is_to_do_inside():
    """Papers, a file, then the watch alone; the inspection, which is outside, is left."""
    w = station(Corps.STATION)
    inspection = [each.name for each in in_order()].index("inspection")
    w.officers["paperwork_due"], w.work_pool["owed"][inspection, 0] = 10.0, 60.0
    w.officers["first_file"], w.files["next"][0], w.files["minutes_left"][0] = 0, NOBODY, 60.0
    man_watches(w)
    found = [choose(w)[0]]
    w.officers["paperwork_due"] = 0.0
    found.append(choose(w)[0])
    w.officers["first_file"] = NOBODY
    set_duty(w, 0, Duty.CASE_FILE)
    found.append(choose(w)[0])
    assert found == [Duty.PAPERWORK, Duty.CASE_FILE, Duty.WATCH]
    assert w.officers["keeps"][0]


@pytest.mark.parametrize(("rule", "keeps"), [("separate", False), ("integrated", True)])
def test_a_traffic_officer_keeps_it_where_the_rule_has_them_visit(rule, keeps):
    w = station(Corps.TRAFFIC, rule=rule)
    man_watches(w)
    assert bool(w.officers["keeps"][0]) is keeps


def test_without_other_work_no_watch_is_kept():
    w = station(Corps.STATION, other_work=0)
    man_watches(w)
    assert choose(w) == [Duty.BEAT]
    assert not w.work_pool["wanted"].any()
