"""A long path walked: one row of outcomes for each year, from the days that are run of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.county import County
from jiaosuo.model.evidence import Evidence, since, snapshot
from jiaosuo.model.growth import points_gained, share_in_towns, vehicles_per_head
from jiaosuo.model.landscape import urbanization_of
from jiaosuo.model.outcomes import measure
from jiaosuo.model.scenario import Scenario, parameters
from jiaosuo.model.years import DAYS_OF_A_YEAR, DAYS_PER_YEAR, GROWN_FOR, Years

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Journey:
    """A county at the end of its path, and the evidence of each year."""

    county: County
    years: dict[int, Evidence]

    def outcomes(self) -> pl.DataFrame:
        """One row a year: the rule in force, the numbers that move, every outcome (null: not observed)."""
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
        """One row a call, with the year in which it arose; times in minutes of the run."""
        # heavy: only who asks for a table pays
        import polars as pl

        path = path_of(self.county.scenario)
        minutes = path.days_per_year * MINUTES_A_DAY
        year = (pl.col("arose") // minutes).cast(pl.Int64) + path.first
        return self.county.calls().select(year.alias("year"), pl.all())


def growing(scenario: Scenario, horizon: int | None = None, days_per_year: int = DAYS_OF_A_YEAR) -> Scenario:
    """The years of a place from now on: year 0 is the place without growth, the last is `horizon` years on.

    Each year has the vehicles and the urbanization that so many years of growth (`vehicle_growth`,
    `urbanization_growth`) give. `horizon`: by default the place's `years`. InputError for a place of theory,
    or one with a path of its own.
    """
    if scenario.path is not None:
        raise InputError("years", horizon, f"{scenario.place} is a path of years and says its own")
    if scenario.about.theory:
        raise InputError("years", horizon, f"{scenario.place} is a place of theory, which does not grow")
    declared = parameters()[GROWN_FOR]
    last = int(declared.check(scenario[GROWN_FOR] if horizon is None else horizon, GROWN_FOR))
    days = int(DAYS_PER_YEAR.check(days_per_year, "days_per_year"))
    return replace(scenario, path=Years.growing(last, days))


def grown(scenario: Scenario, most: float | None = None) -> dict[int, dict[str, float]]:
    """By year what has grown on a path: share of people in towns, vehicles per 1,000 people.

    `most`: the most urbanization that the land can have, if it is known; else the land is asked, once.
    """
    path, most = path_of(scenario), urbanization_of(scenario.start)[1] if most is None else most
    found = {}
    for year in path.all:
        case = scenario.in_force(path.begins(year) * MINUTES_A_DAY)
        found[year] = {
            "urbanization": share_in_towns(case["urbanization"], points_gained(case), most),
            "vehicles_per_1000": 1000 * vehicles_per_head(case),
        }
    return found


def path_of(scenario: Scenario) -> Years:
    """The path of a scenario; InputError if it has none."""
    if scenario.path is None:
        raise InputError("path", scenario.place, "must be a place with a path of years ([path] in its file)")
    return scenario.path


def walk(scenario: Scenario, on_year: Callable[[int], None] | None = None, *, log: bool = False) -> Journey:
    """Run every year of a path in turn; `on_year` hears of each that is done.

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
