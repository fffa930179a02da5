"""Seconds per simulated day, and where they go: `python -m benchmarks [PRESET ...]`."""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from model import County, Scenario

DAYS = 3
RUNS = 5
LINES = {
    "candidates of the day": ("_begin_day", "county"),
    "all minutes, in the kernels": ("live", "dispatch"),
    "whereabouts of citizens": ("move", "citizens"),
}
"""Lines of the step: the method and who owns it."""


def main(presets: list[str]) -> None:
    """Print a table for each preset and rule; figures are medians of several runs on this machine."""
    console = Console()
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    print(f"{machine}, {DAYS} days, median of {RUNS} runs, one process")
    warm()
    for preset in presets or ["zigui-2004", "county-town"]:
        console.print(seconds_per_day(preset))
        console.print(where_time_goes(preset))
    console.print(two_rules_of_a_month())


def warm() -> None:
    """Compile or load every kernel before anything is timed."""
    County(Scenario.preset("zigui-2004", people_per_agent=25)).run_days(0.5)


def seconds_per_day(preset: str) -> Table:
    """Seconds to build, and per simulated day, by rule and by people per agent."""
    table = Table("rule", "people per agent", "build, s", "s per day", title=f"{preset}: cost of a day")
    for people in (10, 1):
        for rule in ("separate", "stationed", "integrated"):
            scenario = Scenario.preset(preset, rule=rule, people_per_agent=people)
            builds, days = zip(*(timed(scenario) for _ in range(RUNS)), strict=True)
            table.add_row(
                rule, str(people), f"{statistics.median(builds):.2f}", f"{statistics.median(days):.3f}"
            )
    return table


def timed(scenario: Scenario) -> tuple[float, float]:
    """Seconds to build a county, and per day that it runs."""
    start = time.perf_counter()
    county = County(scenario)
    built = time.perf_counter()
    county.run_days(DAYS)
    return built - start, (time.perf_counter() - built) / DAYS


def two_rules_of_a_month() -> Table:
    """Seconds of CPU to build and run zigui-2004 for 30 days under two rules."""
    table = Table("people per agent", "CPU, s", title="zigui-2004, 30 days, two rules")
    for people in (10, 1):
        start = time.process_time()
        for rule in ("separate", "integrated"):
            County(Scenario.preset("zigui-2004", rule=rule, people_per_agent=people)).run_days(30)
        table.add_row(str(people), f"{time.process_time() - start:.2f}")
    return table


def where_time_goes(preset: str) -> Table:
    """Share of a step's time by its lines; the rest is Mesa's scheduler and these clocks."""
    county = County(Scenario.preset(preset, rule="integrated"))
    spent = dict.fromkeys(LINES, 0.0)
    for line, (method, owner) in LINES.items():
        holder = county if owner == "county" else getattr(county, owner)
        setattr(holder, method, clocked(getattr(holder, method), spent, line))
    start = time.perf_counter()
    county.run_days(DAYS)
    total = time.perf_counter() - start
    spent["the rest: Mesa's schedule, clocks"] = total - sum(spent.values())
    table = Table(
        "line of the step", "ms per day", "share", title=f"{preset}, integrated: where the time goes"
    )
    for line, seconds in split(spent, seconds_of_traffic(county)).items():
        table.add_row(line, f"{1000 * seconds / DAYS:.1f}", f"{seconds / total:.0%}")
    return table


def seconds_of_traffic(county: County) -> float:
    """Seconds that the same trips take beside, with nothing on the roads to disturb them."""
    beside = county.vehicles.afresh()
    start = time.perf_counter()
    beside.move(float(county.minute))
    return time.perf_counter() - start


def split(spent: dict[str, float], traffic: float) -> dict[str, float]:
    """The kernels' time in two: a kernel cannot be asked for the time, so the traffic is clocked beside."""
    lines = dict(spent)
    inside = lines.pop("all minutes, in the kernels")
    return {
        "2 vehicles move (the same trips, clocked beside)": traffic,
        "3-9 incidents, calls, desks, officers, recorder": inside - traffic,
        **lines,
    }


def clocked(method: Callable[..., object], spent: dict[str, float], line: str) -> Callable[..., object]:
    """The method, with its time added to a line."""

    def run(*args: object) -> object:
        start = time.perf_counter()
        result = method(*args)
        spent[line] += time.perf_counter() - start
        return result

    return run


if __name__ == "__main__":
    main(sys.argv[1:])
