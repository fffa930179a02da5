"""Cost of a day by people, by officers and by cores, as numbers and as one picture each."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.clocks import day_of, warm
from benchmarks.counties import FORCE, grown_county, large_county
from jiaosuo.model import County, Scenario

PEOPLE = (10_000, 30_000, 100_000, 300_000, 1_000_000)
OFFICERS = (150, 500, 1_500, 5_000)
CORES = (1, 2, 4, 8)
ROUNDS = 3
WORLDS = 12


def draw(folder: Path) -> dict[str, list[dict[str, float]]]:
    """Measure the three, write a picture of each, and return the points."""
    curves: dict[str, tuple[str, str, Callable[[], list[dict[str, float]]]]] = {
        "people": ("people (each an agent; land and force in proportion)", "CPU seconds a day", by_people),
        "officers": ("officers (400,000 people, 100,000 vehicles)", "CPU seconds a day", by_officers),
        "cores": ("cores (worlds of a day, warm workers)", "worlds a second over that of one core", by_cores),
    }
    told = {}
    for name, (across, up, measure) in curves.items():
        told[name] = measure()
        _picture(told[name], across, up, name != "cores", folder / f"by-{name}.svg")
    return told


def by_people() -> list[dict[str, float]]:
    """Counties of one kind, from a township to a large county; rounds in turn."""
    days: dict[int, list[float]] = {people: [] for people in PEOPLE}
    for _ in range(ROUNDS):
        for people in PEOPLE:
            days[people].append(day_of(grown_county(people)))
    return [{"x": people, "y": statistics.median(took)} for people, took in days.items()]


def by_officers() -> list[dict[str, float]]:
    """One county under more and more officers, all corps in proportion."""
    days: dict[int, list[float]] = {officers: [] for officers in OFFICERS}
    for _ in range(ROUNDS):
        for officers in OFFICERS:
            days[officers].append(day_of(_policed(officers)))
    return [{"x": officers, "y": statistics.median(took)} for officers, took in days.items()]


def _policed(officers: int) -> Scenario:
    share = officers / sum(FORCE.values())
    force = {name: max(1, round(count * share)) for name, count in FORCE.items()}
    return Scenario.preset("county-town", **(dict(large_county().values) | force))


def by_cores() -> list[dict[str, float]]:
    """Worlds a second with so many warm worker processes, over that with one; by the wall's clock."""
    import os

    took = {}
    for cores in [each for each in CORES if each <= (os.cpu_count() or 1)]:
        with ProcessPoolExecutor(cores, initializer=warm) as pool:
            list(pool.map(_world, range(2 * cores)))
            start = time.perf_counter()
            list(pool.map(_world, range(WORLDS)))
            took[cores] = time.perf_counter() - start
    return [{"x": cores, "y": took[1] / seconds} for cores, seconds in took.items()]


def _world(seed: int) -> int:
    return len(
        County(Scenario.preset("zigui-2004", seed=seed, people_per_agent=5)).run_days(2).dispatch.calls
    )


def _picture(points: list[dict[str, float]], across: str, up: str, log: bool, file: Path) -> None:
    import altair as alt

    scale: dict[str, Any] = {"type": "log"} if log else {"type": "linear", "domainMin": 0}
    chart = (
        alt.Chart(alt.Data(values=points))
        .mark_line(point=True)
        .encode(
            x=alt.X("x:Q", title=across, scale=alt.Scale(**scale)),
            y=alt.Y("y:Q", title=up, scale=alt.Scale(**scale)),
        )
        .properties(width=480, height=300)
    )
    chart.save(str(file))
