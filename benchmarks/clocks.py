"""How things are timed here: CPU time, medians, and what is compared run in turn."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jiaosuo.model import County, Scenario

ROOT = Path(__file__).parent.parent


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def day_of(scenario: Scenario, days: float = 1) -> float:
    """CPU seconds a day of a county that is built already."""
    county = County(scenario)
    return seconds(lambda: county.run_days(days)) / days


def in_turn[T](rounds: int, *works: Callable[[], T]) -> list[list[T]]:
    """What each gave in each round; all run once a round, each round in the other order."""
    given: list[list[T]] = [[] for _ in works]
    for number in range(rounds):
        order = range(len(works)) if number % 2 == 0 else range(len(works) - 1, -1, -1)
        for place in order:
            given[place].append(works[place]())
    return given


def median_ratio(above: list[float], below: list[float]) -> float:
    """Median over the rounds of one over the other: what slows the machine slows both."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def warm() -> None:
    """Compile or load every kernel before anything is timed."""
    County(Scenario.preset("zigui-2004", people_per_agent=25)).run_days(0.1)


def child(code: str) -> tuple[str, float, float]:
    """(output, CPU seconds, peak MiB as the child itself tells it) of Python code in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = "\nfrom benchmarks.peak import peak; print(peak())"
    done = subprocess.run(
        [sys.executable, "-c", code + told], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    *output, most = done.stdout.splitlines()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return "\n".join(output), cpu, float(most)


def machine() -> dict[str, Any]:
    """What a figure depends on, and how busy the machine is."""
    import mesa
    import numba
    import numpy

    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "libraries": {each.__name__: each.__version__ for each in (mesa, numba, numpy)},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor()
