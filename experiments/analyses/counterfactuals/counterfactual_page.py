"""The histories as a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.counterfactuals.counterfactual_chart import chart_name
from jiaosuo.experiments.analyses.counterfactuals.counterfactual_result import (
    CounterfactualResult,
    Effect,
    Place,
)
from jiaosuo.experiments.study_tools.pages import estimated, label, study_page, summarised
from jiaosuo.model.core.words import speaker


def page(result: CounterfactualResult, pictures: str, title: str) -> str:
    """The whole page."""
    return study_page(
        "history.md.jinja",
        result,
        pictures,
        partial(sentences, result),
        heading=title,
        chart_name=partial(chart_name, result),
        rows=partial(_rows, result),
    )


def _rows(result: CounterfactualResult, outcomes: Mapping[str, Mapping[str, Effect]]) -> Iterator[list[str]]:
    """A row a measure: what was, then what each other course differs by; bold where it is significant."""
    for outcome, about in result.outcomes.items():
        was, *others = outcomes[outcome].values()
        cells = [estimated(was.mean, about.unit, signed=False)]
        for each in others:
            shown = _cell(each, about.unit)
            cells.append(f"**{shown}**" if each.is_significant else shown)
        yield [about.label, *cells]


def _cell(effect: Effect, unit: str) -> str:
    """The difference from what was, signed; of what was itself, the mean."""
    difference = effect.difference
    return estimated(effect.mean, unit, signed=False) if difference is None else estimated(difference, unit)


def sentences(result: CounterfactualResult, place: Place, language_: str | None = None) -> list[str]:
    """For each other course of events, what it would have changed significantly."""
    _ = speaker(language_)
    said = []
    for variant in place.variants[1:]:
        name, words = variant.name, variant.words
        parts = [
            f"{label(outcome, language_)} {_cell(found[name], result.outcomes[outcome].shown_unit)}"
            for outcome, found in place.outcomes.items()
            if found[name].is_significant
        ]
        said.append(
            _(
                "{place}, {variant} ({words}); significant: {parts}.",
                place=place.name,
                variant=_(name),
                words=_(words),
                parts=_("; ").join(parts) or _("nothing"),
            )
        )
    return said


def summary(result: CounterfactualResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(result, place, language_), language_)


def table(result: CounterfactualResult, language_: str | None = None) -> Table:
    """A row a measure, a column a course of events."""
    _ = speaker(language_)
    shown = Table(caption=_("{runs} runs; differences from what was", runs=result.runs))
    shown.add_column(_("measure"), overflow="fold")
    for name in (variant.name for variant in result.places[0].variants):
        shown.add_column(Text(_(name)))
    for place in result.places:
        for outcome, about in result.outcomes.items():
            cells = [_cell(each, about.unit) for each in place.outcomes[outcome].values()]
            shown.add_row(label(outcome, language_), *cells)
    return shown
