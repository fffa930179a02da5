"""The response surface of a shipped place, as `make maps` computes it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import Measured, Row
from benchmarks.spent import jiaosuo, spent

PLACE, JOBS = "zigui-2004", 2
WORDS = ("study", "surface", PLACE, "--points", "96", "--hold-out", "100", "--jobs", str(JOBS))


def measure() -> Measured:
    """Minutes of the command, its page drawn; nothing is kept from before."""
    with TemporaryDirectory() as folder:
        to = Path(folder)
        took = spent(jiaosuo(*WORDS, "--keep", str(to / "kept"), "--out", str(to / "surface.md")))
    told = {"CPU, min": took.cpu / 60, "peak of a process, MiB": took.peak, "command": " ".join(WORDS)}
    return Measured(took.wall / 60, told)


ROWS = [
    Row(
        "surface",
        f"response surface of {PLACE}, as `make maps` does it, two processors",
        "min",
        10,
        "wall, once",
        measure,
        long=True,
    )
]
