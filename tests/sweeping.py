"""What tests of sweeps share: a small county, a study of it, an engine without processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from jiaosuo.experiments.engines.engine import Failure, format_error

ROOT = Path(__file__).parents[1]

TINY = """\
title = "A county of four townships"
days = 1
[set]
population = 20_000
area_km2 = 120
townships = 4
urbanization = 0.3
surveyed_urbanization = 0.3
officers_traffic = 4
officers_station = 12
auxiliaries = 4
traffic_specialists = 1
case_specialists = 2
trunk_km = 8
county_km = 20
village_km = 60
urban_stations = 1
squadrons = 1
people_per_agent = 25
"""

STUDY = """\
preset = "tiny.toml"
rules = ["separate", "integrated"]
replications = {replications}
days = 1
{more}
[grid]
delta = {deltas}
"""


def tiny(folder: Path, replications: int = 2, deltas: str = "[0.1, 0.4]", more: str = "") -> Path:
    """Write the county and a study of it; the study's file."""
    (folder / "tiny.toml").write_text(TINY, encoding="utf-8")
    file = folder / "study.toml"
    file.write_text(STUDY.format(replications=replications, deltas=deltas, more=more), encoding="utf-8")
    return file


class Here:
    """An engine in this process, one chunk after another; `stop_after` chunks it is as if killed."""

    workers = 1

    def __init__(self, stop_after: int | None = None, backwards: bool = False) -> None:
        self.stop_after, self.backwards = stop_after, backwards
        self.done: list[int] = []

    @contextmanager
    def pool(self, work: Callable[[Any], Any]) -> Iterator[Callable[[Iterable[Any]], Iterator[Any]]]:
        def run(chunks: Iterable[Any]) -> Iterator[Any]:
            for number, chunk in enumerate(reversed(list(chunks)) if self.backwards else chunks):
                if number == self.stop_after:
                    raise KeyboardInterrupt
                self.done += [world.number for world in chunk]
                try:
                    yield chunk, work(chunk)
                except Exception as error:
                    yield chunk, Failure(chunk, format_error(error))

        yield run


def table(folder: Path) -> pl.DataFrame:
    """The finished table of a store."""
    return pl.read_parquet(folder / "compact" / "*.parquet")


def parts(folder: Path) -> list[Path]:
    return sorted((folder / "parts").glob("*.parquet"))


def started(*words: object, **options: Any) -> subprocess.Popen[str]:
    """`jiaosuo` as a process of its own, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "jiaosuo.experiments.cli", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        **options,
    )


def until(fact: Callable[[], object], seconds: float = 120) -> bool:
    """Wait for something to be true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if fact():
            return True
        time.sleep(0.05)
    return False


def children(pid: int) -> list[int]:
    """The processes below a process that run the model: spawned workers, not the tracker beside them."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == pid and b"spawn_main" in words:
            found.append(int(entry.name))
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def session(leader: int) -> list[int]:
    """All live processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == leader and alive(int(entry.name)):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def launched(*words: str, **variables: str) -> subprocess.Popen[bytes]:
    """A process of Dask, in a session of its own, that imports this project."""
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
