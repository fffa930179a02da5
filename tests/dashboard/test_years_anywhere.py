"""A week or the years: in the choice, in the link, in the plan of a run, and as a curve with its pin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.axis import grows, minutes_of, mode_of, year_from, years_played
from jiaosuo.dashboard.choice.choice import (
    Choice,
    change_rule,
    move_lever,
    reset_lever,
    values_as_moved,
    with_mode,
    without_rule_change,
)
from jiaosuo.dashboard.choice.comparison import MODES, SIDES, WEEK, YEARS, Comparison, Event, from_json
from jiaosuo.dashboard.choice.idle_levers import NOTHING_GROWS, why_idle
from jiaosuo.dashboard.choice.levers import levers_of
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.outcomes import MENU
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import Session, error_sentence
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.jobs.background_jobs import Answer, run
from jiaosuo.dashboard.jobs.messages import ReplicationJob
from jiaosuo.dashboard.page import callbacks
from jiaosuo.dashboard.page.axis_panel import axis_panel
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.dashboard.results.path_of_years import panel, years
from jiaosuo.dashboard.results.tipping_map import lever_now
from jiaosuo.dashboard.results.years_curve import ENOUGH, course_of, years_curve
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.future import growing, grown
from jiaosuo.model.landscape import urbanization_of
from jiaosuo.model.scenario_file import preset_names

NOW = [name for name in preset_names() if not Scenario.preset(name).about.theory]
DAY = 1440


def over_years(place: str = "zigui-2004", horizon: int = 10) -> Choice:
    """A place over years of growth: 12 % more vehicles and one point of urbanization a year."""
    choice = with_mode(opening(place), YEARS)
    for name, value in (("vehicle_growth", 12.0), ("urbanization_growth", 1.0), ("years", horizon)):
        choice = move_lever(choice, name, value, 0)
    return choice


# The two ways to play a place


@pytest.mark.parametrize("place", NOW)
def test_every_place_is_played_over_a_week_and_over_years(place: str) -> None:
    choice = opening(place)
    for mode in (*MODES, *MODES):
        choice = with_mode(choice, mode)
        assert mode_of(choice.comparison) == mode
        plans = [plan_run(choice.comparison, side) for side in SIDES]
        assert {plan.minutes for plan in plans} == {minutes_of(choice.comparison)}
        assert (plans[0].base.path is None) == (mode == WEEK)
        assert all(plan.addresses for plan in plans)
    assert with_mode(choice, WEEK).comparison.text() != choice.comparison.text()


def test_a_lever_moved_in_mid_play_stays_where_it_stands_in_the_other_mode() -> None:
    choice = move_lever(opening("zigui-2004"), "urbanization", 0.9, 5_000)
    years = with_mode(choice, YEARS)
    assert [dict(years.comparison.side(side).values)["urbanization"] for side in SIDES] == [0.9, 0.9]
    assert not years.comparison.left.events


def test_a_place_as_it_is_made_says_no_mode() -> None:
    assert "mode" not in opening("zigui-2004").comparison.to_json()
    assert "mode" not in opening("fujian-2002-2015").comparison.to_json()
    assert with_mode(with_mode(opening("zigui-2004"), YEARS), WEEK).comparison.mode == ""
    assert with_mode(opening("fujian-2002-2015"), WEEK).comparison.mode == WEEK


def test_a_place_of_theory_has_no_years() -> None:
    with pytest.raises(InputError, match=r"mode: 'years' .* has no years") as refused:
        with_mode(opening("theory-bench"), YEARS)
    assert error_sentence(refused.value, "zh_CN").endswith("理论场景没有逐年进程。")


def test_the_years_of_growth_are_those_of_the_model() -> None:
    choice = over_years()
    base = plan_run(choice.comparison, "left").base
    place = places.scenario("zigui-2004").changed(vehicle_growth=12, urbanization_growth=1)
    most = urbanization_of(place)[1]
    assert grown(base, most) == grown(growing(place, 10, 3), most)
    assert course_of(choice.comparison).grown["urbanization"][-1] == pytest.approx(0.32)


def test_what_the_page_says_of_a_year_is_what_the_land_has() -> None:
    """The page knows what the land can have without making it."""
    for place in ("fuzhou-2003", "city-district", "qidong-2023"):
        comparison = over_years(place, 30).comparison
        along = course_of(comparison)
        base = plan_run(comparison, "left").base
        made = grown(base, urbanization_of(base.start)[1])
        assert list(along.grown["urbanization"]) == [each["urbanization"] for each in made.values()]


def test_a_week_of_a_path_is_a_week_of_its_first_year() -> None:
    choice = with_mode(opening("fujian-2002-2015"), WEEK)
    base = plan_run(choice.comparison, "left").base
    assert base.path is None
    assert (base["urbanization"], base["vehicles_per_1000"]) == (0.42, 60)
    assert choice.comparison.right.rule == "fujian-2003"
    assert "urbanization" in levers_of("fujian-2002-2015", WEEK)
    moved = move_lever(choice, "urbanization", 0.5, 0)
    assert plan_run(moved.comparison, "left").base["urbanization"] == 0.5


def test_what_its_path_says_is_still_refused_over_the_years() -> None:
    with pytest.raises(InputError, match="lever: 'urbanization'"):
        move_lever(opening("fujian-2002-2015"), "urbanization", 0.5, 0)


def test_levers_of_growth_hold_from_the_first_year_and_the_horizon_is_of_both() -> None:
    choice = move_lever(over_years(), "vehicle_growth", 5.0, 20 * DAY, "left")
    assert dict(choice.comparison.left.values)["vehicle_growth"] == 5.0
    assert not choice.comparison.left.events
    longer = move_lever(choice, "years", 20, 5 * DAY, "left")
    assert (longer.comparison.horizon, minutes_of(longer.comparison)) == (20, 21 * 3 * DAY)
    assert {values_as_moved(longer, side)["years"] for side in SIDES} == {20}
    assert reset_lever(longer, "years").comparison.horizon == 10


def test_other_levers_change_with_the_next_year() -> None:
    choice = move_lever(over_years(), "delta", 1.0, 4 * DAY)
    assert [event.minute for event in choice.comparison.left.events] == [6 * DAY]
    assert year_from(choice.comparison, 4 * DAY) == 6 * DAY
    (entry,) = plan_run(choice.comparison, "left").moved
    assert (entry.year, dict(entry.values)) == (2, {"delta": 1.0})
    with pytest.raises(InputError, match="after the end"):
        move_lever(choice, "delta", 0.5, minutes_of(choice.comparison) - 5)


def test_a_shorter_horizon_drops_what_lies_behind_it() -> None:
    choice = move_lever(over_years(), "delta", 1.0, 24 * DAY)
    shorter = move_lever(replace(choice, minute=30 * DAY), "years", 4, 0)
    assert shorter.comparison.left.events == ()
    assert shorter.minute < minutes_of(shorter.comparison)


# Rules changed along the years


def test_a_rule_is_changed_on_the_axis_and_taken_back() -> None:
    choice = change_rule(over_years(), "left", "integrated", 9 * DAY)
    assert choice.comparison.left.events == (Event(9 * DAY, rule="integrated"),)
    (entry,) = plan_run(choice.comparison, "left").moved
    assert (entry.year, entry.rule and entry.rule.name) == (3, "integrated")
    assert side_names(choice.comparison, "en")[0] == "separate → integrated"
    assert without_rule_change(choice, "left", 9 * DAY) == over_years()


def test_a_change_to_the_rule_in_force_takes_a_change_back() -> None:
    merged = change_rule(over_years(), "both", "integrated", 9 * DAY)
    assert merged.comparison.right.events == ()
    assert change_rule(merged, "left", "separate", 9 * DAY) == over_years()


def test_a_change_of_rule_says_what_is_wrong_with_it() -> None:
    for rule, minute, match in (("timeline", 3 * DAY, "rule"), ("integrated", 33 * DAY, "after the end")):
        with pytest.raises(InputError, match=match):
            change_rule(over_years(), "left", rule, minute)
    with pytest.raises(InputError, match="side"):
        change_rule(over_years(), "middle", "integrated", 3 * DAY)


def test_the_page_changes_a_rule_from_a_year_on() -> None:
    session = Session(over_years())
    do = callbacks.of(session).axis
    do["event_rule_changed"]({"side": "left", "rule": "integrated", "year": 4})
    assert session.choice.comparison.left.events == (Event(12 * DAY, rule="integrated"),)
    for wrong in ({"side": "left", "rule": "integrated", "year": 11}, {"side": "left"}, "nonsense"):
        do["event_rule_changed"](wrong)
        assert session.errors["axis"]
    do["event_change_undone"]({"side": "left", "minute": 12 * DAY})
    assert session.choice == over_years()
    do = callbacks.of(session).sides
    do["event_mode_chosen"]("week")
    assert mode_of(session.choice.comparison) == WEEK
    do["event_mode_chosen"]("month")
    assert session.errors["mode"]


# The link


@pytest.mark.parametrize("place", NOW)
def test_the_link_holds_the_mode_the_horizon_and_the_changes(place: str) -> None:
    choice = with_mode(opening(place), YEARS if mode_of(opening(place).comparison) == WEEK else WEEK)
    if grows(choice.comparison):
        choice = change_rule(move_lever(choice, "years", 20, 0), "left", "stationed", 45 * DAY)
        choice = replace(choice, minute=50 * DAY)
    found, notes = link.read(link.query(choice))
    assert notes == ()
    assert found == choice


@pytest.mark.parametrize("text", ["mode=month", "mode=years&horizon=31", "mode=years&horizon=2.5"])
def test_a_wrong_mode_in_a_link_is_left_out_with_a_sentence(text: str) -> None:
    choice, notes = link.read(f"place=zigui-2004&{text}")
    assert len(notes) == 1
    assert choice.comparison.horizon == 10


def test_an_old_link_says_what_it_said() -> None:
    """Years of growth before a week are no horizon, and both names are still read."""
    choice, notes = link.read("place=zigui-2004&left=separate~vehicle_growth:6~years:5&right=integrated")
    assert notes == ()
    assert dict(choice.comparison.left.values) == {"vehicle_growth": 6.0, "years": 5}
    assert mode_of(choice.comparison) == WEEK
    along = grown(growing(plan_run(choice.comparison, "left").base), 0.95)
    assert along[5]["vehicles_per_1000"] == pytest.approx(80 * 1.06**5)


def test_the_comparison_is_read_back_with_its_mode() -> None:
    for choice in (over_years(), with_mode(opening("fujian-2002-2015"), WEEK)):
        assert from_json(choice.comparison.text()) == choice.comparison
    with pytest.raises(InputError, match="mode"):
        from_json({"place": "zigui-2004", "mode": "month"})


# What a year is like, and the curve


def test_the_player_is_told_of_each_year_what_has_grown() -> None:
    shown = years(over_years(horizon=3).comparison, "en")
    assert [each.year for each in shown] == [0, 1, 2, 3]
    assert [(each.begin, each.end) for each in shown[:2]] == [(0, 3 * DAY), (3 * DAY, 6 * DAY)]
    assert shown[0].values == (("Urbanisation", "22 %"), ("Vehicles", "80 vehicles/1,000 people"))
    assert all(each.grows for each in shown)
    sheet = panel(over_years(horizon=3).comparison, "en")
    assert sheet is not None
    assert len(sheet.blocks[0].rows) == 4
    assert len(sheet.blocks[0].heads) == 3


def worlds(left: list[float], right: list[float], n: int = 20) -> Replications:
    """Finished worlds whose outcomes run along these courses, with a little chance."""
    rng = np.random.default_rng(0)
    by_year = [
        {
            str(year): [{name: side[year] + rng.normal(0, 0.1) for name in MENU} for side in (left, right)]
            for year in range(len(left))
        }
        for _ in range(n)
    ]
    return Replications(done=n, wanted=20, by_year=tuple(by_year))


def test_two_curves_that_cross_have_a_pin() -> None:
    """Right is 4.5 minutes quicker at first and loses a minute a year: they meet in year 4.5."""
    choice = over_years()
    state = worlds([10.0] * 11, [5.5 + year for year in range(11)])
    curve = years_curve(state, choice)
    assert curve is not None
    assert curve.pin is not None
    assert curve.pin.at == pytest.approx(4.5, abs=0.1)
    assert curve.pin.low <= 4.5 <= curve.pin.high
    assert curve.pin.label == "from here on: separate"
    assert "integrated is better up to year 4.5" in curve.sentence
    assert curve.difference.mean[0] == pytest.approx(-4.5, abs=0.1)
    assert (curve.n, curve.at) == (20, tuple(range(11)))


def test_what_does_not_cross_has_no_pin_and_says_so() -> None:
    curve = years_curve(worlds([10.0] * 11, [8.0] * 11), over_years())
    assert curve is not None
    assert curve.pin is None
    assert "they do not cross" in curve.sentence


def test_few_worlds_draw_a_curve_and_claim_nothing() -> None:
    state = worlds([10.0] * 11, [5.5 + year for year in range(11)], ENOUGH - 1)
    curve = years_curve(state, over_years())
    assert curve is not None
    assert curve.pin is None
    assert "4 of 20" in curve.sentence
    nothing = years_curve(Replications(), over_years())
    assert nothing is not None
    assert set(nothing.left.mean) == {None}


def test_a_week_has_no_curve() -> None:
    assert years_curve(Replications(), opening("zigui-2004")) is None


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_strip_shows_modes_years_changes_and_rows(language: str) -> None:
    choice = change_rule(over_years(horizon=3), "left", "stationed", 6 * DAY)
    session = Session(replace(choice, language=language))
    shown = axis_panel(session, worlds([10.0] * 4, [9.0] * 4))
    assert (shown["mode"], len(shown["modes"]), shown["years"]) == (YEARS, 2, [1, 2, 3])
    assert [each["minute"] for each in shown["changes"]] == [6 * DAY]
    assert [len(row) for row in shown["rows"]] == [6] * 4
    assert "timeline" not in {each["name"] for each in shown["rules"]}


def test_the_strip_is_quiet_over_a_week_and_hides_with_the_outcomes() -> None:
    week = axis_panel(Session(opening("zigui-2004")), Replications())
    assert (week["years"], week["curve"], week["changes"]) == ([], None, [])
    session = Session(over_years())
    session.hide("room", True)
    assert axis_panel(session, worlds([1.0] * 11, [2.0] * 11))["curve"] is None
    assert axis_panel(Session(opening("theory-bench")), Replications())["modes"] == []


def test_a_replication_brings_every_year_of_both_sides() -> None:
    choice = move_lever(over_years(), "years", 2, 0)
    comparison = replace(choice.comparison, days=1.0)
    job = ReplicationJob(address="", comparison=comparison.text(), played=comparison.text())
    (answer,) = [each for each in run(job) if isinstance(each, Answer)]
    assert set(answer.content["years"]) == {"0", "1", "2"}
    for year in answer.content["years"].values():
        assert len(year) == 2
        assert set(MENU) <= set(year[0])
    total = answer.content["values"][0]["crashes_injury_crash"]
    assert sum(year[0]["crashes_injury_crash"] for year in answer.content["years"].values()) == total


def test_a_replication_of_a_week_brings_no_years() -> None:
    comparison = replace(opening("zigui-2004").comparison, days=0.25)
    job = ReplicationJob(address="", comparison=comparison.text(), played=comparison.text())
    (answer,) = [each for each in run(job) if isinstance(each, Answer)]
    assert "years" not in answer.content


def test_years_without_growth_say_so() -> None:
    still = with_mode(opening("zigui-2004"), YEARS)
    assert axis_panel(Session(still), Replications())["hint"] == NOTHING_GROWS
    assert axis_panel(Session(over_years()), Replications())["hint"] == ""
    assert axis_panel(Session(opening("zigui-2004")), Replications())["hint"] == ""


def test_over_years_the_lever_of_years_is_never_idle() -> None:
    still = with_mode(opening("zigui-2004"), YEARS)
    assert why_idle("years", still.comparison, ({}, {}), "en") == ""
    assert why_idle("years", opening("zigui-2004").comparison, ({}, {}), "en")


def test_you_are_here_where_the_year_that_is_played_has_grown_to() -> None:
    choice = replace(over_years(), minute=9 * DAY)
    assert lever_now(choice, "left", "vehicles_per_1000") == pytest.approx(80 * 1.12**3)
    assert lever_now(choice, "left", "urbanization") == pytest.approx(0.25)
    week = move_lever(opening("zigui-2004"), "vehicle_growth", 12.0, 0)
    assert lever_now(week, "left", "vehicles_per_1000") == pytest.approx(80 * 1.12**10)
    assert lever_now(opening("zigui-2004"), "left", "vehicles_per_1000") == 80


def test_no_two_ways_to_play_share_an_address() -> None:
    texts = {over_years(horizon=n).comparison.text() for n in (5, 10)} | {
        opening("zigui-2004").comparison.text()
    }
    assert len(texts) == 3
    path = years_played(over_years().comparison)
    assert path is not None
    assert path.grows
    assert Comparison("zigui-2004").horizon == 10
