"""Rows that hold no township: totals, by their name or because they sum the others, and headings again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.inputs.text import plain
from jiaosuo.experiments.places.tables.headings import synonyms
from jiaosuo.experiments.places.tables.rows import ReadRow
from jiaosuo.model.core.words import N_
from jiaosuo.model.township import HEADCOUNTS

SUMMED = ("population", "area_km2", "trunk_km", "county_km", "village_km", *HEADCOUNTS)
NEAR = 0.002
"""Tables round: a row within this share of the sum of all others is their sum."""

BY_NAME = N_("{file} line {line}: {name} is a row of totals and left out.")
UNNAMED = N_("{file} line {line}: a row without a name is the sum of the other rows and left out.")
BY_SUM = N_("{file} line {line}: {name} is the sum of the other rows and left out.")


def is_total(name: str) -> bool:
    """Whether a row is called as rows of totals are: 合计, 总 计, "Total:"."""
    return re.sub(r"[()（）*]", "", plain(name)) in synonyms().totals


def without_totals(rows: Sequence[ReadRow]) -> tuple[list[ReadRow], list[Note]]:
    """The townships among the rows, and a note for each row left out."""
    kept = [each for each in rows if not is_total(each.name)]
    notes = [_note(BY_NAME, each) for each in rows if is_total(each.name)]
    for each in list(kept):
        if _sums(each, [other for other in kept if other is not each]):
            kept.remove(each)
            notes.append(_note(BY_SUM, each))
    return kept, notes


def _note(message: str, row: ReadRow) -> Note:
    return Note(message if row.name else UNNAMED, {"file": row.file, "line": row.line, "name": row.name})


def _sums(row: ReadRow, others: Sequence[ReadRow]) -> bool:
    """Whether a row is the sum of at least two others in people and in at least one more column."""
    if len(others) < 2:
        return False
    told = []
    for column in SUMMED:
        own = row.number(column)
        rest = [number for each in others if (number := each.number(column)) is not None]
        if own and len(rest) > 1:
            told.append((column, abs(float(own - sum(rest))) <= NEAR * float(own)))
    same = dict(told)
    return same.get("population", False) and len(told) > 1 and all(same.values())
