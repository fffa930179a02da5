"""A stranger's files, outside of the project: a rule, a kind, an outcome, a study; in every command."""

import json
import subprocess
import sys

import polars as pl
import pytest

from jiaosuo.experiments import sweep
from jiaosuo.experiments.comparison.compare import check_request, compare
from jiaosuo.model import RULES, Scenario
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError
from tests.plugin_files import ALL, RULE
from tests.sweeping import TINY


@pytest.fixture(autouse=True)
def _none_stays():
    with plugins.only(()):
        yield


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A stranger's folder, with a plug-in and a little county."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(ALL, encoding="utf-8")
    (tmp_path / "tiny.toml").write_text(TINY, encoding="utf-8")
    return tmp_path


@pytest.mark.ci
def test_a_rule_a_kind_and_an_outcome_of_a_file_are_compared(jiaosuo, folder):
    words = (
        "--rules",
        "separate,nearest",
        "--days",
        "1",
        "--replications",
        "2",
        "--jobs",
        "2",
        "--out",
        "out",
    )
    code, out, err = jiaosuo("compare", "tiny.toml", *words, "--plugin", "mine.py", "--lang", "zh")
    assert code == 0, err
    assert "就近" in out
    assert "超过半小时到场的警情" in out
    result = json.loads((folder / "out" / "result.json").read_text("utf-8"))
    (plugin,) = plugins.files()
    assert result["versions"]["plug-in mine"] == plugin.digest
    assert result["outcomes"]["calls_late"]["plugin"] == "mine"
    assert result["levers"]["noise_rate_rural"] == 20
    assert "--plugin mine.py" in result["command"]
    assert (folder / "out" / "plugins" / "mine.py").read_text("utf-8") == ALL
    assert "超过半小时到场的警情" in (folder / "out" / "report.html").read_text("utf-8")


def test_without_the_plug_in_its_names_are_not_known(jiaosuo, folder):
    code, _, err = jiaosuo("run", "tiny.toml", "--rule", "nearest", "--days", "1")
    assert code == 2
    assert "'nearest' is not allowed" in err
    code, _, err = jiaosuo("--plugin", "none.py", "rules", "--lang", "zh")
    assert code == 2
    assert "须为以 .py 结尾、UTF-8 编码的 Python 文件" in err


STUDY = """\
preset = "tiny.toml"
rules = ["separate", "nearest"]
replications = 2
days = 1
outcomes = ["calls_total", "calls_late"]
plugins = ["mine.py"]
[grid]
noise_rate_rural = [0, 400]
"""


@pytest.mark.ci
def test_a_sweep_of_its_numbers_is_stored_with_it_and_reported(jiaosuo, folder):
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    code, _, err = jiaosuo("sweep", "study.toml", "--out", "out", "--jobs", "2")
    assert code == 0, err
    plan = json.loads((folder / "out" / "plan.json").read_text("utf-8"))
    assert plan["plugins"] == plugins.digests()
    assert (folder / "out" / "plugins" / "mine.py").exists()
    runs = pl.concat(map(pl.read_parquet, sorted((folder / "out" / "parts").glob("*.parquet"))))
    assert runs["error"].null_count() == 8
    few, many = (runs.filter(pl.col("noise_rate_rural") == rate)["calls_total"].sum() for rate in (0, 400))
    assert few < many
    code, _, err = jiaosuo("--plugin", "out/plugins/mine.py", "report", "out")
    assert code == 0, err
    assert "Calls later than half an hour" in (folder / "out" / "report" / "report.html").read_text("utf-8")
    with plugins.only(()):
        code, _, err = jiaosuo("report", "out")
        assert code == 2
        assert "it was made with the plug-in mine; load that first" in err


@pytest.mark.ci
def test_another_content_of_a_plug_in_gives_other_runs_and_is_not_mixed_in(jiaosuo, folder):
    (folder / "study.toml").write_text(
        STUDY.replace("replications = 2", "replications = 1"), encoding="utf-8"
    )
    assert jiaosuo("sweep", "study.toml", "--out", "out")[0] == 0
    (folder / "mine.py").write_text(ALL.replace("30.0", "20.0"), encoding="utf-8")
    code, _, err = jiaosuo("sweep", "study.toml", "--out", "out")
    assert code == 2
    assert "it holds another study (other: plugins)" in err


@pytest.mark.ci
def test_workers_of_dask_run_what_they_have_never_seen(jiaosuo, folder, scheduler, workers):
    pytest.importorskip("distributed")
    short = STUDY.replace("replications = 2", "replications = 1").replace("[0, 400]", "[400]")
    (folder / "study.toml").write_text(short, encoding="utf-8")
    assert sweep("study.toml", "here").complete
    code, _, err = jiaosuo("sweep", "study.toml", "--out", "there", "--engine", f"dask://{scheduler}")
    assert code == 0, err
    here, there = (
        (folder / where / "compact" / "runs-0000.parquet").read_bytes() for where in ("here", "there")
    )
    assert here == there


@pytest.mark.parametrize("what", ["rule", "kind", "outcome", "study", "lesson"])
@pytest.mark.ci
def test_what_new_writes_passes_its_test_as_it_is_written(jiaosuo, folder, what):
    assert jiaosuo("new", what, "my_own", "--out", "begun")[0] == 0
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "begun"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    code, _, err = jiaosuo("new", what, "my_own", "--out", "begun")
    assert code == 2
    assert "this file is there already" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rul", "a"), "did you mean rule"),
        (("rule", "My rule"), "small letters, figures, _ and -"),
        (("kind", "a-b"), "small letters, figures and _"),
    ],
)
def test_new_says_what_it_can_begin_and_how_it_may_be_called(jiaosuo, folder, words, said):
    code, _, err = jiaosuo("new", *words)
    assert code == 2
    assert said in err
    assert not list(folder.glob("test_*.py"))


def test_a_study_that_new_writes_answers(jiaosuo, folder):
    assert jiaosuo("new", "study", "my-own")[0] == 0
    words = ("tiny.toml", "--quick", "--jobs", "1", "--out", "my.md", "--plugin", "my_own.py")
    code, out, err = jiaosuo("study", "my-own", *words)
    assert code == 0, err
    assert "What does the second rule change at each place?" in out
    page, numbers = (folder / "my.md").read_text("utf-8"), json.loads((folder / "my.json").read_text("utf-8"))
    assert "--plugin my_own.py" in page
    assert numbers["versions"]["plug-in my_own"] == plugins.files()[0].digest


# Rules themselves, and numbers of a place's own kinds


def test_a_rule_itself_is_compared_as_its_name_would_be(folder):
    scenario = Scenario.read("tiny.toml")
    by_name = compare(scenario, ["separate", "integrated"], 1, 2).result
    itself = compare(scenario, [RULES["separate"], RULES["integrated"]], 1, 2).result
    assert itself == by_name
    (folder / "one.py").write_text(RULE, encoding="utf-8")
    with plugins.only(()):
        plugins.load("one.py")
        nearest = RULES["nearest"]
    assert compare(scenario, ["separate", nearest], 1, 1).result.rules == ("separate", "nearest")
    with pytest.raises(InputError, match="must name each rule once"):
        check_request(["separate", RULES["separate"]], 1, 2)


@pytest.mark.ci
def test_numbers_of_the_kinds_of_a_place_are_swept(jiaosuo, folder):
    study = 'preset = "theory-bench"\nrules = ["separate"]\nreplications = 1\ndays = 4\n'
    (folder / "bench.toml").write_text(study + "[grid]\ncalls_per_hour_traffic = [1, 4]\n", encoding="utf-8")
    code, _, err = jiaosuo("sweep", "bench.toml", "--out", "out", "--jobs", "1")
    assert code == 0, err
    runs = pl.concat(map(pl.read_parquet, sorted((folder / "out" / "parts").glob("*.parquet"))))
    few, many = runs.sort("calls_per_hour_traffic")["calls_total"]
    assert few + 3 * 24 < many  # three more an hour, on the two days behind the warm-up
    assert jiaosuo("report", "out")[0] == 0
    (folder / "bench.toml").write_text(study + "[grid]\ntheft_rate_rural = [1, 4]\n", encoding="utf-8")
    code, _, err = jiaosuo("sweep", "bench.toml", "--out", "other")
    assert code == 2
    assert "theft_rate_rural" in err
