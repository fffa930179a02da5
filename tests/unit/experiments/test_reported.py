"""What places report of their reform is held against the model and fitted to nothing."""

from math import nan

import pytest

from jiaosuo.experiments.calibration.calibration_page import page
from jiaosuo.experiments.calibration.calibration_result import CalibrationResult
from jiaosuo.experiments.calibration.reported import (
    COUNTED,
    Held,
    Reported,
    ReportedFigure,
    found_of,
    hold,
    label_of,
    read_reported,
    reported_of,
)
from jiaosuo.experiments.study_tools.result import Origin
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import what_is_allowed
from jiaosuo.model.outcomes import OUTCOMES
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
    assert "not observed" in text
    assert "no control" in text
    assert text.count("*weak*") > len(FIGURES)


def test_a_result_with_what_is_reported_is_read_back_as_it_was(worlds, said):
    place, seen = worlds
    rows = found_of("here", place, said, seen)
    assert [type(each).from_json(each.to_json()) for each in rows] == list(rows)


HEAD = 'rule = "integrated"\nsource = "x"\ndays_after = 1\n'
CRASHES = '[[figure]]\nname = "crash_calls"\n'


def written(tmp_path, text):
    folder = tmp_path / "somewhere"
    folder.mkdir()
    file = folder / "reported.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "field", "value", "allowed"),
    [
        ("rule = integrated", "", "Invalid value", "the file is not valid TOML"),
        (HEAD + "more = 1", "", "more", "known: days_after, figure, rule, source"),
        ('source = "x"\ndays_after = 1', "", "'source'", "rule is missing"),
        ('rule = "integrated"\ndays_after = 1', "", "'rule'", "source is missing"),
        ('rule = "integrated"\nsource = "x"', "", "'rule'", "days_after is missing"),
        (HEAD.replace('"x"', "7"), " source", "7", "must be a text"),
        (HEAD.replace('"integrated"', "[]"), " rule", "[]", "must be a text"),
        (HEAD.replace("integrated", "integrate"), " rule", "'integrate'", "did you mean integrated"),
        (HEAD.replace("= 1", '= "1"'), " days_after", "'1'", "(days), not text"),
        (HEAD.replace("= 1", "= -1"), " days_after", "-1", "must be a number from 0 to 3,660 (days)"),
        (HEAD, " figure", "None", "must be at least one table [[figure]]"),
        (HEAD + "figure = 3", " figure", "3", "must be at least one table [[figure]]"),
        (HEAD + "figure = [3]", " figure", "[3]", "must be at least one table [[figure]]"),
        (HEAD + "[[figure]]\nchange = 1", " figure 1", "'change'", "name is missing"),
        (HEAD + "[[figure]]\nname = [1]\nchange = 1", " figure 1 name", "[1]", "must be a text"),
        (
            HEAD + '[[figure]]\nname = "crush_calls"\nchange = 1',
            " figure 1 name",
            "'crush_calls'",
            "did you mean crash_calls",
        ),
        (HEAD + CRASHES, " figure 1", "'crash_calls'", "must have either change or level"),
        (
            HEAD + CRASHES + "change = 1\nlevel = 2",
            " figure 1",
            "'level': 2",
            "must have either change or level",
        ),
        (HEAD + CRASHES + "chance = 1", " figure 1", "'chance'", "did you mean change"),
        (HEAD + CRASHES + "change = true", " figure 1 change", "True", "(share), not true or false"),
        (
            HEAD + CRASHES + "change = nan",
            " figure 1 change",
            "nan",
            "must be a number from -1 to 10 (share)",
        ),
        (
            HEAD + CRASHES + "change = -28",
            " figure 1 change",
            "-28",
            "must be a number from -1 to 10 (share)",
        ),
        (HEAD + CRASHES + "level = -1", " figure 1 level", "-1", "must be a number from 0 to"),
        (
            HEAD + (CRASHES + "change = 0\n") * 2,
            " figure 2 name",
            "'crash_calls'",
            "each name only once",
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path, text, field, value, allowed):
    """File and field, the value as it stands there, and what is allowed; in Chinese as well."""
    with pytest.raises(InputError) as refused:
        read_reported(written(tmp_path, text))
    error = refused.value
    assert error.field == "somewhere/reported.toml" + field
    assert value in str(error)
    assert allowed in error.allowed
    assert what_is_allowed(error.allowed, "zh_CN") != error.allowed


def test_a_change_in_per_cent_of_a_share_and_a_level_are_read_as_they_are(tmp_path):
    text = HEAD + CRASHES + 'change = -0.28\n[[figure]]\nname = "hit_and_run_solved"\nlevel = 0.5\n'
    said = read_reported(written(tmp_path, text))
    assert said.figures == (
        ReportedFigure("crash_calls", -0.28, True),
        ReportedFigure("hit_and_run_solved", 0.5, False),
    )


def test_every_figure_that_a_place_reports_is_counted_or_an_outcome():
    """Hit-and-runs solved are one: what the model makes of them is seen, and not left out as unknown."""
    for place in ("pingdu-2021", "chongqing-2010"):
        for figure in reported_of(Scenario.preset(place)).figures:
            assert figure.name in COUNTED or figure.name in OUTCOMES
            assert label_of(figure.name)
