"""What a county ten times as large costs."""

from __future__ import annotations

import statistics

from benchmarks.clocks import day_of, in_turn, median_ratio
from benchmarks.counties import grown_county
from benchmarks.row import Measured, Row

SMALL = 45_000


def measure() -> Measured:
    """Median over rounds of the large county's day over the small one's."""
    small, large = in_turn(
        5, lambda: day_of(grown_county(SMALL), 2), lambda: day_of(grown_county(10 * SMALL))
    )
    medians = {"small": statistics.median(small), "large": statistics.median(large)}
    return Measured(median_ratio(large, small), medians | {"people": [SMALL, 10 * SMALL]})


ROWS = [
    Row(
        "growth",
        "cost of a day as people, vehicles, officers, land and roads grow tenfold",
        "x",
        11,
        "CPU, median ratio of 5 rounds in turn",
        measure,
    )
]
