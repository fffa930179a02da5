"""A study that is wrong is refused before anything runs: file, line, value and what is allowed."""

from __future__ import annotations

import os

import pytest

from tests.sweeping import tiny

GOOD = 'preset = "zigui-2004"\nrules = ["separate", "integrated"]\n'

CASES = {
    "empty": ("", ["no runs in study.toml"]),
    "only comments": ("# nothing\n\n", ["no runs in study.toml"]),
    "no preset": ('rules = ["separate"]', ["no preset", "no runs in study.toml"]),
    "no rules": ('preset = "zigui-2004"', ["no rules", "no runs in study.toml"]),
    "rules of nothing": ('preset = "zigui-2004"\nrules = []', ["no rules"]),
    "an empty axis": (GOOD + "[grid]\ndelta = []", ["[grid] delta is empty", "no runs in study.toml"]),
    "a sample of nothing": (GOOD + "[sample]\nn = 8", ["[sample] has no ranges"]),
    "unknown key": (GOOD + "replication = 3", ["line 3", "replication", "did you mean replications"]),
    "unknown preset": ('preset = "ziguii-2004"\nrules = ["separate"]', ["line 1", "did you mean zigui-2004"]),
    "preset that climbs out": ('preset = "../../etc/passwd"\nrules = ["separate"]', ["line 1", "passwd"]),
    "preset of nul": ('preset = "a\\u0000.toml"\nrules = ["separate"]', ["line 1", "preset"]),
    "unknown rule": ('preset = "zigui-2004"\nrules = ["separate", "merge"]', ["line 2", "merge"]),
    "a rule of two": ('preset = "zigui-2004"\nrules = [["separate"]]', ["line 2", "name of a rule"]),
    "a rule twice": ('preset = "zigui-2004"\nrules = ["separate", "separate"]', ["line 2", "each rule once"]),
    "a map of elsewhere": ('preset = "zigui-2004"\nrules = ["qidong-2023"]', ["line 2", "Hongqiao"]),
    "unknown parameter": (GOOD + "[grid]\nurbanisation = [0.1]", ["line 4", "did you mean urbanization"]),
    "unknown fixed": (GOOD + "[set]\nurbanisation = 0.1", ["urbanisation", "did you mean urbanization"]),
    "a grid of before": (GOOD + "[grid]\navailability = [0.5]", ["line 4", "availability", "use other_work"]),
    "a sample of before": (
        GOOD + "[sample.ranges]\navailability = [0.3, 1]", ["line 4", "availability", "use other_work"],
    ),
    "fixed as before": (
        GOOD + "[set]\nbusiness_yields_to = 0", ["business_yields_to", "registration_yields_to"],
    ),
    "above the range": (GOOD + "[grid]\ndelta = [0.1, 2.5]", ["line 4", "delta", "2.5", "0 to 1.5"]),
    "fixed above the range": (GOOD + "[set]\ndelta = 9", ["line 4", "delta", "0 to 1.5"]),
    "nan": (GOOD + "[grid]\ndelta = [nan]", ["line 4", "delta", "nan"]),
    "infinite": (GOOD + "[grid]\ndelta = [inf]", ["line 4", "delta", "inf"]),
    "text for a number": (GOOD + '[grid]\ndelta = ["much"]', ["line 4", "delta", "not text"]),
    "truth for a number": (GOOD + "[grid]\ndelta = [true]", ["line 4", "not true or false"]),
    "scalar for a list": (GOOD + "[grid]\ndelta = 0.3", ["line 4", "a list of values"]),
    "list for a scalar": (GOOD + "replications = [3]", ["line 3", "replications"]),
    "a value twice": (GOOD + "[grid]\nofficers_station = [30, 30.0]", ["line 4", "each value once"]),
    "part of an officer": (GOOD + "[grid]\nofficers_station = [3.7]", ["3.7", "whole number"]),
    "said by the table": (GOOD + "[grid]\narea_km2 = [100]", ["line 4", "area_km2", "townships"]),
    "no replications": (GOOD + "replications = 0", ["line 3", "replications", "0"]),
    "no days": (GOOD + "days = 0", ["line 3", "days"]),
    "days without end": (GOOD + "days = 1e12", ["line 3", "days"]),
    "days of a path": ('preset = "fujian-2002-2015"\nrules = ["separate"]\ndays = 3', ["line 3", "path"]),
    "seed below nothing": (GOOD + "seed = -1", ["line 3", "seed", "-1"]),
    "seed in text": (GOOD + 'seed = "seven"', ["line 3", "seed"]),
    "unknown staffing": (GOOD + 'staffing = "fair"', ["line 3", "staffing", "workload"]),
    "unknown outcome": (GOOD + 'outcomes = ["respons_mean"]', ["line 3", "did you mean response_mean"]),
    "unknown method": (GOOD + '[sample]\nmethod = "sobel"', ["line 4", "did you mean sobol"]),
    "Sobol of 100": (GOOD + "[sample]\nn = 100\nranges = {delta = [0, 1]}", ["line 4", "64 or 128"]),
    "a range upside down": (GOOD + "[sample.ranges]\ndelta = [0.5, 0.1]", ["line 4", "below the second"]),
    "in grid and sample": (
        GOOD + "[grid]\ndelta = [0.1]\n[sample.ranges]\ndelta = [0, 1]", ["line 6", "the grid has this"],
    ),
    "a key twice": (GOOD + "days = 1\ndays = 2\n", ["not valid TOML", "line 4"]),
    "a bracket open": (GOOD + "[grid\n", ["not valid TOML"]),
    "deep nesting": ("a = " + "[" * 20_000, ["not valid TOML"]),
    "a million digits": ("seed = " + "9" * 900_000, ["not valid TOML"]),
    "a long title": (GOOD + f'title = "{"x" * 300}"', ["line 3", "title", "200"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_clear_sentence_exit_code_2_and_nothing_created(jiaosuo, tmp_path, case):
    text, wanted = CASES[case]
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    code, out, said = jiaosuo("sweep", tmp_path / "study.toml", "--out", tmp_path / "out")
    assert code == 2, said
    assert not out
    assert "Traceback" not in said
    for part in wanted:
        assert part in said
    assert len(said) < 2_000
    assert not (tmp_path / "out").exists()


def test_eight_axes_of_twenty_are_refused_at_once_with_their_count(jiaosuo, tmp_path):
    from jiaosuo.model.scenario import parameters

    declared = parameters()
    axes = [name for name in declared if declared[name].group.startswith("kind")]
    axes = [name for name in axes if not declared[name].whole][:8]
    lines = []
    for name in axes:
        low, high = declared[name].low, declared[name].high
        lines.append(f"{name} = {[low + (high - low) * step / 19 for step in range(20)]}")
    (tmp_path / "study.toml").write_text(GOOD + "replications = 1\n[grid]\n" + "\n".join(lines))
    code, _, said = jiaosuo("sweep", tmp_path / "study.toml", "--out", tmp_path / "out")
    assert code == 2
    assert "'51,200,000,000 runs' is not allowed" in said
    assert "at most 10,000,000 are taken" in said


@pytest.mark.parametrize("what", ["/dev/zero", "nowhere.toml", ".", "/proc/self/mem"])
def test_what_is_no_file_of_text_is_refused(jiaosuo, tmp_path, what):
    code, _, said = jiaosuo("sweep", what, "--out", tmp_path / "out")
    assert code == 2
    assert "study" in said


def test_a_pipe_is_refused_and_not_waited_for(jiaosuo, tmp_path):
    os.mkfifo(tmp_path / "study.toml")
    assert jiaosuo("sweep", tmp_path / "study.toml", "--out", tmp_path / "out")[0] == 2


def test_bytes_that_are_not_utf_8_are_named_by_their_place(jiaosuo, tmp_path):
    (tmp_path / "study.toml").write_bytes(b"# Stra\xdfe\n")
    code, _, said = jiaosuo("sweep", tmp_path / "study.toml", "--out", tmp_path / "out")
    assert code == 2
    assert "'byte 6' is not allowed; the file is not UTF-8" in said


@pytest.mark.parametrize("engine", ["ray", "dask://", "dask://127.0.0.1:no"])
def test_an_engine_that_is_none_is_refused(jiaosuo, tmp_path, engine):
    file = tiny(tmp_path)
    code, _, said = jiaosuo("sweep", file, "--out", tmp_path / "out", "--engine", engine)
    assert code == 2, said
    assert "--engine" in said
    assert "Traceback" not in said


def test_a_sweep_without_a_folder_is_told_to_name_one(jiaosuo, tmp_path):
    code, _, said = jiaosuo("sweep", tiny(tmp_path))
    assert code == 2
    assert "--out" in said
