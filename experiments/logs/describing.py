"""A log in figures: when, what and where calls are, how fast one is there, how long it takes, how many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.logs.checking import gaps
from jiaosuo.experiments.logs.laws import FittedLaw, fitted_law
from jiaosuo.experiments.logs.load import HourLoad, by_hour, mean_open, time_shares
from jiaosuo.experiments.logs.survival import Survival, response_times, survival
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.words import N_
from jiaosuo.model.landscape import landscape
from jiaosuo.model.work_demand import free_share

if TYPE_CHECKING:
    import polars as pl

    from jiaosuo.experiments.places.folder import OpenPlace

type Floats = npt.NDArray[np.float64]

SQUARES = 40
"""Squares of the map along its longer side, where calls have points."""
LONGEST_DAYS = 7
"""A call that is open longer does not count as open: nobody closed its file."""
ALL = N_("all calls")
NO_KIND = ""


@dataclass(frozen=True, kw_only=True)
class HourOfWeek(Record):
    """Calls an hour on average; `weekday` is 1 for Monday."""

    weekday: int
    hour: int
    calls: float


@dataclass(frozen=True, kw_only=True)
class Month(Record):
    """Calls a day in a month, over the days that the log has of it, days of gaps left out."""

    month: str
    days: int
    calls: float


@dataclass(frozen=True, kw_only=True)
class Counted(Record):
    """How many calls of a kind (empty: none of ours), in a township."""

    name: str
    calls: int


@dataclass(frozen=True, kw_only=True)
class Square(Record):
    """Calls in a square of the map, whose sides are in kilometres."""

    x: float
    y: float
    side: float
    calls: int


@dataclass(frozen=True, kw_only=True)
class LogDescription(Record):
    """All that the page shows. `on_duty`: see `officers_on_duty`; None without a place."""

    calls: int
    rows: int
    first: str
    last: str
    days: int
    gap_days: int
    own: int
    week: tuple[HourOfWeek, ...]
    months: tuple[Month, ...]
    kinds: tuple[Counted, ...]
    townships: tuple[Counted, ...]
    squares: tuple[Square, ...]
    response: tuple[Survival, ...]
    handling: tuple[FittedLaw, ...]
    open_at_once: tuple[float, ...]
    open_by_hour: tuple[HourLoad, ...]
    committed_by_hour: tuple[HourLoad, ...]
    units_known: bool
    on_duty: float | None


def describe(log: CallLog, place: OpenPlace | None = None) -> LogDescription:
    """The figures of a log; rows without a time of receipt count among its rows alone."""
    # heavy: only who reads a log pays
    import polars as pl

    frame = log.frame.filter(pl.col("received").is_not_null())
    empty = frame["received"].dt.date()
    first, last = empty.min(), empty.max()
    found = gaps(log)
    days = (last - first).days + 1 if frame.height else 0  # type: ignore[operator, union-attr]
    return LogDescription(
        calls=frame.height,
        rows=log.frame.height,
        first=str(first or "-"),
        last=str(last or "-"),
        days=days,
        gap_days=sum((b - a).days + 1 for a, b in found),
        own=int(frame["officer_initiated"].fill_null(False).sum()),
        week=tuple(_week(frame)),
        months=tuple(_months(frame, log)),
        kinds=_counted(frame["kind"]),
        townships=_counted(frame["township"].drop_nulls()),
        squares=tuple(_squares(frame)),
        response=tuple(_response(frame)),
        handling=tuple(_handling(frame)),
        open_at_once=tuple(_at_once(frame)),
        open_by_hour=_load(frame, "received", False),
        committed_by_hour=_load(frame, "dispatched", True),
        units_known=bool(frame["units"].count()),
        on_duty=None if place is None else officers_on_duty(place),
    )


def officers_on_duty(place: OpenPlace) -> float:
    """Officers who are on duty and free of other work on average, without auxiliaries.

    Other work is what the place wants of it, before anybody is policed.
    """
    scenario, names = place.scenario, ("officers_traffic", "officers_station", "officers_patrol")
    if scenario.townships:
        officers = sum(getattr(each, name) for each in scenario.townships for name in names)
    else:
        officers = int(sum(scenario[name] for name in names))
    free = free_share(landscape(scenario), scenario)
    return round(float(officers * scenario["on_duty_share"] * free), 3)


def _days_with(log: CallLog, frame: pl.DataFrame) -> pl.DataFrame:
    """All days of a log, one row each, without those of gaps."""
    # heavy: only who reads a log pays
    import polars as pl

    dates = frame["received"].dt.date()
    days = pl.DataFrame({"day": pl.date_range(dates.min(), dates.max(), eager=True)})  # type: ignore[arg-type]
    for first, last in gaps(log):
        days = days.filter(~pl.col("day").is_between(first, last))
    return days


def _week(frame: pl.DataFrame) -> Iterator[HourOfWeek]:
    # heavy: only who reads a log pays
    import polars as pl

    if not frame.height:
        return
    dates = frame["received"].dt.date()
    span = pl.date_range(dates.min(), dates.max(), eager=True)  # type: ignore[arg-type]
    there = np.bincount(span.dt.weekday().to_numpy(), minlength=8)  # type: ignore[union-attr]
    at = frame.select(pl.col("received").dt.weekday().alias("d"), pl.col("received").dt.hour().alias("h"))
    counts = {(d, h): n for d, h, n in at.group_by("d", "h").len().iter_rows()}
    for weekday in range(1, 8):
        for hour in range(24):
            rate = counts.get((weekday, hour), 0) / max(1, int(there[weekday]))
            yield HourOfWeek(weekday=weekday, hour=hour, calls=round(rate, 4))


def _months(frame: pl.DataFrame, log: CallLog) -> Iterator[Month]:
    # heavy: only who reads a log pays
    import polars as pl

    if not frame.height:
        return
    days = _days_with(log, frame).group_by(pl.col("day").dt.strftime("%Y-%m").alias("month")).len("days")
    calls = frame.group_by(pl.col("received").dt.strftime("%Y-%m").alias("month")).len("calls")
    both = days.join(calls, "month", "left").with_columns(pl.col("calls").fill_null(0)).sort("month")
    for month, count, number in both.iter_rows():
        yield Month(month=month, days=count, calls=round(number / count, 4))


def _counted(names: pl.Series) -> tuple[Counted, ...]:
    counts = names.fill_null(NO_KIND).rename("name").value_counts(name="calls").sort("calls", "name")
    return tuple(Counted(name=name, calls=calls) for name, calls in reversed(list(counts.iter_rows())))


def _squares(frame: pl.DataFrame) -> Iterator[Square]:
    """Calls by squares of a size that makes a readable map."""
    # heavy: only who reads a log pays
    import polars as pl

    points = frame.filter(pl.col("x_km").is_finite() & pl.col("y_km").is_finite()).select("x_km", "y_km")
    if not points.height:
        return
    reach = max(float(points[name].quantile(0.99) - points[name].quantile(0.01)) for name in points.columns)  # type: ignore[operator]
    side = max(0.1, float(f"{reach / SQUARES:.1g}"))
    squares = points.group_by((pl.col("x_km", "y_km") / side).floor() * side).len().sort("x_km", "y_km")
    for x, y, calls in squares.iter_rows():
        yield Square(x=round(x, 4), y=round(y, 4), side=side, calls=calls)


def _response(frame: pl.DataFrame) -> Iterator[Survival]:
    """The curve of all calls, then of each priority."""
    # heavy: only who reads a log pays
    import polars as pl

    groups = [("", frame)]
    levels = sorted(frame["priority"].drop_nulls().unique().to_list())
    groups += [(str(level), frame.filter(pl.col("priority") == level)) for level in levels]
    for name, calls in groups:
        found = survival(name, *response_times(calls))
        if found is not None:
            yield found


def handling_minutes(frame: pl.DataFrame) -> Floats:
    """Minutes from the first unit's arrival to the end of each call that has both, in this order."""
    took = (frame["cleared"] - frame["arrived"]).dt.total_milliseconds() / 60_000
    found: Floats = took.drop_nulls().to_numpy()
    return found[(found > 0) & (found < LONGEST_DAYS * 1_440)]


def _handling(frame: pl.DataFrame) -> Iterator[FittedLaw]:
    """The law of handling of all calls, then of each kind."""
    # heavy: only who reads a log pays
    import polars as pl

    yield fitted_law("", handling_minutes(frame))
    for kind in sorted(frame["kind"].drop_nulls().unique().to_list()):
        yield fitted_law(kind, handling_minutes(frame.filter(pl.col("kind") == kind)))


def _intervals(frame: pl.DataFrame, begin: str) -> tuple[Floats, Floats, Floats]:
    """Hours of the log at which calls begin and end, and their units (1 where nobody says)."""
    # heavy: only who reads a log pays
    import polars as pl

    took = pl.col("cleared") - pl.col(begin)
    whole = frame.filter((took > pl.duration()) & (took < pl.duration(days=LONGEST_DAYS)))
    hours = [_clock_hours(whole[name], frame) for name in (begin, "cleared")]
    return hours[0], hours[1], whole["units"].fill_null(1).to_numpy().astype(np.float64)


def _clock_hours(times: pl.Series, frame: pl.DataFrame) -> Floats:
    """Hours of the clock since the first midnight of a log: the hour of the day stays what clocks showed."""
    first = frame["received"].sort().head(1).dt.replace_time_zone(None).dt.truncate("1d").item()
    passed = times.dt.replace_time_zone(None) - first
    found: Floats = passed.dt.total_milliseconds().to_numpy() / 3_600_000
    return found


def _at_once(frame: pl.DataFrame) -> list[float]:
    begins, ends, _ = _intervals(frame, "received") if frame.height else (np.zeros(0),) * 3
    return time_shares(begins, ends)


def _load(frame: pl.DataFrame, begin: str, units: bool) -> tuple[HourLoad, ...]:
    """Calls that are open, or officers that are out at them, by hour of the day."""
    if not frame.height:
        return ()
    begins, ends, weights = _intervals(frame, begin)
    if not len(begins):
        return ()
    last = int(np.ceil(_clock_hours(frame["received"], frame).max()))
    marks = np.arange(max(1, last) + 1, dtype=np.float64)
    return by_hour(mean_open(begins, ends, weights if units else np.ones(len(begins)), marks), 0)
