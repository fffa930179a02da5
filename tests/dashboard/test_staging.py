"""A chunk's address is what it depends on: the past stays, undo restores, another future is elsewhere."""

import pytest

from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.playback.run_plan import effect_of, stage
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.rules import RULES


def staged(side="left", place="zigui-2004", events=(), days=2, **more):
    said = {"rule": "separate", "events": list(events)} | more
    return stage(from_json({"place": place, "seed": 5, "days": days, side: said}), side)


LEVER = {"minute": 1_000, "values": {"data_sharing": 0.5}}


def test_a_lever_in_mid_play_leaves_all_earlier_chunks_as_they_are():
    before, after = staged().addresses, staged(events=[LEVER]).addresses
    first = 1_000 // 120
    assert before[:first] == after[:first]
    assert all(one != other for one, other in zip(before[first:], after[first:], strict=True))


def test_undo_restores_every_address():
    assert staged(events=[]).addresses == staged().addresses
    assert staged(events=[LEVER]).addresses == staged(events=[dict(LEVER)]).addresses


def test_the_same_world_on_the_other_side_has_the_same_addresses():
    assert staged("left").addresses == staged("right").addresses
    assert staged("left").heads == staged("right").heads


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "integrated"},
        {"staffing": "historic"},
        {"values": {"data_sharing": 0.9}},
        {"townships": {"Maoping": "integrated"}},
    ],
)
def test_whatever_a_run_depends_on_is_in_its_addresses(change):
    assert not set(staged().addresses) & set(staged(**change).addresses)


def test_two_maps_made_by_hand_are_told_apart():
    one, other = (staged(townships={"Maoping": rule}) for rule in ("integrated", "stationed"))
    assert not set(one.addresses) & set(other.addresses)
    assert one.base.rule.exceptions["Maoping"] == RULES["integrated"]
    assert one.base.rule.rest == RULES["separate"]


def test_a_state_is_shared_by_all_futures_of_its_past():
    before, after = staged(), staged(events=[LEVER])
    assert before.state(8) == after.state(8)
    assert before.state(9) != after.state(9)


def test_land_told_anew_only_where_it_may_have_changed():
    assert len(set(staged(events=[LEVER]).heads)) == 1
    assert len(set(staged(events=[{"minute": 720, "rule": "integrated"}]).heads)) == 2


def test_what_makes_the_world_changes_at_the_next_midnight():
    entries = staged(events=[{"minute": 1_000, "values": {"urbanization": 0.6, "data_sharing": 0.5}}]).moved
    assert [(each.minute, dict(each.values)) for each in entries] == [
        (1_000, {"data_sharing": 0.5}),
        (1_440, {"urbanization": 0.6}),
    ]


def test_on_a_path_levers_come_with_the_next_year():
    path = staged(place="fujian-2002-2015", days=1, rule="timeline", events=[LEVER])
    assert [each.year for each in path.moved] == [2003]
    assert path.minutes == 14 * 1_440
    assert path.base.path.days_per_year == 1


def test_a_chunk_is_computed_under_what_comes_before_its_end_and_no_more():
    two = staged(events=[LEVER, {"minute": 2_000, "rule": "integrated"}])
    assert len(two.until(1_000).timeline) == 0
    assert len(two.until(1_001).timeline) == 1
    assert len(two.until(2_880).timeline) == 2


def test_townships_given_rules_in_mid_play_are_laid_over_the_rule_then_in_force():
    events = [
        {"minute": 10, "townships": {"Maoping": "integrated"}},
        {"minute": 20, "townships": {"Guojiaba": "stationed"}},
        {"minute": 30, "rule": "station_led"},
    ]
    rules = [each.rule for each in staged(events=events).moved]
    assert set(rules[0].exceptions) == {"Maoping"}
    assert set(rules[1].exceptions) == {"Maoping", "Guojiaba"}
    assert rules[2] == RULES["station_led"]


@pytest.mark.parametrize(
    ("name", "place", "effect"),
    [
        ("data_sharing", "zigui-2004", "now"),
        ("urbanization", "zigui-2004", "midnight"),
        ("dispute_rate_rural", "zigui-2004", "midnight"),
        ("cell_km", "zigui-2004", "restart"),
        ("squadrons", "zigui-2004", "restart"),
        ("squadrons", "county-town", "midnight"),
        ("data_sharing", "fujian-2002-2015", "year"),
        ("urbanization", "fujian-2002-2015", "restart"),
    ],
)
def test_when_a_lever_comes_into_force_is_said(name, place, effect):
    assert effect_of(Scenario.preset(place), name) == effect


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"events": [{"minute": 5, "values": {"cell_km": 2}}]}, "start again"),
        ({"townships": {"Atlantis": "separate"}}, "township"),
        ({"events": [{"minute": 5, "townships": {"Atlantis": "separate"}}]}, "township"),
        ({"townships": {"Maoping": "hybrid"}}, "one rule"),
        ({"values": {"squadrons": 3}}, "squadrons"),
    ],
)
def test_what_a_place_does_not_allow_is_refused_with_the_reason(more, named):
    with pytest.raises(InputError, match=named):
        staged(**more)
