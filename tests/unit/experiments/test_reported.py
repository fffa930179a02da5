"""What places report of their reform is held against the model and fitted to nothing."""

from math import nan

import pytest

from jiaosuo.experiments.calibration.calibration_page import page
from jiaosuo.experiments.calibration.calibration_result import CalibrationResult
from jiaosuo.experiments.calibration.reported import (
    Held,
    Reported,
    ReportedFigure,
    found_of,
    hold,
    read_reported,
    reported_of,
)
from jiaosuo.experiments.study_tools.result import Origin
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.rules import named
from tests.laws.bench import SMALL

FIGURES = (
    ReportedFigure("crash_calls", -0.1, True),
    ReportedFigure("crime_calls", -0.2, True),
    ReportedFigure("calls_per_street_officer", 109, False),
)


def test_pingdu_reports_three_changes_as_its_police_published_them():
    said = reported_of(Scenario.preset("pingdu-2021"))
    assert {each.name: each.said for each in said.figures} == {
        "crash_calls": -0.1135, "crime_calls": -0.2767, "hit_and_run_solved": 0.352,
    }  # fmt: skip
    assert all(each.is_change for each in said.figures)
    assert "no control" in said.source


def test_chongqing_reports_the_calls_of_an_officer():
    """Nearly 120,000 calls in twelve weeks, 4,800 officers."""
    said = reported_of(Scenario.preset("chongqing-2010"))
    (figure,) = said.figures
    assert figure.said == pytest.approx(120_000 / 84 * 365 / 4_800, abs=1)
    assert not figure.is_change


@pytest.mark.parametrize("place", ["pingdu-2021", "chongqing-2010"])
def test_no_number_of_the_place_is_read_from_what_it_reports(place):
    """The rule that it names is one of the place's, and nothing else in the model opens the file."""
    said = reported_of(Scenario.preset(place))
    assert named(said.rule).name == said.rule
    assert Scenario.preset(place).rule.name != said.rule


def test_most_places_report_nothing():
    assert reported_of(Scenario.preset("zigui-2004")) is None
    assert reported_of(Scenario.preset("county-town")) is None


@pytest.fixture(scope="module")
def said():
    return Reported("patrol_merged", 90, "test", FIGURES)


@pytest.fixture(scope="module")
def worlds(said):
    place = Scenario.preset("zigui-2004", rule="separate", **SMALL)
    return place, [hold(Held(place.changed(seed=seed), said, 1)) for seed in (1, 2)]


def test_each_world_is_played_before_and_after(worlds):
    _, seen = worlds
    for world in seen:
        before, after = world["crime_calls"]
        assert before > 0
        assert after == pytest.approx(before, rel=0.2)
        assert all(each > 0 for each in world["calls_per_street_officer"])


def test_a_change_is_a_share_of_what_was_before_and_a_level_is_that_after(worlds, said):
    place, _ = worlds
    made = [
        {
            "crash_calls": (100.0, 90.0),
            "crime_calls": (50.0, 50.0),
            "calls_per_street_officer": (80.0, 120.0),
        },
        {"crash_calls": (100.0, 80.0), "crime_calls": (0.0, 5.0), "calls_per_street_officer": (80.0, 100.0)},
    ]
    crash, crime, level = found_of("here", place, said, made)
    assert crash.estimate.mean == pytest.approx(-0.15)
    assert (crime.estimate.mean, crime.estimate.n) == (0.0, 1)
    assert level.estimate.mean == pytest.approx(110)
    assert (crash.before, crash.after, crash.place) == ("separate", "patrol_merged", "here")


def test_the_page_prints_model_against_reported_and_says_that_it_is_weak(worlds, said):
    place, _ = worlds
    world = {
        "crash_calls": (100.0, 90.0),
        "crime_calls": (nan, nan),
        "calls_per_street_officer": (80.0, 120.0),
    }
    result = CalibrationResult(
        origin=Origin(study="calibration", command="jiaosuo study calibration"),
        rule="separate",
        days=1,
        worlds=1,
        places=(),
        reported=found_of("here", place, said, [world]),
    )
    text = page(result, "")
    assert "| −10 % | −10 % |" in text.replace("−10.0", "−10")
    assert "| 109 | 120 |" in text
    assert "not an outcome here" in text
    assert "no control" in text
    assert text.count("*weak*") > len(FIGURES)


def test_a_result_with_what_is_reported_is_read_back_as_it_was(worlds, said):
    place, seen = worlds
    rows = found_of("here", place, said, seen)
    assert [type(each).from_json(each.to_json()) for each in rows] == list(rows)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('rule = "integrated"\nsource = "x"\ndays_after = 1\nmore = 1', "more"),
        ('source = "x"\ndays_after = 1', "rule"),
        ('rule = "integrated"\nsource = "x"', "days_after"),
        (
            'rule = "integrated"\nsource = "x"\ndays_after = 1\n[[figure]]\nname = "crush_calls"\nchange = 1',
            "crash_calls",
        ),
        ('rule = "integrated"\nsource = "x"\ndays_after = 1\n[[figure]]\nname = "crash_calls"', "figure 1"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path, text, told):
    file = tmp_path / "reported.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_reported(file)
