"""A date in one column and the time of day in another, put together as one text that is read like others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jiaosuo.experiments.logs.times import TimeForms, cleaned_time, local_times

if TYPE_CHECKING:
    import polars as pl

NORMAL = TimeForms({"%Y-%m-%d %H:%M:%S": ()}, {}, frozenset(), ())


def put_together(
    batch: pl.DataFrame, parts: tuple[str, ...], forms: Mapping[str, TimeForms]
) -> tuple[pl.DataFrame, TimeForms]:
    """Texts `2025-04-01 00:30:50` of a date and a clock; a part that cannot be read is left as it stands.

    A clock may be the part of a day, as spreadsheets keep it, or stand behind a date that means nothing.
    """
    # heavy: only who reads a log pays
    import polars as pl

    date, clock = pl.col(parts[0]), pl.col(parts[1])
    day = local_times(date, forms[parts[0]]).dt.strftime("%Y-%m-%d")
    text = cleaned_time(clock)
    share = text.cast(pl.Float64, strict=False)
    seconds = (share * 86_400).round().cast(pl.Int64)
    of_share = pl.when(share.is_between(0, 1, closed="left")).then(
        pl.format(
            "{}:{}:{}",
            (seconds // 3_600).cast(pl.String).str.zfill(2),
            (seconds // 60 % 60).cast(pl.String).str.zfill(2),
            (seconds % 60).cast(pl.String).str.zfill(2),
        )
    )
    halves = text.str.replace(r"^(AM|PM) (.*)$", "$2 $1")
    of_text = (
        pl.coalesce(
            halves.str.to_time(format_, strict=False)
            for format_ in (
                "%H:%M:%S",
                "%H:%M",
                "%I:%M:%S %p",
                "%I:%M %p",
                "%H时%M分%S秒",
                "%H时%M分",
                "%H%M%S",
            )
        )
        .cast(pl.String)
        .str.slice(0, 8)
    )
    of_moment = text.str.extract(r"^(?:1899-12-3[01]|1900-01-0[01]) (\d\d:\d\d:\d\d)", 1)
    time = pl.coalesce(of_share, of_moment, of_text)
    whole = pl.when(day.is_not_null() & time.is_not_null()).then(pl.format("{} {}", day, time))
    either = pl.concat_str([date, clock], separator=" ", ignore_nulls=True)
    return batch.select(pl.coalesce(whole, pl.when(either != "").then(either)).alias("text")), NORMAL
