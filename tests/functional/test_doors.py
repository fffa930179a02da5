"""What the command line does, from a script: each function of the door, its results, and how far it is."""

import inspect
import io
import subprocess
import sys

import pytest

import jiaosuo
from jiaosuo.experiments.contracts.studies import little
from jiaosuo.experiments.doors import progress
from jiaosuo.model.core.errors import InputError

SCRIPT = """
from jiaosuo import report, sweep

place = {"preset": "county-town", "rules": ["separate", "integrated"], "replications": 1, "days": 0.1}
found = sweep(place | {"set": {"people_per_agent": 25, "population": 20_000}}, "out")
print(found.complete, found.to_polars().height, len(found.to_pandas()), report("out").is_file())
"""


@pytest.mark.ci
def test_a_plain_script_sweeps_in_its_own_process(tmp_path):
    """No `if __name__ == "__main__"`: nothing is spawned that would run the script again."""
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    words = [sys.executable, "script.py"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "2", "2", "True"]


@pytest.mark.ci
def test_a_study_is_asked_from_python_as_on_the_command_line(tmp_path):
    seen = []
    result = jiaosuo.study(
        "training",
        little(),
        quick=True,
        hours=[0, 120],
        outcomes="clear_mean",
        replications=1,
        out=tmp_path / "page.md",
        progress=lambda *so_far: seen.append(so_far),
    )
    assert result.failures == ()
    assert seen[-1] == (result.runs, result.runs)
    assert result.hours == (0, 120)
    assert "places.rows" in result.tables
    assert result.to_polars("places.rows").height == len(result.to_pandas("places.rows")) > 1
    assert len(repr(result)) < 300
    assert 500 < len(result._repr_html_()) < 12_000
    page = (tmp_path / "page.md").read_text("utf-8")
    assert "jiaosuo.study('training', 'county-town', quick=True, hours='0,120'" in page
    assert (tmp_path / "page.json").is_file()


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        (("trainin",), {}, "did you mean training"),
        (("training", "theory-bench"), {}, "a place of theory stands for nowhere"),
        (("training", "county-town"), {"hour": 3}, "did you mean hours"),
        (("training", "county-town"), {"out": "page.txt"}, "must be a page ending in .md"),
    ],
)
def test_what_a_study_cannot_be_asked_is_refused_before_anything_runs(words, options, said):
    with pytest.raises(InputError, match=said):
        jiaosuo.study(*words, **options)


def test_a_comparison_is_a_table_of_rows():
    found = jiaosuo.compare(little(), ["separate", "integrated"], 0.2, 2)
    frame, result = found.to_polars(), found.result
    assert frame.height == 2 * len(result.outcomes)
    first, later = frame.filter(frame["outcome"] == "calls_total").rows(named=True)
    assert (first["rule"], later["rule"]) == ("separate", "integrated")
    assert first["mean"] == result.outcomes["calls_total"].rules["separate"].mean
    assert first["difference"] is None
    assert later["difference"] == result.outcomes["calls_total"].differences["integrated"].mean
    assert first["worlds"] == 2
    assert (first["p"], first["distinguishable"]) == (None, None)
    test = result.outcomes["calls_total"].tests["integrated"]
    assert (later["p"], later["p_holm"], later["distinguishable"]) == (test.p, test.p_holm, False)
    pandas = found.to_pandas()
    assert list(pandas.columns) == frame.columns
    assert pandas[pandas["outcome"] == "calls_total"]["mean"].iloc[0] == first["mean"]


@pytest.mark.ci
def test_the_best_mix_is_searched_from_python(tmp_path):
    found = jiaosuo.optimise(
        little(), quick=True, against=["separate"], days=0.2, replications=2, keep=tmp_path, progress=False
    )
    assert found.to_polars("places.against")["against"].to_list() == ["separate"]
    towns = found.to_polars("places.townships")
    assert towns.height == 2
    assert set(towns["takes"].to_list()) <= {True, False}
    assert "county-town" in found._repr_html_()


DOORS = ("compare", "fit", "optimise", "play", "replay", "report", "study", "sweep")


@pytest.mark.parametrize("name", DOORS)
def test_each_function_says_what_it_takes_and_what_it_refuses(name):
    function = getattr(jiaosuo, name)
    assert name in jiaosuo.__all__
    said, asked = inspect.getdoc(function), inspect.signature(function).parameters
    assert "InputError" in said
    told = {line.partition(" : ")[0].lstrip("*") for line in said.splitlines() if " : " in line}
    assert set(asked) <= told, f"{name} does not say what {set(asked) - told} is"
    if name not in ("fit", "report"):
        assert "progress" in asked


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: jiaosuo.optimise(little(), outcome="happines"), "happines"),
        (lambda: jiaosuo.optimise(little(), rules=["separate", "hybrid"]), "must be a rule, not a map"),
        (lambda: jiaosuo.replay(little(), ["separate", "separate"], "log"), "must name each rule once"),
        (lambda: jiaosuo.replay(little(), log="log", replications=0), "a whole number from 1 to 1,000"),
        (lambda: jiaosuo.replay(little(), log="log", days=0), "must be between"),
        (lambda: jiaosuo.replay("fujian-2002-2015", log="log"), "without a path of years"),
        (lambda: jiaosuo.fit(little()), "must be a log that"),
        (lambda: jiaosuo.fit(little(), "log", write=True), "must be a folder of a place"),
        (lambda: jiaosuo.fit("county-town", "no-such-log.parquet"), "no-such-log"),
        (lambda: jiaosuo.sweep("no-such.toml", "out"), "no-such"),
        (lambda: jiaosuo.report("no-such-folder"), "no-such-folder"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(call, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=said):
        call()
    assert list(tmp_path.iterdir()) == []


class Terminal(io.StringIO):
    """A standard error that somebody watches."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("given", "terminal", "shown"),
    [(None, True, True), (None, False, False), (False, True, False), (True, False, True)],
)
def test_a_bar_is_shown_where_somebody_watches_or_when_asked_for(given, terminal, shown, monkeypatch):
    heard = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", heard)
    with progress.watched(given, "worlds") as told:
        assert (told is not None) == shown
        for done in range(4) if told else ():
            told(done, 3)
    assert ("worlds" in heard.getvalue()) == shown
    assert ("0/3" in heard.getvalue()) == shown


def test_a_function_of_ones_own_is_told_itself(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    seen = []
    with progress.watched(lambda *so_far: seen.append(so_far), "worlds") as told:
        told(1, 2)
    assert seen == [(1, 2)]
    assert sys.stderr.getvalue() == ""
