"""Tables of Markdown."""

from __future__ import annotations

from collections.abc import Iterable


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A Markdown table and an empty line."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return [*("| " + " | ".join(map(cell, line)) + " |" for line in lines), ""]


def cell(text: str) -> str:
    """A text as it stands in a cell: on one line, its bars escaped."""
    return " ".join(text.replace("|", "\\|").split())
