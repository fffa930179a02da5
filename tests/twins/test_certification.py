"""Who is certified, and what it changes at the scene, worked by hand."""

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.model.core.terms import NOBODY, Authority, CallState, Complexity, Corps, Domain, Duty, Needs
from jiaosuo.model.kernels.calls.on_scene import begin_work, desk_with_authority, somebody_may_close
from jiaosuo.model.kernels.officers.certification import is_certified, is_enough
from jiaosuo.model.rules import RULES
from jiaosuo.model.rules.rule import Grant
from tests.twins.worlds import world

DAY = 1440.0
HALF_LIFE = 240


@pytest.mark.parametrize(
    ("skill", "least", "certified"),
    [(0.6, 0.6, True), (0.59, 0.6, False), (0.0, 0.0, True), (1.0, 1.0, False), (0.99, 1.0, False)],
)
def test_certified_is_who_has_the_skill_and_at_1_nobody_is(skill, least, certified):
    assert bool(is_enough(skill, least)) is certified
    assert is_enough(np.array([skill]), least).tolist() == [certified]
    w = world(certified_skill=least)
    w.officers["skill"][0, Domain.TRAFFIC] = skill
    assert is_certified(w, 0, Domain.TRAFFIC) == certified
    assert is_certified(w, 0, Domain.ORDER) == (least == 0.0)


def test_certification_lapses_out_of_use():
    w = world(certified_skill=0.6, skill_half_life=HALF_LIFE, skill_floor=0.2)
    w.officers["skill"][0, Domain.TRAFFIC] = 1.0
    w.clock["now"] = (HALF_LIFE - 1) * DAY
    assert is_certified(w, 0, Domain.TRAFFIC)
    w.clock["now"] = (HALF_LIFE + 1) * DAY
    assert not is_certified(w, 0, Domain.TRAFFIC)


def at_a_crash(rule, skill, corps=Corps.STATION, is_complex=True):
    """A lead of a corps, with a skill in traffic, has just come to a crash on a village road."""
    w = world(rule)
    w.officers["corps"], w.officers["skill"] = corps, skill
    w.officers["duty"], w.officers["call"] = Duty.ON_SCENE, 0
    it = w.calls[0]
    it["domain"], it["is_complex"], it["state"] = Domain.TRAFFIC, is_complex, CallState.ATTENDED
    it["lead"], it["helper"], it["lead_there"], it["officers_needed"] = 0, NOBODY, True, 1
    it["expert_minutes"], it["finisher_there"] = 20.0, np.nan
    w.clock["now"], w.officers["skill_at"] = 100.0, 100.0
    begin_work(w, 0)
    return w.calls[0]


@pytest.mark.parametrize(
    ("rule", "skill", "finishes"),
    [
        ("integrated", 0.59, False),
        ("integrated", 0.6, True),
        ("station_led", 0.6, True),
        ("stationed", 0.99, False),
    ],
)
def test_a_generalist_finishes_a_complex_crash_once_certified(rule, skill, finishes):
    it = at_a_crash(rule, skill)
    assert bool(it["securing"]) is not finishes
    share = 1.0 if finishes else 0.3
    assert it["handling_minutes"] == pytest.approx(20 * (1 + 0.8 * (1 - skill)) * share)
    assert it["finisher_there"] == 100.0 if finishes else np.isnan(it["finisher_there"])


def test_at_a_simple_call_whoever_leads_may_finish():
    assert at_a_crash("integrated", 0.0, is_complex=False)["finisher_there"] == 100.0


def test_who_may_finish_is_written_down_once():
    w = world("integrated")
    assert at_a_crash("separate", 0.0, Corps.TRAFFIC)["finisher_there"] == 100.0
    w.officers["corps"], w.calls["lead"], w.calls["lead_there"] = Corps.TRAFFIC, 0, True
    w.calls["officers_needed"], w.calls["finisher_there"], w.clock["now"] = 1, 40.0, 100.0
    begin_work(w, 0)
    assert w.calls["finisher_there"][0] == 40.0


def two_desks(skill):
    """Only certified patrol officers close complex crashes, and the desk of order calls sends them."""
    rule = replace(
        RULES["separate"],
        authority=(
            Grant(Corps.TRAFFIC, Authority.ATTEND, (Domain.TRAFFIC,), complexity=(Complexity.SIMPLE,)),
            Grant(Corps.PATROL, Authority.CERTIFIED),
            Grant(Corps.STATION, Authority.ATTEND, (Domain.ORDER, Domain.SERVICE)),
        ),
    )
    w = world(rule, officers=2)
    w.officers["corps"], w.officers["skill"] = [Corps.TRAFFIC, Corps.PATROL], skill
    w.calls["domain"], w.calls["needs"], w.calls["is_complex"] = Domain.TRAFFIC, Needs.COMPLEX, True
    w.calls["desk"] = w.rule_table["desk_of"][0, Domain.TRAFFIC]
    return w


def test_a_case_goes_to_a_desk_that_sends_somebody_certified():
    w = two_desks(0.8)
    assert somebody_may_close(w, 0, Needs.COMPLEX)
    assert desk_with_authority(w, 0) == w.rule_table["desk_of"][0, Domain.ORDER]


def test_where_nobody_is_certified_there_is_nobody_to_pass_it_to():
    w = two_desks(0.5)
    assert not somebody_may_close(w, 0, Needs.COMPLEX)
    assert desk_with_authority(w, 0) == w.calls["desk"][0]


def test_who_has_left_the_force_closes_nothing():
    w = two_desks(0.8)
    w.officers["establishment_post"][1] = NOBODY
    assert not somebody_may_close(w, 0, Needs.COMPLEX)
