"""Times as people and programs write them, many at once: forms are told by their shape, digits as noughts.

Two forms in one column are read each in its own way. Whether 3/4/2025 is in March or in April is told by the
whole file, else by the map, and never guessed. Numbers of days of a spreadsheet are read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jiaosuo.experiments.logs.type_map import DAY_FIRST, MONTH_FIRST
from jiaosuo.model.core.errors import InputError

if TYPE_CHECKING:
    import polars as pl

SERIAL, UTC = "serial", "utc "
"""Marks of formats: a spreadsheet's number of days; a time that says that it is in UTC or how far off."""

EPOCH = datetime(1899, 12, 30)
"""Day 0 of spreadsheets, as it must be for all days after February 1900."""
FIRST_SERIAL, LAST_SERIAL = 20_000.0, 80_000.0
"""Days in 1954 and 2119: other numbers are no dates."""

MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_YEAR_FIRST = re.compile(r"0000([-/.年])0{1,2}([-/.月])0{1,2}(日?)")
_YEAR_LAST = re.compile(r"0{1,2}([-/.])0{1,2}([-/.])(0000|00)")
_MONTH_NAMED = re.compile(r"0{1,2}([- /])Mon([- /])(0000|00)")
_CLOCK = re.compile(
    r"(AM )?0{1,2}([:时点])0{1,2}(?:([:分])0{1,2}(秒?)(\.0{1,9})?)?(分?)( ?AM)?( ?(?:Z|[+-]0{1,2}:?00))?"
)
_COMPACT_CLOCK = {"000000": "%H%M%S", "0000": "%H%M"}


CLEANING = (
    (r'^="(.*)"$', "$1"),
    (r"[\s\x{3000}]+", " "),
    (r"上午|(?i:a\.?m\.?$)", " AM "),
    (r"下午|(?i:p\.?m\.?$)", " PM "),
    (" +", " "),
)
"""What is made of texts before they are read: a text formula is its text, half days are AM and PM."""


def shape_of(text: pl.Expr) -> pl.Expr:
    """The shape of texts: what stands there, each digit as 0."""
    return text.str.replace_all("[0-9]", "0")


def cleaned_time(text: pl.Expr) -> pl.Expr:
    """Texts of times as `CLEANING` has them."""
    for pattern, by in CLEANING:
        text = text.str.replace_all(pattern, by)
    return text.str.strip_chars()


def _cleaned(shape: str) -> str:
    """A shape as its texts are once they are cleaned."""
    for pattern, by in CLEANING:
        shape = re.sub(pattern.replace("\\x{3000}", "\u3000"), by.replace("$1", r"\1"), shape)
    return shape.strip()


@lru_cache(maxsize=4_096)
def format_of(shape: str, order: str) -> str | None:
    """How texts of a shape are read: a format of `strptime`, or one of the marks; None: as no time.

    `order` says which of two numbers before a year is the day.
    """
    shape = re.sub(rf"(?i)\b({MONTHS})\b", "Mon", _cleaned(shape).replace("PM", "AM"))
    if re.fullmatch(r"0{5}(\.0+)?", shape):
        return SERIAL
    if shape in ("00000000000000", "00000000 000000", "00000000"):
        return {14: "%Y%m%d%H%M%S", 15: "%Y%m%d %H%M%S", 8: "%Y%m%d"}[len(shape)]
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _MONTH_NAMED):
        if found := pattern.match(shape):
            date = _date_format(pattern, found, order)
            clock = _clock_format(shape[found.end() :])
            return None if clock is None else _with_offset(date + clock)
    return None


def _date_format(pattern: re.Pattern[str], found: re.Match[str], order: str) -> str:
    if pattern is _YEAR_FIRST:
        return f"%Y{found[1]}%m{found[2]}%d{found[3]}"
    year = "%Y" if len(found[3]) == 4 else "%y"
    if pattern is _MONTH_NAMED:
        return f"%d{found[1]}%b{found[2]}{year}"
    first, second = ("%d", "%m") if order == DAY_FIRST else ("%m", "%d")
    return f"{first}{found[1]}{second}{found[2]}{year}"


def _clock_format(rest: str) -> str | None:
    """The format of what stands behind a date; None if it is no time of day."""
    if not rest:
        return ""
    between = re.match(r"T| ?", rest)
    space = between[0] if between else ""
    if (compact := _COMPACT_CLOCK.get(rest[len(space) :])) is not None:
        return space + compact
    found = _CLOCK.fullmatch(rest[len(space) :])
    if found is None:
        return None
    before, hours, minutes, seconds, fraction, end, behind, offset = found.groups()
    hour = "%I" if before or behind else "%H"
    text = f"{'%p ' if before else ''}{hour}{hours}%M"
    text += f"{minutes}%S{seconds}" if minutes else ""
    text += "%.f" if fraction else ""
    text += end + (behind.replace("AM", "%p") if behind else "")
    return space + text + (offset or "")


def _with_offset(format_: str) -> str:
    if format_.endswith("Z"):
        return UTC + format_
    found = re.search(r" ?[+-]0{1,2}:?00$", format_)
    if found is None:
        return format_
    return UTC + format_[: found.start()] + (" " if found[0][0] == " " else "") + "%z"


@dataclass
class DateOrder:
    """What the numbers before a year tell of their order: the largest first and second one seen."""

    said: str = ""
    first: int = 0
    second: int = 0
    example: str = ""
    unsure: bool = field(default=False)

    def see(self, texts: pl.DataFrame) -> None:
        """Take in texts (`text`) with two numbers before a year."""
        # heavy: only who reads a log pays
        import polars as pl

        parts = texts.select(
            pl.col("text"),
            first=pl.col("text").str.extract(r"^(\d{1,2})[-/.]\d{1,2}[-/.]\d", 1).cast(pl.Int32),
            second=pl.col("text").str.extract(r"^\d{1,2}[-/.](\d{1,2})[-/.]\d", 1).cast(pl.Int32),
        ).drop_nulls()
        if parts.height:
            self.unsure = True
            self.example = self.example or str(parts["text"][0])
            self.first = max(self.first, _most(parts["first"]))
            self.second = max(self.second, _most(parts["second"]))

    def found(self, file: str) -> str:
        """Which number is the day; InputError where nothing tells, or where both orders are there."""
        if not self.unsure or self.said:
            return self.said
        if (self.first > 12) == (self.second > 12):
            allowed = "it may be day or month first; say so in the map: dates = 'day first' or 'month first'"
            raise InputError(f"{file} dates", self.example, allowed)
        return DAY_FIRST if self.first > 12 else MONTH_FIRST


def _most(numbers: pl.Series) -> int:
    return int(max(numbers.to_list(), default=0))


@dataclass(frozen=True)
class TimeForms:
    """How the times of one column are read: each format with the shapes that it is for.

    `utc`: formats of times that say how far off UTC they are. `unclean`: formats whose texts are cleaned
    before they are read. `unknown`: shapes that are of no time.
    """

    local: Mapping[str, tuple[str, ...]]
    utc: Mapping[str, tuple[str, ...]]
    unclean: frozenset[str]
    unknown: tuple[str, ...]


def forms_of(shapes: Iterable[str], order: str) -> TimeForms:
    """The forms that shapes of texts are read by."""
    found: tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]] = {}, {}
    unclean, unknown_ = set(), []
    for shape in shapes:
        format_ = format_of(shape, order)
        if format_ is None:
            unknown_.append(shape)
            continue
        name = format_.removeprefix(UTC)
        these = found[format_.startswith(UTC)]
        these[name] = (*these.get(name, ()), shape)
        if shape != _cleaned(shape):
            unclean.add(name)
    return TimeForms(*found, frozenset(unclean), tuple(unknown_))


def local_times(text: pl.Expr, forms: TimeForms) -> pl.Expr:
    """Times as clocks showed them, without a zone; null for what is none, or says its distance from UTC."""
    return _coalesced(text, forms, forms.local, False)


def utc_times(text: pl.Expr, forms: TimeForms) -> pl.Expr:
    """Instants of texts that say how far off UTC they are; null for others."""
    return _coalesced(text, forms, forms.utc, True)


def _coalesced(text: pl.Expr, forms: TimeForms, formats: Mapping[str, Sequence[str]], utc: bool) -> pl.Expr:
    """Each format on the texts of its shapes only, where there are several."""
    # heavy: only who reads a log pays
    import polars as pl

    if not formats:
        return pl.lit(None, pl.Datetime("ms", "UTC" if utc else None))
    alone = len(forms.local) + len(forms.utc) == 1 and not forms.unknown
    shape = shape_of(text)
    found = []
    for format_, shapes in formats.items():
        those = text if alone else pl.when(shape.is_in(list(shapes))).then(text)
        found.append(_parsed(cleaned_time(those) if format_ in forms.unclean else those, format_, utc))
    return pl.coalesce(found)


def _parsed(text: pl.Expr, format_: str, utc: bool) -> pl.Expr:
    # heavy: only who reads a log pays
    import polars as pl

    if format_ == SERIAL:
        days = text.cast(pl.Float64, strict=False)
        real = pl.when(days.is_between(FIRST_SERIAL, LAST_SERIAL)).then(days)
        return pl.lit(EPOCH).cast(pl.Datetime("ms")) + pl.duration(
            milliseconds=(real * 86_400_000).round().cast(pl.Int64), time_unit="ms"
        )
    if not re.search("%[HI]", format_):  # a date alone is its midnight, and the check counts such times
        return text.str.to_date(format_, strict=False).cast(pl.Datetime("ms"))
    moment = text.str.to_datetime(format_, strict=False, time_unit="ms", exact=True)
    if utc and not format_.endswith("%z"):
        return moment.dt.replace_time_zone("UTC")
    return moment


def zoned(local: pl.Expr, zone: str, changes: bool) -> pl.Expr:
    """Clock times as instants of a zone; `changes`: its clocks are put forward and back in these days.

    A time that clocks passed over in spring is that of a clock which nobody put forward; of one that they
    show twice, the earlier is meant. `is_gap` and `is_twice` tell which those are.
    """
    # heavy: only who reads a log pays
    import polars as pl

    usual = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    if not changes:
        return usual
    hour = pl.duration(hours=1, time_unit="ms")
    later = (local + hour).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return pl.coalesce(usual, later)


def is_gap(local: pl.Expr, zone: str) -> pl.Expr:
    """Whether clocks passed over a time when they were moved on."""
    usual = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return local.is_not_null() & usual.is_null()


def is_twice(local: pl.Expr, zone: str) -> pl.Expr:
    """Whether clocks showed a time twice when they were put back."""
    first = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    second = local.dt.replace_time_zone(zone, ambiguous="latest", non_existent="null")
    return (first != second).fill_null(False)


def clocks_change(zone: str, first: datetime, last: datetime) -> bool:
    """Whether the clocks of a zone are put forward or back between two days."""
    days = min((last - first).days + 2, 366 * 200)
    known = ZoneInfo(zone)
    offsets = {(first + timedelta(days=day)).replace(tzinfo=known).utcoffset() for day in range(days)}
    return len(offsets) > 1
