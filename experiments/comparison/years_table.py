"""Rules year by year as a table for a terminal: what has grown, each rule's mean and its difference."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.comparison.result import SHARES, Headline, number, scaled
from jiaosuo.experiments.comparison.tables import change_cell
from jiaosuo.experiments.comparison.years_result import YearsResult
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.model.core.words import speaker


def table(result: YearsResult, headline: Headline, language: str | None) -> Table:
    """One outcome for a terminal: a row a year with what has grown, each rule's mean and its difference."""
    _ = speaker(language)
    first = _(result.rules[0])
    caption = _("In brackets: difference from {first} with its 95 % interval.", first=first)
    sheet = Table(title=_titled(result, headline, language), title_justify="left", caption=caption,
                  caption_justify="left")  # fmt: skip
    for head in (_("Year"), _("Towns, %"), _("Vehicles per 1,000")):
        sheet.add_column(head, justify="right")
    for rule in result.rules:
        sheet.add_column(Text(_(rule)), justify="right", overflow="fold")
    for cells in rows(result, headline.outcome, language):
        sheet.add_row(*(Text(cell) for cell in cells))
    return sheet


def rows(result: YearsResult, outcome: str, language: str | None) -> list[list[str]]:
    """The cells of that table."""
    about = result.outcomes[outcome]
    scale = 100 if about.unit in SHARES else 1
    found = []
    for at, year in enumerate(result.years):
        urban, vehicles = (result.grown[name][at] for name in ("urbanization", "vehicles_per_1000"))
        cells = [str(year), f"{100 * urban:.1f}", f"{vehicles:.0f}"]
        for rule in result.rules:
            mean = _mean(about.rules[rule][at], scale, language)
            change = about.differences[rule][at] if rule in about.differences else None
            cells.append(mean if change is None else f"{mean}  ({change_cell(change, scale)})")
        found.append(cells)
    return found


def _mean(estimate: Estimate, scale: float, language: str | None) -> str:
    if estimate.mean is None:
        return speaker(language)("not observed")
    (mean, *_ends), decimals = scaled(estimate, scale)
    return number(mean, decimals)


def _titled(result: YearsResult, headline: Headline, language: str | None) -> str:
    _ = speaker(language)
    unit = result.outcomes[headline.outcome].unit
    shown_unit = "%" if unit in SHARES else _(unit.strip("-"))
    title = _(headline.title)
    return _("{title} ({unit})", title=title, unit=shown_unit) if shown_unit else title
