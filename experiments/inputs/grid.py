"""A file as a grid of cells, each row with the line it stands on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.inputs.text import decoded
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.file_kinds import OLE, ZIP, kind_of_file
from jiaosuo.model.core.reading import LONGEST_FILE, check_there
from jiaosuo.model.core.words import N_

SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
LARGEST_SPREADSHEET = 20_000_000
"""Bytes; a table of sixty rows with a picture or two beside it is far below."""

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "，": "full-width comma"}
MOST_ROWS, MOST_CELLS = 5_000, 500

SHEET_CHOSEN = N_("Of the sheets of {file} ({names}), {sheet} was read. Another: --sheet NAME.")


@dataclass(frozen=True)
class GridRow:
    """The cells of one row, stripped, and its line (1 is the first)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """All rows of a file that hold anything, how they were found, and what was guessed."""

    file: str
    rows: tuple[GridRow, ...]
    how: dict[str, str]
    blank: int
    notes: tuple[Note, ...] = ()


type Score = Callable[[Sequence[GridRow]], int]
"""How many headings are known in the best row of a grid: with it sheets and separators are chosen."""


def read_grid(file: Path, score: Score, encoding: str | None = None, sheet: str | None = None) -> Grid:
    """The cells of a CSV or TSV file or of a sheet; InputError names the file and what to do."""
    if file.suffix.lower() in SPREADSHEETS:
        return _spreadsheet(file, score, sheet)
    if sheet is not None:
        raise InputError("--sheet", sheet, f"only a spreadsheet has sheets ({', '.join(SPREADSHEETS)})")
    content = _bytes(file, LARGEST_SPREADSHEET)
    _refuse_another_kind(content, file)
    if content.startswith((ZIP, OLE)):
        return _spreadsheet(file, score, sheet)
    if len(content) > LONGEST_FILE:
        raise InputError(file.name, str(file), f"must be a file of at most {LONGEST_FILE:,} bytes")
    text = decoded(content, file.name, encoding)
    return _delimited(text.text, file.name, score, {"encoding": text.encoding}, text.notes)


def _refuse_another_kind(content: bytes, file: Path) -> None:
    """A picture, a document, an archive, a map, whatever its name says: what it is, and what to give."""
    if (kind := kind_of_file(content)) is not None:
        raise InputError(file.name, str(file), f"must be a table, and this is {kind.what}; {kind.instead}")


def grid_of_text(text: str, file: str, score: Score) -> Grid:
    """The cells of a text that is there already."""
    return _delimited(text, file, score, {}, ())


def _bytes(file: Path, most: int) -> bytes:
    allowed = f"must be a file of at most {most:,} bytes"
    try:
        check_there(file, file.name)
        if not file.is_file():
            raise InputError(file.name, str(file), allowed)
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(file.name, str(file), f"{allowed} ({why})") from None
    if len(content) > most:
        raise InputError(file.name, str(file), allowed)
    if not content.strip():
        raise InputError(file.name, str(file), "the file is empty")
    return content


def _delimited(text: str, file: str, score: Score, how: dict[str, str], notes: tuple[Note, ...]) -> Grid:
    if "\0" in text:
        allowed = "it has bytes of nought, as no table has; save as UTF-8, or say encoding = 'utf-16'"
        raise InputError(file, "a byte of nought", allowed)
    found = {sign: _parsed(text, sign) for sign in SEPARATORS if sign in text} or {",": _parsed(text, ",")}
    read = {sign: rows for sign, rows in found.items() if not isinstance(rows, csv.Error)}
    if not read:
        raise InputError(file, str(next(iter(found.values()))), "must be a table with one row a line")
    sign = max(read, key=lambda each: (score(_filled(read[each])), _regular(read[each])))
    return _grid(file, read[sign], how | {"separator": SEPARATORS[sign]}, notes)


def _parsed(text: str, separator: str) -> list[GridRow] | csv.Error:
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=separator, strict=True)
    found, line = [], 0
    try:
        for row in rows:
            found.append(GridRow(line + 1, tuple(cell.strip() for cell in row)))
            line = rows.line_num
    except csv.Error as error:
        return csv.Error(f"line {rows.line_num}: {error}")
    return found


def _regular(rows: Sequence[GridRow]) -> int:
    """Rows that have as many cells as the longest, if that is more than one."""
    widest = max((len(row.cells) for row in rows), default=0)
    return sum(len(row.cells) == widest for row in rows) if widest > 1 else 0


def _filled(rows: Sequence[GridRow]) -> list[GridRow]:
    return [row for row in rows if any(row.cells)]


def _grid(file: str, rows: Sequence[GridRow], how: dict[str, str], notes: tuple[Note, ...]) -> Grid:
    filled = _filled(rows)
    if not filled:
        raise InputError(file, file, "the file is empty")
    if len(filled) > MOST_ROWS or max(len(row.cells) for row in filled) > MOST_CELLS:
        allowed = f"must be a table of at most {MOST_ROWS:,} rows and {MOST_CELLS} columns"
        raise InputError(file, file, allowed)
    blank = sum(1 for row in rows if row.line < filled[-1].line and not any(row.cells))
    trailing = sum(1 for row in rows if row.line > filled[-1].line and row.cells)
    return Grid(file, tuple(filled), how, blank + trailing, notes)


def _spreadsheet(file: Path, score: Score, sheet: str | None) -> Grid:
    # heavy: only who has a spreadsheet pays
    import fastexcel

    content = _bytes(file, LARGEST_SPREADSHEET)
    _refuse_another_kind(content, file)
    try:
        book = fastexcel.read_excel(content)
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise unknown("--sheet", sheet, names)
        sheets = {name: _rows(book, name) for name in ([sheet] if sheet else names)}
    except fastexcel.FastExcelError as error:
        why = str(error).splitlines()[0]
        allowed = f"must be a spreadsheet that opens, without a password ({why}); or save it as CSV in UTF-8"
        raise InputError(file.name, str(file), allowed) from None
    chosen = max(sheets, key=lambda name: score(_filled(sheets[name])))
    notes: tuple[Note, ...] = ()
    if len(sheets) > 1:
        values = {"file": file.name, "names": ", ".join(names), "sheet": chosen}
        notes = (Note(SHEET_CHOSEN, values),)
    return _grid(file.name, sheets[chosen], {"sheet": chosen}, notes)


def _rows(book: object, name: str) -> list[GridRow]:
    """All rows of a sheet from its first on, as text."""
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")  # type: ignore[attr-defined]
    if not sheet.width or not sheet.height:
        return []
    return [
        GridRow(line, tuple("" if cell is None else str(cell).strip() for cell in row))
        for line, row in enumerate(sheet.to_polars().iter_rows(), 1)
    ]
