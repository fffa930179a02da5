"""One set of checks on every study, and on every pattern of the first."""

import json
import re

import pytest

from jiaosuo.experiments.contracts.studies import it_asks_a_question_somewhere, shows_all
from jiaosuo.experiments.patterns.pattern import PATTERNS
from jiaosuo.experiments.studies import STUDIES, Request
from jiaosuo.experiments.study_tools.changes import AS_IT_IS, CHANGES
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import translate
from jiaosuo.model.moment import Moment
from jiaosuo.model.scenario import Scenario

LITTLE = """
title = "A little place"
days = 1
{rest}
[set]
people_per_agent = 25
urbanization = 0.2
surveyed_urbanization = 0.2
"""
GENERATED = """population = 20_000
area_km2 = 64
townships = 2
squadrons = 1
trunk_km = 5
county_km = 10
village_km = 30
officers_traffic = 8
officers_station = 16
auxiliaries = 4
"""
TOWNSHIPS = """name,population,area_km2,x_km,y_km,county_km,village_km,officers_traffic,officers_station
Maoping,12000,30,4,4,10,15,5,8
Moping,6000,30,10,4,5,15,2,5
"""
PATH = """
[path]
first_year = 2002
last_year = 2004
[[timeline]]
year = 2003
rule = "fujian-2003"
[[timeline]]
year = 2004
rule = "fujian-2015"
[timeline.set]
traffic_specialists = 9
"""
OPTIONS = {
    "tipping-point": {"rules": "separate,integrated,hybrid", "outcomes": "response_mean"},
    "best-mix": {"against": "separate,integrated", "steps": "1"},
    "why": {"to": "station_led", "outcomes": "clear_mean"},
    "training": {"outcomes": "clear_mean,skill_traffic"},
    "surface": {"levers": "urbanization,vehicles_per_1000", "rules": "separate,integrated,hybrid"},
    "professionals": {"loads": "1,3", "outcomes": "clear_mean,response_mean_traffic,findings_right"},
}
"""What a study is asked here, to be done in seconds; another study is asked its quick look."""


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Little places: generated, with a table of townships, and with a path of years."""
    folder = tmp_path_factory.mktemp("places")
    (folder / "plain.toml").write_text(LITTLE.format(rest="") + GENERATED)
    (folder / "path.toml").write_text(LITTLE.format(rest="") + GENERATED + PATH)
    (folder / "table").mkdir()
    (folder / "table" / "scenario.toml").write_text(LITTLE.format(rest="townships_csv = true"))
    (folder / "table" / "townships.csv").write_text(TOWNSHIPS)
    return {
        "plain": Scenario.read(folder / "plain.toml"),
        "zigui": Scenario.read(folder / "table" / "scenario.toml"),
        "fujian": Scenario.read(folder / "path.toml"),
    }


LONG = {
    "surface", "sensitivity", "why", "best-mix", "tipping-point", "fujian", "zigui", "training", "transition",
    "weights", "calibration-posteriors",
}  # fmt: skip


@pytest.mark.parametrize("study", STUDIES.values(), ids=lambda study: study.name)
def test_a_study_asks_a_question_somewhere(study):
    it_asks_a_question_somewhere(study)
    assert all(callable(each) for each in (study.run, study.page, study.charts, study.table, study.summary))


def looks():
    """Each study of which there is a quick look; looks of many worlds are for continuous integration."""
    for study in STUDIES.values():
        if study.options:
            yield pytest.param(study, id=study.name, marks=[pytest.mark.ci] * (study.name in LONG))


@pytest.mark.parametrize("study", list(looks()))
def test_a_quick_look_gives_all_that_the_full_study_does(study, places):
    seen = []
    place = places.get(study.name, places["plain"])
    options = OPTIONS.get(study.name, {})
    request = Request((place,), "jiaosuo study X", 1, True, lambda *so_far: seen.append(so_far), options)
    result = study.run(request)
    shows_all(study, result, seen)
    page = study.page(result, "pictures")
    assert json.loads(json.dumps(result.to_json(), allow_nan=False))["version"] == 1
    assert "far too few worlds" in page
    charts = study.charts(result)
    assert charts
    for spec in charts.values():
        told = " ".join(spec["title"]["subtitle"])
        assert spec["title"]["text"]
        assert re.search(r"\d worlds of [\d.]+ days; .*jiaosuo \d", told), "place, rules, n, interval, source"
    english, chinese = study.summary(result, "en"), study.summary(result, "zh")
    assert len(english) == len(chinese) > 1
    assert all(one != other for one, other in zip(english, chinese, strict=True))


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("tipping-point", {"x": "urbanisation"}, "did you mean urbanization"),
        ("tipping-point", {"y": "urbanization"}, "another lever than --x"),
        ("tipping-point", {"grid": "1x4"}, "COLUMNSxROWS"),
        ("tipping-point", {"grid": "30x30"}, "at most 400 cells"),
        ("tipping-point", {"x-values": "0.1,2"}, "a number from 0.05 to 0.95"),
        ("tipping-point", {"between": "separate,station_led"}, "--between"),
        ("tipping-point", {"outcomes": "utilisation_traffic"}, "less or more is better"),
        ("surface", {"levers": "urbanisation"}, "--levers.*did you mean urbanization"),
        ("surface", {"levers": "delta,delta"}, "each lever once"),
        ("surface", {"levers": "people_per_agent"}, "may be moved"),
        ("surface", {"points": "4"}, "a whole number from 8 to 4,096"),
        ("surface", {"between": "separate,zigui-2004"}, "must be two of"),
        ("surface", {"hold-out": "some"}, "--hold-out"),
        ("best-mix", {"rules": "separate,hybrid"}, "a rule, not a map"),
        ("best-mix", {"outcome": "clear_mean,response_mean"}, "a single outcome"),
        ("why", {"to": "separate"}, "1 to 7 answers"),
        ("why", {"to": "integratd"}, "did you mean integrated"),
        ("why", {"replications": "0"}, "--replications"),
        ("weights", {"corners": "clear_mean"}, "three outcomes"),
        ("training", {"hours": "40"}, "two or more numbers of hours"),
        ("transition", {"outcomes": "delay_caused"}, "told by size of settlement"),
        ("transition", {"rules": "separate"}, "must be 2 rules"),
        ("sensitivity", {"base": "12"}, "a power of 2"),
        ("sensitivity", {"parameters": "dleta"}, "did you mean delta"),
        ("weights", {"rulez": "separate"}, "did you mean rules"),
        ("fujian", {}, "a path"),
    ],
)
def test_what_a_study_cannot_do_is_refused_before_anything_runs(name, options, told, places):
    def ran(*_):
        raise AssertionError("a world was run")

    with pytest.raises(InputError, match=told):
        STUDIES[name].run(Request((places["plain"],), "jiaosuo", 1, True, ran, options))


def test_a_study_that_is_not_there_is_refused_by_name():
    with pytest.raises(InputError, match="study: 'pattern' is not allowed; did you mean patterns"):
        STUDIES["pattern"]


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=lambda pattern: pattern.name)
def test_a_pattern_says_what_it_expects(pattern):
    assert pattern.words.endswith(".")
    assert translate(pattern.title, "zh") != pattern.title
    assert pattern.urbanization[0] < pattern.urbanization[1]


def test_each_change_has_a_name_of_its_own_and_changes_something():
    assert len({change.name for change in (AS_IT_IS, *CHANGES)}) == len(CHANGES) + 1
    assert all(change.values or change.edit or change.at != Moment.LONG_RUN for change in CHANGES)
