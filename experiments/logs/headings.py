"""Headings of a log as our columns: one row of them or two with merged cells, corrections first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiaosuo.experiments.inputs.grid import GridRow
from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.inputs.text import plain
from jiaosuo.experiments.logs.columns import TIMES
from jiaosuo.experiments.logs.words import log_words, names_people
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

FIRST_ROWS = 20
"""Rows in which the headings are looked for: titles and notes stand above them."""

JOINED = ("type",)
"""Columns that several headings make together: class, type and detail of a call."""

READ_AS = N_("{file}: headings are read as columns: {pairs}.")
NOT_USED = N_("{file}: columns that are not used: {names}.")
PREFERRED = N_("{file}: of {headings}, {heading} is read as {column}.")
JOINED_AS = N_("{file}: {headings} together are read as {column}.")
ABOVE = N_("{file}: {count} rows above the headings are left out.")


@dataclass(frozen=True)
class LogHeading:
    """A heading: its place in the row, its text, and our column ('' if it is not used)."""

    at: int
    text: str
    column: str
    rank: int = 0


@dataclass(frozen=True)
class LogHeadings:
    """The headings of a file: the last row that they take, those that are read, the others, and notes."""

    row: int
    read: tuple[LogHeading, ...]
    others: tuple[LogHeading, ...]
    notes: tuple[Note, ...]

    def of(self, column: str) -> tuple[LogHeading, ...]:
        """The headings that are read as a column; several where it is made of parts."""
        return tuple(each for each in self.read if each.column == column)

    def has(self, *columns: str) -> bool:
        """Whether there is a heading for one of the columns."""
        return any(each.column in columns for each in self.read)


def known_in(texts: Sequence[str], corrections: Mapping[str, str]) -> int:
    """How many of our columns a row of headings has."""
    found = {_column(text, corrections)[0] for text in texts if text}
    return len(found - {"", None})


def best_row(rows: Sequence[GridRow], corrections: Mapping[str, str]) -> int:
    """The most columns of ours that any of the first rows names."""
    return max((known_in(row.cells, corrections) for row in rows[:FIRST_ROWS]), default=0)


def find_headings(file: str, head: Sequence[GridRow], corrections: Mapping[str, str]) -> LogHeadings:
    """The headings among the first rows; InputError where no time of calls is there, or one names people.

    `corrections`: heading -> our column, '' for one that is not used; they go before what ships.
    """
    number, texts, row = _chosen_row(head[:FIRST_ROWS], corrections)
    if known_in(texts, corrections) < 2:
        allowed = "no row of headings is known; say in the map which is which: [columns] HEADING = COLUMN"
        raise InputError(f"{file} headings", ", ".join(filter(None, texts))[:80], allowed)
    found = [LogHeading(at, text, *_known(text, corrections)) for at, text in enumerate(texts) if text]
    _refuse_personal(file, found, corrections)
    read, notes = _one_each(file, [each for each in found if each.column])
    others = tuple(each for each in found if each not in read)
    _check_times(file, read)
    pairs = [f"{each.text} = {each.column}" for each in read if each.text != each.column]
    notes += [Note(READ_AS, {"file": file, "pairs": ", ".join(pairs)})] if pairs else []
    if unused := ", ".join(each.text for each in others):
        notes.append(Note(NOT_USED, {"file": file, "names": unused}))
    if above := sum(1 for each in head[:number] if any(each.cells)):
        notes.append(Note(ABOVE, {"file": file, "count": above}))
    return LogHeadings(row, tuple(read), others, tuple(notes))


def _chosen_row(rows: Sequence[GridRow], corrections: Mapping[str, str]) -> tuple[int, list[str], int]:
    """The first place in `rows` that headings take, their texts, and the row below which calls stand."""
    best = max(range(len(rows)), key=lambda at: known_in(rows[at].cells, corrections))
    alone = list(rows[best].cells)
    candidates: list[tuple[int, list[str], int]] = [(best, alone, rows[best].line)]
    if best:
        candidates.append((best - 1, _merged(rows[best - 1], rows[best], corrections), rows[best].line))
    if best + 1 < len(rows):
        candidates.append((best, _merged(rows[best], rows[best + 1], corrections), rows[best + 1].line))
    return max(candidates, key=lambda each: known_in(each[1], corrections))


def _merged(upper: GridRow, lower: GridRow, corrections: Mapping[str, str]) -> list[str]:
    """Headings of two rows: a cell merged downwards names its column, one merged across those below it."""
    width = max(len(upper.cells), len(lower.cells))
    above = [*upper.cells, *[""] * (width - len(upper.cells))]
    below = [*lower.cells, *[""] * (width - len(lower.cells))]
    found, across = [], ""
    for top, under in zip(above, below, strict=True):
        across = top or across
        if not under:
            found.append(top)
            continue
        whole = f"{across}{under}"
        is_known = _column(under, corrections)[0] is None and _column(whole, corrections)[0] is not None
        found.append(whole if is_known else under)
    return found


def _column(text: str, corrections: Mapping[str, str]) -> tuple[str | None, int]:
    """Our column of a heading and its rank; None: nobody knows it."""
    if text in corrections:
        return corrections[text], -1
    return log_words().columns.get(plain(text), (None, 0))


def _known(text: str, corrections: Mapping[str, str]) -> tuple[str, int]:
    column, rank = _column(text, corrections)
    return column or "", rank


def _refuse_personal(file: str, found: Sequence[LogHeading], corrections: Mapping[str, str]) -> None:
    """Names, telephone and identity numbers are not read, and who has them in a file must have seen it."""
    named = [each.text for each in found if names_people(each.text) and each.text not in corrections]
    if named:
        allowed = (
            "columns with names or numbers of people are not read; take them out of the file, or say in the "
            "map that they are not used: [columns] HEADING = ''"
        )
        raise InputError(f"{file} headings", ", ".join(named), allowed)


def _one_each(file: str, known: Sequence[LogHeading]) -> tuple[list[LogHeading], list[Note]]:
    """One heading a column, the preferred one, or all of them where they make it together."""
    kept: list[LogHeading] = []
    notes: list[Note] = []
    for column in dict.fromkeys(each.column for each in known):
        those = [each for each in known if each.column == column]
        names = ", ".join(each.text for each in those)
        if len(those) == 1:
            kept += those
        elif column in JOINED:
            kept += those
            notes.append(Note(JOINED_AS, {"file": file, "headings": names, "column": column}))
        else:
            chosen = min(those, key=lambda each: each.rank)
            kept.append(chosen)
            values = {"file": file, "headings": names, "heading": chosen.text, "column": column}
            notes.append(Note(PREFERRED, values))
    return sorted(kept, key=lambda each: each.at), notes


def _check_times(file: str, read: Sequence[LogHeading]) -> None:
    columns = {each.column for each in read}
    if "received" not in columns and not {"received_date", "received_clock"} <= columns:
        allowed = "the column received is missing; if it is there under another name, say so in the map"
        raise InputError(f"{file} headings", ", ".join(each.text for each in read)[:80], allowed)


def columns_of_times(headings: LogHeadings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each time that the file has, and the columns that it is read from: one, or a date and a clock."""
    for time in TIMES:
        if headings.has(time):
            yield time, (time,)
        elif headings.has(f"{time}_date") and headings.has(f"{time}_clock"):
            yield time, (f"{time}_date", f"{time}_clock")
