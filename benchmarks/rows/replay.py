"""A year of calls of a 110 desk, played again under two rules."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import Measured, Row
from benchmarks.spent import jiaosuo, spent

PLACE, PEOPLE, DAYS = "zigui-2004", 20, 365
"""People per agent, as coarse as the verdicts of the page."""


def measure() -> Measured:
    """The log is written by the county itself; the command that plays it is measured, reading it included."""
    told = [f"people_per_agent={PEOPLE}"]
    with TemporaryDirectory() as folder:
        log, out = Path(folder) / "calls.parquet", Path(folder) / "told.json"
        spent(jiaosuo("run", PLACE, "--days", str(DAYS), "--set", *told, "--log", str(log)))
        took = spent(
            jiaosuo(
                "replay", PLACE, "--log", str(log), "--rules", "separate,integrated", "--replications", "1",
                "--set", *told, "--json",
            ),
            out=str(out),
        )  # fmt: skip
        said = out.read_text(encoding="utf-8")
    result = json.loads(said[said.index("{") : said.rindex("}") + 1])
    found = {name: result[name] for name in ("calls", "days") if name in result}
    return Measured(took.cpu, {"wall": took.wall, "peak, MiB": took.peak} | found)


ROWS = [
    Row(
        "replay",
        f"a year of calls of {PLACE} played under two rules, {PEOPLE} people an agent, one world each",
        "s",
        20,
        "CPU of a fresh process, once",
        measure,
    )
]
