"""What is wrong in a log, and what one should know of it, with counts and rows; nothing is dropped."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from jiaosuo.experiments.logs import columns as c
from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.words import N_, speaker

if TYPE_CHECKING:
    import polars as pl

SHOWN = 5
"""Rows that a finding names."""
LONGEST_HOURS = 24 * 7
"""Of a call from the first report to its end; longer ones are files that nobody closed."""
CHANCE = 0.01
"""A run of days without a call is a gap where chance alone would make one so long this seldom in the log."""
HEAPED = 0.1
"""Share of one and the same duration, to the second, from which it is a limit or a default of the system."""
FEW_HEAPED = 50
MIDNIGHT_TIMES = 5
"""How often midnight sharp must come, against any other second, to be a date without a time."""
ROUND = 0.6
"""Share of times at full five minutes from which they were rounded; one of five is so by chance."""

NAMES = {
    "occurred": N_("occurrence"),
    "received": N_("receipt"),
    "dispatched": N_("dispatch"),
    "arrived": N_("arrival"),
    "cleared": N_("end of the call"),
}
FAULTS: Mapping[str, str] = {
    c.NO_RECEIVED: N_("without a time at which they came in"),
    c.TYPE_UNMAPPED: N_("of a type that is no kind of ours"),
    c.PRIORITY_UNMAPPED: N_("with a priority that nobody maps"),
    c.CORPS_UNMAPPED: N_("with a corps that nobody maps"),
    c.OUTCOME_UNMAPPED: N_("with an outcome that nobody maps"),
    c.COMPLEX_UNMAPPED: N_("of which nobody can read whether they are complex"),
    c.TOWNSHIP_UNKNOWN: N_("in a township that the place does not have"),
    c.OUTSIDE: N_("at a point outside the place"),
    c.POSITION_UNREADABLE: N_("with a point that is none"),
    c.UNITS_UNREADABLE: N_("with a number of units that is none"),
}
OF_TIMES: Mapping[str, str] = {
    c.UNREADABLE: N_("{time}: what stands there is no time"),
    c.GAP: N_("{time}: a time that clocks passed over; read as if they had not been put forward"),
    c.TWICE: N_("{time}: a time that clocks showed twice; the earlier is taken"),
}
NO_TIME = N_("{time}: no time is given")
BACKWARDS = N_("{later} before {earlier}")
NEXT_DAY = N_("{later} before {earlier} by most of a day: the date was not put on at midnight")
LONG = N_("longer than {days} days from receipt to the end")
AT_MIDNIGHT = N_("{time}: midnight sharp, as a date without a time is read")
FUTURE = N_("{time}: after everything else by a year and more")
SAME_ID = N_("with a number of a call that another row has too")
SAME_ROW = N_("the very same as another row")
OFFICERS = N_("found by officers, not called in")
OFFICERS_TRAVEL = N_("found by officers, and yet with a way to get there")
NO_PLACE = N_("without any place")
NO_KIND = N_("without a kind")
GAP_DAYS = N_("days without a call: {first} to {last}")
HEAP = N_("{earlier} to {later} is exactly {seconds} s: a limit or a default of the system")
ROUNDED = N_("{time}: {percent} % at full five minutes: times were rounded")
LEFT_OUT = N_("left out by the import: {reason}")


@dataclass(frozen=True, kw_only=True)
class Finding(Record):
    """One thing about a log: `wrong` or only to be known, how many rows, their share, the first of them.

    `rows` name the file too where there are several; `share` is of all rows, None where it means nothing.
    """

    what: str
    said: str
    count: int
    share: float | None
    rows: tuple[str, ...]
    wrong: bool


@dataclass(frozen=True, kw_only=True)
class LogCheck(Record):
    """All findings, those that are wrong first."""

    calls: int
    first: str
    last: str
    findings: tuple[Finding, ...]
    wrong: bool


@dataclass(frozen=True)
class _Look:
    """A log as it is looked at, and the language."""

    log: CallLog
    language: str | None

    @property
    def frame(self) -> pl.DataFrame:
        return self.log.frame

    def said(self, message: str, **values: object) -> str:
        return speaker(self.language)(message, **values)

    def name(self, time: str) -> str:
        return speaker(self.language)(NAMES[time])

    def finding(
        self, what: str, where: pl.Expr | pl.Series, message: str, wrong: bool = True, **values: object
    ) -> Finding | None:
        """A finding of the rows that a condition holds for; None if for none."""
        rows = self.frame.filter(where)
        if not rows.height:
            return None
        several = self.frame["file"].n_unique() > 1
        shown = tuple(
            f"{file}:{row}" if several else str(row)
            for file, row in rows.select("file", "row").head(SHOWN).iter_rows()
        )
        said = self.said(message, **values) if values else self.said(message)
        share = rows.height / self.frame.height
        return Finding(what=what, said=said, count=rows.height, share=share, rows=shown, wrong=wrong)


def check_log(log: CallLog, language: str | None = None) -> LogCheck:
    """What is wrong in a log and what one should know; every row stays where it is."""
    look = _Look(log, language)
    found = [
        each
        for part in (_faults, _order, _midnight, _twice, _officers, _places, _days, _heaps, _missing, _left)
        for each in part(look)
        if each is not None
    ]
    ordered = sorted(found, key=lambda each: (not each.wrong, -each.count))
    first, last = log.frame["received"].min(), log.frame["received"].max()
    return LogCheck(
        calls=log.frame.height,
        first=str(first)[:10] if first else "-",
        last=str(last)[:10] if last else "-",
        findings=tuple(ordered),
        wrong=any(each.wrong for each in ordered),
    )


def _faults(look: _Look) -> Iterator[Finding | None]:
    """What the import could not read, by its kind."""
    # heavy: only who reads a log pays
    import polars as pl

    words = look.frame["faults"].drop_nulls().unique().to_list()
    for word in sorted({each for text in words for each in text.split(",")}):
        holds = pl.col("faults").str.split(",").list.contains(word).fill_null(False)
        time, _, part = word.rpartition("_")
        if time in NAMES and part in OF_TIMES:
            yield look.finding(word, holds, OF_TIMES[part], part != c.TWICE, time=look.name(time))
        elif word in FAULTS:
            yield look.finding(word, holds, FAULTS[word])


def _order(look: _Look) -> Iterator[Finding | None]:
    """Times that cannot be, as a call goes from one to the next."""
    # heavy: only who reads a log pays
    import polars as pl

    for earlier, later in _pairs():
        back = pl.col(earlier) - pl.col(later)
        day = back.is_between(pl.duration(hours=12), pl.duration(hours=24))
        names = {"earlier": look.name(earlier), "later": look.name(later)}
        yield look.finding(f"{later}_next_day", day, NEXT_DAY, True, **names)
        yield look.finding(
            f"{later}_before_{earlier}", (back > pl.duration()) & ~day, BACKWARDS, True, **names
        )
    took = pl.col("cleared") - pl.col("received")
    days = LONGEST_HOURS // 24
    yield look.finding("very_long", took > pl.duration(hours=LONGEST_HOURS), LONG, days=days)


def _pairs() -> Iterator[tuple[str, str]]:
    """Each time with the next; and those that are one farther apart where one between may be missing."""
    yield from pairwise(c.TIMES)
    yield from (("received", "arrived"), ("received", "cleared"), ("dispatched", "cleared"))


def _midnight(look: _Look) -> Iterator[Finding | None]:
    # heavy: only who reads a log pays
    import polars as pl

    for time in c.TIMES:
        at = pl.col(time)
        sharp = (at.dt.hour() == 0) & (at.dt.minute() == 0) & (at.dt.second() == 0)
        there = look.frame[time].drop_nulls()
        expected = there.len() / 86_400
        heaped = int(look.frame.select(sharp.sum()).item())
        if heaped >= max(MIDNIGHT_TIMES, MIDNIGHT_TIMES * expected) and not _rounded(look, time)[0]:
            yield look.finding(f"{time}_midnight", sharp, AT_MIDNIGHT, time=look.name(time))
        typical = there.quantile(0.99)
        if typical is not None:
            future = at > pl.lit(typical).cast(pl.Datetime("ms", look.log.zone)) + pl.duration(days=365)
            yield look.finding(f"{time}_future", future, FUTURE, time=look.name(time))


def _twice(look: _Look) -> Iterator[Finding | None]:
    # heavy: only who reads a log pays
    import polars as pl

    content = [name for name in look.frame.columns if name not in ("file", "row", "faults")]
    same = look.frame.select(pl.struct(content).is_duplicated().alias("same"))["same"]
    yield look.finding("same_row", same & look.frame["received"].is_not_null(), SAME_ROW)
    again = pl.col("id").is_not_null() & pl.col("id").is_duplicated()
    yield look.finding("same_id", look.frame.select(again.alias("a"))["a"] & ~same, SAME_ID)


def _officers(look: _Look) -> Iterator[Finding | None]:
    # heavy: only who reads a log pays
    import polars as pl

    own = pl.col("officer_initiated").fill_null(False)
    yield look.finding("officer_initiated", own, OFFICERS, False)
    travel = own & (pl.col("arrived") - pl.col("received") > pl.duration(minutes=1))
    yield look.finding("officer_initiated_travel", travel, OFFICERS_TRAVEL)


def _places(look: _Look) -> Iterator[Finding | None]:
    # heavy: only who reads a log pays
    import polars as pl

    nowhere = pl.col("township").is_null() & (pl.col("x_km").is_null() | pl.col("y_km").is_null())
    yield look.finding("no_place", nowhere, NO_PLACE)
    yield look.finding("no_kind", pl.col("kind").is_null() & pl.col("type").is_null(), NO_KIND)


def _days(look: _Look) -> Iterator[Finding | None]:
    """Runs of days without a call that chance does not explain."""
    for first, last in gaps(look.log):
        count = (last - first).days + 1
        said = look.said(GAP_DAYS, first=first.isoformat(), last=last.isoformat())
        yield Finding(what="gap_days", said=said, count=count, share=None, rows=(), wrong=True)


def gaps(log: CallLog) -> list[tuple[date, date]]:
    """First and last day of each run of days without a call that chance would not make (Poisson).

    The rate is that of days with calls, so that gaps do not hide themselves.
    """
    days = sorted(set(log.frame["received"].drop_nulls().dt.date().to_list()))
    if len(days) < 2:
        return []
    rate = log.frame["received"].count() / len(days)
    span = (days[-1] - days[0]).days + 1
    long_enough = math.log(span / CHANCE) / rate
    runs = [(a + timedelta(days=1), b - timedelta(days=1)) for a, b in pairwise(days)]
    return [(a, b) for a, b in runs if (b - a).days + 1 >= max(1.0, long_enough)]


def _heaps(look: _Look) -> Iterator[Finding | None]:
    """One and the same duration far too often, and times at round minutes."""
    # heavy: only who reads a log pays
    import polars as pl

    for earlier, later in pairwise(c.TIMES[1:]):
        if _rounded(look, later)[0] or _rounded(look, earlier)[0]:
            continue
        seconds = (pl.col(later) - pl.col(earlier)).dt.total_seconds()
        counts = look.frame.select(seconds.alias("s")).drop_nulls().group_by("s").len().sort("len").tail(1)
        total = int(look.frame.select(seconds.is_not_null().sum()).item())
        if counts.height and counts["s"][0] and counts["len"][0] >= max(FEW_HEAPED, HEAPED * total):
            names = {"earlier": look.name(earlier), "later": look.name(later)}
            value = int(counts["s"][0])
            yield look.finding(f"{later}_heap", seconds == value, HEAP, True, seconds=value, **names)
    for time in c.TIMES:
        rounded, share = _rounded(look, time)
        if rounded:
            percent = round(100 * share)
            full = (pl.col(time).dt.minute() % 5 == 0) & (pl.col(time).dt.second() == 0)
            yield look.finding(f"{time}_rounded", full, ROUNDED, False, time=look.name(time), percent=percent)


def _rounded(look: _Look, time: str) -> tuple[bool, float]:
    """Whether times were rounded to five minutes, and the share of those that are at such."""
    there = look.frame[time].drop_nulls()
    if there.len() < FEW_HEAPED:
        return False, 0.0
    full = (there.dt.minute() % 5 == 0) & (there.dt.second() == 0)
    share = float(full.mean() or 0.0)  # type: ignore[arg-type]
    return share > ROUND, share


def _missing(look: _Look) -> Iterator[Finding | None]:
    """Times that are not given, where nothing was wrong with them."""
    # heavy: only who reads a log pays
    import polars as pl

    for time in c.TIMES[1:]:
        wrong = pl.col("faults").fill_null("").str.contains(f"{time}_")
        yield look.finding(
            f"{time}_missing", pl.col(time).is_null() & ~wrong, NO_TIME, False, time=look.name(time)
        )


def _left(look: _Look) -> Iterator[Finding]:
    """What is not in the log, by reason."""
    for reason, count in look.log.left_out.items():
        said = look.said(LEFT_OUT, reason=look.said(reason))
        yield Finding(what="left_out", said=said, count=count, share=None, rows=(), wrong=False)
