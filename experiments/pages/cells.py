"""What a cell of a notebook shows of a result: a short table in HTML, with an interval drawn in a line of it.

It takes the look of the notebook, runs no script and stays below ten thousand characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from jiaosuo.model.core.words import N_, speaker

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

MOST_ROWS = 14
MOST_COLUMNS = 12
LONGEST = 120
"""Characters of a cell; what is longer is cut."""
WIDE, HIGH = 120, 14
"""Pixels of a drawn interval."""

MORE = N_("{n} more rows: .to_polars() has all.")

type Cell = str | Drawn


class Drawn(str):
    """A cell that is HTML already."""

    __slots__ = ()


def table_html(headings: Sequence[str], rows: Sequence[Sequence[Cell]], language: str | None = None) -> str:
    """A table of texts and drawings, its first rows with the number of those left out."""
    head = "".join(f"<th>{escape(each)}</th>" for each in headings)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows[:MOST_ROWS])
    left = len(rows) - MOST_ROWS
    more = f"<p>{escape(speaker(language)(MORE, n=left))}</p>" if left > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(cell: Cell) -> str:
    return f"<td>{cell}</td>" if isinstance(cell, Drawn) else f"<td>{escape(shortened(cell))}</td>"


def shortened(text: str) -> str:
    """A text as long as a cell bears it."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def lines_html(lines: Iterable[str]) -> str:
    """Sentences, one a line."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def rich_html(table: Table, language: str | None = None) -> str:
    """A terminal's table; of its styles nothing is kept."""
    # heavy: only who shows a table pays
    from rich.text import Text

    def plain(cell: object) -> str:
        return cell.plain if isinstance(cell, Text) else Text.from_markup(str(cell)).plain

    columns = [[plain(cell) for cell in column.cells] for column in table.columns]
    rows = list(zip(*columns, strict=True))
    return table_html([plain(column.header) for column in table.columns], rows, language)


def frame_html(frame: pl.DataFrame, language: str | None = None) -> str:
    """The first rows and columns of a frame."""
    names = frame.columns[:MOST_COLUMNS]
    rows = [[_value(row[name]) for name in names] for row in frame.head(MOST_ROWS).rows(named=True)]
    left = [[""] * len(names)] * max(0, frame.height - MOST_ROWS)
    return table_html(names, rows + left, language)


def _value(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def interval_svg(low: float, mean: float, high: float, reach: float, colour: str) -> Drawn:
    """An interval with its mean on a line from -`reach` to `reach`, 0 in the middle; it ends at the edges."""

    def at(value: float) -> float:
        return round(WIDE * (min(max(value / reach, -1), 1) + 1) / 2, 1)

    line, zero = HIGH / 2, WIDE / 2
    return Drawn(
        f'<svg width="{WIDE}" height="{HIGH}" role="img" aria-label="{low:.3g} .. {high:.3g}">'
        f'<path d="M{zero} 0V{HIGH}" stroke="#999"/>'
        f'<path d="M{at(low)} {line}H{at(high)}" stroke="{colour}" stroke-width="3"/>'
        f'<circle cx="{at(mean)}" cy="{line}" r="4" fill="{colour}"/></svg>'
    )
