"""Choices are plain values: levers become numbers or events, undo comes back, and faults become sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.choice import (
    as_it_stands,
    move_lever,
    reset_lever,
    values_in_force,
    with_rule,
    with_township,
)
from jiaosuo.dashboard.choice.levers import LABELS, MEANINGS, levers_of, sliders, window
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.page import callbacks, panel_data, verdict_data
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import CHINESE
from jiaosuo.model.scenario import parameters
from jiaosuo.model.scenario_file import preset_names
from jiaosuo.model.timeline import is_of_world


@pytest.fixture
def choice():
    return opening("zigui-2004")


def test_a_lever_before_the_first_minute_is_a_number_of_both_sides(choice):
    moved = move_lever(choice, "delta", 0.2, 0)
    assert moved.comparison.left.values == moved.comparison.right.values == (("delta", 0.2),)
    assert not moved.comparison.left.events


def test_a_lever_in_mid_play_is_an_event_and_the_past_stays(choice):
    moved = move_lever(choice, "on_duty_share", 0.5, 615, "right")
    assert values_in_force(moved.comparison.right, 614) == {}
    assert values_in_force(moved.comparison.right, 615) == {"on_duty_share": 0.5}
    assert moved.comparison.left == choice.comparison.left


def test_a_verdict_is_about_the_levers_as_they_stand_and_not_about_the_mixture_of_a_week(choice):
    """What is played changes in mid-week; the worlds of verdict and proof have the last value throughout."""
    moved = move_lever(choice, "on_duty_share", 0.5, 615)
    moved = move_lever(moved, "on_duty_share", 0.4, 1_000, "right")
    moved = move_lever(moved, "delta", 0.2, 0)
    now = as_it_stands(moved.comparison)
    assert dict(now.left.values) == {"delta": 0.2, "on_duty_share": 0.5}
    assert dict(now.right.values) == {"delta": 0.2, "on_duty_share": 0.4}
    assert not now.left.events
    assert not now.right.events
    assert as_it_stands(choice.comparison) == choice.comparison


def test_two_levers_move_in_one_step_and_one_undo_takes_both_back(choice):
    session = Session(choice)
    said = {
        "name": "delta",
        "value": 0.2,
        "minute": 0,
        "besides": [{"name": "vehicles_per_1000", "value": 120}],
    }
    callbacks.lever(session, said)
    values = dict(session.choice.comparison.left.values)
    assert (values["delta"], values["vehicles_per_1000"]) == (0.2, 120)
    session.undo()
    assert session.choice == choice
    for bad in ("all", [{"name": "delta"}], [{"name": "delta", "value": 0.1}] * 2):
        callbacks.lever(session, said | {"besides": bad})
        assert session.errors["delta"]
        assert session.choice == choice


def test_the_proof_is_withheld_while_outcomes_are_hidden_and_says_where_the_levers_stand(choice):
    session = Session(move_lever(choice, "delta", 0.2, 0))
    state = Replications(done=2, wanted=20, rows={session.choice.focus: [[20.0, 21.0], [15.0, 17.0]]})
    found = verdict_data.proof_of(session, state)
    assert found is not None
    assert found["at"]["delta"] == 0.2
    assert found["worlds"] == [[20.0, 15.0], [21.0, 17.0]]
    session.hide("lesson", True)
    assert verdict_data.proof_of(session, state) is None


def test_what_makes_the_world_changes_at_midnight(choice):
    moved = move_lever(choice, "vehicles_per_1000", 200, 615)
    assert [each.minute for each in moved.comparison.left.events] == [1_440]


def test_a_slider_shows_what_waits_for_midnight_as_it_was_moved(choice):
    session = Session(replace(move_lever(choice, "vehicles_per_1000", 200, 615), minute=615))
    shown = {each["name"]: each for each in panel_data.player(session)["levers"]}
    assert shown["vehicles_per_1000"]["value"] == 200
    assert shown["vehicles_per_1000"]["midnight"]


def test_two_levers_at_one_minute_are_one_event(choice):
    moved = move_lever(move_lever(choice, "delta", 0.1, 60), "ring_fence", 0.3, 60)
    (event,) = moved.comparison.left.events
    assert dict(event.values) == {"delta": 0.1, "ring_fence": 0.3}


def test_reset_takes_a_lever_back_for_the_whole_run(choice):
    moved = move_lever(move_lever(choice, "delta", 0.1, 0), "delta", 0.4, 900)
    assert reset_lever(moved, "delta") == choice


@pytest.mark.parametrize(
    ("name", "value", "minute"),
    [
        ("delta", 99, 0),
        ("delta", float("nan"), 0),
        ("delta", "0.3", 0),
        ("people_per_agent", 1, 0),
        ("no_such", 1, 0),
        ("delta", 0.3, -1),
        ("delta", 0.3, 7 * 1_440),
        ("urbanization", 0.3, 6 * 1_440 + 1),
    ],
)
def test_a_wrong_move_becomes_a_sentence_beside_its_lever_and_changes_nothing(choice, name, value, minute):
    session = Session(choice)
    callbacks.lever(session, {"name": name, "value": value, "minute": minute})
    assert session.choice == choice
    assert session.errors[name]
    assert "Traceback" not in session.errors[name]


@pytest.mark.parametrize(
    "said", [None, 7, [], {}, {"name": "delta"}, {"name": [], "value": {}, "minute": None}]
)
def test_any_message_a_browser_may_send_is_answered_with_a_sentence(choice, said):
    for tell in (callbacks.lever, callbacks.township):
        session = Session(choice)
        tell(session, said)
        assert session.choice == choice
        assert session.errors


def test_an_unforeseen_fault_is_told_without_its_traceback(choice):
    def broken(_):
        raise KeyError("/secret/path")

    for language in ("en", CHINESE):
        session = Session(choice)
        session.speak(language)
        session.act("delta", broken)
        assert session.choice.comparison == choice.comparison
        assert "secret" not in session.errors["delta"]
        session.act("delta", lambda now: now)
        assert "delta" not in session.errors


def test_undo_comes_back_step_by_step_and_keeps_the_language(choice):
    session = Session(choice)
    session.act("delta", lambda now: move_lever(now, "delta", 0.1, 0))
    session.act("left", lambda now: with_rule(now, "left", "stationed"))
    session.speak(CHINESE)
    session.undo()
    assert session.choice.comparison.left.rule == "separate"
    assert session.choice.language == CHINESE
    session.undo()
    assert session.choice.comparison == choice.comparison
    session.undo()
    assert session.choice.comparison == choice.comparison


def test_two_visitors_share_nothing(choice):
    one, other = Session(choice), Session(choice)
    one.act("delta", lambda now: move_lever(now, "delta", 9, 0))
    one.act("left", lambda now: with_rule(now, "left", "stationed"))
    assert other.choice == choice
    assert not other.errors
    assert one.person != other.person


def test_a_township_gets_a_rule_and_no_map(choice):
    mapped = with_township(choice, "right", "Maoping", "separate")
    assert mapped.comparison.right.townships == (("Maoping", "separate"),)
    with pytest.raises(InputError, match="Atlantis"):
        with_township(choice, "right", "Atlantis", "separate")
    with pytest.raises(InputError, match="hybrid"):
        with_township(choice, "right", "Maoping", "hybrid")


def test_the_sliders_say_what_the_declarations_say():
    declared = parameters()
    assert {declared[name].meaning for name in LABELS} == set(MEANINGS)
    for place in preset_names():
        for slider in sliders(place, ({}, {}), "en", {}):
            one = declared[slider.name]
            assert one.low <= slider.low < slider.high <= one.high
            assert slider.low <= slider.default <= slider.high
            assert one.meaning in slider.help
            assert slider.midnight == is_of_world(one)


def test_a_slider_reaches_a_number_far_from_the_usual():
    force = parameters()["officers_traffic"]
    assert window(force, 28, (28, 28))[1] < force.high
    assert window(force, 28, (900, 28))[1] >= 900


@pytest.mark.parametrize(
    "name", ["vehicle_growth", "officers_traffic", "training_hours", "vehicles_per_1000"]
)
@pytest.mark.parametrize("place", ["zigui-2004", "city-district"])
def test_a_small_move_takes_no_room_away(place, name):
    declared, shipped = parameters()[name], places.scenario(place)[name]
    low, high = window(declared, shipped, (shipped, shipped))
    for part in (0.02, 0.3, 0.9):
        moved = low + part * (high - low)
        assert window(declared, shipped, (moved, shipped)) == (low, high)


def test_a_path_keeps_the_levers_that_it_sets_itself():
    assert "urbanization" not in levers_of("fujian-2002-2015")
    assert "urbanization" in levers_of("zigui-2004")


def test_outcomes_are_hidden_while_anybody_has_a_reason_and_nothing_tells_them(choice):
    drawn = []
    session = Session(choice, changed=lambda: drawn.append(1))
    for reason, on in (("lesson", True), ("room", True), ("room", True), ("lesson", False)):
        session.hide(reason, on)
    assert session.hidden
    assert len(drawn) == 3
    assert panel_data.player(session)["settings"]["hidden"]
    assert verdict_data.verdict_line(session, Replications(done=3, wanted=20), None)["line"] == ""
    session.hide("room", False)
    assert not panel_data.player(session)["settings"]["hidden"]
    assert "3 of 20" in verdict_data.verdict_line(session, Replications(done=3, wanted=20), None)["line"]


def test_benches_of_theory_are_in_the_menu_only_where_a_link_opened_one():
    benches = {name for name in preset_names() if places.scenario(name).about.theory}
    assert len(benches) == 3
    shown = {each.name for each in places.places_in_menu("zigui-2004", "en")}
    assert shown == set(preset_names()) - benches
    assert {each.name for each in places.places_in_menu("theory-bench", "en")} == shown | {"theory-bench"}
