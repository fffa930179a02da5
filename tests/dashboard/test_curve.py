"""The curve of the page: of a stored surface from where the visitor stands, and one that is being made."""

import json
from dataclasses import replace

import numpy as np
import pytest
import solara

from jiaosuo.dashboard.choice.choice import move_lever, with_rule, with_staffing, with_township
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.places import scenario
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.jobs.background_jobs import run
from jiaosuo.dashboard.jobs.background_queue import BackgroundQueue
from jiaosuo.dashboard.jobs.messages import FitJob, ReplicationJob
from jiaosuo.dashboard.page import hooks
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.dashboard.results import curve, curve_making, stored_studies
from jiaosuo.dashboard.results.curve_records import Curve
from jiaosuo.experiments.analyses.surface.design import Axis, points_over, unit
from jiaosuo.experiments.analyses.surface.fitting import fitted, surface_of
from jiaosuo.experiments.analyses.surface.surface_result import Coverage, Lever, Place, SurfaceResult
from jiaosuo.experiments.study_tools.pages import measures
from jiaosuo.experiments.study_tools.result import Origin
from jiaosuo.model.core.words import CHINESE

PLACE, FOCUS = "county-town", "response_mean_order_urban"
RULES = ("separate", "integrated", "stationed")
AXES = (
    Axis("urbanization", 0.1, 0.9),
    Axis("vehicles_per_1000", 50, 300),
    Axis("officers_traffic", 40, 160, True),
)


def made_up(points, seed=0):
    """One unit is quicker up to 40 % of towns: minutes of one world at each point, (worlds, rules)."""
    rng = np.random.default_rng(seed)
    base = 20 + 10 * points[:, 0] + rng.standard_normal(len(points))
    gap = 12 * (points[:, 0] - 0.4) + 0.1 * rng.standard_normal(len(points))
    return np.column_stack([base, base + gap, base])


def document(**said):
    design = points_over(AXES, 64, 0)
    values = made_up(unit(AXES, design), 1)
    surface = surface_of(values, fitted(unit(AXES, design), values))
    held = Coverage(n=200, rules=RULES[:2], levels=(191, 190), differences=(192,))
    levers = {"urbanization": 0.5, "vehicles_per_1000": 180, "officers_traffic": 80}
    place = Place(
        name=PLACE,
        title="",
        staffing="workload",
        seed=0,
        people_per_agent=25,
        rules=RULES,
        levers=tuple(
            Lever(
                name=a.name,
                meaning="",
                unit="share",
                low=a.low,
                high=a.high,
                here=levers[a.name],
                whole=a.whole,
            )
            for a in AXES
        ),
        design=tuple(tuple(map(float, row)) for row in design),
        even=64,
        surfaces={FOCUS: replace(surface, coverage=said.pop("held", held))},
    )
    result = SurfaceResult(
        origin=Origin(study="surface", command="", code="old"),
        outcomes=measures([FOCUS]),
        days=7,
        points=64,
        refined=0,
        held_out=200,
        places=(place,),
    )
    entry = result.to_json()
    return (
        {name: value for name, value in entry.items() if name != "places"}
        | {"place": entry["places"][0]}
        | said
    )


@pytest.fixture
def stored(tmp_path, monkeypatch):
    monkeypatch.setattr(stored_studies, "FOLDER", tmp_path)

    def write(**said):
        (tmp_path / f"surface-{PLACE}.json").write_text(json.dumps(document(**said)))
        return curve.kept(PLACE, "en")

    return write


@pytest.fixture
def choice():
    return replace(opening(PLACE), focus=FOCUS)


def test_the_curve_is_as_the_player_takes_it(stored, choice):
    shown = curve.of_kept(stored(), choice)
    told = json.loads(json.dumps(shown.to_json(), allow_nan=False))
    assert Curve.from_json(told) == shown
    assert (told["state"], told["n"], told["of"], told["held_out"]) == ("ready", 64, 64, 200)
    assert told["coverage"] == pytest.approx((381 / 400 + 192 / 200) / 2, abs=1e-4)
    assert told["outcome"]["better"] == "less"
    assert [(each["name"], each["side"]) for each in told["rules"]] == [
        ("separate", "left"), ("integrated", "right"), ("stationed", ""),
    ]  # fmt: skip
    assert list(told["levers"]) == [*(axis.name for axis in AXES), "urbanization_growth", "vehicle_growth"]
    towns = told["levers"]["urbanization"]
    assert len(towns["at"]) == len(towns["mean"]["separate"]) == len(towns["difference"]["low"]) == 41
    assert (towns["at"][0], towns["at"][-1]) == (0.1, 0.9)
    assert towns["crossing"]["low"] < towns["crossing"]["at"] < towns["crossing"]["high"]
    assert towns["crossing"]["at"] == pytest.approx(0.42, abs=0.03)
    assert towns["sentence"].startswith("Urbanisation up to 42")
    assert towns["sentence"].endswith("is better; beyond, separate.")
    assert told["levers"]["vehicles_per_1000"]["crossing"] is None
    plane = told["plane"]
    assert (plane["x"], plane["y"], len(plane["sure"]), len(plane["sure"][0])) == (
        "urbanization", "vehicles_per_1000", 21, 21,
    )  # fmt: skip
    assert plane["sure"][10][0] == -1
    assert plane["sure"][10][20] == 1


def test_all_who_stand_at_one_point_share_a_curve_whatever_their_world(stored, choice):
    found = stored()
    other = replace(choice, comparison=replace(choice.comparison, seed=99), weights=(("deaths", 2.0),))
    assert curve.of_kept(found, choice) is curve.of_kept(found, other)
    for changed in (
        replace(choice, language=CHINESE),
        move_lever(choice, "officers_traffic", 100, 0),
        replace(choice, comparison=replace(choice.comparison, days=3.0)),
    ):
        assert curve.of_kept(found, changed) != curve.of_kept(found, choice)
    assert curve.of_kept(stored(), choice) == curve.of_kept(found, choice)


def test_the_curves_of_all_levers_meet_where_the_visitor_stands(stored, choice):
    moved = move_lever(choice, "officers_traffic", 100, 0)
    shown = curve.of_kept(stored(), moved)
    here = {"urbanization": 0.5, "vehicles_per_1000": 180, "officers_traffic": 100}
    here |= {"urbanization_growth": 0, "vehicle_growth": 0}
    found = [np.interp(here[name], each.at, each.difference.mean) for name, each in shown.levers.items()]
    assert np.ptp(found) < 0.01


def test_growth_is_predicted_by_what_it_makes_of_the_run(stored, choice):
    """180 vehicles at 3 % for 10 years are 241.9; 50 % in town and 2 points a year make 70 %."""
    plain = curve.of_kept(stored(), choice).levers
    at = {name: np.array(each.at) for name, each in plain.items()}
    mean = {name: np.array(each.difference.mean) for name, each in plain.items()}
    for rate in (-2.0, 0.0, 3.0):
        run = 180 * (1 + rate / 100) ** 10
        told = np.interp(rate, at["vehicle_growth"], mean["vehicle_growth"])
        assert told == pytest.approx(
            np.interp(run, at["vehicles_per_1000"], mean["vehicles_per_1000"]), abs=0.01
        )
    told = np.interp(2.0, at["urbanization_growth"], mean["urbanization_growth"])
    assert told == pytest.approx(np.interp(0.7, at["urbanization"], mean["urbanization"]), abs=0.01)


def test_under_growth_a_lever_stands_for_what_the_place_has_now(stored, choice):
    """At 3 % a year the run of 180 vehicles is that of 241.9 without growth; axis, plane and notes say so."""
    grown = move_lever(choice, "vehicle_growth", 3, 0)
    now, plain = (curve.of_kept(stored(), each) for each in (grown, choice))
    factor = 1.03**10
    one, other = now.levers["vehicles_per_1000"], plain.levers["vehicles_per_1000"]
    assert np.array(one.at) * factor == pytest.approx(np.array(other.at), rel=1e-4)
    assert one.difference == other.difference
    assert np.array(now.plane.at_y) * factor == pytest.approx(np.array(plain.plane.at_y), rel=1e-4)
    seen = [np.interp(x, each.at, each.difference.mean) for x, each in (
        (180, one), (3, now.levers["vehicle_growth"]), (0.5, now.levers["urbanization"]),
    )]  # fmt: skip
    assert np.ptp(seen) < 0.01
    assert "does not know" not in now.note


def test_without_years_there_is_no_growth_to_look_along(stored, choice):
    shown = curve.of_kept(stored(), move_lever(choice, "years", 0, 0))
    assert not {"vehicle_growth", "urbanization_growth"} & set(shown.levers)


def test_the_sentence_is_told_in_both_languages(stored, choice):
    shown = curve.of_kept(stored(), replace(choice, language=CHINESE))
    assert "以下" in shown.levers["urbanization"].sentence
    assert "better" not in shown.levers["urbanization"].sentence


def test_what_the_surface_does_not_know_is_said(stored, choice):
    found = stored()
    assert "older model" in curve.of_kept(found, choice).note
    other = curve.of_kept(found, move_lever(choice, "delta", 1.2, 0)).note
    assert "does not know Slowness of the unskilled" in other
    apart = curve.of_kept(found, move_lever(choice, "urbanization", 0.7, 0, "right")).note
    assert "Left and right differ in Urbanisation" in apart
    outside = curve.of_kept(found, move_lever(choice, "officers_traffic", 300, 0)).note
    assert "Traffic officers stands outside of what was run (40 officers to 160 officers)" in outside
    bad = stored(held=Coverage(n=200, rules=RULES[:2], levels=(160, 160), differences=(180,)))
    assert "85.0 % lay in their 95 % bands" in curve.of_kept(bad, choice).note


def test_an_outcome_that_the_surface_does_not_hold_is_said_and_nothing_guessed(stored, choice):
    shown = curve.of_kept(stored(), replace(choice, focus="trust_mean"))
    assert (shown.state, shown.levers, shown.plane) == ("none", {}, None)
    assert "does not hold" in shown.note


def test_the_same_rule_on_both_sides_is_nothing_to_compare(stored, choice):
    shown = curve.of_kept(stored(), with_rule(choice, "right", "separate"))
    assert "nothing to compare" in shown.levers["urbanization"].sentence
    assert shown.plane is None


def test_rules_that_gave_exactly_the_same_are_said_to(stored, choice):
    shown = curve.of_kept(stored(), with_rule(choice, "right", "stationed"))
    assert "exactly the same" in shown.levers["urbanization"].sentence
    assert set(shown.levers["urbanization"].difference.mean) == {0.0}


def test_a_stored_surface_is_of_its_rules_and_staffing_alone(stored, choice):
    found = stored()
    assert curve.knows(found, choice)
    assert not curve.knows(found, with_rule(choice, "right", "patrol_merged"))
    assert not curve.knows(found, with_staffing(choice, "left", "historic"))
    assert not curve.knows(found, with_township(choice, "left", "Township 1", "integrated"))


# Made in the background


@pytest.fixture
def background(tmp_path):
    return BackgroundQueue(Store(tmp_path))


class Alone:
    """The background queue as the page asks it, with one worker that pretends to run worlds."""

    def __init__(self, queue, axes):
        self.queue, self.axes, self.fits = queue, axes, 0

    def worlds(self, comparisons, played):
        return self.queue.worlds(comparisons, played, 0.0)

    def surface(self, points, values):
        return self.queue.surface(points, values, 0.0)

    def work(self, jobs):
        """Do so many jobs: a world gives what was made up for its point."""
        for _ in range(jobs):
            job = self.queue.next([], 0.0, "worker 1")
            if isinstance(job, FitJob):
                self.fits += 1
                found = list(run(job))[-1].content
            else:
                found = self.world(json.loads(job.comparison))
            self.queue.store.write("answer", job.address, json.dumps(found).encode())
            self.queue.answered(job.address)
            self.queue.ended(job)

    def world(self, said):
        assert said["left"]["values"] == said["right"]["values"]
        point = np.array([[said["left"]["values"][axis.name] for axis in self.axes]])
        row = made_up(unit(self.axes, point), said["seed"])[0]
        return {"seed": said["seed"], "values": [{FOCUS: row[0]}, {FOCUS: row[1]}], "common": 1.0}


def test_a_surface_is_coarse_at_once_and_finer_as_worlds_come(background, choice):
    order = curve_making.order_of(move_lever(choice, "urbanization", 0.3, 0))
    assert order == curve_making.order_of(choice)  # a lever of the surface makes no other surface
    assert len(order.axes) >= 4
    broker = Alone(background, order.axes)
    made = curve_making.ask(broker, order, FOCUS)
    assert (made.n, made.of, made.place) == (0, 64, None)
    first = curve_making.curve_of(choice, made)
    assert (first.state, first.n, first.of) == ("making", 0, 64)
    assert "0 of 64" in first.note
    seen = []
    while not made.complete:
        broker.work(1)
        made = curve_making.ask(broker, order, FOCUS)
        seen.append((made.n, 0 if made.place is None else len(made.place.design)))
    assert (16, 16) in seen
    assert (32, 32) in seen
    assert seen[-1] == (64, 64)
    assert broker.fits == 3
    shown = curve_making.curve_of(choice, made)
    assert shown.state == "ready"
    assert shown.coverage is None
    assert "held against no fresh worlds" in shown.note
    assert shown.levers["urbanization"].sentence.endswith("is better; beyond, separate.")
    assert Curve.from_json(shown.to_json()) == shown


def test_one_world_of_eight_stands_at_the_own_values_and_comes_last_in_the_surface(background, choice):
    order = curve_making.order_of(choice)
    own = {axis.name: scenario(choice.comparison.place)[axis.name] for axis in order.axes}
    worlds = curve_making.worlds_of(order)
    assert [dict(each.left.values) == own for each in worlds] == [*[False] * 7, True] * 8
    broker = Alone(background, order.axes)
    curve_making.ask(broker, order, FOCUS)
    broker.work(16)
    curve_making.ask(broker, order, FOCUS)
    broker.work(1)
    place = curve_making.ask(broker, order, FOCUS).place
    assert place.even == 14
    here = tuple(each.here for each in place.levers)
    assert [row == here for row in place.design] == [False] * 14 + [True] * 2
    told = [row for at, row in enumerate(worlds[:16]) if at % 8 != 7] + list(worlds[7:16:8])
    assert [dict(each.left.values)["urbanization"] for each in told] == pytest.approx(
        [row[0] for row in place.design]
    )


def test_worlds_of_a_surface_wait_behind_those_of_a_verdict(background, choice):
    order = curve_making.order_of(choice)
    background.worlds(curve_making.worlds_of(order), order.comparison, 0.0)
    background.replications(choice.comparison, 2, 0.0)
    first, second, third = (background.next([], 0.0, "worker 1") for _ in range(3))
    seeds = [json.loads(job.comparison)["seed"] for job in (first, second)]
    assert seeds == [choice.comparison.seed, choice.comparison.seed + 1]
    assert isinstance(third, ReplicationJob)
    assert json.loads(third.comparison)["left"]["values"]


def test_worlds_that_failed_are_left_out(background, choice):
    order = curve_making.order_of(choice)
    broker = Alone(background, order.axes)
    curve_making.ask(broker, order, FOCUS)
    background.failed(background.next([], 0.0, "worker 1"), "no such land")
    broker.work(15)
    curve_making.ask(broker, order, FOCUS)
    broker.work(1)
    made = curve_making.ask(broker, order, FOCUS)
    assert made.n == 16
    assert made.place.surfaces[FOCUS].values[0] == (None, None)


def test_no_surface_is_made_of_a_path_of_years():
    choice = opening("fujian-2002-2015")
    assert curve_making.order_of(choice) is None
    assert "path of years" in curve_making.no_curve(choice).note


def test_the_page_has_the_curve_of_what_is_stored_and_none_while_outcomes_are_hidden(stored, choice):
    stored()
    found = []

    @solara.component
    def Shown(session):
        found.append(hooks.use_curve(session))
        solara.Text("")

    session = Session(choice)
    solara.render(Shown(session), handle_error=False)
    assert found[-1]["state"] == "ready"
    assert found[-1]["levers"]["urbanization"]["sentence"]
    session.hide("lesson", True)
    solara.render(Shown(session), handle_error=False)
    assert found[-1] is None
