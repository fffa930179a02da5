"""What a command takes, told by a small process that starts it: `python -m benchmarks.spent WORDS`.

A process begins with the peak of the one it was forked from, so that one with libraries in it would count as
the command's. Prints a line of JSON: seconds of CPU (the command's own children too), seconds on the wall,
peak MiB of the largest process, and what the command ended with. Its output goes to standard error.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Spent(NamedTuple):
    """CPU and wall in seconds, peak resident size in MiB, exit status."""

    cpu: float
    wall: float
    peak: float
    status: int


def spent(
    words: list[str], *, environment: dict[str, str] | None = None, out: str | None = None, fine: int = 0
) -> Spent:
    """What a command took; its output goes to the file `out`.

    Raises RuntimeError where it ended with more than `fine`.
    """
    with open(out or os.devnull, "wb") as told:
        command = [sys.executable, "-m", __name__, *words]
        given = None if environment is None else os.environ | environment
        done = subprocess.run(command, env=given, cwd=ROOT, stdout=subprocess.PIPE, stderr=told, check=True)
    took = Spent(**json.loads(done.stdout))
    if not 0 <= took.status <= fine:
        raise RuntimeError(f"ended with {took.status}: {' '.join(words)}")
    return took


def python(*words: str) -> list[str]:
    """The words of a command of this Python."""
    return [sys.executable, *words]


def jiaosuo(*words: str) -> list[str]:
    """The words of a command of the project."""
    return python("-m", "jiaosuo.experiments.cli", *words)


def watched(words: list[str]) -> Spent:
    """Start it, wait for it, and ask the system what it took."""
    began = time.perf_counter()
    process = subprocess.Popen(words, stdout=sys.stderr)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    held = used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Spent(used.ru_utime + used.ru_stime, time.perf_counter() - began, held, process.returncode)


if __name__ == "__main__":
    print(json.dumps(watched(sys.argv[1:])._asdict()))
