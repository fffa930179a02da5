"""Law 1: a rule is a closed answer sheet. Its name changes nothing; each answer changes something."""

from dataclasses import replace

import pytest
from polars.testing import assert_frame_equal

from jiaosuo.model.core.terms import Apportion, Authority, Corps, DeskLevel, Domain, Reach, SiteLevel
from jiaosuo.model.rules import RULES
from jiaosuo.model.rules.rule import Grant, Home
from jiaosuo.model.rules.rulebook import rulebook
from tests.laws.bench import SCARCE, changed, county


@pytest.mark.parametrize("name", RULES)
def test_a_renamed_rule_gives_the_same_calls_bit_for_bit(name):
    renamed = replace(RULES[name], name="anything", chinese="无", words="Other words.", source="nowhere")
    assert_frame_equal(county(name).calls(), county(renamed).calls(), check_exact=True)


def test_two_rules_with_equal_answers_give_the_same_calls():
    one = RULES["stationed"]
    other = replace(RULES["separate"], name="other", **one.answers())
    assert_frame_equal(county(one).calls(), county(other).calls(), check_exact=True)


SEPARATE = RULES["separate"]
ALL_REACH = dict.fromkeys(Corps, Reach.OWN)

OTHER_ANSWERS = {
    "home": changed(
        "separate", home={**SEPARATE.home, Corps.TRAFFIC: Home(SiteLevel.STATION, Apportion.LOAD)}
    ),
    "authority": changed(
        "integrated", authority=(*RULES["integrated"].authority, Grant(Corps.STATION, Authority.ATTEND))
    ),
    "desks": changed(
        "separate", desks=tuple(replace(desk, level=DeskLevel.TOWNSHIP) for desk in SEPARATE.desks)
    ),
    "handover": changed("separate", handover=frozenset()),
    "duty": changed("separate", duty=replace(SEPARATE.duty, beat={})),
    "order": changed("integrated", order=replace(RULES["integrated"].order, behind={Domain.TRAFFIC: 3})),
    "reach": changed("separate", reach=ALL_REACH),
}


@pytest.mark.parametrize("answer", OTHER_ANSWERS)
def test_each_answer_changes_some_county(answer):
    other = OTHER_ANSWERS[answer]
    before = county(other.name, days=4, **SCARCE).calls()
    after = county(other, days=4, **SCARCE).calls()
    assert not before.equals(after)


ORDERS = {"preempt": False, "ageing_minutes": 1.0, "shared_queue": False}


@pytest.mark.parametrize("term", ORDERS)
def test_each_term_of_the_order_of_calls_is_read(term):
    order = replace(RULES["integrated"].order, **{term: ORDERS[term]})
    answers = rulebook([changed("integrated", order=order)]).rule_table[0]
    assert answers[term] == ORDERS[term]


def test_a_reserve_for_110_keeps_officers_from_traffic_calls():
    duty = replace(RULES["integrated"].duty, reserve=1.0)
    held = county(changed("integrated", duty=duty), days=3).outcomes()
    free = county("integrated", days=3).outcomes()
    assert held["response_mean_traffic"][0] > free["response_mean_traffic"][0]


def test_posts_that_no_call_may_empty_are_staffed_longer():
    duty = replace(RULES["integrated"].duty, post={Corps.STATION: 1.0})
    values = {"posts_per_urban_km2": 3, "violence_rate_urban": 400}
    kept = county(changed("integrated", duty=replace(duty, pulled_by=0)), **values).outcomes()
    pulled = county(changed("integrated", duty=replace(duty, pulled_by=4)), **values).outcomes()
    assert kept["post_coverage"][0] > pulled["post_coverage"][0]
