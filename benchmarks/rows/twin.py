"""The county beside the same county as plain Mesa objects; tests show that the two agree."""

from __future__ import annotations

import statistics

from benchmarks.clocks import in_turn, median_ratio, seconds
from benchmarks.row import Measured, Row
from model import County
from tests.twins.plain_mesa import PlainCounty, small_county

PEOPLE = {"people_per_agent": 1}


def kernels() -> float:
    """CPU seconds of a day."""
    county = County(small_county(**PEOPLE))
    return seconds(lambda: county.run_days(1))


def objects(citizens_step_every: int) -> float:
    """CPU seconds of the same day as objects that step themselves."""
    county = PlainCounty(small_county(**PEOPLE), citizens_step_every)
    return seconds(lambda: county.run_for(1_440))


def measure() -> Measured:
    """Every agent steps each minute; beside it, citizens who look at the clock once an hour."""
    ours, minutely, hourly = in_turn(3, kernels, lambda: objects(1), lambda: objects(60))
    return Measured(
        median_ratio(minutely, ours),
        {
            "kernels": statistics.median(ours),
            "objects": statistics.median(minutely),
            "objects, citizens hourly": statistics.median(hourly),
            "ratio, citizens hourly": median_ratio(hourly, ours),
        },
    )


ROWS = [
    Row(
        "twin",
        "a day as plain Mesa objects over the same day in kernels, same draws, same outcome",
        "x",
        200,
        "CPU, median ratio of 3 rounds in turn",
        measure,
        at_least=True,
    )
]
