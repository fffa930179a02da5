"""Skill, handling and first-time-right, worked by hand."""

import math

import pytest

from jiaosuo.model.core.terms import Corps, Domain
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.kernels.calls.closing import expert_work
from jiaosuo.model.kernels.calls.quality import chance_right
from jiaosuo.model.kernels.officers.authority import is_specialist
from jiaosuo.model.kernels.officers.skill import (
    faded,
    finish_training,
    gain_skill,
    handling_factor,
    learned,
    practise,
    skill_now,
)
from tests.twins.worlds import world

DAY = 1440.0

PLAIN = list(KINDS).index("damage_crash")
"""The kind that others are measured by."""


def test_the_part_above_the_floor_halves_every_half_life():
    assert [faded(1.0, days, 240.0, 0.2) for days in (0.0, 240.0, 480.0, 720.0)] == pytest.approx(
        [1.0, 0.6, 0.4, 0.3], abs=1e-15
    )


def test_skill_at_the_floor_stays():
    assert faded(0.2, 1e4, 240.0, 0.2) == pytest.approx(0.2)


def test_fading_twice_is_fading_for_the_sum():
    assert faded(faded(0.9, 30.0, 240.0, 0.2), 70.0, 240.0, 0.2) == pytest.approx(
        faded(0.9, 100.0, 240.0, 0.2)
    )


def test_a_case_closes_a_share_of_the_gap_to_mastery():
    assert learned(0.5, 0.012) == pytest.approx(0.506)
    assert learned(1.0, 0.012) == 1.0


def test_skill_now_writes_the_fading_down_once():
    w = world(skill_half_life=240, skill_floor=0.2)
    w.officers["skill"], w.clock["now"] = 1.0, 240 * DAY
    assert skill_now(w, 0, Domain.TRAFFIC) == pytest.approx(0.6)
    assert skill_now(w, 0, Domain.TRAFFIC) == pytest.approx(0.6)
    assert w.officers["skill"][0].tolist() == pytest.approx([0.6, 1.0, 1.0])
    assert w.officers["skill_at"][0].tolist() == [240 * DAY, 0, 0]


def test_skill_below_the_floor_does_not_rise_by_waiting():
    w = world(skill_floor=0.4)
    w.officers["skill"], w.clock["now"] = 0.1, 1000 * DAY
    assert skill_now(w, 0, Domain.ORDER) == pytest.approx(0.1)


def test_learning_starts_from_the_faded_skill():
    w = world(skill_half_life=240, skill_floor=0.2)
    w.officers["skill"], w.clock["now"] = 1.0, 240 * DAY
    gain_skill(w, 0, Domain.ORDER, 0.5)
    assert w.officers["skill"][0, Domain.ORDER] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("skill", "other_domain", "factor"),
    [(1.0, False, 1.0), (0.0, False, 1.8), (0.5, False, 1.4), (1.0, True, 1.05), (0.5, True, 1.4 * 1.05)],
)
def test_a_novice_needs_one_plus_delta_and_a_change_of_domain_the_set_up(skill, other_domain, factor):
    assert handling_factor(0.8, skill, 0.05, other_domain) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("skill", "shared", "chance"),
    [(0.0, 0.0, 0.4), (1.0, 0.0, 1.0), (0.5, 0.0, 0.7), (0.5, 1.0, 0.7 + 0.3 * 0.3), (0.5, 0.5, 0.745)],
)
def test_being_right_first_time_grows_with_skill_and_with_records(skill, shared, chance):
    w = world(first_time_base=0.4, first_time_records=0.3, data_sharing=shared)
    assert chance_right(w, PLAIN, skill) == pytest.approx(chance)


@pytest.mark.parametrize(("share", "chance"), [(0.0, 1.0), (0.5, 0.85), (1.5, 0.55), (2.0, 0.4)])
def test_a_kind_may_be_harder_to_get_right_than_others(share, chance):
    w = world(first_time_base=0.4, damage_crash_error_share=share)
    assert chance_right(w, PLAIN, 0.5) == pytest.approx(chance)


def test_no_kind_is_so_hard_that_it_is_never_right_before_skill_is_0():
    w = world(first_time_base=0.0, damage_crash_error_share=2.0)
    assert [chance_right(w, PLAIN, skill) for skill in (0.0, 0.5, 0.75)] == [0.0, 0.0, 0.5]


def test_practice_counts_by_the_minute():
    """Two cases of ten minutes teach what one of twenty does, and an ordinary one closes its share."""
    halves, whole = (world(skill_gain_case=0.012, case_minutes=30) for _ in range(2))
    for minutes in (10.0, 10.0):
        practise(halves, 0, Domain.TRAFFIC, minutes)
    practise(whole, 0, Domain.TRAFFIC, 20.0)
    assert halves.officers["skill"][0, 0] == pytest.approx(whole.officers["skill"][0, 0])
    practise(whole, 0, Domain.ORDER, 30.0)
    assert whole.officers["skill"][0].tolist()[1:] == pytest.approx([0.012, 0.0])
    assert whole.officers["practice"][0].tolist() == [20.0, 30.0, 0.0]


def test_a_case_that_is_secured_teaches_what_was_done_of_it():
    w = world(secure_share=0.3)
    w.calls["expert_minutes"] = 100.0
    assert expert_work(w, 0) == 100.0
    w.calls["securing"] = True
    assert expert_work(w, 0) == pytest.approx(30.0)


def sessions(use, count, hours=4.0, **values):
    """Skill of a station officer of a merged force after so many sessions one after the other."""
    w = world(rule="integrated", skill_gain_hour=0.006, **values)
    w.officers["corps"], w.officers["use"], w.officers["skill"] = Corps.STATION, use, 0.2
    for _ in range(count):
        w.officers["since"], w.officers["training_until"] = 0.0, hours * 60
        w.clock["now"], w.officers["skill_at"] = hours * 60, hours * 60
        finish_training(w, 0)
    return w.officers["skill"][0]


def test_a_session_teaches_where_use_times_the_gap_is_largest():
    one = 1 - 0.8 * 0.994**4
    assert sessions([5.0, 6.0, 2.0], 1).tolist() == pytest.approx([0.2, one, 0.2])


def test_forty_sessions_lift_all_that_is_much_used():
    """160 hours: traffic and order both, until their use times the gap is the same to within a session."""
    skill = sessions([5.0, 6.0, 2.0], 40)
    assert skill[0] > 0.4
    assert skill[1] > 0.4
    assert abs(5.0 * (1 - skill[0]) - 6.0 * (1 - skill[1])) < 6.0 * 0.03


def test_hours_without_a_known_use_still_teach():
    assert sessions([0.0, 0.0, 0.0], 1).max() > 0.2


def test_specialists_do_not_fall_below_their_trade():
    w = world(specialist_skill=0.95, skill_floor=0.2)
    w.officers["corps"], w.officers["skill"] = Corps.TRAFFIC_SPECIALIST, 0.97
    w.clock["now"] = 10_000 * DAY
    assert skill_now(w, 0, Domain.TRAFFIC) == pytest.approx(0.95)
    assert skill_now(w, 0, Domain.ORDER) == pytest.approx(0.2)


def test_the_brigade_is_the_two_corps_of_specialists():
    assert [corps for corps in Corps if is_specialist(int(corps))] == [
        Corps.TRAFFIC_SPECIALIST,
        Corps.CASE_SPECIALIST,
    ]


def test_gains_and_fading_balance_at_the_fixed_point():
    """c cases a day of gain g against fading f: s = (gc + f floor) / (gc + f), as the officers start."""
    gain, cases, half_life, floor = 0.012, 0.5, 240.0, 0.2
    fading = math.log(2) / half_life
    skill = (gain * cases + fading * floor) / (gain * cases + fading)
    after = learned(faded(skill, 1 / cases, half_life, floor), gain)
    assert after == pytest.approx(skill, abs=gain * fading / cases)
