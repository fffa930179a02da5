"""Cells below the headings become rows: names, exact numbers in the unit of a column, places of stations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from jiaosuo.experiments.inputs.grid import GridRow
from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.tables.headings import Heading, Headings, is_nothing, synonyms
from jiaosuo.experiments.places.tables.numbers import Unreadable, decimal_comma, read_number
from jiaosuo.experiments.places.tables.rows import ReadRow, Value
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.spreadsheet import unguarded
from jiaosuo.model.core.words import N_
from jiaosuo.model.station_places import FORM, STATIONS_AT, places
from jiaosuo.model.station_places import written as places_written
from jiaosuo.model.township import COLUMNS, NAMES

THOUSANDS = N_("{file}: signs between thousands are left out ({example} is {value}).")
DECIMAL_COMMA = N_("{file}: commas part decimals ({example} is {value}).")
DECIMAL_POINT = N_("{file}: points are taken to part decimals, as in {example}; nothing else in it tells.")
ROUNDED = N_("{file} line {line}: {column} {text} comes to {value} and is rounded.")
NOTHING = N_("{file} line {line}: {column} {text} is read as not given.")
NAME = "must be a printable name of 1 to 80 characters"


def rows_of(file: str, rows: Sequence[GridRow], headings: Headings) -> tuple[list[ReadRow], list[Note]]:
    comma, guessed = _decimal_comma(file, rows, headings)
    notes = [Note(DECIMAL_POINT, {"file": file, "example": guessed})] if guessed else []
    found = []
    for row in rows:
        if len(row.cells) > headings.width and any(row.cells[headings.width :]):
            allowed = f"must have at most as many cells as the headings, {headings.width}; quote a comma"
            raise InputError(f"{file} line {row.line}", f"{len(row.cells)} cells", allowed)
        found.append(_row(file, row, headings, comma, notes))
    return found, notes


def _decimal_comma(file: str, rows: Sequence[GridRow], headings: Headings) -> tuple[bool, str]:
    numeric = [each for each in headings.known if each.column in COLUMNS]
    cells = (
        (_cell(row, each), COLUMNS[each.column].whole and each.factor == 1)
        for row in rows
        for each in numeric
        if not is_nothing(_cell(row, each))
    )
    try:
        return decimal_comma(cells)
    except Unreadable as error:
        raise InputError(f"{file} decimals", str(error).split(";")[0], _decimal_advice(error)) from None


def _decimal_advice(error: Unreadable) -> str:
    _, _, advice = str(error).partition("; ")
    return advice or "must have one sign for decimals, a point or a comma, in all rows"


def _cell(row: GridRow, heading: Heading) -> str:
    return row.cells[heading.at] if heading.at < len(row.cells) else ""


def _row(file: str, row: GridRow, headings: Headings, comma: bool, notes: list[Note]) -> ReadRow:
    given: dict[str, str] = {}
    values: dict[str, Value] = {}
    for heading in headings.known:
        text, column = _cell(row, heading), heading.column
        if column == STATIONS_AT:
            _take_places(file, row, heading, given, values)
            continue
        if column in NAMES:
            _take_name(file, row, column, text, given, values, notes)
            continue
        if is_nothing(text):
            if text:
                notes.append(Note(NOTHING, _at(file, row, heading, text)))
            continue
        number = _number(file, row, heading, text, comma, notes)
        before = values.get(column)
        values[column] = number if before is None else number + Fraction(before)
        given[column] = f"{given[column]} + {text}" if column in given else text
    return ReadRow(file, row.line, given, values)


def _at(file: str, row: GridRow, heading: Heading, text: str) -> dict[str, str | float]:
    return {"file": file, "line": row.line, "column": heading.text, "text": text}


def _take_name(
    file: str,
    row: GridRow,
    column: str,
    text: str,
    given: dict[str, str],
    values: dict[str, Value],
    notes: list[Note],
) -> None:
    name = unguarded(" ".join(text.split()))
    if column == "name" and (len(name) > 80 or not name.isprintable()):
        raise InputError(f"{file} line {row.line} name", text, NAME)
    if len(name) > 80 or not name.isprintable():
        raise InputError(f"{file} line {row.line} {column}", text, "must be a name of at most 80 characters")
    if column != "name" and is_nothing(name):
        return
    given[column], values[column] = text, name


def _take_places(
    file: str, row: GridRow, heading: Heading, given: dict[str, str], values: dict[str, Value]
) -> None:
    """Places of stations, in the unit of the positions; they are moved with them."""
    text = _cell(row, heading)
    if is_nothing(text):
        return
    try:
        given[STATIONS_AT], values[STATIONS_AT] = text, places_written(places(text))
    except ValueError:
        raise InputError(f"{file} line {row.line} {heading.text}", text, FORM) from None


def _number(file: str, row: GridRow, heading: Heading, text: str, comma: bool, notes: list[Note]) -> Fraction:
    column = COLUMNS[heading.column]
    where = f"{file} line {row.line} {heading.text}"
    try:
        number, multiple = read_number(text, synonyms().unit_of[heading.column], heading.factor, comma)
    except Unreadable:
        raise InputError(where, text, f"must be {column.allowed}") from None
    if column.whole and number.denominator != 1:
        if not multiple and heading.factor == 1:
            raise InputError(where, text, f"must be {column.allowed}")
        exact, number = number, Fraction(round(number))
        values = _at(file, row, heading, text) | {"value": f"{float(exact):,.6g}"}
        notes.append(Note(ROUNDED, values))
    _say_signs(file, text, number, comma, heading, notes)
    return number


def _say_signs(
    file: str, text: str, number: Fraction, comma: bool, heading: Heading, notes: list[Note]
) -> None:
    """Once a file: what a comma was taken for."""
    signs = [each for each in text if each in ",，'’. \u00a0\u2009\u202f" and each not in "." * (not comma)]
    message = DECIMAL_COMMA if comma and "," in text else THOUSANDS
    if signs and heading.factor == 1 and not any(each.message == message for each in notes):
        notes.append(Note(message, {"file": file, "example": text, "value": f"{float(number):.12g}"}))
