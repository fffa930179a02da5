"""The priced sum as tables: a terminal's and a page's."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.comparison.index_table import STYLES, Cell, Row
from jiaosuo.experiments.comparison.priced_words import (
    PRICES_NOTE,
    PricedRow,
    priced_rows,
    priced_sentences,
)
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.words import speaker


def has_prices(result: ComparisonResult) -> bool:
    """Whether the result holds a priced sum; older ones do not."""
    return result.priced is not None and bool(result.priced.rules)


def priced_heads(result: ComparisonResult, language: str | None = None) -> list[str]:
    """The heads of the columns."""
    _ = speaker(language)
    first, *later = result.rules
    against = [_("{rule} less {first} (yuan a day)", rule=_(rule), first=_(first)) for rule in later]
    return [_("Part"), _("Price"), *against]


def priced_lines(result: ComparisonResult, language: str | None = None) -> list[Row]:
    """A line for each part with its price, a cell for each later rule; then the sums."""
    if result.priced is None:
        return []
    by_rule = [{row.name: row for row in priced_rows(result.priced, rule, language)} for rule in result.later]
    names = list(dict.fromkeys(name for rows in by_rule for name in rows))
    return [_line([rows.get(name) for rows in by_rule]) for name in names]


def _line(rows: list[PricedRow | None]) -> Row:
    known = next(row for row in rows if row is not None)
    cells = (Cell("–") if row is None else Cell(row.yuan, row.sign) for row in rows)
    return Row(known.title, known.price, tuple(cells))


def priced_findings(result: ComparisonResult, language: str | None = None) -> list[str]:
    """The sentences of every later rule, and how to read them."""
    if result.priced is None or not has_prices(result):
        return []
    _ = speaker(language)
    first = _(result.rules[0])
    said = [
        sentence
        for rule in result.later
        for sentence in priced_sentences(result.priced, rule, (first, _(rule)), language)
    ]
    return [*said, _(PRICES_NOTE)] if said else []


def priced_table(result: ComparisonResult, language: str | None = None) -> Table:
    """The priced sum for a terminal."""
    sheet = Table(caption=speaker(language)(PRICES_NOTE), caption_justify="left")
    for place, head in enumerate(priced_heads(result, language)):
        sheet.add_column(Text(head), justify="right" if place else "left", overflow="fold")
    for row in priced_lines(result, language):
        cells = [Text(f"{cell.text} {cell.sign}".rstrip(), STYLES.get(cell.sign, "")) for cell in row.cells]
        sheet.add_row(row.title, row.weight, *cells)
    return sheet
