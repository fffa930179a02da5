"""Headings of people's tables and our columns: a table of synonyms that ships, and the user's corrections."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from jiaosuo.experiments.inputs.grid import Grid, GridRow
from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.inputs.text import plain
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_
from jiaosuo.model.township import COLUMNS, TEXTS

OURS = (*TEXTS, *COLUMNS)
FIRST_ROWS = 20
"""Rows in which the headings are looked for: titles and notes stand above them."""

NEAR = 0.84
"""How alike a heading and a known one are where one is taken for a slip of the other."""

NOT_USED = N_("{file}: the column {heading} is not used.")
READ_AS = N_("{file}: headings are read as columns: {pairs}.")
PREFERRED = N_("{file}: of {headings}, {heading} is read as {column}.")
ADDED = N_("{file}: {headings} are added up as {column}.")
ABOVE = N_("{file}: lines above the headings are left out ({lines}).")
IN_UNIT = N_("{file}: {heading} is in {unit}; one is {factor} in the unit of {column}.")
REMARK = N_("{file}: of the heading {heading}, {remark} is taken for a remark.")


@dataclass(frozen=True)
class Heading:
    """A heading that is known: its place in the row, our column, and what one of its unit is in ours."""

    at: int
    text: str
    column: str
    factor: Fraction = Fraction(1)
    unit: str = ""
    degrees: bool = False
    rank: int = 0
    remark: str = ""


@dataclass(frozen=True)
class Headings:
    """The row of headings: which columns it has, which of its cells are no column of ours, and notes."""

    line: int
    width: int
    known: tuple[Heading, ...]
    not_used: tuple[str, ...]
    notes: tuple[Note, ...]

    def of(self, column: str) -> tuple[Heading, ...]:
        """The headings that are read as a column: one, or several that are added up."""
        return tuple(each for each in self.known if each.column == column)


@dataclass(frozen=True)
class Synonyms:
    """The table of synonyms, its texts as `plain` gives them."""

    columns: Mapping[str, tuple[str, bool, int]]
    """Known heading -> our column, whether it is in degrees, its rank among those of the column."""
    adds: frozenset[str]
    unit_of: Mapping[str, str]
    units: Mapping[str, Mapping[str, Fraction]]
    totals: frozenset[str]
    nothing: frozenset[str]


@cache
def synonyms() -> Synonyms:
    """The table that ships."""
    content = tomllib.loads(Path(__file__).with_name("synonyms.toml").read_text(encoding="utf-8"))
    columns: dict[str, tuple[str, bool, int]] = {}
    for column in OURS:
        said = content[column]
        for rank, name in enumerate((column, *said["names"])):
            columns.setdefault(plain(name), (column, False, rank))
        for rank, name in enumerate(said.get("degrees", ())):
            columns.setdefault(plain(name), (column, True, rank))
    units = {kind: {plain(name): Fraction(str(one)) for name, one in table.items() if "/" not in str(one)}
             | {plain(name): _ratio(one) for name, one in table.items() if "/" in str(one)}
             for kind, table in content["units"].items()}  # fmt: skip
    return Synonyms(
        columns,
        frozenset(each for each in OURS if content[each].get("adds")),
        {each: content[each].get("unit", "") for each in OURS},
        units,
        frozenset(plain(each) for each in content["totals"]["names"]),
        frozenset(_bare(each) for each in content["nothing"]["names"]),
    )


def _ratio(text: str) -> Fraction:
    above, below = text.split("/")
    return Fraction(above) / Fraction(below)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def is_nothing(text: str) -> bool:
    """Whether a cell says that nothing is given."""
    return not text or _bare(text) in synonyms().nothing


def known_in(row: GridRow, corrections: Mapping[str, str]) -> int:
    """How many headings of a row are known, each column once."""
    found = (_heading(at, text, corrections) for at, text in enumerate(row.cells))
    return len({each.column for each in found if each is not None and each.column})


def best_row(rows: Sequence[GridRow], corrections: Mapping[str, str]) -> int:
    """The most headings that any of the first rows has."""
    return max((known_in(row, corrections) for row in rows[:FIRST_ROWS]), default=0)


def find_headings(grid: Grid, corrections: Mapping[str, str]) -> Headings:
    """The headings of a grid; InputError where no row has a name and another column, or for a near miss."""
    row = max(grid.rows[:FIRST_ROWS], key=lambda each: known_in(each, corrections))
    if known_in(row, corrections) < 2:
        allowed = (
            "no row of headings is known; name them as in `jiaosuo place new`, or say in columns.toml which "
            "is which"
        )
        raise InputError(f"{grid.file} headings", ", ".join(filter(None, grid.rows[0].cells))[:80], allowed)
    known, not_used = [], []
    for at, text in enumerate(row.cells):
        found = _heading(at, text, corrections)
        if found is None and text:
            _refuse_near_miss(text, grid.file)
            not_used.append(text)
        elif found is not None and found.column:
            known.append(found)
        elif found is not None:
            not_used.append(text)
    kept, dropped, notes = _chosen(known, grid.file)
    notes += _said(kept, grid.file)
    notes += [Note(NOT_USED, {"file": grid.file, "heading": each}) for each in not_used]
    above = [each.line for each in grid.rows if each.line < row.line]
    if above:
        notes.append(Note(ABOVE, {"file": grid.file, "lines": ", ".join(map(str, above))}))
    return Headings(row.line, len(row.cells), tuple(kept), (*not_used, *dropped), tuple(notes))


def _heading(at: int, text: str, corrections: Mapping[str, str]) -> Heading | None:
    """A cell of the heading as a column of ours; None if it is none; an empty column if it is not to be used.

    InputError for a unit that no such column comes in.
    """
    if not text:
        return None
    if (said := corrections.get(text)) is not None:
        found = _with_unit(at, text)
        same = found is not None and found.column == said
        return found if same else Heading(at, text, said)
    return _with_unit(at, text)


def _with_unit(at: int, text: str) -> Heading | None:
    table, key = synonyms(), plain(text)
    if key in table.columns:
        column, degrees, rank = table.columns[key]
        return Heading(at, text, column, degrees=degrees, rank=rank)
    normal = unicodedata.normalize("NFKC", text)
    for pattern in (r"(.+?)\s*[(\[【〔](.+?)[)\]】〕]\s*$", r"(.+?)\s*[/,]\s*([^/,]+)$"):
        if (parts := re.match(pattern, normal)) and plain(parts[1]) in table.columns:
            return _bracketed(at, text, plain(parts[1]), parts[2])
    for kind in {*table.unit_of.values()} & table.units.keys():
        for unit, factor in table.units[kind].items():
            base = key.removesuffix(unit)
            if base != key and base in table.columns and table.unit_of[table.columns[base][0]] == kind:
                column, degrees, rank = table.columns[base]
                return Heading(at, text, column, factor, unit, degrees, rank)
    return None


DEGREES = {"°", "度", "degrees", "degree", "deg", "°e", "°n", "wgs84", "wgs 84", "cgcs2000", "gcj02", "bd09"}


def _bracketed(at: int, text: str, base: str, inside: str) -> Heading:
    table = synonyms()
    column, degrees, rank = table.columns[base]
    kind = table.unit_of[column]
    unit = plain(inside.removeprefix("单位").removeprefix("unit").strip(": ："))
    if inside.strip().casefold() in DEGREES or unit in DEGREES:
        return Heading(at, text, column, degrees=column in ("x_km", "y_km"), rank=rank)
    if unit in (units := table.units.get(kind, {})):
        return Heading(at, text, column, units[unit], inside.strip(), degrees, rank)
    if kind in ("km", "km2") and not degrees and not re.search(r"\d", unit):
        allowed = f"the unit of {column} must be one of: {', '.join(units)}"
        raise InputError(f"heading {text}", inside, allowed)
    return Heading(at, text, column, degrees=degrees, rank=rank, remark=inside)


def _refuse_near_miss(text: str, file: str) -> None:
    """A slip in a heading of ours would lose a column unseen."""
    key = plain(text)
    near = difflib.get_close_matches(key, synonyms().columns, n=1, cutoff=NEAR)
    if near and len(key) > 3 and key.isascii():
        column = synonyms().columns[near[0]][0]
        allowed = f"did you mean {column}? Write it so, or say in columns.toml: {text!r} = '' (not used)"
        raise InputError(f"{file} heading", text, allowed)


def _chosen(known: Sequence[Heading], file: str) -> tuple[list[Heading], list[str], list[Note]]:
    """Of several headings of one column: all where they add up, else the one that is preferred."""
    kept: list[Heading] = []
    dropped: list[str] = []
    notes: list[Note] = []
    for column in dict.fromkeys(each.column for each in known):
        those = sorted((each for each in known if each.column == column), key=lambda each: each.rank)
        if len(those) == 1:
            kept += those
            continue
        names = ", ".join(each.text for each in those)
        if len({each.text for each in those}) < len(those):
            raise InputError(f"{file} headings", names, "each column only once")
        if column in synonyms().adds:
            kept += those
            notes.append(Note(ADDED, {"file": file, "headings": names, "column": column}))
            continue
        kept.append(those[0])
        dropped += [each.text for each in those[1:]]
        values = {"file": file, "headings": names, "heading": those[0].text, "column": column}
        notes.append(Note(PREFERRED, values))
    return kept, dropped, notes


def _said(kept: Sequence[Heading], file: str) -> list[Note]:
    pairs = [f"{each.text} = {each.column}" for each in kept if each.text != each.column]
    notes = [Note(READ_AS, {"file": file, "pairs": ", ".join(pairs)})] if pairs else []
    for each in kept:
        values: dict[str, str | float] = {"file": file, "heading": each.text, "column": each.column}
        if each.factor != 1:
            factor = f"{float(each.factor):.6g}"
            notes.append(Note(IN_UNIT, values | {"unit": each.unit, "factor": factor}))
        if each.remark:
            values = {"file": file, "heading": each.text, "remark": each.remark}
            notes.append(Note(REMARK, values))
    return notes


def read_corrections(file: Path) -> dict[str, str]:
    """The user's `columns.toml`: heading -> our column, or '' for one not used; empty if not there."""
    if not file.is_file():
        return {}
    # its home is beside the readers of all files that people write
    from jiaosuo.model.core.reading import parse_toml, read_text

    content: dict[str, Any] = parse_toml(read_text(file, "columns.toml", "TOML"), file.name)
    for heading, column in content.items():
        if column != "" and column not in OURS:
            allowed = f"must be '' (not used) or one of: {', '.join(OURS)}"
            raise InputError(f"{file.name} {heading}", column, allowed)
    return content
