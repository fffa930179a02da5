"""A table as CSV with a description beside it: titles, types and units that programs read (CSV on the Web).

The vocabulary is the W3C's (https://www.w3.org/TR/tabular-metadata/): `NAME.csv-metadata.json` beside
`NAME.csv` is where a reader of it looks. CSV is plain: a comma between, no separators of thousands, `true`
and `false`, nothing for what was not observed. It begins with the mark by which a spreadsheet knows UTF-8,
and no text in it is taken for a formula.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaosuo.experiments.provenance.columns import TITLES, column
from jiaosuo.experiments.provenance.record import versions
from jiaosuo.model.core.files import put
from jiaosuo.model.core.words import CHINESE, ENGLISH, speaker

if TYPE_CHECKING:
    import polars as pl

SUFFIX = "-metadata.json"
"""What the name of a description adds to that of its CSV."""
MARK = b"\xef\xbb\xbf"
"""The byte-order mark, by which a spreadsheet knows UTF-8."""
TAKEN_FOR_ANOTHER = r"^([=+@\t\r-]|\d{16,}$)"
"""Texts that a spreadsheet takes for a formula, or for a number of which it keeps fifteen digits."""
EXACT = 10**15
CONTEXT = "http://www.w3.org/ns/csvw"
LANGUAGES = {"en": ENGLISH, "zh": CHINESE}

type Types = Mapping[str, str]
"""The type of each column, in the names of the vocabulary, in the order of the columns."""


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as plain CSV in UTF-8, for people and spreadsheets; what is not a finite number is empty.

    A text that a spreadsheet would take for a formula, or for a number that it rounds, begins with an
    apostrophe; a whole number that it would round begins with `k`.
    """
    # heavy: only who asks for a table pays
    import polars as pl

    floats = [name for name, kind in frame.schema.items() if kind.is_float()]
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    finite = (
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).otherwise(None).alias(name) for name in floats
    )
    guarded = (
        pl.when(pl.col(name).str.contains(TAKEN_FOR_ANOTHER))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
    kept = ((pl.lit("k") + pl.col(name).cast(pl.String)).alias(name) for name in _rounded(frame))
    return MARK + frame.with_columns(*finite, *guarded, *kept).write_csv().encode()


def _rounded(frame: pl.DataFrame) -> list[str]:
    """Columns of whole numbers that a spreadsheet does not hold exactly."""
    wholes = [name for name, kind in frame.schema.items() if kind.is_integer()]
    return [name for name in wholes if any(abs(each or 0) > EXACT for each in _ends(frame, name))]


def _ends(frame: pl.DataFrame, name: str) -> tuple[Any, Any]:
    return frame[name].min(), frame[name].max()


def csv_files(table: str, frame: pl.DataFrame, name: str = "") -> dict[str, bytes]:
    """The CSV of a table and its description, by file name. `name`: of the CSV, where it is not TABLE.csv."""
    name = name or f"{table}.csv"
    types = dict(types_of(frame)) | dict.fromkeys(_rounded(frame), "string")
    return {name: csv_bytes(frame), name + SUFFIX: metadata(table, types, name)}


def put_csv(folder: Path, table: str, frame: pl.DataFrame) -> None:
    """Write a table's CSV and its description into a folder, each whole or not at all."""
    for name, content in csv_files(table, frame).items():
        put(folder / name, content)


def types_of(frame: pl.DataFrame) -> Types:
    """The types of a frame's columns."""
    # heavy: only who asks for a table pays
    import polars as pl

    def of(kind: pl.DataType) -> str:
        if kind == pl.Boolean:
            return "boolean"
        if kind.is_integer():
            return "integer"
        return "number" if kind.is_numeric() else "string"

    return {name: of(kind) for name, kind in frame.schema.items()}


def metadata(table: str, types: Types, name: str, required: Iterable[str] = ()) -> bytes:
    """The description of a CSV as JSON: for each column its name, titles, type and unit."""
    needed = set(required)
    document = {
        "@context": [CONTEXT, {"@language": "en"}],
        "url": name,
        "dc:title": _in_both(TITLES.get(table, table)),
        "dc:creator": f"jiaosuo {versions()['jiaosuo']}",
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {
            "columns": [_column(table, each, kind) | ({"required": True} if each in needed else {})
                        for each, kind in types.items()]
        },
    }  # fmt: skip
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _column(table: str, name: str, kind: str) -> dict[str, Any]:
    """A column: the head of the file is among its titles, as the vocabulary asks."""
    said = {lang: column(table, name, language) for lang, language in LANGUAGES.items()}
    titles = {"und": name} | {lang: each.title for lang, each in said.items() if each is not None}
    english = said["en"]
    unit = {"schema:unitText": english.unit} if english is not None and english.unit else {}
    return {"name": name, "titles": titles, "datatype": kind} | unit


def _in_both(message: str) -> list[dict[str, str]]:
    """A message in both languages, as the vocabulary has texts."""
    return [{"@value": speaker(language)(message), "@language": lang} for lang, language in LANGUAGES.items()]
