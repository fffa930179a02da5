"""What a run of a county leaves behind: the rows from which outcomes are made, and tables to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.model.citizens import Citizens
from jiaosuo.model.core.columns import Table
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.dispatch import Dispatch
from jiaosuo.model.evidence import Evidence, closed_posts, since
from jiaosuo.model.kernels.step.accounts import close_books, faded_officers
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.measures import Value
from jiaosuo.model.outcomes import measure
from jiaosuo.model.recorder import Recorder, calls_table, officers_table, ticks_table, townships_table
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.vehicles import Vehicles, undisturbed_hours
from jiaosuo.model.views import Viewed
from jiaosuo.model.work_demand import minutes_of_work

if TYPE_CHECKING:
    import polars as pl


class Observed(Viewed):
    """A county as it is looked at: nothing here changes it.

    `in_force` is the scenario under which it runs now, `_case` the one with the whole timeline; `_warm` what
    was booked in its warm-up.
    """

    in_force: Scenario
    land: Landscape
    citizens: Citizens
    vehicles: Vehicles
    dispatch: Dispatch
    recorder: Recorder
    _case: Scenario
    _digest: bytes
    _warm: Evidence | None

    @property
    def hour(self) -> int:
        """Hour of the day."""
        return self.minute // MINUTES_AN_HOUR % HOURS_A_DAY

    @property
    def world_digest(self) -> str:
        """Names the world before policing: land, people, vehicles, trips, candidates of the days begun."""
        return self._digest.hex()

    def undisturbed_hours(self) -> float:
        """Vehicle-hours of the same trips had nothing happened and no junction been staffed.

        Returns
        -------
        float
            Hours after the warm-up; they are worked out anew, which takes as long as the traffic of the run.
        """
        warm = 0.0 if self._warm is None else undisturbed_hours(self.vehicles, self._warm.end)
        return undisturbed_hours(self.vehicles, float(self.minute)) - warm

    def evidence(
        self, latent: npt.NDArray[np.int64] | None = None, undisturbed: float | None = None
    ) -> Evidence:
        """The rows from which every outcome is made, with all books closed at this minute, warm-up left out.

        Parameters
        ----------
        latent : numpy.ndarray of int, optional
            Keys of the incidents to count, reported or not; without it, all calls that were made.
        undisturbed : float, optional
            Vehicle-hours of the reference run, one for all rules of a world; without it no delay is observed.

        Returns
        -------
        Evidence
            The rows, whose tables the run goes on writing to.

        Raises
        ------
        InputError
            When the warm-up is not over, or the county was broken off in the middle of its work.
        """
        rows = self.books()
        self._refuse_cold()
        if self._warm is not None:
            rows = since(self._warm, rows)
        return replace(rows, latent=latent, undisturbed_hours=undisturbed)

    def books(self) -> Evidence:
        """The rows of the whole run, its warm-up among them, with all books closed at this minute.

        Returns
        -------
        Evidence
            The rows, whose tables the run goes on writing to.

        Raises
        ------
        InputError
            When the county was broken off in the middle of its work.
        """
        self.refuse_broken_off()
        tables = self.dispatch.tables
        return Evidence(
            scenario=self.in_force,
            end=float(self.minute),
            calls=self.dispatch.calls,
            kinds=tables.kinds,
            officers=faded_officers(tables.officers, tables.levers, float(self.minute)),
            duty_minutes=close_books(tables.officers, tables.duty_minutes, float(self.minute)),
            posts=closed_posts(tables.posts, float(self.minute)),
            post_minutes_wanted=float(tables.clock["post_minutes_wanted"][0]),
            unmanned=tables.unmanned,
            work=minutes_of_work(tables.work_pool),
            files=self.dispatch.used("files"),
            watches=len(tables.watches),
            visit_minutes=visit_minutes(tables.clock),
            trust=self.citizens.columns["trust"],
            links=tables.links,
            cells=self.land.cells,
            roads=self.vehicles.roads.clock,
            settlement=self.land.settlement,
            vehicle_hours=self.vehicles.vehicle_hours,
        )

    def outcomes(self) -> dict[str, Value]:
        """Every outcome so far, warm-up left out.

        Returns
        -------
        dict
            By name of the outcome a pair: its value in the outcome's unit, None where it was not observed,
            and the number of observations. `jiaosuo outcomes` lists names and units.

        Raises
        ------
        InputError
            When nothing has run yet, the warm-up is not over, or the county was broken off.
        """
        self._refuse_unstarted()
        return measure(self.evidence(undisturbed=self.undisturbed_hours()))

    def calls(self) -> pl.DataFrame:
        """The calls so far as a table; with `log=True` who came to each, from where and how far too.

        Returns
        -------
        polars.DataFrame
            One row a call, in the order in which they arose; times in minutes of the run, null where it did
            not happen. docs/data-dictionary.md has the columns.

        Raises
        ------
        InputError
            When the county was broken off in the middle of its work.
        """
        self.refuse_broken_off()
        now, log = float(self.minute), self.dispatch.log if self.dispatch.logging else None
        officers = self.dispatch.tables.officers
        return calls_table(self.dispatch.calls, now, self._case, self.land, log, officers)

    def officers(self) -> pl.DataFrame:
        """The officers as a table.

        Returns
        -------
        polars.DataFrame
            One row an officer, who has left too: corps, home, skill (0 to 1), cases led, minutes in each
            duty.

        Raises
        ------
        InputError
            When the county was broken off in the middle of its work.
        """
        evidence = self.books()
        return officers_table(evidence.officers, evidence.duty_minutes, self.land)

    def townships(self) -> pl.DataFrame:
        """The townships as a table: where there are officers, and how long there is nobody on duty.

        Returns
        -------
        polars.DataFrame
            One row a township: people, officers by corps, reported calls, hours a day with nobody on duty.

        Raises
        ------
        InputError
            When the county was broken off in the middle of its work.
        """
        self.refuse_broken_off()
        tables = self.dispatch.tables
        return townships_table(
            tables.officers, self.dispatch.calls, tables.unmanned, float(self.minute), self.land
        )

    def ticks(self) -> pl.DataFrame:
        """The minutes so far as a table.

        Returns
        -------
        polars.DataFrame
            One row a minute: calls waiting and open, vehicles on the road, officers in each duty.

        Raises
        ------
        InputError
            When the county was broken off in the middle of its work.
        """
        self.refuse_broken_off()
        return ticks_table(self.recorder.rows())

    def _refuse_unstarted(self) -> None:
        if self.minute == 0:
            raise InputError("days", 0, "nothing is observed before the first minute; run the county first")

    @property
    def is_warm(self) -> bool:
        """Whether the warm-up is over, so that outcomes are observed."""
        return not self._warmup or self._warm is not None

    def _refuse_cold(self) -> None:
        if not self.is_warm:
            warmup = self._warmup // MINUTES_A_DAY
            allowed = f"the run must be longer than its warm-up of {warmup} days (warmup_days)"
            raise InputError("days", self.minute / MINUTES_A_DAY, allowed)

    @property
    def _warmup(self) -> int:
        return int(self._case["warmup_days"]) * MINUTES_A_DAY


def visit_minutes(clock: Table) -> npt.NDArray[np.float64]:
    """Minutes of community visits wanted so far, and made, (2,)."""
    return np.array([clock["visit_minutes_wanted"][0], clock["visit_minutes_made"][0]])
