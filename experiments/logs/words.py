"""The words that ship: headings of logs, types of calls, corps, outcomes, and what names people."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiaosuo.experiments.inputs.text import plain

WORDS = ("kind", "priority", "corps", "outcome", "source", "complex")
"""Columns whose cells are words that are mapped to ours."""


@dataclass(frozen=True)
class LogWords:
    """What `words.toml` says, its texts as `plain` gives them.

    `columns`: heading -> (our column, its rank among those of the column). `cells`: for each column of words
    what a cell says -> what it is with us.
    """

    columns: Mapping[str, tuple[str, int]]
    cells: Mapping[str, Mapping[str, str]]
    personal: frozenset[str]
    personal_signs: tuple[str, ...]
    nothing: frozenset[str]


@cache
def log_words() -> LogWords:
    """The table that ships."""
    content = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    columns: dict[str, tuple[str, int]] = {}
    for column, names in content["columns"].items():
        for rank, name in enumerate(names):
            columns.setdefault(plain(name), (column, rank))
    cells = {
        column: {plain(text): ours for ours, texts in content[column].items() for text in (ours, *texts)}
        for column in WORDS
    }
    return LogWords(
        columns,
        cells,
        frozenset(plain(each) for each in content["personal"]["names"]),
        tuple(plain(each) for each in content["personal"]["signs"]),
        frozenset(each.casefold() for each in content["nothing"]["names"]),
    )


def names_people(heading: str) -> bool:
    """Whether a heading is that of names, telephone numbers or identity numbers of people."""
    words, said = log_words(), plain(heading)
    if said in words.columns:
        return False
    return said in words.personal or any(sign in said for sign in words.personal_signs)
