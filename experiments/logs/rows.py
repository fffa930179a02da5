"""The second pass: a batch of texts as rows of a log, with what is wrong in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from jiaosuo.experiments.logs import columns as c
from jiaosuo.experiments.logs.call_log import completed
from jiaosuo.experiments.logs.first_pass import LEFT_OUT_TYPE, Learned, chosen, joined
from jiaosuo.experiments.logs.headings import LogHeadings, columns_of_times
from jiaosuo.experiments.logs.positions import CountyPlaces, kilometres, named
from jiaosuo.experiments.logs.times import (
    TimeForms,
    clocks_change,
    is_gap,
    is_twice,
    local_times,
    utc_times,
    zoned,
)
from jiaosuo.experiments.logs.two_columns import put_together
from jiaosuo.experiments.logs.type_map import OFFICER, TypeMap
from jiaosuo.experiments.logs.words import log_words

if TYPE_CHECKING:
    import polars as pl

EARLIEST, LATEST = 1950, 2100
"""Years between which calls are: others are slips, or what a system writes for nothing."""

UNMAPPED = {
    "type": c.TYPE_UNMAPPED,
    "priority": c.PRIORITY_UNMAPPED,
    "corps": c.CORPS_UNMAPPED,
    "outcome": c.OUTCOME_UNMAPPED,
    "complex": c.COMPLEX_UNMAPPED,
}


@dataclass(frozen=True)
class Reading:
    """How a file is read: its headings, what the first pass learned, the map, and the county if known."""

    file: str
    headings: LogHeadings
    learned: Learned
    said: TypeMap
    places: CountyPlaces | None

    @cached_property
    def words(self) -> dict[str, dict[str, str | None]]:
        """For each column of words what each of its texts is with us; None for nothing, or nobody knows."""
        found = {
            column: {text: self.word(column, text) for text in counts}
            for column, counts in self.learned.words.items()
            if column != "township"
        }
        towns = [text for text in self.learned.words.get("township", {}) if not is_nothing(text)]
        return found | {"township": dict(named(towns, self.places, self.said.townships))}

    def word(self, column: str, text: str) -> str | None:
        """What a text of a column of words is with us."""
        if is_nothing(text):
            return None
        table = {"type": "kind", "passed_on": "complex", "officer_initiated": "complex"}.get(column, column)
        return self.said.word(table, text)

    @cached_property
    def unmapped_types(self) -> dict[str, int]:
        """Types that are no kind of ours, with their rows."""
        known = self.words.get("type", {})
        return {
            text: count
            for text, count in self.learned.words.get("type", {}).items()
            if known[text] is None and not is_nothing(text)
        }


def is_nothing(text: str) -> bool:
    """Whether a cell says that nothing is given."""
    return text.casefold() in log_words().nothing


def canonical(reading: Reading, raw: pl.DataFrame | None, left_out: dict[str, int]) -> pl.DataFrame:
    """A batch as rows of a log; rows of types that the map leaves out are counted. No batch: no rows."""
    # heavy: only who reads a log pays
    import polars as pl

    if raw is None:
        return completed(pl.DataFrame(), reading.said.zone).clear()
    batch = chosen(raw, reading.headings, reading.said)
    if "type" not in batch.columns and (text := joined(batch, "type")) is not None:
        batch = batch.with_columns(text)
    faults: list[pl.Expr] = []
    times, wrong_times = _times(reading, batch)
    exprs = [*_words(reading, batch, faults), *_numbers(batch, faults)]
    plain = [pl.col(name) for name in ("row", "id", "text") if name in batch.columns]
    frame = batch.select(*plain, *exprs, **_truths(reading, batch))
    frame = pl.concat([frame, times], how="horizontal")
    where, wrong_places = _where(reading, batch, frame)
    frame = where.with_columns(pl.lit(reading.file).alias("file"))
    wrong = batch.select(each.alias(str(at)) for at, each in enumerate(faults)) if faults else pl.DataFrame()
    frame = frame.with_columns(_joined_faults(frame.height, [wrong, wrong_times, wrong_places]))
    left = frame["kind"] == "" if "kind" in frame.columns else pl.Series([False])
    left_out[LEFT_OUT_TYPE] = left_out.get(LEFT_OUT_TYPE, 0) + int(left.sum())
    if left.any():
        frame = frame.filter(~left.fill_null(False))
    return completed(frame, reading.said.zone)


def _joined_faults(height: int, frames: list[pl.DataFrame]) -> pl.Series:
    """The faults of each row in one text, null where there are none."""
    # heavy: only who reads a log pays
    import polars as pl

    columns = [column for frame in frames for column in frame.iter_columns()]
    there = [each for each in columns if each.dtype == pl.String and each.null_count() < each.len()]
    if not there:
        return pl.Series("faults", [None] * height, pl.String)
    table = pl.DataFrame([each.alias(str(at)) for at, each in enumerate(there)])
    words = pl.concat_str(pl.all(), separator=",", ignore_nulls=True)
    return table.select(pl.when(words != "").then(words).alias("faults"))["faults"]


def _words(reading: Reading, batch: pl.DataFrame, faults: list[pl.Expr]) -> list[pl.Expr]:
    """The columns of words; what nobody knows is empty, and a fault of its row."""
    # heavy: only who reads a log pays
    import polars as pl

    found = []
    for column in ("priority", "corps", "outcome", "complex"):
        if column in batch.columns:
            found.append(_mapped(column, reading.words[column]).alias(column))
            faults.append(_unmapped(column, reading.words[column]))
    there = [column for column in ("kind", "type") if column in batch.columns]
    kinds = [_mapped(column, reading.words[column]) for column in there]
    if kinds:
        found.append(pl.coalesce(kinds).alias("kind"))
    if "type" in batch.columns:
        found.append(pl.col("type"))
        faults.append(_unmapped("type", reading.words["type"]))
    for at, each in enumerate(found):
        name = each.meta.output_name()
        if name == "priority":
            found[at] = each.cast(pl.Int8)
        if name == "complex":
            found[at] = (each == "true").alias("complex")
    return found


def _mapped(column: str, words: Mapping[str, str | None]) -> pl.Expr:
    # heavy: only who reads a log pays
    import polars as pl

    known = {text: ours for text, ours in words.items() if ours is not None}
    if not known:
        return pl.lit(None, pl.String)
    return pl.col(column).replace_strict(known, default=None, return_dtype=pl.String)


def _unmapped(column: str, words: Mapping[str, str | None]) -> pl.Expr:
    # heavy: only who reads a log pays
    import polars as pl

    nobody = [text for text, ours in words.items() if ours is None and not is_nothing(text)]
    if not nobody:
        return pl.lit(None, pl.String)
    return pl.when(pl.col(column).is_in(nobody)).then(pl.lit(UNMAPPED[column]))


def _truths(reading: Reading, batch: pl.DataFrame) -> dict[str, pl.Expr]:
    """Columns of truth that are told by words of another kind."""
    # heavy: only who reads a log pays
    import polars as pl

    found: dict[str, pl.Expr] = {}
    for column in ("officer_initiated", "passed_on"):
        if column in batch.columns:
            found[column] = _mapped(column, reading.words[column]) == "true"
    if "source" in batch.columns and "officer_initiated" not in found:
        officer = [text for text, ours in reading.words["source"].items() if ours == OFFICER]
        found["officer_initiated"] = pl.col("source").is_in(officer)
    return found


def _numbers(batch: pl.DataFrame, faults: list[pl.Expr]) -> list[pl.Expr]:
    # heavy: only who reads a log pays
    import polars as pl

    found = []
    if "units" in batch.columns:
        number = pl.col("units").str.extract(r"^(\d{1,4})(?:\D|$)", 1).cast(pl.Int16, strict=False)
        found.append(number.alias("units"))
        wrong = number.is_null() & _something("units")
        faults.append(pl.when(wrong).then(pl.lit(c.UNITS_UNREADABLE)))
    for column in ("x_km", "y_km"):
        if column in batch.columns:
            number = pl.col(column).cast(pl.Float64, strict=False)
            found.append(number.alias(column))
            wrong = number.is_null() & _something(column)
            faults.append(pl.when(wrong).then(pl.lit(c.POSITION_UNREADABLE)))
    return found


def _something(column: str) -> pl.Expr:
    """Whether a cell says anything."""
    # heavy: only who reads a log pays
    import polars as pl

    text = pl.col(column)
    return text.is_not_null() & ~text.str.to_lowercase().is_in(list(log_words().nothing))


def _times(reading: Reading, batch: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The times of a batch as instants, and a column of what is wrong with each."""
    # heavy: only who reads a log pays
    import polars as pl

    zone, times, faults = reading.said.zone, [], []
    for name, parts in columns_of_times(reading.headings):
        source, forms = _whole(batch, name, parts, reading.learned.forms)
        found = source.with_columns(local_times(pl.col("text"), forms).alias("local"))
        local = found["local"]
        bounds = [each for each in (local.min(), local.max()) if each is not None]
        changes = bool(bounds) and clocks_change(zone, bounds[0], bounds[-1])  # type: ignore[arg-type]
        found = found.with_columns(zoned(pl.col("local"), zone, changes).alias("at"))
        if forms.utc:
            utc = utc_times(pl.col("text"), forms).dt.convert_time_zone(zone)
            found = found.with_columns(pl.coalesce(pl.col("at"), utc).alias("at"))
        in_time = pl.col("at").dt.year().is_between(EARLIEST, LATEST)
        found = found.with_columns(pl.when(in_time).then(pl.col("at")).alias("at"))
        times.append(found["at"].alias(name))
        faults.append(_wrong(found, name, zone, changes))
    lost = {each.name: each.is_null() for each in times}.get("received")
    if lost is not None:
        mark = pl.when("lost").then(pl.lit(c.NO_RECEIVED)).alias("mark")
        faults.append(pl.DataFrame({"lost": lost}).select(mark)["mark"])
    return pl.DataFrame(times), pl.DataFrame([each.alias(f"time {at}") for at, each in enumerate(faults)])


def _whole(
    batch: pl.DataFrame, name: str, parts: tuple[str, ...], forms: Mapping[str, TimeForms]
) -> tuple[pl.DataFrame, TimeForms]:
    """The texts of a time; a date and a clock in two columns are put together, and read as one."""
    # heavy: only who reads a log pays
    import polars as pl

    if len(parts) == 1:
        return batch.select(pl.col(parts[0]).alias("text")), forms[parts[0]]
    return put_together(batch, parts, forms)


def _wrong(found: pl.DataFrame, name: str, zone: str, changes: bool) -> pl.Series:
    # heavy: only who reads a log pays
    import polars as pl

    unreadable = pl.col("at").is_null() & _something("text")
    cases = [pl.when(unreadable).then(pl.lit(f"{name}_{c.UNREADABLE}"))]
    if changes:
        gap, twice = is_gap(pl.col("local"), zone), is_twice(pl.col("local"), zone)
        cases += [
            pl.when(gap).then(pl.lit(f"{name}_{c.GAP}")),
            pl.when(twice).then(pl.lit(f"{name}_{c.TWICE}")),
        ]
    return found.select(pl.coalesce(cases).alias("wrong"))["wrong"]


def _where(reading: Reading, batch: pl.DataFrame, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frame with township and kilometres, and a column of what is wrong with each."""
    # heavy: only who reads a log pays
    import polars as pl

    faults: list[pl.Series] = []
    if "longitude" in batch.columns and "latitude" in batch.columns:
        frame, wrong = _from_degrees(reading, batch, frame)
        faults.append(wrong)
    if "township" in batch.columns:
        words = reading.words["township"]
        text = pl.col("township")
        known = {said: ours for said, ours in words.items() if ours is not None}
        nothing = pl.when(_something("township")).then(text)
        ours = nothing.replace(known) if known else nothing
        unknown_ = [said for said, ours in words.items() if ours is None]
        frame = frame.with_columns(batch.select(ours.alias("township"))["township"])
        mark = pl.when(text.is_in(unknown_)).then(pl.lit(c.TOWNSHIP_UNKNOWN)).alias("town")
        faults.append(batch.select(mark)["town"])
    if reading.places is not None and {"x_km", "y_km"} <= set(frame.columns):
        frame, outside = _placed(reading.places, frame)
        faults.append(outside)
    return frame, pl.DataFrame([each.alias(f"where {at}") for at, each in enumerate(faults)])


def _from_degrees(
    reading: Reading, batch: pl.DataFrame, frame: pl.DataFrame
) -> tuple[pl.DataFrame, pl.Series]:
    # heavy: only who reads a log pays
    import polars as pl

    degrees = batch.select(pl.col("longitude", "latitude").cast(pl.Float64, strict=False))
    on_globe = degrees.select(
        (pl.col("longitude").abs().is_between(1e-9, 180) & pl.col("latitude").abs().is_between(1e-9, 90))
        .fill_null(False)
        .alias("ok")
    )["ok"]
    said = batch.select((_something("longitude") | _something("latitude")).alias("said"))["said"]
    origin = reading.said.origin or (None if reading.places is None else reading.places.origin)
    x = np.full((batch.height, 2), np.nan)
    here = on_globe.to_numpy()
    if here.any():
        x[here] = kilometres(degrees.to_numpy()[here], reading.said.datum, origin, reading.file)
    points = pl.DataFrame({"x_km": x[:, 0], "y_km": x[:, 1]}).fill_nan(None)
    wrong = pl.DataFrame({"wrong": said & ~on_globe}).select(
        pl.when("wrong").then(pl.lit(c.POSITION_UNREADABLE)).alias("wrong")
    )["wrong"]
    return frame.with_columns(points), wrong


def _placed(places: CountyPlaces, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The frame with the township of each point where none is named, and which points are outside."""
    # heavy: only who reads a log pays
    import polars as pl

    points = frame.select("x_km", "y_km").to_numpy()
    there = np.isfinite(points).all(axis=1)
    names: list[str | None] = [None] * len(points)
    for row, name in zip(np.flatnonzero(there), places.townships_at(points[there]), strict=True):
        names[row] = name
    found = pl.DataFrame({"at": pl.Series(names, dtype=pl.String), "there": there})
    mark = pl.when(pl.col("there") & pl.col("at").is_null()).then(pl.lit(c.OUTSIDE))
    outside = found.select(mark.alias("outside"))["outside"]
    if "township" not in frame.columns:
        return frame.with_columns(found["at"].alias("township")), outside
    both = frame.select("township").with_columns(found["at"])
    both = both.select(pl.coalesce("township", "at").alias("township"))
    return frame.with_columns(both["township"]), outside
