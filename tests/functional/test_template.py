"""`jiaosuo scenarios new` writes a place that runs as it stands."""

import json
import re
import tomllib

import pytest

from jiaosuo.experiments.catalogue.template import LEVERS, SAID_BY_TABLE
from jiaosuo.model import Scenario
from jiaosuo.model.scenario import parameters
from jiaosuo.model.township import COLUMNS

DECLARED = parameters()


@pytest.fixture
def begun(jiaosuo, tmp_path):
    """Writes a template with some options; gives its file."""

    def write(*options):
        code, out, err = jiaosuo("scenarios", "new", tmp_path / "mine.toml", *options)
        assert (code, err) == (0, "")
        assert str(tmp_path / "mine.toml") in out
        return tmp_path / "mine.toml"

    return write


def test_a_template_is_read_at_once_and_changes_no_default(begun):
    scenario = Scenario.read(begun())
    assert dict(scenario.values) == {name: each.default for name, each in DECLARED.items()}
    assert scenario.rule.name == scenario.rule_before.name == "separate"
    assert scenario.about.title
    assert scenario.about.question.endswith("?")


@pytest.mark.parametrize("name", [name for _, names in LEVERS for name in names])
def test_a_lever_is_shown_with_default_range_unit_and_meaning(begun, name):
    lines = begun().read_text().splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith(f"{name} = "))
    it = DECLARED[name]
    low, high, default = it.shown(it.low), it.shown(it.high), it.shown(it.default)
    for part in (it.meaning, f"{low} to {high} {it.unit}", f"default {default}", it.source):
        assert part in lines[row - 1]


def test_every_section_of_a_scenario_is_there(begun):
    content = tomllib.loads(begun().read_text())
    said = {"title", "title_zh", "question", "days", "sources", "weak", "rule", "rule_before", "set"}
    assert set(content) == said


def test_every_column_of_the_table_is_explained(begun):
    text = begun().read_text()
    for name, column in COLUMNS.items():
        assert f"#   {name}: {column.meaning} (" in text
    for name in ("name", "squadron", "central_station", "name_zh"):
        assert f"#   {name}: " in text


@pytest.mark.ci
def test_a_template_runs_and_is_compared(begun, jiaosuo):
    file = begun()
    small = ("--days", 1, "--set", "people_per_agent=25", "--json")
    code, out, err = jiaosuo("run", file, *small)
    assert code == 0, err
    assert json.loads(out)["preset"] == "mine"
    rules = ("--rules", "separate,station_led", "--replications", 1, "--jobs", 1)
    code, out, err = jiaosuo("compare", file, *rules, *small)
    assert code == 0, err
    assert json.loads(out)["preset"] == "mine"


def test_with_townships_a_table_is_written_beside_it_that_is_read(begun):
    file = begun("--townships")
    scenario = Scenario.read(file)
    assert len(scenario.townships) == DECLARED["townships"].default
    assert scenario["officers_traffic"] == DECLARED["officers_traffic"].default
    assert not set(tomllib.loads(file.read_text())["set"]) & set(SAID_BY_TABLE)


def test_what_is_there_already_stays_as_it_is(jiaosuo, tmp_path):
    table = tmp_path / "townships.csv"
    table.write_text("mine")
    code, _, err = jiaosuo("scenarios", "new", tmp_path / "mine.toml", "--townships")
    assert code == 2
    assert "townships.csv" in err
    assert "already" in err
    assert [each.name for each in tmp_path.iterdir()] == ["townships.csv"]
    assert table.read_text() == "mine"


def test_a_second_template_of_the_same_name_is_refused(begun, jiaosuo):
    file = begun()
    before = file.read_text()
    code, out, err = jiaosuo("scenarios", "new", file)
    assert (code, out) == (2, "")
    assert "already" in err
    assert file.read_text() == before


def test_a_template_speaks_chinese_and_means_the_same(begun):
    text = begun("--lang", "zh").read_text(encoding="utf-8")
    assert re.search(r"# --- 警力", text)
    assert dict(tomllib.loads(text)["set"]) == {
        name: DECLARED[name].default for _, names in LEVERS for name in names
    }
