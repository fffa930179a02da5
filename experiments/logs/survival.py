"""How long until the first unit is there, with calls that nobody came to counted as far as they were watched.

The estimate is Kaplan and Meier's, its band the exponential Greenwood one (log-log), both by SciPy.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.results.record import Record

if TYPE_CHECKING:
    import polars as pl

type Floats = npt.NDArray[np.float64]

BAND = 0.95
POINTS = 200
"""Steps of a curve that are kept for a chart."""
MINUTES = (5, 10, 15, 30, 60)
"""Of what share is somebody there after so many."""


@dataclass(frozen=True, kw_only=True)
class CurvePoint(Record):
    """Minutes after the call, and the share to which nobody has come yet with its band."""

    minutes: float
    waiting: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class SharedWithin(Record):
    """Share of calls to which somebody has come within so many minutes, with its interval."""

    minutes: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Survival(Record):
    """The curve of a group of calls: `events` were reached, `censored` were not while they were watched.

    A quantile is None where the curve does not fall so low.
    """

    group: str
    events: int
    censored: int
    median: float | None
    ninetieth: float | None
    within: tuple[SharedWithin, ...]
    curve: tuple[CurvePoint, ...]


def survival(group: str, reached: Floats, watched: Floats) -> Survival | None:
    """The curve of times until somebody came (`reached`) and of those `watched` in vain; None if few."""
    # scipy.stats is slow to import: only who describes a log pays
    from scipy.stats import CensoredData, ecdf

    if len(reached) < 2:
        return None
    found = ecdf(CensoredData(uncensored=reached, right=watched)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where all or none are waiting there is no band
        band = found.confidence_interval(confidence_level=BAND, method="log-log")
    ends = [np.where(np.isnan(each.probabilities), found.probabilities, each.probabilities)
            for each in (band.low, band.high)]  # fmt: skip
    steps = np.column_stack([found.quantiles, found.probabilities, *ends])
    return Survival(
        group=group,
        events=len(reached),
        censored=len(watched),
        median=_quantile(steps, 0.5),
        ninetieth=_quantile(steps, 0.1),
        within=tuple(_within(steps, minutes) for minutes in MINUTES),
        curve=tuple(_curve(steps)),
    )


def _quantile(steps: Floats, still_waiting: float) -> float | None:
    """The first time at which no more than a share is waiting."""
    below = np.flatnonzero(steps[:, 1] <= still_waiting)
    return round(float(steps[below[0], 0]), 3) if len(below) else None


def _at(steps: Floats, minutes: float) -> Floats:
    """The row of the curve that holds at a time."""
    row = int(np.searchsorted(steps[:, 0], minutes, side="right")) - 1
    return np.array([minutes, 1.0, 1.0, 1.0]) if row < 0 else steps[row]


def _within(steps: Floats, minutes: int) -> SharedWithin:
    _, waiting, low, high = _at(steps, minutes)
    return SharedWithin(
        minutes=minutes,
        share=round(float(1 - waiting), 6),
        low=round(float(1 - high), 6),
        high=round(float(1 - low), 6),
    )


def _curve(steps: Floats) -> Sequence[CurvePoint]:
    """The curve at even steps of its height, from the call on."""
    rows = np.unique(np.linspace(0, len(steps) - 1, min(POINTS, len(steps))).astype(int))
    points = [CurvePoint(minutes=0.0, waiting=1.0, low=1.0, high=1.0)]
    for time, waiting, low, high in steps[rows].tolist():
        point = CurvePoint(
            minutes=round(time, 4), waiting=round(waiting, 6), low=round(low, 6), high=round(high, 6)
        )
        points.append(point)
    return points


def response_times(frame: pl.DataFrame) -> tuple[Floats, Floats]:
    """Minutes from receipt until the first unit was there, and minutes watched of calls that nobody came to.

    A call that was closed before anybody came is watched until then, an open one to the end of the log. What
    officers found and what goes backwards has no response.
    """
    # heavy: only who reads a log pays
    import polars as pl

    own = pl.col("officer_initiated").fill_null(False)
    calls = frame.filter(pl.col("received").is_not_null() & ~own)
    if not calls.height:
        return np.zeros(0), np.zeros(0)
    end = calls.select(pl.max_horizontal("received", "arrived", "cleared").max()).item()
    until = pl.coalesce("cleared", pl.lit(end).cast(calls["received"].dtype))
    minutes = calls.select(
        ((pl.col("arrived") - pl.col("received")).dt.total_milliseconds() / 60_000).alias("reached"),
        ((until - pl.col("received")).dt.total_milliseconds() / 60_000).alias("watched"),
    )
    reached = minutes["reached"].drop_nulls()
    watched = minutes.filter(pl.col("reached").is_null())["watched"].drop_nulls()
    return reached.filter(reached >= 0).to_numpy(), watched.filter(watched >= 0).to_numpy()
