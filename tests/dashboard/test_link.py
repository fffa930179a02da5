"""A link restores what it was made from; what is wrong in one is told, and the page opens all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.choice import move_lever, with_rule, with_staffing, with_township
from jiaosuo.dashboard.choice.comparison import MOST_EVENTS
from jiaosuo.dashboard.choice.levers import LABELS, levers_of
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.outcomes import MENU, check_prices, check_weights
from jiaosuo.dashboard.choice.stories import STORIES
from jiaosuo.experiments.comparison.index import COMPONENTS
from jiaosuo.experiments.comparison.priced import DECLARED
from jiaosuo.model.core.words import CHINESE, ENGLISH
from jiaosuo.model.rules import RULES
from jiaosuo.model.scenario import parameters
from jiaosuo.model.scenario_file import preset_names


@st.composite
def choices(draw):
    """Any choice a visitor can come to, by the same steps."""
    place = draw(st.sampled_from(preset_names()))
    choice = opening(place, draw(st.sampled_from([ENGLISH, CHINESE])))
    comparison = replace(
        choice.comparison, seed=draw(st.integers(0, 2**53 - 1)), days=draw(st.sampled_from([1.0, 2.5, 7.0]))
    )
    choice = replace(choice, comparison=comparison, focus=draw(st.sampled_from(MENU)))
    for which in ("left", "right"):
        choice = with_rule(choice, which, draw(st.sampled_from(places.rules_of(place))))
        choice = with_staffing(choice, which, draw(st.sampled_from(places.STAFFINGS)))
    known = [each.name for each in places.scenario(place).townships] or ["a town: of ~odd, @name"]
    for _ in range(draw(st.integers(0, 2))):
        rule = draw(st.sampled_from(sorted(RULES)))
        choice = with_township(choice, "right", draw(st.sampled_from(known)), rule)
    for _ in range(draw(st.integers(0, 12))):
        declared = parameters()[draw(st.sampled_from(levers_of(place)))]
        kind = st.integers if declared.whole else st.floats
        value = draw(kind(min_value=declared.low, max_value=declared.high))
        minute = draw(st.sampled_from([0, 0, 1, 200, 719, 720]))
        which = draw(st.sampled_from(["both", "left", "right"]))
        try:
            choice = move_lever(choice, declared.name, value, minute, which)
        except ValueError:  # it would come into force only after the end
            continue
    weights = draw(
        st.dictionaries(st.sampled_from(COMPONENTS), st.sampled_from([0.0, 0.5, 1.0, 5.0]), min_size=1)
    )
    if any(weights.values()):
        choice = replace(choice, weights=check_weights(weights))
    for name in draw(st.lists(st.sampled_from(sorted(DECLARED)), unique=True)):
        price = draw(st.floats(DECLARED[name].low, DECLARED[name].high))
        choice = replace(choice, prices=check_prices(dict(choice.prices) | {name: price}))
    return replace(choice, minute=draw(st.integers(0, 1_440)))


@given(choices())
@settings(max_examples=60, deadline=None)
def test_a_link_restores_every_choice(choice):
    query = link.query(choice)
    assert len(query) < link.LONGEST
    assert link.read(query) == (choice, ())


def test_sixty_changes_on_both_sides_fit_into_a_link():
    choice = opening("zigui-2004")
    for number in range(MOST_EVENTS):
        choice = move_lever(choice, "on_duty_share", 0.1 + 0.013 * number, 10 + 100 * number, "left")
        choice = move_lever(choice, "training_hours", 1.37 * number, 15 + 100 * number, "right")
    query = link.query(choice, "0123abcd")
    assert len(query) < link.LONGEST
    assert link.read(query, model="0123abcd") == (choice, ())


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("place=nowhere-1999", "nowhere-1999"),
        ("place=%00", "place"),
        ("seed=1e99", "1e99"),
        ("days=nan", "nan"),
        ("days=1e999", "1e999"),
        ("seed=1&seed=2", "seed"),
        ("left=abolished", "abolished"),
        ("right=integrated~delta:99", "99"),
        ("right=integrated~delta", "NAME:VALUE"),
        ("right=integrated~@-5:delta:1", "-5"),
        ("right=integrated~t:Atlantis:separate", "Atlantis"),
        ("both=~people_per_agent:1", "people_per_agent"),
        ("focus=happiness", "happiness"),
        ("weights=response_mean:-1", "-1"),
        ("prices=price_death:-1", "-1"),
        ("prices=price_life:1", "price_life"),
        ("story=%3Cscript%3Ealert(1)%3C/script%3E", "<script>"),
        ("colour=red", "colour"),
        ("v=99", "99"),
        ("z=not!base64", "read"),
        ("z=eJwDAAAAAAE", "read"),
        ("place=zigui-2004&at=10081", "10081"),
        ("x" * 10_000_000, "long"),
    ],
)
def test_what_is_wrong_is_told_and_the_page_opens(query, named):
    choice, notes = link.read(query)
    assert len(notes) == 1
    assert named in notes[0]
    assert choice.comparison.place == "zigui-2004"


@pytest.mark.parametrize(
    "query",
    [
        "seed=1e99",
        "days=nan",
        "days=long",
        "at=-1",
        "right=integrated~delta",
        "right=integrated~delta:99",
        "right=integrated~t::separate",
        "weights=response_mean:1,response_mean:2",
        "prices=price_death:1,price_death:2",
        "right=integrated~@10079:urbanization:0.3",
    ],
)
def test_what_is_allowed_is_said_in_the_language_of_the_page(query):
    _, notes = link.read(f"place=zigui-2004&{query}&lang=zh_CN")
    assert len(notes) == 1
    assert not any(word in notes[0].lower() for word in ("must", "would", "allowed"))


def test_one_wrong_part_of_a_side_spoils_no_other():
    choice, notes = link.read("place=zigui-2004&right=stationed~delta:99~ring_fence:0.5")
    assert choice.comparison.right.rule == "stationed"
    assert dict(choice.comparison.right.values) == {"ring_fence": 0.5}
    assert len(notes) == 1


def test_a_packed_bomb_is_not_unpacked():
    import base64
    import zlib

    packed = base64.urlsafe_b64encode(zlib.compress(b"a" * 5_000_000, 9)).decode()
    assert len(packed) < link.LONGEST_READ
    assert link.read(f"z={packed}")[1] == (link.NOT_READ,)


def test_another_version_of_the_model_is_told():
    query = link.query(opening("zigui-2004"), "aaaa")
    assert link.read(query, model="aaaa")[1] == ()
    assert link.read(query, model="bbbb")[1] == (link.OTHER_MODEL,)


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_story_opens_by_its_name_and_its_link_restores_it(name):
    choice, notes = link.read(f"story={name}")
    assert (choice.story, notes) == (name, ())
    assert link.read(link.query(choice)) == (choice, ())


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_story_has_one_chart_and_one_lever_that_its_place_lets_move(name):
    story = STORIES[name]
    assert story.focus in MENU
    assert story.lever in levers_of(story.place)
    assert story.lever in LABELS
    assert {story.left, story.right} <= set(places.rules_of(story.place))
