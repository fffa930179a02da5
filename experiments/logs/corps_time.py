"""What each corps gave of its time on duty to calls, from a log, beside what the model expects of other work.

No parameter of the model is this share: it follows from rates, handling, travel and who is sent. So it is
told, and nothing is written. What officers found themselves counts too; all
officers who were sent count as of the corps of the first one there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.logs.columns import CORPS_NAMES
from jiaosuo.experiments.logs.estimators import mean
from jiaosuo.experiments.logs.fit_result import TimeOfCorps
from jiaosuo.model import County
from jiaosuo.model.committed import committed_minutes
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.staffing import establishment, posted

if TYPE_CHECKING:
    import polars as pl

type Floats = npt.NDArray[np.float64]

LEAST_OF_CORPS = 30
"""Calls of a corps from which its time is told."""
LONGEST = 2 * MINUTES_A_DAY
"""Minutes of a call at most: what is open for longer was not closed when it was over."""


def times_of_corps(frame: pl.DataFrame, county: County, days: float) -> Iterator[TimeOfCorps]:
    """The time of each corps that enough calls tell; `days`: how many the log has."""
    # heavy: only who reads a log pays
    import polars as pl

    scenario, land = county.scenario, county.land
    corps, origin = establishment(scenario, land)
    busy = committed_minutes(posted(corps, origin, scenario.rule, scenario, land), scenario, land)
    on_duty = MINUTES_A_DAY * scenario["on_duty_share"]
    # what an officer found has no sending
    begun = pl.coalesce("dispatched", "arrived", "received")
    took = (pl.col("cleared") - begun).dt.total_milliseconds() / 60_000
    calls = frame.with_columns(took.alias("minutes"), begun.dt.date().alias("day"))
    calls = calls.filter(pl.col("minutes").is_between(0, LONGEST))
    for row, name in enumerate(CORPS_NAMES):
        own, officers = calls.filter(pl.col("corps") == name), int((corps == row).sum())
        if own.height < LEAST_OF_CORPS or not officers:
            continue
        told = mean(_by_day(own, days) / (officers * on_duty))
        if told is not None:
            yield TimeOfCorps(
                corps=name,
                officers=officers,
                calls=own.height,
                share=round(told.value, 5),
                low=round(told.low, 5),
                high=round(told.high, 5),
                other_work=round(float(busy[corps == row].mean() / on_duty), 5),
            )


def _by_day(calls: pl.DataFrame, days: float) -> Floats:
    """Minutes of officers by day of sending, days without any among them."""
    # heavy: only who reads a log pays
    import polars as pl

    spent = (pl.col("minutes") * pl.col("units").fill_null(1).clip(1)).alias("spent")
    found = calls.with_columns(spent).group_by("day").agg(pl.col("spent").sum())
    minutes = found["spent"].to_numpy().astype(np.float64)
    return np.concatenate([minutes, np.zeros(max(0, round(days) - len(minutes)))])
