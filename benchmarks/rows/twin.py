"""The county beside the same county as plain Mesa objects; tests show that the two agree."""

from __future__ import annotations

import statistics

from benchmarks.clocks import in_turn, median_ratio, seconds
from benchmarks.row import Measured, Row
from examples.plain_mesa_county import PlainCounty, small_county
from jiaosuo.model import County

SMALL = {
    "people_per_agent": 2, "population": 40_000, "area_km2": 200, "townships": 2, "squadrons": 1,
    "officers_traffic": 8, "officers_station": 20, "auxiliaries": 20, "traffic_specialists": 1,
    "case_specialists": 3,
}  # fmt: skip


def kernels() -> tuple[float, tuple[int, int]]:
    """CPU seconds of a day, and calls and crossings in it."""
    county = County(small_county(**SMALL))
    took = seconds(lambda: county.run_days(1))
    return took, (len(county.dispatch.calls), int(county.vehicles.roads.links["crossings"].sum()))


def objects(citizens_step_every: int) -> tuple[float, tuple[int, int]]:
    """The same of the same day as objects that step themselves."""
    county = PlainCounty(small_county(**SMALL), citizens_step_every)
    took = seconds(lambda: county.run_for(1_440))
    return took, (len(county.calls), sum(road.crossings for road in county.roads))


def measure() -> Measured:
    """Every agent steps each minute; beside it, citizens who look at the clock once an hour."""
    told = in_turn(3, kernels, lambda: objects(1), lambda: objects(60))
    seen = {each for runs in told for _, each in runs}
    if len(seen) > 1:
        raise RuntimeError(f"the twins disagree on (calls, crossings): {sorted(seen)}")
    ours, minutely, hourly = ([took for took, _ in runs] for runs in told)
    return Measured(
        median_ratio(minutely, ours),
        {
            "calls, crossings": seen.pop(),
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
