"""A county calibrated to its log: what no log shows, told from runs in three waves."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import Measured, Row
from benchmarks.spent import jiaosuo, spent

PLACE, DAYS, JOBS = "zigui-2004", 28, 2


def measure() -> Measured:
    """Minutes of the command with what it does by default; the log is the county's own, written before."""
    with TemporaryDirectory() as folder:
        log, to = Path(folder) / "calls.parquet", Path(folder) / "calibration"
        spent(jiaosuo("run", PLACE, "--days", str(DAYS), "--log", str(log)))
        words = ("log", "calibrate", PLACE, "--log", str(log), "--jobs", str(JOBS), "--out", str(to))
        took = spent(jiaosuo(*words))
    return Measured(took.wall / 60, {"CPU, min": took.cpu / 60, "peak of a process, MiB": took.peak})


ROWS = [
    Row(
        "calibrate",
        f"{PLACE} calibrated to a log of {DAYS} days, 240 runs in three waves, two processors",
        "min",
        30,
        "wall, once",
        measure,
        long=True,
    )
]
