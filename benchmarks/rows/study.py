"""A tipping-point study of a thousand runs, as its user types it, on two processors and on one."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clocks import ROOT
from benchmarks.row import Measured, Row

PLACE, RUNS = "county-town", 1_000
WORDS = ("study", "tipping-point", PLACE, "--grid", "5x5", "--replications", "10", "--budget", "0")
"""Twenty-five cells, four rules, ten worlds of a week."""


@cache
def wall(jobs: int) -> float:
    """Seconds on the wall from the command to its page, start and drawing included."""
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.md"
        command = [
            sys.executable,
            "-m",
            "jiaosuo.experiments.cli",
            *WORDS,
            "--jobs",
            str(jobs),
            "--out",
            str(page),
        ]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        took = time.perf_counter() - began
        told = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    if told["failures"]:
        raise RuntimeError(f"{len(told['failures'])} of {RUNS} runs failed")
    return took


def of_two() -> Measured:
    """The study on two processors."""
    return Measured(wall(2), {"command": " ".join(WORDS), "runs": RUNS})


def against_one() -> Measured:
    """How many times as fast as on one."""
    return Measured(wall(1) / wall(2), {"one": wall(1), "two": wall(2)})


ROWS = [
    Row("study", f"tipping-point study of {PLACE}, {RUNS:,} runs, two processors", "s", 300, "wall", of_two),
    Row(
        "study-cores", "the same, on two processors against one", "x", 1.8, "wall", against_one, at_least=True
    ),
]
