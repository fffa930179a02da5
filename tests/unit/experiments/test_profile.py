"""Where the time of a run goes: the watch changes nothing, and its lines add up."""

import json

import pytest
from typer.testing import CliRunner

from jiaosuo.experiments.cli import app
from jiaosuo.experiments.runs import single
from jiaosuo.experiments.runs.profile import REST, WATCH, WatchedCounty, profile_table
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.kernels.step.stopwatch import LINES

TIMELINE = [{"day": 0.5, "rule": "integrated"}]


@pytest.fixture(scope="module")
def watched():
    scenario = Scenario.preset("zigui-2004", seed=4, people_per_agent=25, timeline=TIMELINE)
    county = WatchedCounty(scenario)
    county.run_days(0.6)
    return county


def test_a_watched_county_is_the_same_county(watched):
    plain = County(watched.scenario).run_days(0.6)
    assert watched.calls().equals(plain.calls())
    assert watched.officers().equals(plain.officers())
    assert watched.ticks().equals(plain.ticks())
    assert watched.outcomes() == plain.outcomes()
    assert watched.world_digest == plain.world_digest


def test_the_lines_of_the_profile_add_up_to_the_whole_run(watched):
    lines = watched.profile
    assert sum(line.share for line in lines) == pytest.approx(1)
    assert {REST, WATCH} <= {line.line for line in lines}
    assert lines == sorted(lines, key=lambda line: -line.ms_a_day)


def test_every_minute_passes_each_line_of_the_step_once(watched):
    times = {line.line: line.times_a_day * 0.6 for line in watched.profile}
    for line in (LINES[0], LINES[2], LINES[4], LINES[5]):
        assert times[line] == pytest.approx(0.6 * 1_440)
    assert times["event: slot_begins"] * 0.5 == pytest.approx(0.6 * 24, abs=1)


def test_the_profile_is_shown_as_a_table(watched):
    assert profile_table(watched).row_count == len(watched.profile)


def test_json_holds_the_profile(watched, capsys):
    single.show(watched, as_json=True, trace=None)
    told = json.loads(capsys.readouterr().out)["profile"]
    assert {line["line"] for line in told} == {line.line for line in watched.profile}


def test_a_path_of_years_has_no_profile():
    done = CliRunner().invoke(app, ["run", "fujian-2002-2015", "--profile"])
    assert isinstance(done.exception, InputError)
    assert "--profile" in str(done.exception)
