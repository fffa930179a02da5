"""A day of a large county, minute by minute, and where its time goes."""

from __future__ import annotations

import statistics

from benchmarks.clocks import day_of, in_turn, seconds
from benchmarks.counties import large_county
from benchmarks.row import Measured, Row
from jiaosuo.experiments.runs.profile import WatchedCounty
from jiaosuo.model import County


def measure() -> Measured:
    """Median of days under two rules in turn; the build is told beside it."""
    separate, integrated = in_turn(
        5, lambda: day_of(large_county()), lambda: day_of(large_county("integrated"))
    )
    county = WatchedCounty(large_county())
    county.run_days(1)
    return Measured(
        statistics.median(separate + integrated),
        {
            "separate": statistics.median(separate),
            "integrated": statistics.median(integrated),
            "build": seconds(lambda: County(large_county())),
            "citizens": len(county.citizens.columns),
            "vehicles": len(county.vehicles.columns),
            "officers": len(county.force.columns),
            "crossings": int(county.vehicles.roads.links["crossings"].sum()),
            "profile": [each.to_json() for each in county.profile],
        },
    )


ROWS = [
    Row(
        "day",
        "a day of 400,000 citizens, 100,000 vehicles, 1,500 officers, one core",
        "s",
        0.7,
        "CPU, median of 5 days under each of two rules, in turn, built before",
        measure,
    )
]
