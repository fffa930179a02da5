"""A long path walked: one row of outcomes for each year, from the days that are run of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.county import County
from jiaosuo.model.evidence import Evidence, since, snapshot
from jiaosuo.model.future import path_of
from jiaosuo.model.outcomes import measure
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Journey:
    """A county at the end of its path, and the evidence of each year.

    Attributes
    ----------
    county : County
        The county.
    years : dict of int to Evidence
        The evidence by year.
    """

    county: County
    years: dict[int, Evidence]

    def outcomes(self) -> pl.DataFrame:
        """The years as a table.

        Returns
        -------
        polars.DataFrame
            One row a year: the rule in force, the numbers that move, every outcome in its unit (null: not
            observed).
        """
        # heavy: only who asks for a table pays
        import polars as pl

        path = path_of(self.county.scenario)
        return pl.DataFrame(
            [
                {"year": year, "rule": evidence.scenario.rule.name}
                | path.at(year)
                | {name: value for name, (value, _) in measure(evidence).items()}
                for year, evidence in self.years.items()
            ],
            infer_schema_length=None,
        )

    def calls(self) -> pl.DataFrame:
        """The calls as a table.

        Returns
        -------
        polars.DataFrame
            One row a call, with the year in which it arose; times in minutes of the run.
        """
        # heavy: only who asks for a table pays
        import polars as pl

        path = path_of(self.county.scenario)
        minutes = path.days_per_year * MINUTES_A_DAY
        year = (pl.col("arose") // minutes).cast(pl.Int64) + path.first
        return self.county.calls().select(year.alias("year"), pl.all())


def walk(scenario: Scenario, on_year: Callable[[int], None] | None = None, *, log: bool = False) -> Journey:
    """Run every year of a path in turn.

    Parameters
    ----------
    scenario : Scenario
        A scenario with a path of years.
    on_year : callable, optional
        Called with each year that is done.
    log : bool, default False
        Whether every turn of every officer is logged.

    Returns
    -------
    Journey
        The county at the end, and the evidence of each year.

    Notes
    -----
    The days that are not sampled pass as `jiaosuo.model.fast_forward` says. A year's calls are those that
    arose in its days; one still open when they end counts as open, as at the end of any run.
    """
    path, years = path_of(scenario), {}
    county = County(scenario, log=log)
    before = _now(county)
    for year in path.all:
        county.run_days(path.days_per_year)
        after = _now(county)
        years[year], before = since(before, after), after
        if on_year is not None:
            on_year(year)
    return Journey(county, years)


def _now(county: County) -> Evidence:
    return snapshot(county.evidence(undisturbed=county.undisturbed_hours()))
