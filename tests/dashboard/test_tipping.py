"""The tipping map and the why-chart of the page: what is stored, where the visitor is, a point refined."""

import json
from dataclasses import replace

import pytest

from jiaosuo.dashboard.choice.choice import move_lever, with_rule
from jiaosuo.dashboard.choice.comparison import Event
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.page import callbacks, hooks
from jiaosuo.dashboard.results import stored_studies, tipping_map, tipping_point, why_chart
from jiaosuo.dashboard.results.tipping_cells import certainty
from jiaosuo.experiments.analyses.attribution.attribution_result import AttributionResult
from jiaosuo.experiments.analyses.tipping_point.tipping_result import Standing, TippingResult
from jiaosuo.experiments.stored_studies import stored_places
from jiaosuo.model.scenario_file import preset_names
from tests.dashboard import made_maps


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setattr(stored_studies, "FOLDER", made_maps.write(tmp_path))
    return Session(opening(made_maps.PLACE))


def map_of(session):
    return tipping_map.panel(session, Replications()).to_json()["shown"]


def moved_to(session, **values):
    for name, value in values.items():
        session.act(name, lambda choice, name=name, value=value: move_lever(choice, name, value, 0))
    assert not session.errors


def test_a_cell_has_the_hue_of_its_winner_and_none_where_nobody_can_be_told(session):
    row = [each for each in map_of(session)["tiles"] if each["top"] > 40]
    assert [each["surely"] for each in row] == ["very", "sure", "open"]
    assert [each["hue"] for each in row] == ["var(--right)", "var(--right)", ""]
    assert [each["text"] for each in row] == ["integrated", "integrated", "≈"]
    assert row[0]["change"] == "−30 %"


def test_tiles_cover_the_plot_once(session):
    assert sum(each["width"] * each["height"] for each in map_of(session)["tiles"]) == pytest.approx(1e4)


@pytest.mark.parametrize(
    ("cell", "surely"),
    [
        ({"failed_worlds": 1}, "failed"),
        ({"leader": None}, "failed"),
        ({"all_same": True}, "same"),
        ({"decided": False}, "open"),
        ({"p": 0.001}, "very"),
        ({"p": 0.0011}, "sure"),
    ],
)
def test_how_surely_a_cell_is_won(cell, surely):
    won = {"failed_worlds": 0, "leader": "integrated", "all_same": False, "decided": True, "p": 0.01}
    blank = {"outcome": "response_mean", "worlds": 5, "same": (), "means": {}, "differences": {}}
    assert certainty(Standing(**blank | won | cell)) == surely


def test_you_are_where_the_place_is_and_then_where_the_levers_put_you(session):
    (place,) = map_of(session)["here"]
    assert (place["x"], place["y"]) == (0.22, 80.0)
    moved_to(session, urbanization=0.8, vehicles_per_1000=150)
    shown = map_of(session)
    (place,) = shown["here"]
    assert (place["left"], place["top"]) == (pytest.approx(83.33), 25.0)
    assert "not distinguishable" in shown["you"][0]


def test_a_point_that_gets_no_new_world_is_given_up_with_a_sentence_that_says_how_far_it_came(session):
    callbacks.refine(session)
    assert session.refining is not None
    some = Replications(done=3, wanted=10)
    times = [1_000.0 + 10 * step for step in range(60)]
    stuck = [tipping_point.is_stuck(session, some, each) for each in times]
    assert stuck.index(True) == 1 + tipping_point.PATIENCE / 10, "from the third world on it waits so long"
    tipping_map.give_up(session, some)
    assert session.refining is None
    said = tipping_map.panel(session, Replications()).to_json()
    assert "3 of 10 worlds" in said["error"]
    assert said["shown"]["asking"] is None


def test_a_point_is_not_given_up_while_worlds_come_nor_for_the_time_in_which_nobody_looked(session):
    callbacks.refine(session)
    slow = [Replications(done=step // 15, wanted=10) for step in range(150)]
    assert not any(tipping_point.is_stuck(session, each, 10.0 * at) for at, each in enumerate(slow, 1))
    assert not tipping_point.is_stuck(session, slow[-1], 1e6), "the page was away"


def test_refining_can_be_cancelled(session):
    callbacks.refine(session)
    callbacks.of(session).tipping["event_refine_cancelled"]()
    assert session.refining is None
    assert map_of(session)["asking"] is None


def test_a_lever_moved_in_mid_play_counts_as_it_will_be_at_midnight(session):
    event = Event(1_440, (("urbanization", 0.5),))
    comparison = session.choice.comparison
    both = {side: replace(comparison.side(side), events=(event,)) for side in ("left", "right")}
    comparison = replace(comparison, **both)
    session.choice = replace(session.choice, comparison=comparison, minute=600)
    assert [each["x"] for each in map_of(session)["here"]] == [0.5]


def test_two_sides_with_other_levers_stand_at_two_places(session):
    session.act("x", lambda choice: move_lever(choice, "urbanization", 0.5, 0, "right"))
    places = map_of(session)["here"]
    assert [(each["side"], each["x"]) for each in places] == [("left", 0.22), ("right", 0.5)]


def test_outside_the_map_the_nearest_cell_is_told_as_such(session):
    moved_to(session, vehicles_per_1000=280)
    shown = map_of(session)
    assert shown["here"][0]["top"] == 0.0
    assert "outside this map" in shown["you"][0]


def test_the_map_follows_the_focus_unless_another_outcome_is_chosen_for_it(session):
    assert map_of(session)["outcome"] == "response_mean"
    assert "Response to traffic calls in villages" in map_of(session)["instead"]
    callbacks.select_outcome(session, tipping_map.STUDY, "clear_mean")
    assert map_of(session)["outcome"] == "clear_mean"
    session.choice = replace(session.choice, focus="response_p90_traffic_rural")
    assert map_of(session)["outcome"] == "response_mean"
    callbacks.select_outcome(session, tipping_map.STUDY, "no such thing")
    assert "no such thing" in session.errors[tipping_map.STUDY]


def test_the_boundary_is_drawn_where_the_rules_cross_and_theory_only_told_where_they_do_not(session):
    shown = map_of(session)
    assert [each["kind"] for each in shown["lines"]] == ["simulated"]
    assert len(shown["lines"][0]["spans"]) == 2
    assert shown["sentences"][1].endswith("up to Urbanisation = 60 % (95 % interval 50 % to 70 %).")
    assert shown["sentences"][2] == "Theory expects integrated to beat separate all along Urbanisation."


def test_a_map_of_an_older_model_says_so(session, tmp_path):
    assert tipping_map.panel(session, Replications()).warnings == ()
    made_maps.write(tmp_path, code="older")
    for panel in (tipping_map.panel(session, Replications()), why_chart.panel(session)):
        assert panel.warnings == (stored_studies.STALE,)
        assert panel.shown


def test_a_place_without_a_map_says_how_to_make_one(session):
    session.choice = opening("county-town")
    assert "jiaosuo study tipping-point county-town" in tipping_map.panel(session, Replications()).missing
    assert "jiaosuo study why county-town" in why_chart.panel(session).missing


def test_a_broken_file_is_a_sentence_and_not_a_traceback(session, tmp_path):
    document = made_maps.tipping_point()
    del document["place"]["cells"]
    (tmp_path / f"tipping-point-{made_maps.PLACE}.json").write_text(json.dumps(document), encoding="utf-8")
    said = hooks.panel_or_error(
        session, tipping_map.WORDS, lambda: tipping_map.panel(session, Replications())
    )
    assert "fault is ours" in said.error
    assert said.to_json()["shown"] == {}


def test_a_point_is_run_under_the_rules_of_the_map_where_the_visitor_is(session):
    moved_to(session, urbanization=0.5, delta=0.9)
    callbacks.refine(session)
    asked = session.refining
    assert asked.rules == tuple(made_maps.RULES)
    assert dict(asked.comparison.left.values) == {"urbanization": 0.5, "vehicles_per_1000": 80.0}
    assert asked.comparison.days == 1
    shown = tipping_map.panel(session, Replications(done=3, wanted=10)).to_json()["shown"]
    assert "3 of 10" in shown["asking"]["text"]
    assert shown["refined"] == shown["points"] == []
    assert any("knows only" in each for each in shown["notes"])


def rows(better):
    worlds = range(4)
    return {"response_mean": [[20.0 + w for w in worlds], [19.5 + w % 2 for w in worlds],
                              [20.0 - better + w * 1.01 for w in worlds]]}  # fmt: skip


@pytest.mark.parametrize(("better", "surely", "hue"), [(9, "sure", "var(--right)"), (0.0, "open", "")])
def test_a_refined_point_has_a_certainty_of_its_own(session, better, surely, hue):
    callbacks.refine(session)
    session.refined = {session.refining: Replications(done=4, wanted=4, rows=rows(better))}
    shown = map_of(session)
    assert [(each["surely"], each["hue"]) for each in shown["points"]] == [(surely, hue)]
    assert "4 worlds" in shown["refined"][0]
    assert shown["asking"] is None


def test_a_point_without_worlds_says_nothing(session):
    cell = tipping_point.cell(Replications(), "response_mean", made_maps.RULES)
    assert certainty(cell) == "failed"


def test_shares_follow_one_another_up_to_the_whole_difference(session):
    bars = why_chart.panel(session).to_json()["shown"]["bars"]["rows"]
    assert [each["kind"] for each in bars] == ["better", "worse", "better", "whole"]
    assert bars[2]["end"] == pytest.approx(bars[3]["end"])
    assert bars[0]["end"] == pytest.approx(bars[1]["left"])


def test_only_significant_shares_are_named(session):
    shown = why_chart.panel(session).to_json()["shown"]
    assert "where officers work from" in shown["lead"][1]
    assert "how far officers may be sent" not in shown["lead"][1]
    assert len(shown["rows"]) == 3
    assert [each[0] for each in shown["switch_rows"]] == ["Skill: off", "Shared data: on"]


def test_the_why_chart_says_when_other_rules_are_compared(session):
    assert not any("You compare" in each for each in why_chart.panel(session).to_json()["shown"]["notes"])
    session.choice = with_rule(session.choice, "right", "stationed")
    assert any("You compare" in each for each in why_chart.panel(session).to_json()["shown"]["notes"])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("place", preset_names())
def test_every_place_has_its_panels_or_says_how_to_make_them(place, language):
    session = Session(opening(place, language))
    for study, panel in (
        (TippingResult, tipping_map.panel(session, Replications())),
        (AttributionResult, why_chart.panel(session)),
    ):
        assert bool(panel.shown) == (place in stored_places(study))
        assert bool(panel.missing) != bool(panel.shown)
