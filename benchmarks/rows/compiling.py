"""What the first run on a machine pays: the kernels, compiled into an empty folder."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import Measured, Row
from benchmarks.spent import python, spent


def measure() -> Measured:
    """CPU of what `make setup` runs, with a folder of machine code of its own; beside it, the second time."""
    with TemporaryDirectory() as folder:
        words, environment = python("-m", "jiaosuo.model"), {"NUMBA_CACHE_DIR": folder}
        first, second = (spent(words, environment=environment) for _ in range(2))
        kept = [each.stat().st_size for each in Path(folder).rglob("*") if each.is_file()]
    return Measured(
        first.cpu,
        {
            "wall": first.wall,
            "peak, MiB": first.peak,
            "CPU of the second time": second.cpu,
            "files": len(kept),
            "MB": sum(kept) / 1e6,
        },
    )


ROWS = [
    Row(
        "compile",
        "all kernels compiled from an empty folder, Python's start and half a day of a small county included",
        "s",
        40,
        "CPU of a fresh process, once",
        measure,
    )
]
