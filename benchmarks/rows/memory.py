"""What a million citizens take."""

from __future__ import annotations

import statistics

from benchmarks.clocks import child
from benchmarks.row import Measured, Row

CODE = """
from benchmarks.counties import grown_county
from jiaosuo.model import County
county = County(grown_county(1_000_000)).run_days(1)
print(len(county.citizens.columns), len(county.vehicles.columns))
"""


def measure() -> Measured:
    """Peak of a process that builds and runs a county of a million people, each an agent, for a day."""
    child(CODE)
    told = [child(CODE) for _ in range(3)]
    citizens, vehicles = told[0][0].split()
    return Measured(
        statistics.median(peak for _, _, peak in told),
        {
            "citizens": int(citizens),
            "vehicles": int(vehicles),
            "cpu": statistics.median(c for _, c, _ in told),
        },
    )


ROWS = [
    Row(
        "memory",
        "peak memory, 1,000,000 citizens, headless, a day",
        "MiB",
        1_024,
        "peak resident size of a fresh process, kernels compiled before, median of 3",
        measure,
    )
]
