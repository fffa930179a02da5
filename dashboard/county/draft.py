"""A county that is being made: tables as their cells stand, which heading is which column, the seat.

It goes to and fro between the page and the server as JSON; browsers may send anything, so all is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jiaosuo.experiments.inputs.grid import Grid, GridRow
from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.tables.headings import OURS
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.plain import JsonObject

MOST_TABLES, MOST_ROWS, MOST_CELLS, MOST_IN_ALL = 6, 400, 100, 20_000
"""Tables of a draft, rows and cells of one: what a person can look through. Sixty townships is the most."""

LONGEST_CELL, LONGEST_TEXT = 300, 4_000_000
BESIDE = ("cells.csv", "links.csv", "drawing.toml", "call_weights.csv")
"""Files of a place that a draft carries as they are."""


@dataclass(frozen=True)
class DraftTable:
    """One table: the name of its file, its rows, how it was found, and what was guessed as it was opened."""

    file: str
    rows: tuple[GridRow, ...]
    how: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def grid(self) -> Grid:
        """The table as its readers take it."""
        return Grid(self.file, self.rows, dict(self.how), 0)

    def to_json(self) -> JsonObject:
        """The table as plain data."""
        return {
            "file": self.file,
            "rows": [{"line": row.line, "cells": list(row.cells)} for row in self.rows],
            "how": dict(self.how),
            "notes": [{"message": each.message, "values": dict(each.values)} for each in self.notes],
        }


@dataclass(frozen=True)
class Draft:
    """A county that is being made.

    `columns` holds headings that a person has put right; `seat` is empty for the largest town; `scenario` is
    the text of `scenario.toml` where there was one, `beside` the texts of files that stand beside it.
    """

    name: str = ""
    seat: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[DraftTable, ...] = ()
    scenario: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """The draft as plain data."""
        return {
            "name": self.name,
            "seat": self.seat,
            "columns": dict(self.columns),
            "tables": [each.to_json() for each in self.tables],
            "scenario": self.scenario,
            "beside": dict(self.beside),
        }

    def with_table(self, at: int, rows: Iterable[GridRow]) -> Draft:
        """The draft with the rows of one table exchanged."""
        tables = list(self.tables)
        tables[at] = replace(tables[at], rows=tuple(rows))
        return replace(self, tables=tuple(tables))


def read_draft(said: object) -> Draft:
    """The draft in what a browser sent; InputError for what is none."""
    told = _table(said, "county")
    tables = tuple(_one_table(each) for each in _list(told.get("tables", []), "tables", MOST_TABLES))
    check_size(tables)
    columns = _table(told.get("columns", {}), "columns")
    for heading, column in columns.items():
        if column not in ("", *OURS):
            raise InputError(f"column {heading[:40]}", column, "must be one of the columns of the list")
    beside = _table(told.get("beside", {}), "files")
    return Draft(
        name=_text(told.get("name", ""), "name", 80),
        seat=_text(told.get("seat", ""), "seat", 80),
        columns={_text(name, "heading", LONGEST_CELL): str(column) for name, column in columns.items()},
        tables=tables,
        scenario=_text(told.get("scenario", ""), "scenario", LONGEST_TEXT),
        beside={name: _text(beside[name], name, LONGEST_TEXT) for name in BESIDE if beside.get(name)},
    )


def check_size(tables: Sequence[DraftTable]) -> None:
    """InputError for tables that are more than a person can look through."""
    for each in tables:
        widest = max((len(row.cells) for row in each.rows), default=0)
        if len(each.rows) > MOST_ROWS or widest > MOST_CELLS:
            given = f"{len(each.rows)} rows, {widest} columns"
            allowed = f"must be a table of at most {MOST_ROWS} rows and {MOST_CELLS} columns"
            raise InputError(each.file, given, allowed)
    if len(tables) > MOST_TABLES:
        raise InputError("files", len(tables), f"must be at most {MOST_TABLES} tables")
    if sum(len(row.cells) for each in tables for row in each.rows) > MOST_IN_ALL:
        raise InputError("files", len(tables), f"must have at most {MOST_IN_ALL} cells together")


def _one_table(said: object) -> DraftTable:
    told = _table(said, "table")
    rows = _list(told.get("rows", []), "rows", MOST_ROWS)
    how = _table(told.get("how", {}), "how")
    return DraftTable(
        file=_text(told.get("file", ""), "file", 200) or "table.csv",
        rows=tuple(_row(each) for each in rows),
        how={str(name)[:40]: str(value)[:80] for name, value in list(how.items())[:8]},
        notes=tuple(_note(each) for each in _list(told.get("notes", []), "notes", 60)),
    )


def _row(said: object) -> GridRow:
    told = _table(said, "row")
    line = told.get("line")
    if isinstance(line, bool) or not isinstance(line, int) or not 0 < line < 10_000_000:
        raise InputError("line", line, "must be the number of a line")
    cells = _list(told.get("cells", []), "cells", MOST_CELLS)
    return GridRow(line, tuple(_text(cell, "cell", LONGEST_CELL).strip() for cell in cells))


def _note(said: object) -> Note:
    told = _table(said, "note")
    values = {
        str(name)[:40]: value if isinstance(value, int | float) else str(value)[:LONGEST_CELL]
        for name, value in list(_table(told.get("values", {}), "note").items())[:12]
    }
    return Note(_text(told.get("message", ""), "note", 400), values)


def _table(said: object, what: str) -> Mapping[str, Any]:
    if not isinstance(said, Mapping) or len(said) > 500 or not all(isinstance(key, str) for key in said):
        raise InputError(what, type(said).__name__, "must be a table")
    return said


def _list(said: object, what: str, most: int) -> list[Any]:
    if not isinstance(said, list) or len(said) > most:
        given = f"{len(said)}" if isinstance(said, list) else type(said).__name__
        raise InputError(what, given, f"must be a list of at most {most}")
    return said


def _text(said: object, what: str, most: int) -> str:
    if not isinstance(said, str) or len(said) > most:
        given = f"{len(said)} signs" if isinstance(said, str) else type(said).__name__
        raise InputError(what, given, f"must be a text of at most {most} signs")
    return said
