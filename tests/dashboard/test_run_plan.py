"""A chunk's address is what it depends on: the past stays, undo restores, another future is elsewhere."""

import pytest

from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.playback.run_plan import effect_of, plan_run
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.rules import RULES


def planned(side="left", place="zigui-2004", events=(), days=2, **more):
    said = {"rule": "separate", "events": list(events)} | more
    return plan_run(from_json({"place": place, "seed": 5, "days": days, side: said}), side)


LEVER = {"minute": 1_000, "values": {"data_sharing": 0.5}}


def test_a_lever_in_mid_play_leaves_all_earlier_chunks_as_they_are():
    before, after = planned().addresses, planned(events=[LEVER]).addresses
    first = 1_000 // 120
    assert before[:first] == after[:first]
    assert all(one != other for one, other in zip(before[first:], after[first:], strict=True))


def test_undo_restores_every_address():
    assert planned(events=[]).addresses == planned().addresses
    assert planned(events=[LEVER]).addresses == planned(events=[dict(LEVER)]).addresses


def test_the_same_world_on_the_other_side_has_the_same_addresses():
    assert planned("left").addresses == planned("right").addresses
    assert planned("left").header_addresses == planned("right").header_addresses


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
    assert not set(planned().addresses) & set(planned(**change).addresses)


def test_two_maps_made_by_hand_are_told_apart():
    one, other = (planned(townships={"Maoping": rule}) for rule in ("integrated", "stationed"))
    assert not set(one.addresses) & set(other.addresses)
    assert one.base.rule.exceptions["Maoping"] == RULES["integrated"]
    assert one.base.rule.rest == RULES["separate"]


def test_a_state_is_shared_by_all_futures_of_its_past():
    before, after = planned(), planned(events=[LEVER])
    assert before.state_address(8) == after.state_address(8)
    assert before.state_address(9) != after.state_address(9)


def test_header_written_anew_only_where_it_may_have_changed():
    assert len(set(planned(events=[LEVER]).header_addresses)) == 1
    assert len(set(planned(events=[{"minute": 720, "rule": "integrated"}]).header_addresses)) == 2


def test_what_makes_the_world_changes_at_the_next_midnight():
    entries = planned(events=[{"minute": 1_000, "values": {"urbanization": 0.6, "data_sharing": 0.5}}]).moved
    assert [(each.minute, dict(each.values)) for each in entries] == [
        (1_000, {"data_sharing": 0.5}),
        (1_440, {"urbanization": 0.6}),
    ]


def test_on_a_path_levers_come_with_the_next_year():
    path = planned(place="fujian-2002-2015", days=1, rule="timeline", events=[LEVER])
    assert [each.year for each in path.moved] == [2003]
    assert path.minutes == 14 * 1_440
    assert path.base.path.days_per_year == 1


def test_a_chunk_is_computed_under_what_comes_before_its_end_and_no_more():
    two = planned(events=[LEVER, {"minute": 2_000, "rule": "integrated"}])
    assert len(two.until(1_000).timeline) == 0
    assert len(two.until(1_001).timeline) == 1
    assert len(two.until(2_880).timeline) == 2


def test_townships_given_rules_in_mid_play_are_laid_over_the_rule_then_in_force():
    events = [
        {"minute": 10, "townships": {"Maoping": "integrated"}},
        {"minute": 20, "townships": {"Guojiaba": "stationed"}},
        {"minute": 30, "rule": "station_led"},
    ]
    rules = [each.rule for each in planned(events=events).moved]
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
        planned(**more)
