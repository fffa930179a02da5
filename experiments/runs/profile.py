"""Where the time of a run goes, by line of the step: `jiaosuo run PLACE --profile`.

Inside the kernels a second build of the minute reads the thread's clock between lines
(kernels/step/stopwatch.py); outside, Python's own clock does. What reading the clock costs is measured and
taken off. Nothing else differs: the county is the same to the bit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.columns import Table as Rows
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.county import County
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.roads.tables import TrafficTables
from jiaosuo.model.kernels.step.stopwatch import LINES, advance_timed, nanoseconds_a_lap
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    from rich.table import Table

CALENDAR = "the calendar turns"
CANDIDATES = "candidates of the day are drawn"
HANDING_OVER = "tables are handed to the kernels, and grow"
REST = "the rest: Mesa's schedule"
WATCH = "the watch itself"


@dataclass(frozen=True, kw_only=True)
class ProfileLine(Record):
    """A line of the step: milliseconds a day, its share of all, and times a day."""

    line: str
    ms_a_day: float
    share: float
    times_a_day: float


class WatchedCounty(County):
    """A county that knows where its time went: ask for `profile` when it has run."""

    def __init__(self, scenario: Scenario, *, log: bool = False) -> None:
        _warm(scenario)
        self._spent = np.zeros((len(LINES), 2), np.int64)
        self._beside = {CALENDAR: [0, 0], CANDIDATES: [0, 0], HANDING_OVER: [0, 0]}
        self._total = 0
        self._minutes = _watching(self._spent)
        super().__init__(scenario, log=log)

    def run_days(self, days: float) -> County:
        """Run so many days more, with an eye on the clock."""
        start = time.thread_time_ns()
        super().run_days(days)
        self._total += time.thread_time_ns() - start
        return self

    @property
    def profile(self) -> list[ProfileLine]:
        """What each line took, the dearest first."""
        lap = nanoseconds_a_lap(10_000)
        laps = int(self._spent[:, 1].sum())
        kernels = {name: (ns - n * lap, n) for name, (ns, n) in zip(LINES, self._spent.tolist(), strict=True)}
        beside = {name: (float(ns), n) for name, (ns, n) in self._beside.items()}
        inside = float(self._spent[:, 0].sum())
        beside[HANDING_OVER] = (beside[HANDING_OVER][0] - inside, beside[HANDING_OVER][1])
        rest = self._total - inside - sum(ns for ns, _ in beside.values())
        lines = kernels | beside | {REST: (rest, self.minute), WATCH: (laps * lap, laps)}
        days = self.minute / MINUTES_A_DAY
        told = [
            ProfileLine(line=name, ms_a_day=ns / 1e6 / days, share=ns / self._total, times_a_day=n / days)
            for name, (ns, n) in lines.items()
            if n
        ]
        return sorted(told, key=lambda line: -line.ms_a_day)

    def _turn_the_calendar(self) -> None:
        self._clocked(CALENDAR, super()._turn_the_calendar)

    def _begin_day(self) -> None:
        self._clocked(CANDIDATES, super()._begin_day)

    def _advance(self, until: int) -> None:
        self._clocked(HANDING_OVER, lambda: super(WatchedCounty, self)._advance(until))

    def _clocked(self, line: str, method: Callable[[], None]) -> None:
        start = time.thread_time_ns()
        method()
        self._beside[line][0] += time.thread_time_ns() - start
        self._beside[line][1] += 1


def _watching(spent: npt.NDArray[np.int64]) -> Callable[..., int]:
    """The kernel of the minutes that adds its time to `spent`."""

    def minutes(
        roads: TrafficTables, tables: EventLoopTables, candidates: Rows, ticks: Rows, minute: int, until: int
    ) -> int:
        return int(advance_timed(roads, tables, candidates, ticks, minute, until, spent))

    return minutes


def _warm(scenario: Scenario) -> None:
    """Compile the watched minute, which is kept for this process alone, before anything is timed."""
    county = County(scenario)
    county._begin_day()
    county._minutes = _watching(np.zeros((len(LINES), 2), np.int64))
    county._advance(1)


def profile_table(county: WatchedCounty) -> Table:
    """The profile as a table."""
    # only a terminal pays
    from rich.table import Table

    table = Table(title="where the time goes (CPU)", title_justify="left")
    table.add_column("line of the step")
    for heading in ("ms a day", "share", "times a day"):
        table.add_column(heading, justify="right")
    for line in county.profile:
        figures = f"{line.ms_a_day:.2f}", f"{line.share:.1%}", f"{line.times_a_day:,.0f}"
        table.add_row(line.line, *figures)
    return table
