"""The first pass over a file: its rows are counted, the shapes of its times and the words in it collected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.logs.headings import LogHeadings, columns_of_times
from jiaosuo.experiments.logs.personal import refuse_numbers
from jiaosuo.experiments.logs.sources import SourceFile
from jiaosuo.experiments.logs.times import DateOrder, TimeForms, forms_of, shape_of
from jiaosuo.experiments.logs.type_map import TypeMap
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

if TYPE_CHECKING:
    import polars as pl

WORD_COLUMNS = (
    "kind", "type", "priority", "corps", "outcome", "source", "complex", "township", "officer_initiated",
    "passed_on",
)  # fmt: skip
YEAR_LAST = re.compile(r"0{1,2}[-/.]0{1,2}[-/.]0")
"""Shapes of dates whose day may be the first or the second number."""
MOST_WORDS = 20_000
"""Texts that a column of words may hold: more are what somebody wrote, and no types."""

BLANK, HEADINGS_AGAIN = N_("blank rows"), N_("the headings once more")
NOT_CHOSEN = N_("not chosen by the map (only)")
LEFT_OUT_TYPE = N_("of a type that the map leaves out")

FORMULAS = N_(
    "{file}: {count} cells of {column} hold a formula and not its value, and are read as empty; the first "
    "is in row {row}."
)
TWO_FORMS = N_("{file}: times of {column} are written in {count} ways, each read in its own.")
SERIALS = N_("{file}: {column} has numbers of days of a spreadsheet; they are read as times.")


@dataclass
class Learned:
    """What the first pass found: rows, how times are written, the words of each column with their counts."""

    rows: int = 0
    left_out: dict[str, int] = field(default_factory=lambda: {BLANK: 0, HEADINGS_AGAIN: 0, NOT_CHOSEN: 0})
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    forms: dict[str, TimeForms] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def learn(source: SourceFile, headings: LogHeadings, columns: Mapping[str, int], said: TypeMap) -> Learned:
    """The first pass; InputError where it finds what cannot be read, or numbers of people."""
    found, order = Learned(), DateOrder(said.dates)
    times = [column for _, parts in columns_of_times(headings) for column in parts]
    shapes: dict[str, set[str]] = {column: set() for column in times}
    formulas: dict[str, tuple[int, int]] = {}
    for raw in source.batches(columns, headings.row):
        found.rows += raw.height
        _count_formulas(raw, columns, formulas)
        batch = chosen(raw, headings, said, found.left_out)
        for column in times:
            _see_times(batch, column, shapes[column], order)
        for column in WORD_COLUMNS:
            if (text := joined(batch, column)) is not None:
                _count(found.words.setdefault(column, {}), text, source.file, column)
        for column, mobiles in (("text", True), ("id", False)):
            if column in batch.columns:
                refuse_numbers(source.file, column, _suspicious(batch[column]), mobiles)
    for column in ("type", "township"):
        refuse_numbers(source.file, column, found.words.get(column, {}))
    said_order = order.found(source.file)
    found.forms = {column: forms_of(sorted(shapes[column]), said_order) for column in times}
    found.notes += _notes(source.file, found.forms, formulas)
    return found


def chosen(
    raw: pl.DataFrame, headings: LogHeadings, said: TypeMap, left_out: dict[str, int] | None = None
) -> pl.DataFrame:
    """The rows of a batch that are calls, text formulas as their texts; others are counted by reason."""
    # heavy: only who reads a log pays
    import polars as pl

    texts = [name for name in raw.columns if name != "row"]
    clean = raw.with_columns(without_formula(pl.col(texts)))
    heads = {name: _heading_of(name, headings) for name in texts if not name.startswith("only ")}
    blank = clean.select(pl.all_horizontal(pl.col(texts).is_null()).alias("blank"))["blank"]
    same = [pl.col(name) == text for name, text in heads.items()]
    again = clean.select(pl.all_horizontal(same).fill_null(False).alias("again"))["again"]
    keep = ~blank & ~again
    wanted = keep.clone()
    for heading, kept in said.only.items():
        wanted &= clean[f"only {heading}"].is_in(list(kept)).fill_null(False)
    if left_out is not None:
        for reason, count in (
            (BLANK, blank.sum()),
            (HEADINGS_AGAIN, (again & ~blank).sum()),
            (NOT_CHOSEN, (keep & ~wanted).sum()),
        ):
            left_out[reason] += int(count)
    return clean.filter(wanted)


def without_formula(text: pl.Expr) -> pl.Expr:
    """Texts as they are, `="text"` as its text, and any other formula as nothing."""
    # heavy: only who reads a log pays
    import polars as pl

    return pl.when(text.str.starts_with("=")).then(text.str.extract(r'^="(.*)"$', 1)).otherwise(text)


def _heading_of(name: str, headings: LogHeadings) -> str:
    column, _, part = name.partition(" ")
    return headings.of(column)[int(part or 0)].text


def joined(batch: pl.DataFrame, column: str) -> pl.Series | None:
    """A column of a batch; one that is made of parts has them with a `/` between; None if it is not there."""
    # heavy: only who reads a log pays
    import polars as pl

    if column in batch.columns:
        return batch[column]
    parts = [name for name in batch.columns if name.startswith(f"{column} ")]
    if not parts:
        return None
    whole = pl.concat_str(parts, separator="/", ignore_nulls=True)
    return batch.select(pl.when(whole != "").then(whole).alias(column))[column]


def _count_formulas(raw: pl.DataFrame, columns: Iterable[str], formulas: dict[str, tuple[int, int]]) -> None:
    """How many cells of each column are formulas without their value, and the first row of one."""
    # heavy: only who reads a log pays
    import polars as pl

    names = list(columns)
    any_ = raw.select(pl.any_horizontal(pl.col(names).str.starts_with("=")).any())
    if not any_.item():
        return
    for name in names:
        bare = pl.col(name).str.starts_with("=") & ~pl.col(name).str.contains(r'^=".*"$')
        rows = raw.filter(bare.fill_null(False))["row"]
        if rows.len():
            count, first = formulas.get(name, (0, int(rows[0])))
            formulas[name] = (count + rows.len(), first)


def _see_times(batch: pl.DataFrame, column: str, shapes: set[str], order: DateOrder) -> None:
    # heavy: only who reads a log pays
    import polars as pl

    text = pl.col(column)
    shapes.update(batch.select(shape_of(text).drop_nulls().unique())[column].to_list())
    if not order.said and any(YEAR_LAST.match(shape) for shape in shapes):
        order.see(batch.select(text.alias("text")).filter(pl.col("text").is_not_null()))


def _count(words: dict[str, int], text: pl.Series, file: str, column: str) -> None:
    # heavy: only who reads a log pays
    import polars as pl

    counts = text.drop_nulls().rename("word").value_counts(name="rows")
    for word, rows in counts.select(pl.col("word"), pl.col("rows")).iter_rows():
        words[word] = words.get(word, 0) + rows
    if len(words) > MOST_WORDS:
        allowed = f"must have at most {MOST_WORDS:,} different texts; is it what somebody wrote, and no type?"
        raise InputError(f"{file} {column}", next(iter(words))[:40], allowed)


def _suspicious(texts: pl.Series) -> list[str]:
    """Texts that may hold a number of a person: few of many, which are then looked at one by one."""
    found: list[str] = texts.filter(texts.str.contains(r"\d{11}").fill_null(False)).to_list()
    return found


def _notes(file: str, forms: Mapping[str, TimeForms], formulas: Mapping[str, tuple[int, int]]) -> list[Note]:
    notes = []
    for column, form in forms.items():
        ways = len(form.local) + len(form.utc)
        if "serial" in form.local:
            notes.append(Note(SERIALS, {"file": file, "column": column}))
        if ways > 1:
            notes.append(Note(TWO_FORMS, {"file": file, "column": column, "count": ways}))
    for column, (count, row) in formulas.items():
        values: dict[str, str | float] = {"file": file, "column": column, "count": count, "row": row}
        notes.append(Note(FORMULAS, values))
    return notes
