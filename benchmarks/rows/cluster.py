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
def cluster(workers: int, folder: str) -> Iterator[str]:
    """HOST:PORT of a scheduler that so many workers of one thread have said hello to."""
    from distributed import Client

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    at = f"127.0.0.1:{port}"
    alone = ("--no-dashboard", "--host", "127.0.0.1")
    with ExitStack() as open_:
        open_.enter_context(_process("dask_scheduler", *alone, "--port", str(port)))
        for _ in range(workers):
            words = (f"tcp://{at}", *alone, "--nthreads", "1", "--local-directory", folder)
            open_.enter_context(_process("dask_worker", *words))
        with Client(f"tcp://{at}", timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
        yield at


@contextmanager
def _process(module: str, *words: str) -> Iterator[None]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *words]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, **quiet)  # type: ignore[call-overload]
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


def wall(workers: int) -> float:
    """Seconds from the command to its end, the second time: workers are warm then."""
    with TemporaryDirectory() as folder, cluster(workers, folder) as at:
        study = Path(folder) / "study.toml"
        study.write_text(STUDY, encoding="utf-8")
        words = ("--engine", f"dask://{at}")
        took = [
            spent(jiaosuo("sweep", str(study), "--out", str(Path(folder) / f"runs{time}"), *words))
            for time in range(2)
        ]
    return took[1].wall


def measure() -> Measured:
    """One over four."""
    one, four = wall(1), wall(WORKERS)
    cores = os.cpu_count() or 1
    limit = f"{min(WORKERS, cores)}: so many of the workers can run at once on {cores} processors"
    return Measured(one / four, {"one": one, "four": four, "runs": RUNS, "the most there can be": limit})


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
