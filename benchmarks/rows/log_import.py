"""A year's export of a large 110 desk, read in."""

from __future__ import annotations

from functools import cache

from benchmarks.log_import import imported
from benchmarks.row import Measured, Row
from benchmarks.spent import Spent

CALLS, ENCODING = 1_000_000, "gb18030"


@cache
def once() -> tuple[Spent, float, float]:
    """One import serves both rows."""
    return imported(CALLS, ENCODING)


def length() -> Measured:
    """Seconds on the wall, by as many processors as the command takes."""
    took, before, after = once()
    return Measured(took.wall, {"cpu": took.cpu, "MB of CSV": before, "MB of Parquet": after})


def memory() -> Measured:
    """The most that was held at once."""
    return Measured(once()[0].peak, {"encoding": ENCODING})


ROWS = [
    Row("import", f"import of {CALLS:,} calls", "s", 60, "wall of a fresh process, once", length),
    Row("import-memory", "the same", "MiB", 1_024, "peak resident size, libraries included", memory),
]
