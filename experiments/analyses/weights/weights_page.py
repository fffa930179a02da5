"""The weights as a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.weights.weights_chart import CERTAIN, chart_name
from jiaosuo.experiments.analyses.weights.weights_result import Place, WeightsResult
from jiaosuo.experiments.comparison.index_result import Part
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.comparison.verdict import same_sentences
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED
from jiaosuo.experiments.study_tools.pages import label, study_page, summarised
from jiaosuo.model.core.words import speaker


def page(result: WeightsResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "weights.md.jinja",
        result,
        pictures,
        sentences,
        certain=CERTAIN,
        chart_name=chart_name,
        rows=partial(_rows, result),
        together_heads=["", *(str(number) for number in range(1, len(result.together) + 1))],
        together_rows=list(_together_rows(result)),
    )


def _together_rows(result: WeightsResult) -> Iterator[list[str]]:
    """A row a component: its number and name, and how its changes go with those of each."""
    for place, (name, row) in enumerate(result.together.items(), start=1):
        shown = [f"{row[other]:+.2f}" if other in row else "–" for other in result.together]
        yield [f"{place} {result.labels[name]}", *shown]


def _rows(result: WeightsResult, place: Place) -> Iterator[list[str]]:
    """A row a measure: what each rule changes in per cent, or why that cannot be had."""
    for name in place.index.components:
        changes = (place.index.rules[rule].parts.get(name) for rule in result.rules[1:])
        yield [result.labels[name], *map(_change, changes)]
    for name, reason in place.index.not_available.items():
        yield [result.labels[name], *[reason] * (len(result.rules) - 1)]


def _change(part: Part | None) -> str:
    change = NOT_OBSERVED if part is None else part.change
    if change.mean is None:
        return "not observed"
    shown = number(100 * change.mean, signed=True)
    if change.interval is None:
        return shown
    low, high = (number(100 * end, signed=True) for end in change.interval)
    return f"{shown} [{low}, {high}]"


def sentences(place: Place, language_: str | None = None) -> list[str]:
    """The share of each rule with its interval, and which measure speaks most for which rule."""
    _ = speaker(language_)
    parts = [
        _(
            "{rule} {share} % ({low} to {high})",
            rule=_(rule),
            share=number(100 * (share.mean or 0.0), 0),
            low=number(100 * share.span[0], 0),
            high=number(100 * share.span[1], 0),
        )
        for rule, share in place.index.shares.items()
    ]
    if not parts:
        return [_("{place}: nothing to weigh.", place=place.name)]
    best = {name: place.index.best_by(name) for name in place.index.components}
    return [
        *same_sentences(place.same_as, language_),
        _(
            "{place}: share of all weights under which it is best: {parts}.",
            place=place.name,
            parts=_("; ").join(parts),
        ),
        *(
            _("By {measure} alone, {rule}.", measure=label(name, language_), rule=_(rule))
            for name, rule in best.items()
        ),
    ]


def summary(result: WeightsResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(place, language_), language_)


def table(result: WeightsResult, language_: str | None = None) -> Table:
    """A row a rule, a column a place: its share of all weights."""
    _ = speaker(language_)
    shown = Table(caption=_("{runs} runs; share of all weights under which a rule is best", runs=result.runs))
    shown.add_column(_("rule"))
    for place in result.places:
        shown.add_column(Text(place.name), justify="right")
    for rule in result.rules:
        shares = [place.index.shares.get(rule, NOT_OBSERVED).mean for place in result.places]
        cells = ["–" if share is None else f"{number(100 * share, 0)} %" for share in shares]
        shown.add_row(_(rule), *cells)
    return shown
