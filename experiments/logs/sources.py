"""A large table of people's own as batches of texts: CSV in any encoding, or a sheet of a spreadsheet.

Rows are counted as a spreadsheet counts them: the first of the file is 1, blank ones count, and a quoted cell
of several lines is one row.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from jiaosuo.experiments.inputs.grid import SEPARATORS, SHEET_CHOSEN, SPREADSHEETS, GridRow
from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.logs.encodings import as_utf8, encoding_of
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.reading import check_there

if TYPE_CHECKING:
    import polars as pl

LARGEST_FILE = 4_000_000_000
"""Bytes; a year of calls of a large city has some hundred million."""
LARGEST_SPREADSHEET = 200_000_000
MOST_COLUMNS = 500
HEAD_ROWS = 40
"""Rows that are looked at to find headings and separator."""
HEAD_BYTES = 262_144
BATCH = 100_000
"""Rows that are read at once."""

type Score = Callable[[Sequence[GridRow]], int]
"""How many headings are known in the best row: with it sheets and separators are chosen."""


@dataclass(frozen=True)
class SourceFile:
    """A file that is open: its first rows, how wide it is, what it was, and its rows as batches of texts."""

    file: str
    head: tuple[GridRow, ...]
    width: int
    how: Mapping[str, str]
    notes: tuple[Note, ...]
    read: Callable[[Mapping[str, int]], Iterator[pl.DataFrame]]

    def batches(self, columns: Mapping[str, int], below: int) -> Iterator[pl.DataFrame]:
        """Frames with `row` and the cells of some columns (name -> its place), as bare texts.

        Only rows below `below`, the row of the headings. A cell with nothing in it is null. InputError for a
        row that says more than there are headings.
        """
        # heavy: only who reads a log pays
        import polars as pl

        headings = max(len(row.cells) for row in self.head if row.line <= below)
        beyond = {f"beyond {at}": at for at in range(headings, self.width)}
        for frame in self.read({**columns, **beyond}):
            kept = frame.filter(pl.col("row") > below)
            if not kept.height:
                continue
            kept = kept.with_columns(pl.col(*columns, *beyond).str.strip_chars())
            kept = kept.with_columns(
                pl.when(pl.col(each) != "").then(pl.col(each)).alias(each) for each in (*columns, *beyond)
            )
            self._refuse_more(kept, list(beyond), headings)
            yield kept.drop(beyond)

    def _refuse_more(self, frame: pl.DataFrame, beyond: Sequence[str], headings: int) -> None:
        # heavy: only who reads a log pays
        import polars as pl

        if beyond and (rows := frame.filter(pl.any_horizontal(pl.col(beyond).is_not_null()))).height:
            cells = max(at for at, name in enumerate(beyond, headings + 1) if rows[name][0] is not None)
            raise _too_many(self.file, int(rows["row"][0]), cells, headings)


def _too_many(file: str, row: int, cells: int, headings: int) -> InputError:
    allowed = f"must have at most as many cells as the headings, {headings}; quote a comma"
    return InputError(f"{file} row {row}", f"{cells} cells", allowed)


@contextmanager
def opened(
    file: Path, score: Score, encoding: str | None = None, sheet: str | None = None
) -> Iterator[SourceFile]:
    """Open a CSV or a spreadsheet for as long as the block runs; InputError names the file and what to do."""
    _check_there(file)
    with file.open("rb") as stream:
        begin = stream.read(4)
    if file.suffix.lower() in SPREADSHEETS or begin in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        yield _spreadsheet(file, score, sheet)
        return
    if sheet is not None:
        raise InputError("--sheet", sheet, f"only a spreadsheet has sheets ({', '.join(SPREADSHEETS)})")
    found = encoding_of(file, encoding)
    with tempfile.TemporaryDirectory(prefix="jiaosuo-log-") as scratch:
        plain = file if found.codec == "utf-8" else as_utf8(file, found.codec, Path(scratch) / "plain.csv")
        yield _delimited(file, plain, score, {"encoding": found.said}, found.notes)


def _check_there(file: Path) -> None:
    allowed = f"must be a file of at most {LARGEST_FILE:,} bytes"
    try:
        check_there(file, file.name)
        if not file.is_file() or file.stat().st_size > LARGEST_FILE:
            raise InputError(file.name, str(file), allowed)
        if not file.stat().st_size:
            raise InputError(file.name, str(file), "the file is empty")
        file.open("rb").close()
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(file.name, str(file), f"{allowed} ({why})") from None


def _delimited(
    file: Path, plain: Path, score: Score, how: Mapping[str, str], notes: tuple[Note, ...]
) -> SourceFile:
    with plain.open("r", encoding="utf-8-sig", newline="") as stream:
        text = stream.read(HEAD_BYTES)
    if "\0" in text:
        allowed = "it has bytes of nought, as no table has; save as UTF-8, or say encoding = 'utf-16'"
        raise InputError(file.name, "a byte of nought", allowed)
    signs = [sign for sign in SEPARATORS if sign in text and sign.isascii()] or [","]
    heads = {sign: _first_rows(text, sign) for sign in signs}
    sign = max(signs, key=lambda each: (score(heads[each]), max(len(row.cells) for row in heads[each])))
    head = heads[sign]
    width = max(len(row.cells) for row in head)
    if not any(row.cells for row in head):
        raise InputError(file.name, file.name, "the file is empty")
    if width > MOST_COLUMNS:
        raise InputError(file.name, file.name, f"must be a table of at most {MOST_COLUMNS} columns")

    def read(columns: Mapping[str, int]) -> Iterator[pl.DataFrame]:
        return _scanned(file.name, plain, sign, width, columns)

    return SourceFile(file.name, head, width, {**how, "separator": SEPARATORS[sign]}, notes, read)


def _first_rows(text: str, separator: str) -> tuple[GridRow, ...]:
    """The first rows; a quote that the head of the file leaves open ends them."""
    rows, found = csv.reader(io.StringIO(text, newline=None), delimiter=separator), []
    try:
        for number, row in enumerate(islice(rows, HEAD_ROWS), 1):
            found.append(GridRow(number, tuple(cell.strip() for cell in row)))
    except csv.Error:
        pass  # what is wrong is told with its line when all is read
    return tuple(found) or (GridRow(1, ()),)


def _scanned(
    name: str, plain: Path, separator: str, width: int, columns: Mapping[str, int]
) -> Iterator[pl.DataFrame]:
    # heavy: only who reads a log pays
    import polars as pl

    types = {f"column {at}": pl.String() for at in range(width)}
    lazy = pl.scan_csv(
        plain,
        has_header=False,
        separator=separator,
        schema=types,
        infer_schema=False,
        missing_columns="insert",  # the first row may be a title of one cell
        row_index_name="row",
        row_index_offset=1,
        glob=False,
    )
    chosen = lazy.select("row", *(pl.col(f"column {at}").alias(each) for each, at in columns.items()))
    try:
        yield from chosen.collect_batches(chunk_size=BATCH, maintain_order=True)
    except pl.exceptions.PolarsError as error:
        raise _malformed(name, plain, separator, width, str(error)) from None


def _malformed(name: str, plain: Path, separator: str, width: int, why: str) -> InputError:
    """What is wrong with a file that could not be read to its end, by its first row that is wrong."""
    with plain.open("r", encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=separator, strict=True)
        number = 0
        try:
            for number, row in enumerate(rows, 1):
                if len(row) > width:
                    return _too_many(name, number, len(row), width)
        except csv.Error as error:
            return InputError(f"{name} row {number + 1}", str(error), "must be a table with one row a line")
    return InputError(name, why.splitlines()[0][:80], "must be a table with one row a line")


def _spreadsheet(file: Path, score: Score, sheet: str | None) -> SourceFile:
    # heavy: only who has a spreadsheet pays
    import fastexcel

    if file.stat().st_size > LARGEST_SPREADSHEET:
        allowed = f"must be a file of at most {LARGEST_SPREADSHEET:,} bytes (save it as CSV)"
        raise InputError(file.name, str(file), allowed)
    try:
        book = fastexcel.read_excel(file)
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise unknown("--sheet", sheet, names)
        heads = {each: _head(_sheet(book, each, HEAD_ROWS)) for each in ([sheet] if sheet else names)}
        chosen = max(heads, key=lambda each: score(heads[each]))
        frame = _sheet(book, chosen, None)
    except fastexcel.FastExcelError as error:
        why = str(error).splitlines()[0]
        allowed = f"must be a spreadsheet that opens, without a password ({why}); or save it as CSV in UTF-8"
        raise InputError(file.name, str(file), allowed) from None
    if frame.is_empty():
        raise InputError(file.name, str(file), "the file is empty")
    notes: tuple[Note, ...] = ()
    if len(heads) > 1:
        values = {"file": file.name, "names": ", ".join(names), "sheet": chosen}
        notes = (Note(SHEET_CHOSEN, values),)

    def read(columns: Mapping[str, int]) -> Iterator[pl.DataFrame]:
        cells = [frame.columns[at] for at in columns.values()]
        renamed = frame.select(cells).rename(dict(zip(cells, columns, strict=True)))
        yield from renamed.with_row_index("row", 1).iter_slices(BATCH)

    return SourceFile(file.name, heads[chosen], frame.width, {"sheet": chosen}, notes, read)


def _sheet(book: object, name: str, rows: int | None) -> pl.DataFrame:
    """The first rows of a sheet, or all, as texts."""
    # heavy: only who has a spreadsheet pays
    import polars as pl

    sheet = book.load_sheet(  # type: ignore[attr-defined]
        name, header_row=None, skip_rows=0, n_rows=rows, dtypes="string"
    )
    if not sheet.width or not sheet.height:
        return pl.DataFrame()
    found: pl.DataFrame = sheet.to_polars()
    return found.cast(pl.String())


def _head(frame: pl.DataFrame) -> tuple[GridRow, ...]:
    rows = [tuple("" if cell is None else cell.strip() for cell in row) for row in frame.iter_rows()]
    return tuple(GridRow(number, cells) for number, cells in enumerate(rows, 1)) or (GridRow(1, ()),)
