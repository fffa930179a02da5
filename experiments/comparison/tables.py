"""The headline numbers of a comparison in one table: the cells, and the table as a terminal shows it."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.comparison.moments import NAMES
from jiaosuo.experiments.comparison.result import (
    ComparisonResult,
    Headline,
    difference,
    in_print,
    is_same,
    is_share,
    is_survivors_mean,
    mark,
    number,
    present,
    scaled,
    unit_of,
    value,
)
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.model.core.words import N_, speaker, translate

CAPTION = N_(
    "Mean ± half of the 95 % interval. Every interval in this table is of one rule by itself. ✓ better, "
    "✗ worse, ≈ not distinguishable over all rules at once. † survivors' mean: more than 5 % of these calls "
    "gave up."
)


def table(result: ComparisonResult, language_: str | None = None) -> Table:
    """The headline outcomes for a terminal: a column a rule, its mean and under it its difference."""
    _ = speaker(language_)
    first = result.rules[0]
    below = _("Below the mean: difference from {first} with its 95 % interval.", first=_(first))
    sheet = Table(caption=f"{below} {_(CAPTION)}", caption_justify="left")
    sheet.add_column(_("Measure"), overflow="fold")
    for rule in result.rules:
        sheet.add_column(Text(_(rule)), justify="right", overflow="fold")
    for headline in present(result):
        sheet.add_row(*_cells(result, headline, language_))
    return sheet


def times_table(result: ComparisonResult, language_: str | None = None) -> Table:
    """The change as a path, for a terminal: a row a headline and later rule, a column a time."""
    _ = speaker(language_)
    first, times = result.rules[0], result.times or ()
    title = _("Difference from {first} at three times after the change", first=_(first))
    sheet = Table(title=title, title_justify="left")
    sheet.add_column(_("Measure"), overflow="fold")
    for time in times:
        sheet.add_column(_(NAMES[time.at]), justify="right", overflow="fold")
    for row in time_rows(result, language_):
        sheet.add_row(*(Text(cell) for cell in row))
    return sheet


def time_rows(result: ComparisonResult, language_: str | None) -> list[list[str]]:
    """A row a headline and later rule: its name, and the difference at each time."""
    _ = speaker(language_)
    rows = []
    for headline in present(result):
        scale = 100 if is_share(result, headline.outcome) else 1
        for rule in result.later:
            changes = [time.differences[headline.outcome][rule] for time in result.times or ()]
            name = f"{titled(result, headline, language_)} · {_(rule)}"
            rows.append([name, *(change_cell(change, scale) for change in changes)])
    return rows


def _cells(result: ComparisonResult, headline: Headline, language_: str | None) -> list[Text]:
    first, *later = result.rules
    outcome = headline.outcome
    cells = [Text(titled(result, headline, language_)), Text(mean_cell(result, outcome, first, language_))]
    styles = {"✓": "green", "✗": "red"}
    for rule in later:
        sign = mark(result, outcome, rule)
        change = Text(f"{difference_cell(result, outcome, rule)} {sign}".rstrip(), style=styles.get(sign, ""))
        cells.append(Text("\n").join([Text(mean_cell(result, outcome, rule, language_)), change]))
    return cells


def titled(result: ComparisonResult, headline: Headline, language_: str | None) -> str:
    """The headline's title with its unit, as a row of a table begins."""
    _ = speaker(language_)
    unit = unit_of(result, headline.outcome)
    shown = "%" if is_share(result, headline.outcome) else _(unit)
    return _("{title} ({unit})", title=_(headline.title), unit=shown) if shown else _(headline.title)


def mean_cell(result: ComparisonResult, outcome: str, rule: str, language_: str | None) -> str:
    """A rule's mean ± half width, without unit; marked where it is a survivors' mean."""
    estimate = value(result, outcome, rule)
    if estimate.mean is None:
        return translate("not observed", language_)
    (mean, *ends), decimals = in_print(result, outcome, estimate)
    half = f" ± {number((ends[1] - ends[0]) / 2, decimals)}" if ends else ""
    return number(mean, decimals) + half + (" †" if is_survivors_mean(result, outcome, rule) else "")


def difference_cell(result: ComparisonResult, outcome: str, rule: str) -> str:
    """A later rule's difference with its interval."""
    return change_cell(difference(result, outcome, rule), 100 if is_share(result, outcome) else 1)


def change_cell(change: Estimate, scale: float = 1) -> str:
    """A signed change times `scale`, with its interval."""
    if change.mean is None:
        return "–"
    if is_same(change):
        return "0"
    numbers, decimals = scaled(change, scale)
    mean, *ends = (number(x, decimals, signed=True) for x in numbers)
    return f"{mean} [{ends[0]}, {ends[1]}]" if ends else mean
