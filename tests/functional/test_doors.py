"""What the command line does, from a script: `jiaosuo.study`, `jiaosuo.report`, a sweep without workers."""

import subprocess
import sys

import pytest

import jiaosuo
from jiaosuo.experiments.contracts.studies import little
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
