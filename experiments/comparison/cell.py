"""A comparison in a cell of a notebook: its sentences, and the headlines with each difference drawn."""

from __future__ import annotations

from jiaosuo.experiments.charts.rule_hues import hue
from jiaosuo.experiments.comparison.result import (
    ComparisonResult,
    Headline,
    better,
    difference,
    mark,
    present,
    value,
)
from jiaosuo.experiments.comparison.tables import difference_cell, mean_cell, titled
from jiaosuo.experiments.comparison.verdict import findings, setting
from jiaosuo.experiments.pages.cells import Cell, interval_svg, lines_html, table_html
from jiaosuo.model.core.words import N_, speaker

REACH = 0.5
"""A drawn interval is cut at plus and minus this share of the first rule's mean."""
DRAWN = N_(
    "Drawn: the difference from {first} with its 95 % interval, in the middle 0, to the right better, up to "
    "{reach:.0f} % of the mean under {first}."
)


def comparison_html(result: ComparisonResult, language: str | None = None) -> str:
    """A few thousand characters of HTML, without any script."""
    _ = speaker(language)
    first, *later = result.rules
    pairs = [heading for rule in later for heading in (_(rule), "")]
    rows = [_row(result, each, language) for each in present(result)]
    sentences = [setting(result, language), *findings(result, language)]
    drawn = _(DRAWN, first=_(first), reach=100 * REACH)
    table = table_html([_("Measure"), _(first), *pairs], rows, language)
    return lines_html(sentences) + table + lines_html([drawn])


def _row(result: ComparisonResult, headline: Headline, language: str | None) -> list[Cell]:
    outcome, (first, *later) = headline.outcome, result.rules
    row: list[Cell] = [titled(result, headline, language), mean_cell(result, outcome, first, language)]
    for rule in later:
        row += [f"{difference_cell(result, outcome, rule)} {mark(result, outcome, rule)}"]
        row += [_drawn(result, outcome, rule)]
    return row


def _drawn(result: ComparisonResult, outcome: str, rule: str) -> Cell:
    """A difference turned so that right is better; nothing where no side is, or there is no mean."""
    base, change = value(result, outcome, result.rules[0]).mean, difference(result, outcome, rule)
    direction = better(result, outcome, 1.0)
    if not base or change.mean is None or direction is None:
        return ""
    turn = (1 if direction else -1) / abs(base)
    low, high = sorted(turn * end for end in change.span)
    return interval_svg(low, turn * change.mean, high, REACH, hue(rule))
