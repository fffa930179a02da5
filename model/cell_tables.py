"""Tables of cells that stand beside a place: how a row, a cell's centre and a number in them are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.reading import read_text
from jiaosuo.model.parameters.land import LAND

CELL_KM = next(each for each in LAND if each.name == "cell_km")
COORDINATE = Parameter("x_km", 0, -200, 1_200, "km", "Centre of a cell, east or north as in townships.csv")


def take_flag(content: dict[str, Any], key: str) -> bool:
    """Take a key that is true or false out of a scenario file's content; false where it is not said."""
    said = content.pop(key, False)
    if not isinstance(said, bool):
        raise InputError(key, said, "must be true or false")
    return said


def rows_of(file: Path, needed: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row as texts by column without spaces around them, after where it stands."""
    rows = csv.DictReader(io.StringIO(read_text(file, file.name, "CSV"), newline=None))
    try:
        _check_header(list(rows.fieldnames or []), needed, (*needed, *others), file.name)
        for row in rows:
            place = f"{file.name} line {rows.line_num}"
            if None in row or None in row.values():
                raise InputError(place, len(row), "must have as many fields as the header")
            yield place, {key: text.strip() for key, text in row.items()}
    except csv.Error as error:
        raise InputError(f"{file.name} line {rows.line_num}", str(error), "must be valid CSV") from None


def _check_header(header: list[str], needed: Sequence[str], known: Sequence[str], file: str) -> None:
    for name in needed:
        if name not in header:
            raise InputError(f"{file} header", ",".join(header)[:80], f"the column {name} is missing")
    for name in header:
        if name not in known:
            raise unknown(f"{file} column", name, known)
        if header.count(name) > 1:
            raise InputError(f"{file} header", name, "each column only once")


def centre_of(text: str, field: str, side: float) -> float:
    """A coordinate of a cell's centre, in the very number that the grid has for it."""
    value = number_in(text, COORDINATE, field)
    centre = round(value / side - 0.5) * side + side / 2
    if abs(value - centre) > 1e-6 * side:
        allowed = f"must be the centre of a cell of {side:g} km (cell_km), like {centre:g}"
        raise InputError(field, value, allowed)
    return centre


def number_in(text: str, column: Parameter, field: str) -> float:
    """The number in a cell, in the range of its column; InputError names `field`."""
    try:
        value = float(text if "_" not in text else "not a number, whatever Python says")
    except ValueError:
        raise InputError(field, text, f"must be {column.allowed}") from None
    return column.check(value, field)
