"""A study on four workers of a Dask scheduler on this machine, against one worker."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.class_of_thirty import cpu_seconds
from benchmarks.row import Measured, Row
from benchmarks.spent import ROOT, jiaosuo, spent

WORKERS = 4
STUDY = """\
preset = "county-town"
rules = ["separate", "integrated"]
replications = 25
days = 7
[set]
people_per_agent = 25
[grid]
delta = [0.1, 0.2, 0.3, 0.4]
"""
RUNS = 200


@contextmanager
def cluster(workers: int, folder: str) -> Iterator[tuple[str, list[int]]]:
    """HOST:PORT of a scheduler that so many workers of one thread have said hello to, and their processes."""
    from distributed import Client

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    at = f"127.0.0.1:{port}"
    alone = ("--no-dashboard", "--host", "127.0.0.1")
    with ExitStack() as open_:
        open_.enter_context(_process("dask_scheduler", *alone, "--port", str(port)))
        words = (f"tcp://{at}", *alone, "--nthreads", "1", "--no-nanny", "--local-directory", folder)
        crew = [open_.enter_context(_process("dask_worker", *words)) for _ in range(workers)]
        with Client(f"tcp://{at}", timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
        yield at, crew


@contextmanager
def _process(module: str, *words: str) -> Iterator[int]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *words]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, **quiet)  # type: ignore[call-overload]
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def took(workers: int) -> tuple[float, float]:
    """Seconds on the wall from the command to its end, and CPU of the workers meanwhile: the second time,
    when they are warm."""
    with TemporaryDirectory() as folder, cluster(workers, folder) as (at, crew):
        study = Path(folder) / "study.toml"
        study.write_text(STUDY, encoding="utf-8")
        for time in range(2):
            before, out = sum(map(cpu_seconds, crew)), str(Path(folder) / f"runs{time}")
            command = spent(jiaosuo("sweep", str(study), "--out", out, "--engine", f"dask://{at}"))
        return command.wall, sum(map(cpu_seconds, crew)) - before


def measure() -> Measured:
    """One over four."""
    (one, alone), (four, together) = took(1), took(WORKERS)
    return Measured(
        one / four,
        {
            "one": one,
            "four": four,
            "CPU of one": alone,
            "CPU of four": together,
            "runs": RUNS,
            "the most there can be": min(WORKERS, os.cpu_count() or 1),
        },
    )


ROWS = [
    Row(
        "dask",
        f"a study of {RUNS} runs on {WORKERS} Dask workers against one; the most is the number of processors",
        "x",
        0.9 * min(WORKERS, os.cpu_count() or 1),
        "wall of the second of two commands, scheduler and workers on loopback",
        measure,
        at_least=True,
        long=True,
    )
]
