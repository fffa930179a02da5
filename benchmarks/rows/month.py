"""Zigui 2004 for thirty days under two rules, build and run."""

from __future__ import annotations

import statistics

from benchmarks.clocks import seconds
from benchmarks.row import Measured, Row
from jiaosuo.model import County, Scenario

RUNS = {1: 3, 10: 5}


def of(people: int) -> Measured:
    """Median of some runs of both rules."""

    def month() -> None:
        for rule in ("separate", "integrated"):
            County(Scenario.preset("zigui-2004", rule=rule, people_per_agent=people)).run_days(30)

    took = [seconds(month) for _ in range(RUNS[people])]
    return Measured(statistics.median(took), {"runs": took})


ROWS = [
    Row(
        f"month-{people}",
        f"zigui-2004, 30 days, two rules, {people} people an agent",
        "s",
        limit,
        f"CPU, median of {RUNS[people]}",
        lambda people=people: of(people),  # type: ignore[misc]
    )
    for people, limit in ((1, 12), (10, 2))
]
