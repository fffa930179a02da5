"""Law 1: a rule is a closed answer sheet. Its name changes nothing; each answer changes something."""

from dataclasses import replace

import pytest
from polars.testing import assert_frame_equal

from jiaosuo.model.core.terms import Apportion, Authority, Corps, DeskLevel, Domain, Duty, Reach, SiteLevel
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
    "duty": changed("separate", duty=replace(SEPARATE.duty, beats=frozenset())),
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
    duty = replace(RULES["integrated"].duty, posts=frozenset({Corps.STATION}))
    values = {"posts_per_urban_km2": 3, "violence_rate_urban": 400}
    kept = county(changed("integrated", duty=replace(duty, pulled_by=0)), **values).outcomes()
    pulled = county(changed("integrated", duty=replace(duty, pulled_by=4)), **values).outcomes()
    assert kept["post_coverage"][0] > pulled["post_coverage"][0]


MUCH_TO_DO = {"posts_per_urban_km2": 3, "community_hours": 2, "staffing": "historic"}
"""More posts and visits than the corps that may see to them under `separate` have officers for.

By load, the corps that has the posts would also be given most of the force.
"""


def hours(run, corps, duty):
    """What a corps spent on a duty, h."""
    minutes = run.evidence().duty_minutes[run.force.columns["corps"] == corps]
    return minutes[:, duty].sum() / 60


def test_one_rules_duty_answer_in_the_other_moves_the_posts_and_the_visits():
    """Stations may stand at posts, and traffic officers visit: both are done more, and each corps' time goes
    where the order sends it: a station's hours at posts are taken from its visits."""
    ours, theirs = (
        county(rule, **MUCH_TO_DO)
        for rule in ("separate", changed("separate", duty=RULES["integrated"].duty))
    )
    for outcome in ("post_coverage", "community_visits"):
        assert theirs.outcomes()[outcome][0] > ours.outcomes()[outcome][0]
    assert theirs.outcomes()["post_coverage"][0] > 2 * ours.outcomes()["post_coverage"][0]
    assert hours(ours, Corps.STATION, Duty.POST) == hours(ours, Corps.TRAFFIC, Duty.COMMUNITY) == 0
    assert hours(theirs, Corps.STATION, Duty.POST) > 0 < hours(theirs, Corps.TRAFFIC, Duty.COMMUNITY)
    assert hours(theirs, Corps.STATION, Duty.COMMUNITY) < hours(ours, Corps.STATION, Duty.COMMUNITY)
    auxiliaries = (hours(run, Corps.AUXILIARY, Duty.COMMUNITY) for run in (ours, theirs))
    assert next(auxiliaries) == pytest.approx(next(auxiliaries), rel=0.02)


def test_where_nothing_is_wanted_beyond_calls_the_duty_answer_moves_nothing():
    """Who may hold posts, visit and do other work is another, but there is none: the two counties are one."""
    nothing = {"posts_per_urban_km2": 0, "community_hours": 0, "other_work": 0}
    swapped = changed("separate", duty=RULES["integrated"].duty)
    assert_frame_equal(
        county("separate", **nothing).calls(), county(swapped, **nothing).calls(), check_exact=True
    )


def test_with_equal_crews_who_may_the_duty_answer_moves_nothing():
    """A corps without officers is let hold posts and visit: the crews are as before, and so is the county."""
    duty = SEPARATE.duty
    more = replace(duty, posts=duty.posts | {Corps.PATROL}, visits=duty.visits | {Corps.PATROL})
    ours = county("separate", officers_patrol=0, **MUCH_TO_DO)
    theirs = county(changed("separate", duty=more), officers_patrol=0, **MUCH_TO_DO)
    assert_frame_equal(ours.calls(), theirs.calls(), check_exact=True)
    assert ours.outcomes() == theirs.outcomes()


def test_posts_and_visits_follow_from_how_many_may_see_to_them():
    """Half as many on duty under either rule: less is staffed and visited, by no share of anybody's."""
    for rule in ("separate", "integrated"):
        many, few = (county(rule, on_duty_share=share, **MUCH_TO_DO).outcomes() for share in (0.6, 0.15))
        for outcome in ("post_coverage", "community_visits"):
            assert many[outcome][0] > few[outcome][0]


def test_a_stated_order_of_duties_is_read():
    """Visits before posts: where both wait, more is visited and fewer junctions are staffed."""
    duty = RULES["integrated"].duty
    last = (Duty.CASE_FILE, Duty.OTHER_WORK, Duty.BEAT)
    visits_first = (Duty.PAPERWORK, Duty.COMMUNITY, Duty.POST, *last)
    values = MUCH_TO_DO | {"visits_from": 7, "visiting_hours": 1}
    ours = county("integrated", **values).outcomes()
    theirs = county(changed("integrated", duty=replace(duty, turns=visits_first)), **values).outcomes()
    assert theirs["post_coverage"][0] < ours["post_coverage"][0]
    assert theirs["community_visits"][0] > ours["community_visits"][0]
