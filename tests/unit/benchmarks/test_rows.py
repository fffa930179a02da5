"""The rows of the targets, as far as nothing has to be measured for it."""

from __future__ import annotations

import sys

import pytest
from typer.testing import CliRunner

import benchmarks.__main__ as bench
from benchmarks.row import Measured, Row
from benchmarks.rows import rows
from benchmarks.rows.curve import of_drags, proven
from benchmarks.rows.exploring import is_answered
from benchmarks.rows.growth import per_crossing
from benchmarks.spent import python, spent

LONG = ["calibrate", "dask", "explore", "surface"]


def test_every_row_says_what_is_measured_and_how():
    for name, row in rows().items():
        assert name == row.name
        assert row.what
        assert row.runs
        assert row.limit > 0


def test_rows_that_take_long_are_measured_only_by_name(monkeypatch, tmp_path):
    assert sorted(name for name, row in rows().items() if row.long) == LONG == sorted(bench.LONG)
    made = {
        name: Row(name, "a row", "s", 1.0, "counted", lambda: Measured(0.5), long=name == "slow")
        for name in ("quick", "slow")
    }
    monkeypatch.setattr(bench, "rows", lambda: made)
    monkeypatch.setattr(bench, "LONG", ["slow"])
    monkeypatch.setattr(bench, "warm", lambda: None)
    measured = []
    monkeypatch.setattr(bench, "_measured", lambda row: measured.append(row.name) or {})
    monkeypatch.setattr(bench, "show", lambda told: None)
    bench.main(out=tmp_path)
    assert measured == ["quick"]
    bench.main(only="slow,quick", out=tmp_path)
    assert measured == ["quick", "slow", "quick"]


def test_the_help_names_the_long_rows():
    app = bench.typer.Typer()
    app.command()(bench.main)
    said = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    for name in LONG:
        assert name in said


def test_a_drag_is_judged_by_the_work_of_all_but_a_twentieth_of_its_steps():
    worked = [1.0] * 96 + [40.0] * 4
    told = of_drags({"worked": worked, "waited": [9.0] * 100, "changed": 99})
    assert told.value == 1.0
    assert told.detail["worst"] == 40.0
    assert told.detail["to the change, p95"] == 9.0


def test_a_drag_that_nothing_follows_is_no_measurement():
    with pytest.raises(RuntimeError, match="3 of 100 steps only"):
        of_drags({"worked": [1.0] * 100, "waited": [1.0] * 100, "changed": 3})


def test_a_page_has_no_worlds_beside_its_curve_before_the_first():
    assert proven({}) == proven({"settings": None}) == proven({"settings": {"proof": None}}) == 0
    assert proven({"settings": {"proof": {"n": 7}}}) == 7


def test_a_lever_is_answered_by_another_run_with_all_its_worlds():
    def shown(scene, done):
        chunks = [{"scene": "first"}, {"scene": scene}]
        return {"plan": {"right": {"chunks": chunks}}, "settings": {"verdict": {"done": done}}}

    assert not is_answered(shown("old", 20), before="old")
    assert not is_answered(shown("new", 19), before="old")
    assert is_answered(shown("new", 20), before="old")


def test_a_crossing_is_told_in_microseconds_of_the_day():
    assert per_crossing([0.5, 2.0], [1_000_000, 2_000_000]) == pytest.approx([0.5, 1.0])


def test_a_command_tells_what_it_took_and_not_what_its_parent_holds(tmp_path):
    held = bytearray(300_000_000)
    out = tmp_path / "said"
    took = spent(python("-c", "print(sum(range(2_000_000)))"), out=str(out))
    assert out.read_text().strip() == str(sum(range(2_000_000)))
    assert 0 < took.cpu < took.wall + 5
    assert 1 < took.peak < len(held) / 2**20


def test_a_command_that_fails_is_no_measurement_unless_it_may():
    words = [sys.executable, "-c", "raise SystemExit(1)"]
    with pytest.raises(RuntimeError, match="ended with 1"):
        spent(words)
    assert spent(words, fine=1).status == 1
