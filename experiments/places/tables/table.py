"""A table of people's own, from its file to townships: what was given, what was read, and every guess."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from jiaosuo.experiments.inputs.grid import Grid, GridRow, read_grid
from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.tables.cells import NAME, rows_of
from jiaosuo.experiments.places.tables.headings import (
    Headings,
    best_row,
    find_headings,
)
from jiaosuo.experiments.places.tables.positions import check_spread, positioned
from jiaosuo.experiments.places.tables.rows import ReadRow, Value
from jiaosuo.experiments.places.tables.totals import is_total, without_totals
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.spreadsheet import guarded
from jiaosuo.model.core.words import N_
from jiaosuo.model.parameters.land import MOST_TOWNSHIPS
from jiaosuo.model.station_places import STATIONS_AT
from jiaosuo.model.township import (
    COLUMNS,
    HEADCOUNTS,
    NAMES,
    REQUIRED,
    TEXTS,
    Township,
    check_station_places,
)

MOST_DENSE = 60_000
"""People/km2 that no township exceeds: the range of `core_density` ends there."""

BLANK = N_("{file}: {count} blank rows are left out.")
FOOT = N_("{file} line {line}: {text} is no row of the table and left out.")
NOBODY = N_(
    "{file}: no township has {column}. A run needs them in the table, or {column} = 0 under [set] in "
    "scenario.toml if there are none."
)
SITE = N_("{file} line {line}: {column} {text} is taken for the one in {name}.")


@dataclass(frozen=True)
class TownTable:
    """A table that was read: rows that are townships, which heading became which column, and notes.

    `how` says what the file was (encoding, separator or sheet); `columns` maps each heading to our column,
    '' for one that is not used; `degrees`: its headings say longitude and latitude.
    """

    file: str
    how: Mapping[str, str]
    columns: Mapping[str, str]
    rows: tuple[ReadRow, ...]
    notes: tuple[Note, ...]
    degrees: bool = False


@dataclass(frozen=True)
class Townships:
    """Townships of one table or several, their rows, and all notes.

    No townships where a row lacks what each must have, as boundaries are to give it.
    """

    townships: tuple[Township, ...]
    rows: tuple[ReadRow, ...]
    tables: tuple[TownTable, ...]
    notes: tuple[Note, ...]


def read_tables(
    files: Sequence[Path],
    corrections: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    required: Sequence[str] = REQUIRED,
) -> Townships:
    """The townships of people's tables; InputError names file, line, column, value and what to do.

    Several tables are put together by the names of townships. `required`: columns that one of them must have.
    """
    tables = [read_table(each, corrections, encoding, sheet) for each in files]
    return put_together(tables, required)


def read_table(
    file: Path,
    corrections: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> TownTable:
    """One table with numbers read and rows of totals left out; positions are as they stand in it."""
    known = corrections or {}
    grid = read_grid(file, lambda rows: best_row(rows, known), encoding, sheet)
    return table_of(grid, known)


def table_of(grid: Grid, corrections: Mapping[str, str]) -> TownTable:
    """The table in a grid of cells."""
    headings = find_headings(grid, corrections)
    if not headings.of("name"):
        raise InputError(f"{grid.file} headings", _cells(grid, headings.line), "the column name is missing")
    notes = [*grid.notes, *headings.notes]
    if grid.blank:
        notes.append(Note(BLANK, {"file": grid.file, "count": grid.blank}))
    below, more = _body(grid, headings)
    rows, read = rows_of(grid.file, below, headings)
    kept, totals = without_totals(rows)
    for each in kept:  # only now: a row of sums often has none
        if not each.name:
            raise InputError(f"{grid.file} line {each.line} name", "", NAME)
    columns = {each.text: each.column for each in headings.known}
    degrees = any(each.degrees for each in headings.known)
    said = (*notes, *more, *read, *totals)
    unused = dict.fromkeys(headings.not_used, "")
    return TownTable(grid.file, grid.how, unused | columns, tuple(kept), said, degrees)


def _cells(grid: Grid, line: int) -> str:
    return ", ".join(next(row.cells for row in grid.rows if row.line == line))[:80]


def _body(grid: Grid, headings: Headings) -> tuple[list[GridRow], list[Note]]:
    """The rows below the headings: without the headings once more, and without remarks below the table."""
    head = next(row.cells for row in grid.rows if row.line == headings.line)
    rows = [row for row in grid.rows if row.line > headings.line and row.cells != head]
    notes = []
    while rows and _is_remark(rows[-1], headings):
        last = rows.pop()
        notes.append(Note(FOOT, {"file": grid.file, "line": last.line, "text": _first(last)[:40]}))
    return rows, notes


def _first(row: GridRow) -> str:
    return next(filter(None, row.cells))


def _is_remark(row: GridRow, headings: Headings) -> bool:
    """A single cell below a table of several columns, such as 注：数据截至2023年底."""
    alone = sum(1 for cell in row.cells if cell) == 1
    return alone and len(headings.known) > 2 and not is_total(_first(row))


def put_together(tables: Sequence[TownTable], required: Sequence[str] = REQUIRED) -> Townships:
    """The townships of several tables, put together by their names; InputError for what does not fit."""
    rows, notes = _joined(tables)
    _check_rows(rows, tables[0], required)
    degrees = any(each.degrees for each in tables)
    placed, moved = positioned(rows, degrees)
    check_spread(placed)
    sited, sites = _sites(placed)
    whole = all(column in row.values for row in sited for column in REQUIRED)
    townships = tuple(_township(row) for row in sited) if whole else ()
    notes += [*moved, *sites, *_nobody(townships, tables[0].file)]
    return Townships(townships, tuple(sited), tuple(tables), tuple(notes))


def _joined(tables: Sequence[TownTable]) -> tuple[list[ReadRow], list[Note]]:
    rows = list(tables[0].rows)
    notes = list(tables[0].notes)
    for table in tables[1:]:
        at = {row.name: number for number, row in enumerate(rows)}
        for row in table.rows:
            if row.name not in at:
                raise unknown(row.place("name"), row.name, at)
            first = rows[at[row.name]]
            twice = (first.values.keys() & row.values.keys()) - {"name"}
            for column in sorted(twice):
                if first.values[column] != row.values[column]:
                    allowed = f"{first.file} says {first.given[column]}; leave one of the two out"
                    raise InputError(row.place(column), row.given[column], allowed)
            rows[at[row.name]] = replace(
                first, given={**row.given, **first.given}, values={**row.values, **first.values}
            )
        notes += table.notes
    return rows, notes


def _check_rows(rows: Sequence[ReadRow], table: TownTable, required: Sequence[str]) -> None:
    if not 1 <= len(rows) <= MOST_TOWNSHIPS:
        raise InputError(table.file, len(rows), f"must be 1 to {MOST_TOWNSHIPS} townships")
    for column in required:
        if not any(column in row.values for row in rows):
            said = ", ".join(table.columns)[:80]
            allowed = (
                f"the column {column} is missing; if it is there under another name, say so in columns.toml"
            )
            raise InputError(f"{table.file} headings", said, allowed)
    seen: dict[str, ReadRow] = {}
    for row in rows:
        _check_row(row, required)
        if (first := seen.setdefault(row.name, row)) is not row:
            allowed = f"each name only once; line {first.line} has it too"
            raise InputError(row.place("name"), row.name, allowed)
    _check_weights(rows)


def _check_row(row: ReadRow, required: Sequence[str]) -> None:
    for column in required:
        if column not in row.values:
            raise InputError(
                row.place(column), row.given.get(column, ""), f"must be {COLUMNS[column].allowed}"
            )
    for column, value in row.values.items():
        if column in ("x_km", "y_km") or isinstance(value, str):
            continue
        if not COLUMNS[column].low <= value <= COLUMNS[column].high:
            allowed = f"must be {COLUMNS[column].allowed}"
            raise InputError(row.place(column), row.given[column], allowed)
    people, area = row.number("population"), row.number("area_km2")
    if people and area and people / area > MOST_DENSE:
        said = f"{row.given['population']} / {row.given['area_km2']}"
        allowed = (
            f"that is {float(people / area):,.0f} people/km2, and must be at most {MOST_DENSE:,}; "
            "is the area in km2?"
        )
        raise InputError(row.place("population and area_km2"), said, allowed)


def _check_weights(rows: Sequence[ReadRow]) -> None:
    """Weights of towns count beside one another: all rows give one, or none does."""
    without = [row for row in rows if row.number("town_weight") is None]
    if without and len(without) < len(rows):
        raise InputError(without[0].place("town_weight"), "", "must be given for all townships or for none")


def _sites(rows: Sequence[ReadRow]) -> tuple[list[ReadRow], list[Note]]:
    """The rows with names of squadrons and stations as names of townships: 城关中队 is that of 城关镇."""
    names = [row.name for row in rows]
    notes: list[Note] = []
    found = []
    for row in rows:
        values = dict(row.values)
        for column in ("squadron", "central_station"):
            text = str(values.get(column, ""))
            if text and text not in names:
                values[column] = _site(row, column, text, names)
                said: dict[str, str | float] = {"file": row.file, "line": row.line, "column": column}
                notes.append(Note(SITE, said | {"text": text, "name": str(values[column])}))
        found.append(replace(row, values=values))
    return found, notes


ENDS = ("街道办事处", "街道", "镇", "乡", "办事处", " town", " township")


def _site(row: ReadRow, column: str, text: str, names: Sequence[str]) -> str:
    """The township whose name, without its kind, begins the name of a site; refused if it is not just one."""
    those = [name for name in names if text.startswith((name, _stem(name)))]
    if len(those) != 1:
        raise unknown(row.place(column), text, names)
    return those[0]


def _stem(name: str) -> str:
    return next((name.removesuffix(end) for end in ENDS if name.endswith(end) and name != end), name)


def _township(row: ReadRow) -> Township:
    """The row as a township; what files of another kind are to give stands at its least."""
    fields: dict[str, Any] = {column: COLUMNS[column].low for column in REQUIRED[1:]}
    for column, value in row.values.items():
        if isinstance(value, str):
            fields[column] = value
        else:
            fields[column] = COLUMNS[column].check(_plain(column, value), row.place(column))
    township = Township(**fields)
    check_station_places(township, row.place(STATIONS_AT))
    return township


def _plain(column: str, value: Fraction) -> float:
    return int(value) if COLUMNS[column].whole else float(value)


def _nobody(townships: Sequence[Township], file: str) -> list[Note]:
    """A corps without one officer in the county is said: it may be meant, or a column be missing."""
    corps = HEADCOUNTS[:2]
    empty = [name for name in corps if townships and not any(getattr(each, name) for each in townships)]
    return [Note(NOBODY, {"file": file, "column": each}) for each in empty]


def townships_csv(rows: Sequence[ReadRow]) -> str:
    """The rows as our own `townships.csv`: the columns that are given, in our order."""
    order = ["name", *COLUMNS, *TEXTS[1:]]
    columns = [each for each in order if any(each in row.values for row in rows)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(written(row.values.get(column, ""), column) for column in columns)
    return text.getvalue()


def written(value: Value, column: str) -> str:
    """A value that is read again as the very same."""
    if isinstance(value, str):
        return guarded(value) if column in NAMES else value
    number = _plain(column, value)
    return str(int(number)) if number == int(number) else repr(number)
