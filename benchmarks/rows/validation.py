"""The county beside theory, all laws with all their worlds, by one process."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import Measured, Row
from benchmarks.spent import jiaosuo, spent


def measure() -> Measured:
    """CPU of the command, the twin's worlds and the formulas included; beside it, which laws hold."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "told.json"
        took = spent(jiaosuo("validate", "--jobs", "1", "--json"), out=str(out), fine=1)
        told = out.read_text(encoding="utf-8")
    result = json.loads(told[told.index("{") : told.rindex("}") + 1])
    held = {law["name"]: law["holds"] for law in result["claims"]}
    return Measured(took.cpu, {"wall": took.wall, "peak, MiB": took.peak, "holds": held})


ROWS = [
    Row(
        "validate",
        "jiaosuo validate, the full set, one job",
        "s",
        120,
        "CPU of a fresh process, once",
        measure,
    )
]
