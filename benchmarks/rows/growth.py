"""What a county ten times as large costs."""

from __future__ import annotations

import statistics

from benchmarks.clocks import day_of, in_turn, median_ratio
from benchmarks.counties import grown_county
from benchmarks.row import Measured, Row
from jiaosuo.model import County, Scenario

SMALL = 45_000


def by_land() -> Measured:
    """Land and roads grow too: ways are longer then, so a vehicle crosses more links (told beside)."""
    return _compared(grown_county(SMALL), grown_county(10 * SMALL))


def by_agents() -> Measured:
    """The same county told by ten times as many agents, people and vehicles; its ways stay as they are."""
    return _compared(grown_county(10 * SMALL, people_per_agent=10), grown_county(10 * SMALL))


def _compared(small: Scenario, large: Scenario) -> Measured:
    """Median over rounds of the large county's day over the small one's, and the same for a crossing."""
    took = in_turn(5, lambda: day_of(small, 2), lambda: day_of(large, 2))
    ratio, crossings = median_ratio(took[1], took[0]), [_crossings(each) for each in (small, large)]
    more, days = crossings[1] / crossings[0], [statistics.median(each) for each in took]
    return Measured(
        ratio,
        {
            "small": days[0],
            "large": days[1],
            "crossings": crossings,
            "crossings ratio": more,
            "microseconds a crossing": per_crossing(days, crossings),
            "ratio for a crossing": ratio / more,
        },
    )


def per_crossing(days: list[float], crossings: list[int]) -> list[float]:
    """Microseconds of days, in seconds, for each of their crossings."""
    return [1e6 * day / count for day, count in zip(days, crossings, strict=True)]


def _crossings(scenario: Scenario) -> int:
    return int(County(scenario).run_days(1).vehicles.roads.links["crossings"].sum())


ROWS = [
    Row(
        "growth-land",
        "cost of a day as people, vehicles, officers, land and roads grow tenfold",
        "x",
        11,
        "CPU, median ratio of 5 rounds in turn",
        by_land,
    ),
    Row(
        "growth-agents",
        "cost of a day as one county is told by ten times as many agents",
        "x",
        11,
        "CPU, median ratio of 5 rounds in turn",
        by_agents,
    ),
]
