"""A log made coarse: no number of a call, no text, times and places in steps, rare types under one name.

What is kept is what the model fits: how long things took, of which kind, in which township, at which hour.
How many calls are still alone in time, place and kind is counted and told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jiaosuo.experiments.logs import columns as c
from jiaosuo.experiments.logs.call_log import CallLog, LogSource
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.errors import InputError

if TYPE_CHECKING:
    import polars as pl

MOST_MINUTES, MOST_KM = 1_440, 50.0
RARE = 10
"""Calls that a type must have to keep its words."""
OTHER = "*"
"""Stands for the words of a rare type."""


@dataclass(frozen=True, kw_only=True)
class Coarsened(Record):
    """How many calls are alone in time, place and kind before and after, and of how many."""

    calls: int
    alone_before: int
    alone_after: int


def deidentify(log: CallLog, minutes: int = 60, km: float = 1.0) -> tuple[CallLog, Coarsened]:
    """The log with times of receipt in steps of `minutes` and points in squares of `km` (0: no points).

    What follows a call keeps its distance to the minute, so durations stay. InputError for other steps.
    """
    # heavy: only who reads a log pays
    import polars as pl

    if not 1 <= minutes <= MOST_MINUTES or MOST_MINUTES % minutes:
        allowed = f"must be minutes that divide a day of {MOST_MINUTES:,} into whole parts"
        raise InputError("--minutes", minutes, allowed)
    if not 0 <= km <= MOST_KM:
        raise InputError("--km", km, f"must be between 0 and {MOST_KM:g} here")
    frame = log.frame
    begin = pl.coalesce(c.TIMES[1:])
    stepped = begin.dt.truncate(f"{minutes}m")
    later = [
        (stepped + _to_the_minute(pl.col(time) - begin)).alias(time) for time in c.TIMES if time != "received"
    ]
    received = pl.when(pl.col("received").is_not_null()).then(stepped).alias("received")
    points = [_middle(name, km) for name in ("x_km", "y_km")]
    coarse = frame.with_columns(
        *later,
        received,
        *points,
        *(_without_rare(frame, name) for name in ("type", "township")),
        pl.lit("").alias("file"),
        pl.lit(None, pl.String).alias("id"),
        pl.lit(None, pl.String).alias("text"),
    ).sort("received", "kind", "township", nulls_last=True)
    coarse = coarse.with_columns(pl.Series("row", range(1, coarse.height + 1), dtype=pl.UInt32))
    sources = tuple(LogSource("", each.rows, each.left_out, {}, {}) for each in log.sources)
    told = Coarsened(calls=frame.height, alone_before=_alone(frame), alone_after=_alone(coarse))
    return replace(log, frame=coarse, sources=sources, notes=()), told


def _to_the_minute(passed: pl.Expr) -> pl.Expr:
    # heavy: only who reads a log pays
    import polars as pl

    minutes = (passed.dt.total_milliseconds() / 60_000).round()
    return pl.duration(milliseconds=(minutes * 60_000).cast(pl.Int64), time_unit="ms")


def _middle(name: str, km: float) -> pl.Expr:
    """The middle of the square in which a point lies; nothing where there are no squares."""
    # heavy: only who reads a log pays
    import polars as pl

    if not km:
        return pl.lit(None, pl.Float64).alias(name)
    return (((pl.col(name) / km).floor() + 0.5) * km).alias(name)


def _without_rare(frame: pl.DataFrame, name: str) -> pl.Expr:
    """A column of words, rare ones under one sign: they may tell of one event, or be an address."""
    # heavy: only who reads a log pays
    import polars as pl

    counts = frame[name].drop_nulls().rename("word").value_counts(name="calls")
    rare = counts.filter(pl.col("calls") < RARE)["word"].to_list()
    return pl.when(pl.col(name).is_in(rare)).then(pl.lit(OTHER)).otherwise(pl.col(name)).alias(name)


def _alone(frame: pl.DataFrame) -> int:
    """Calls that no other shares time of receipt, township, point and kind with."""
    groups = frame.group_by("received", "township", "x_km", "y_km", "kind").len()
    return int((groups["len"] == 1).sum())
