"""What an officer turns to, worked out by hand: one officer, one slot, one demand at a time."""

import pytest

from jiaosuo.model.core.terms import NOBODY, Corps, Duty
from jiaosuo.model.kernels.officers.duty import choose_duty, owe_visits, turns_of_slot
from jiaosuo.model.kernels.officers.movement import set_duty
from jiaosuo.model.rules.rule import TURNS
from tests.twins.worlds import TOWNSHIPS, world

PEAK, NOON = 8 * 60.0, 12 * 60.0


def at(minute, corps=Corps.STATION, rule="separate", **values):
    """The officer of a corps at the beginning of a slot, in a world without posts."""
    w = world(rule, **{"beat_share": 0, **values})
    w.officers["corps"], w.posts["officer"], w.posts["township"] = corps, NOBODY, TOWNSHIPS - 1
    go_to(w, minute)
    return w


def go_to(w, minute):
    w.clock["now"], w.clock["slot"] = minute, int(minute // 30)


def turned_to(w):
    choose_duty(w, 0)
    return Duty(int(w.officers["duty"][0]))


def with_everything_to_do(minute, **answers):
    """A post at peak, a file to write and visits owed, all for one integrated officer."""
    w = at(minute, rule="integrated", beat_share=1)
    w.posts["township"], w.officers["paperwork_due"], w.visits_owed[:] = 0, 10.0, 60.0
    return w


def test_papers_come_first_then_posts_at_peak_then_visits_then_the_beat():
    w = with_everything_to_do(PEAK)
    assert turned_to(w) == Duty.PAPERWORK
    w.officers["paperwork_due"] = 0.0
    assert turned_to(w) == Duty.POST
    go_to(w, NOON)
    assert turned_to(w) == Duty.COMMUNITY
    w.officers["pledged"], w.visits_owed[:] = 0.0, 0.0
    assert turned_to(w) == Duty.BEAT


def test_a_rule_may_state_another_order():
    w = with_everything_to_do(PEAK)
    w.rule_table["turns"] = TURNS[::-1]
    assert turned_to(w) == Duty.BEAT
    w.levers["beat_share"] = 0
    assert turned_to(w) == Duty.COMMUNITY


@pytest.mark.parametrize(
    ("corps", "holds"), [(Corps.TRAFFIC, True), (Corps.STATION, False), (Corps.AUXILIARY, False)]
)
def test_under_separate_the_traffic_corps_alone_holds_posts(corps, holds):
    w = at(PEAK, corps)
    w.posts["township"] = 0
    assert (turned_to(w) == Duty.POST) is holds


@pytest.mark.parametrize(
    ("corps", "visits"),
    [(Corps.TRAFFIC, False), (Corps.STATION, True), (Corps.PATROL, False), (Corps.AUXILIARY, True)],
)
def test_under_separate_stations_and_auxiliaries_visit(corps, visits):
    w = at(NOON, corps)
    w.visits_owed[:] = 60.0
    assert (turned_to(w) == Duty.COMMUNITY) is visits


@pytest.mark.parametrize("corps", [Corps.TRAFFIC, Corps.STATION, Corps.PATROL])
def test_every_street_corps_spends_the_same_share_of_its_free_slots_on_the_beat(corps):
    shares = []
    for slot in range(400):
        w = at(30.0 * slot, corps, beat_share=0.35)
        shares.append(turned_to(w) == Duty.BEAT)
    assert abs(sum(shares) / 400 - 0.35) < 4 * (0.35 * 0.65 / 400) ** 0.5


def test_a_visit_is_taken_off_what_is_owed_and_given_back_where_it_is_cut_short():
    """The cell is one minute away: 29 of the 30 minutes are pledged, 14 of them served until a call comes."""
    w = at(NOON)
    w.visits_owed[0] = 20.0
    assert turned_to(w) == Duty.COMMUNITY
    assert w.visits_owed.tolist() == [20.0 - 29.0, 0.0, 0.0]
    w.clock["now"] = NOON + 15
    set_duty(w, 0, Duty.TO_CALL)
    assert w.visits_owed[0] == 20.0 - 14.0


def test_a_day_owes_what_is_wanted_and_what_was_left_undone_lapses():
    w = at(0.0)
    w.visits_wanted[:] = [240.0, 0.0, 24.0]
    for slot in range(48):
        go_to(w, 30.0 * slot)
        owe_visits(w)
        assert (w.visits_owed > 0).any() == (slot >= 16)
    assert w.visits_owed.tolist() == pytest.approx([240.0, 0.0, 24.0])
    w.visits_owed[2] = -5.0
    go_to(w, 1_440.0 + 8 * 60)
    owe_visits(w)
    assert w.visits_owed.tolist() == pytest.approx([10.0, 0.0, 1.0 - 5.0])


@pytest.mark.parametrize("officers", [1, 2, 3, 12, 97, 350])
def test_in_each_slot_every_officer_comes_once_in_an_order_of_its_own(officers):
    orders = set()
    for slot in range(20):
        first, step = turns_of_slot(7, slot, officers)
        order = tuple((first + place * step) % officers for place in range(officers))
        assert sorted(order) == list(range(officers))
        orders.add(order)
    assert len(orders) > 10 or officers < 12


def test_nobody_is_sooner_at_the_posts_for_the_place_in_the_table():
    """Of rows 0-9 and 90-99 each is the first of the twenty as often as the other."""
    rows, count = [*range(10), *range(90, 100)], [0, 0]
    for slot in range(3_000):
        first, step = turns_of_slot(7, slot, 100)
        place = {(first + place * step) % 100: place for place in range(100)}
        count[min(rows, key=place.__getitem__) >= 90] += 1
    assert abs(count[0] / 3_000 - 0.5) < 4 * (0.25 / 3_000) ** 0.5
