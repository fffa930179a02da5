"""How fast officers come, from a log: minutes from sending to arrival held against a place's roads.

A log does not say where a unit set out: it is taken to come from the nearest site of its corps. The median
of the slopes of all pairs of calls (Theil and Sen) bears with those that came from elsewhere; what a call
takes however near it is (getting ready, parking) is left to the other end of the line. Hours in which plans
put more vehicles on the roads than in the mean of the day are left out: their queues are no slower road.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.logs.call_places import cells_of
from jiaosuo.experiments.logs.columns import CORPS_NAMES
from jiaosuo.experiments.logs.estimators import Fitted
from jiaosuo.experiments.logs.fit_result import NotFitted, TravelFit
from jiaosuo.model import County
from jiaosuo.model.core.units import HOURS_A_DAY
from jiaosuo.model.core.words import N_
from jiaosuo.model.parameters.land import LAND

if TYPE_CHECKING:
    import polars as pl

type Floats = npt.NDArray[np.float64]

LEAST_TRAVELS = 60
"""Calls with a way and a time, outside of the busy hours, from which a speed is told."""
MOST_TRAVELS = 2_000
"""Calls of which all pairs are looked at; of more, so many spread evenly over the log."""
LONGEST = 240.0
"""Minutes of a drive at most: what takes longer was sent later than the log has it."""
ROUNDING = 0.02
"""Doubt that stays however many calls agree: a site is a cell, and a clock has minutes (assumption)."""

SPEEDS = tuple(each.name for each in LAND if each.name.startswith("speed_"))
SHARE = "travel_share"

FEW = N_("only {n} calls with a point, sending and arrival in quiet hours, and {least} are needed")
NO_SLOPE = N_("arrival does not come later the longer the way is from the nearest site of the corps")


@dataclass(frozen=True)
class Drives:
    """Drives of first units: minutes at the free speeds of the place, minutes that were seen, quiet hours."""

    free: Floats
    seen: Floats
    quiet: npt.NDArray[np.bool_]


def fit_travel(frame: pl.DataFrame, county: County) -> TravelFit | NotFitted:
    """The factor on the speeds of a county's roads that calls tell, or why they tell none."""
    # scipy is slow to import: only who fits pays
    from scipy.stats import theilslopes

    drives = drives_of(frame, county)
    free, seen = drives.free[drives.quiet], drives.seen[drives.quiet]
    if len(free) < LEAST_TRAVELS:
        return NotFitted(name=_name(county), why=FEW, n=len(free), least=LEAST_TRAVELS)
    step = np.linspace(0, len(free) - 1, min(len(free), MOST_TRAVELS)).round().astype(int)
    line = theilslopes(seen[step], free[step], alpha=0.9) if np.ptp(free) > 0 else None
    if line is None or not line.low_slope > 0:
        return NotFitted(name=_name(county), why=NO_SLOPE, n=len(free), least=0)
    factor = 1 / float(line.slope)
    return TravelFit(
        factor=round(factor, 5),
        low=round(min(1 / float(line.high_slope), factor * (1 - ROUNDING)), 5),
        high=round(max(1 / float(line.low_slope), factor * (1 + ROUNDING)), 5),
        n=len(free),
        calls=len(drives.free),
        minutes_before=round(float(line.intercept), 3),
    )


def drives_of(frame: pl.DataFrame, county: County) -> Drives:
    """The drives of a log that can be held against the roads of a county."""
    # heavy: only who reads a log pays
    import polars as pl

    took = (pl.col("arrived") - pl.col("dispatched")).dt.total_milliseconds() / 60_000
    calls = frame.with_columns(took.alias("minutes")).filter(pl.col("minutes").is_between(0, LONGEST))
    cells, seen = cells_of(calls, county), calls["minutes"].to_numpy().astype(np.float64)
    hours = calls["dispatched"].dt.hour().to_numpy().astype(int)
    free, corps = np.full(len(seen), np.nan), np.array(calls["corps"].to_list(), object)
    officers, minutes = county.force.columns, county.land.travel_minutes
    for at, name in enumerate((*CORPS_NAMES, None)):
        of_corps = np.ones(len(officers), np.bool_) if name is None else officers["corps"] == at
        sites, those = np.unique(officers["home_cell"][of_corps]), (corps == name) & (cells >= 0)
        if len(sites) and those.any():
            free[those] = minutes[sites].min(axis=0)[cells[those]]
    there = np.isfinite(free)
    flow = county.vehicles.planned.sum(axis=0)
    busy = flow > flow.mean() if len(flow) == HOURS_A_DAY else np.zeros(HOURS_A_DAY, np.bool_)
    return Drives(free[there], seen[there], ~busy[hours[there]])


def told_by_travel(found: TravelFit, county: County) -> dict[str, Fitted]:
    """The numbers that a factor tells: speeds by class, or the share of travel where roads have their own."""
    scenario = county.scenario
    if _name(county) == SHARE:
        now = scenario[SHARE]
        return {SHARE: Fitted(now / found.factor, now / found.high, now / found.low, found.n)}
    return {
        name: Fitted(*(scenario[name] * each for each in (found.factor, found.low, found.high)), found.n)
        for name in SPEEDS
    }


def _name(county: County) -> str:
    """What is fitted: speeds by class move no road whose own speed stands in `links.csv`."""
    land = county.scenario.given_land
    own = land is not None and land.links is not None and any(each.speed_kmh for each in land.links)
    return SHARE if own else "speed_*"
