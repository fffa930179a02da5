"""The desk's choice against a plain search over all officers of a small world."""

import numpy as np
import pytest

from jiaosuo.model.core.terms import (
    Authority,
    CallState,
    Complexity,
    Corps,
    DeskLevel,
    Domain,
    Duty,
    Needs,
    Reach,
    RoadClass,
)
from jiaosuo.model.kernels.officers.dispatch import (
    best_officer,
    lacks_officers,
    offer_queue,
    recalled,
    urgency,
)
from jiaosuo.model.kernels.officers.eligibility import HELP, LEAD
from jiaosuo.model.kernels.officers.movement import minutes_to
from tests.twins.worlds import CELLS, TOWNSHIPS, world

NOBODY = -1


def free_by_hand(w, officer, priority):
    me, duty = w.officers[officer], w.officers["duty"][officer]
    if me["keeps"] and priority > w.watches["yields_to"][me["watch"]]:
        return False
    if duty == Duty.POST:
        return priority <= w.rule_table["pulled_by"][me["township"]]
    if duty == Duty.OTHER_WORK:
        return priority <= w.works["yields_to"][me["work"]]
    if duty == Duty.CASE_FILE:
        return priority <= w.levers["files_yield_to"][0]
    if duty == Duty.PAPERWORK:
        return priority <= 2
    return duty in (Duty.STANDBY, Duty.BEAT, Duty.COMMUNITY, Duty.WATCH)


def able_by_hand(w, officer, call, role):
    it, me, now = w.calls[call], w.officers[officer], w.clock["now"][0]
    answers, corps, serves = w.rule_table[it["township"]], me["corps"], w.serves[officer, it["township"]]
    level = Complexity.SIMPLE if it["needs"] == Needs.SIMPLE else Complexity.COMPLEX
    cell = w.authority[it["township"], corps, it["domain"], it["road_class"]]
    if role == HELP:
        allowed = max(cell[level], cell[Complexity.SIMPLE]) >= Authority.ASSIST
    else:
        skilled = me["skill"][it["domain"]] >= w.levers["certified_skill"][0]
        certified = cell[level] == Authority.CERTIFIED and (level == Complexity.SIMPLE or skilled)
        allowed = (certified or cell[level] == Authority.ATTEND) and (
            it["needs"] != Needs.SPECIALIST or corps in (4, 5)
        )
    reach = answers["reach"][corps]
    near = (
        serves or reach == Reach.COUNTY or (reach == Reach.NEIGHBOURS and w.borders[officer, it["township"]])
    )
    kept = me["fenced"] and it["domain"] != Domain.TRAFFIC and it["priority"] > 1
    handover = w.levers["handover_minutes"][0] * (1 - w.levers["data_sharing"][0])
    own_desk = answers["desk_level"][it["desk"]] == DeskLevel.TOWNSHIP and now - it["known"] < handover
    return bool(
        answers["sends"][it["desk"], corps] and allowed and near and not kept and (serves or not own_desk)
    )


def best_by_hand(w, call, role):
    """Who is there first; of those of the first one's site, who leaves no work, specialists, fewer calls."""
    it = w.calls[call]
    may = [
        officer
        for officer in range(len(w.officers))
        if free_by_hand(w, officer, it["priority"]) and able_by_hand(w, officer, call, role)
    ]
    minutes = {each: minutes_to(w, each, int(it["cell"])) for each in may}
    nearest = [each for each in may if minutes[each] == min(minutes.values())]
    homes, jobs = w.officers["home_cell"], w.officers["jobs"]
    leaves = w.officers["keeps"] | np.isin(w.officers["duty"], [Duty.OTHER_WORK, Duty.CASE_FILE])
    mates = [each for each in nearest if homes[each] == homes[nearest[0]]]
    return min(
        mates,
        key=lambda each: (leaves[each], both_by_hand(w, each, it["township"]), jobs[each], each),
        default=NOBODY,
    )


def both_by_hand(w, officer, township):
    cell = w.authority[township, w.officers["corps"][officer], :, RoadClass.VILLAGE, Complexity.SIMPLE]
    return min(cell[Domain.TRAFFIC], cell[Domain.ORDER]) >= Authority.CERTIFIED


def scattered(rule, seed):
    """Twenty officers of all corps at random places and duties, some on the move, and thirty calls."""
    dice, w = np.random.default_rng(seed), world(rule, officers=20, calls=30)
    them, calls = w.officers, w.calls
    w.clock["now"], w.clock["calls"] = 600.0, len(calls)
    w.serves[:] = np.eye(TOWNSHIPS, dtype=bool)[dice.integers(0, TOWNSHIPS, 20)]
    w.borders[:] = w.serves | (dice.random(w.serves.shape) < 0.5)
    them["corps"], them["township"] = dice.integers(0, len(Corps), 20), w.serves.argmax(axis=1)
    them["home_cell"] = 2 * them["township"]
    them["cell"], them["from_cell"] = dice.integers(0, CELLS, 20), dice.integers(0, CELLS, 20)
    them["leaves"] = 600.0 - dice.integers(0, 20, 20)
    them["arrives"] = them["leaves"] + w.free_minutes[them["from_cell"], them["cell"]]
    them["duty"], them["fenced"] = dice.integers(0, len(Duty), 20), dice.random(20) < 0.3
    them["jobs"], them["work"] = dice.integers(0, 3, 20), dice.integers(0, len(w.works), 20)
    them["watch"], them["keeps"] = dice.integers(0, TOWNSHIPS, 20), dice.random(20) < 0.3
    w.watches["yields_to"] = [1, 4, 2]
    them["skill"], them["skill_at"] = dice.random(them["skill"].shape), 600.0
    calls["cell"] = dice.integers(0, CELLS, 30)
    calls["township"] = w.cells["township"][calls["cell"]]
    calls["domain"], calls["priority"] = dice.integers(0, 3, 30), dice.integers(1, 5, 30)
    calls["needs"], calls["officers_needed"] = dice.integers(0, 3, 30), dice.integers(1, 3, 30)
    calls["desk"] = w.rule_table["desk_of"][0, calls["domain"]]
    calls["known"], calls["lead"], calls["helper"] = 600.0 - dice.integers(0, 6, 30), NOBODY, NOBODY
    calls["state"] = CallState.AT_DESK
    w.rule_table["desk_level"] = dice.integers(0, 2, w.rule_table["desk_level"].shape)
    return w


@pytest.mark.parametrize("rule", ["separate", "stationed", "integrated"])
@pytest.mark.parametrize("seed", range(8))
def test_the_desk_finds_whom_a_plain_search_finds(rule, seed):
    w = scattered(rule, seed)
    for role in (LEAD, HELP):
        chosen = [best_officer(w, call, role) for call in range(30)]
        assert chosen == [best_by_hand(w, call, role) for call in range(30)]
        assert len(set(chosen)) > 1


@pytest.fixture
def two_free():
    """A traffic officer at 10 minutes from the call in cell 2, another at 20."""
    w = world(officers=2)
    w.officers["cell"] = w.officers["from_cell"] = [1, 0]
    w.officers["home_cell"] = [1, 0]
    w.calls["cell"], w.calls["township"], w.calls["desk"] = 2, 1, w.rule_table["desk_of"][1, Domain.TRAFFIC]
    w.calls["priority"], w.calls["officers_needed"], w.calls["state"] = 3, 1, CallState.AT_DESK
    w.calls["lead"] = w.calls["helper"] = NOBODY
    return w


def test_the_nearest_goes(two_free):
    assert best_officer(two_free, 0, LEAD) == 0


def test_of_two_equally_near_the_first_in_the_table_goes(two_free):
    two_free.officers["cell"] = two_free.officers["from_cell"] = 1
    assert best_officer(two_free, 0, LEAD) == 0


def test_a_site_may_keep_its_last_officer(two_free):
    """Officer 0 alone lives in cell 1; given 15 minutes' head start, the farther goes."""
    w = world(officers=3, last_officer_minutes=15)
    for name in ("cell", "from_cell", "home_cell"):
        w.officers[name] = [1, 0, 0]
    w.calls[0] = two_free.calls[0]
    assert best_officer(w, 0, LEAD) == 1


def test_nobody_goes_where_nobody_may(two_free):
    two_free.officers["corps"] = Corps.AUXILIARY
    assert best_officer(two_free, 0, LEAD) == NOBODY


def test_a_post_yields_to_urgent_calls_only(two_free):
    two_free.officers["duty"] = [Duty.POST, Duty.STANDBY]
    assert best_officer(two_free, 0, LEAD) == 1
    two_free.calls["priority"] = 2
    assert best_officer(two_free, 0, LEAD) == 0


def test_a_call_gains_a_step_for_each_ageing_period(two_free):
    two_free.rule_table["shared_queue"], two_free.rule_table["ageing_minutes"] = True, 60.0
    two_free.calls["known"], two_free.clock["now"] = 0.0, 90.0
    assert urgency(two_free, 0) == pytest.approx(3 - 1.5)


def test_the_most_urgent_waiting_call_gets_the_only_officer():
    w = world(officers=1, calls=3)
    w.calls["priority"], w.calls["officers_needed"], w.calls["state"] = [4, 2, 3], 1, CallState.AT_DESK
    w.calls["desk"] = w.rule_table["desk_of"][0, Domain.TRAFFIC]
    w.calls["lead"] = w.calls["helper"] = NOBODY
    w.waiting[:3], w.clock["waiting"], w.clock["calls"] = [0, 1, 2], 3, 3
    offer_queue(w)
    assert w.calls["lead"].tolist() == [NOBODY, 0, NOBODY]
    assert w.calls["state"].tolist() == [CallState.AT_DESK, CallState.ASSIGNED, CallState.AT_DESK]
    assert [lacks_officers(w, call) for call in range(3)] == [True, False, True]


@pytest.fixture
def urgent(two_free):
    """The same call, of the first priority."""
    two_free.calls["priority"] = 1
    return two_free


@pytest.mark.parametrize("duty", [Duty.OTHER_WORK, Duty.TRAINING])
def test_who_will_not_come_keeps_nobody_at_home(urgent, duty):
    """One officer is in work that yields to nobody, or in training; the other is called in from home."""
    urgent.works["yields_to"] = 0
    urgent.officers["duty"], urgent.officers["work"] = [duty, Duty.OFF], [0, NOBODY]
    urgent.waiting[0], urgent.clock["waiting"] = 0, 1
    offer_queue(urgent)
    assert urgent.calls["lead"][0] == 1
    assert urgent.calls["recalls"][0] == 1
    assert urgent.officers["arrives"][1] == 20 + urgent.levers["recall_minutes"][0]


@pytest.mark.parametrize("duty", [Duty.OTHER_WORK, Duty.CASE_FILE])
def test_who_leaves_work_that_yields_comes_sooner_than_who_is_at_home(urgent, duty):
    urgent.works["yields_to"] = 1
    urgent.officers["duty"], urgent.officers["work"] = [duty, Duty.OFF], [0, NOBODY]
    urgent.waiting[0], urgent.clock["waiting"] = 0, 1
    offer_queue(urgent)
    assert urgent.calls["lead"][0] == 0
    assert urgent.calls["recalls"][0] == 0


def test_the_only_officer_is_called_in_from_home():
    w = world(officers=1)
    w.officers["duty"], w.calls["priority"], w.calls["state"] = Duty.OFF, 1, CallState.AT_DESK
    w.calls["officers_needed"], w.calls["lead"], w.calls["helper"] = 1, NOBODY, NOBODY
    w.calls["desk"] = w.rule_table["desk_of"][0, Domain.TRAFFIC]
    assert recalled(w, 0) == 0


@pytest.mark.parametrize("duty", [Duty.ON_SCENE, Duty.TO_CALL, Duty.POST])
def test_who_attends_calls_is_waited_for(urgent, duty):
    urgent.officers["duty"] = [duty, Duty.OFF]
    assert recalled(urgent, 0) == NOBODY


@pytest.fixture
def neighbours():
    """Two station officers of township 0, both able to lead; a traffic call next door, in township 1."""
    w = world("integrated", officers=2)
    w.officers["corps"] = Corps.STATION
    w.calls["cell"], w.calls["township"], w.calls["desk"] = 2, 1, w.rule_table["desk_of"][1, Domain.TRAFFIC]
    w.calls["priority"], w.calls["officers_needed"], w.calls["state"] = 3, 1, CallState.AT_DESK
    w.calls["lead"] = w.calls["helper"] = NOBODY
    w.rule_table["reserve"][0] = 0.5
    return w


def test_a_neighbour_gives_what_its_reserve_leaves(neighbours):
    assert best_officer(neighbours, 0, LEAD) == 0


@pytest.mark.parametrize("away", [Duty.ON_SCENE, Duty.OTHER_WORK])
def test_a_neighbours_reserve_is_not_taken(neighbours, away):
    """One of two is left, and half of two is to be kept: the home's reserve counts, not the call's."""
    neighbours.officers["duty"], neighbours.officers["work"] = [Duty.STANDBY, away], [NOBODY, 0]
    assert best_officer(neighbours, 0, LEAD) == NOBODY
    neighbours.calls["domain"] = Domain.ORDER
    assert best_officer(neighbours, 0, LEAD) == 0


def test_a_reserve_of_the_township_of_the_call_binds_nobody_from_elsewhere(neighbours):
    neighbours.rule_table["reserve"] = [0.0, 1.0, 0.0]
    neighbours.officers["duty"] = [Duty.STANDBY, Duty.ON_SCENE]
    assert best_officer(neighbours, 0, LEAD) == 0


def test_of_two_of_one_site_the_one_with_fewer_calls_goes():
    w = world("separate", officers=3)
    w.officers["corps"], w.officers["duty"] = Corps.STATION, Duty.STANDBY
    w.serves[:, 0] = True
    w.calls["domain"], w.calls["state"], w.calls["desk"] = Domain.ORDER, CallState.AT_DESK, 0
    for jobs, first in (([2, 1, 1], 1), ([0, 0, 0], 0), ([3, 2, 1], 2)):
        w.officers["jobs"] = jobs
        assert best_officer(w, 0, LEAD) == first
    w.officers["jobs"], w.officers["home_cell"] = [3, 2, 1], [0, 2, 4]
    assert best_officer(w, 0, LEAD) == 0  # of three sites as near, the first of the list


def test_a_generalist_is_kept_for_what_only_they_can_do():
    w = world("patrol_merged", officers=2)
    w.officers["corps"], w.officers["duty"] = [Corps.PATROL, Corps.STATION], Duty.STANDBY
    w.serves[:, 0] = True
    w.officers["jobs"] = [0, 9]
    w.calls["domain"], w.calls["state"], w.calls["desk"] = Domain.ORDER, CallState.AT_DESK, 0
    assert best_officer(w, 0, LEAD) == 1
