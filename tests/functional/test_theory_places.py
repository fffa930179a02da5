"""Places of theory at the command line: they run like any other, and stand for nowhere."""

import json

import pytest


@pytest.mark.parametrize("rule", ["separate", "integrated"])
def test_the_bench_tells_waits_and_time_busy(jiaosuo, rule):
    words = ("run", "theory-bench", "--rule", rule, "--days", 4, "--json", "--set", "generalist_penalty=0.1")
    code, out, _ = jiaosuo(*words)
    told = json.loads(out)
    assert (code, told["staffing"]) == (0, "historic")
    for name in ("wait_mean_traffic", "wait_mean_order", "wait_mean"):
        assert told["outcomes"][name]["value"] > 0
        assert told["outcomes"][name]["unit"] == "min"
    for corps in ("traffic", "station"):
        assert 0 < told["outcomes"][f"utilisation_{corps}"]["value"] <= 1


def test_a_run_within_the_warm_up_is_refused_with_what_is_wanted(jiaosuo):
    code, out, err = jiaosuo("run", "theory-bench", "--days", 1)
    assert (code, out) == (2, "")
    assert "warm-up of 2 days" in err


def test_the_list_of_places_says_which_are_of_theory(jiaosuo):
    _, out, _ = jiaosuo("scenarios", "--json")
    theory = {each["name"] for each in json.loads(out) if each["theory"]}
    assert theory == {"theory-bench", "theory-hypercube", "theory-square-root"}


@pytest.mark.parametrize("study", ["calibration", "patterns"])
def test_a_study_of_counties_refuses_them(jiaosuo, study, tmp_path):
    code, _, err = jiaosuo("study", study, "theory-bench", "--quick", "--out", tmp_path / "page.md")
    assert code == 2
    assert "stands for nowhere" in err
    assert not list(tmp_path.iterdir())


def test_other_places_refuse_the_levers_of_the_bench(jiaosuo):
    for lever in ("generalist_penalty=0.1", "calls_per_hour_order=4"):
        code, _, err = jiaosuo("run", "zigui-2004", "--days", 1, "--set", lever)
        assert code == 2
        assert lever.split("=")[0] in err
