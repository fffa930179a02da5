"""The shares as a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.attribution.attribution_chart import chart_name
from jiaosuo.experiments.analyses.attribution.attribution_result import AttributionResult, Place
from jiaosuo.experiments.study_tools.pages import estimated, label, study_page, summarised
from jiaosuo.experiments.study_tools.result import p_value_shown
from jiaosuo.model.core.words import speaker


def page(result: AttributionResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "why.md.jinja",
        result,
        pictures,
        partial(sentences, result),
        chart_name=partial(chart_name, result),
        share_rows=partial(_share_rows, result),
        mechanism_rows=partial(_mechanism_rows, result),
    )


def _share_rows(result: AttributionResult, place: Place, outcome: str) -> Iterator[list[str]]:
    found, unit = place.outcomes[outcome], result.outcomes[outcome].unit
    for name, each in found.shares.items():
        estimates = (estimated(estimate, unit) for estimate in (each.share, each.alone, each.last))
        yield [name, *estimates, p_value_shown(each.p)]
    yield ["**all**", f"**{estimated(found.difference, unit)}**", "", "", ""]


def _mechanism_rows(result: AttributionResult, place: Place) -> Iterator[list[str]]:
    yield ["as it is", "", *_differences(result, place)]
    for each in place.mechanisms:
        cells = [
            f"{estimated(found.difference, result.outcomes[outcome].unit)} "
            f"({estimated(found.change, result.outcomes[outcome].unit)})"
            for outcome, found in each.outcomes.items()
        ]
        yield [f"{each.name} {each.turned}", each.words, *cells]


def _differences(result: AttributionResult, place: Place) -> list[str]:
    """The whole difference by each outcome."""
    return [
        estimated(place.outcomes[outcome].difference, about.unit)
        for outcome, about in result.outcomes.items()
    ]


def sentences(result: AttributionResult, place: Place, language_: str | None = None) -> list[str]:
    """For each outcome: the difference, and the answers that make it, the largest first."""
    _ = speaker(language_)
    said = []
    for outcome, about in result.outcomes.items():
        found = place.outcomes[outcome]
        if found.difference.mean is None:
            continue
        largest = sorted(found.shares.items(), key=lambda item: -abs(item[1].share.mean or 0.0))
        parts = [
            f"{name} {estimated(each.share, about.unit)}" for name, each in largest if each.is_significant
        ]
        said.append(
            _(
                "{place}, {measure}: {later} against {first} {difference}; significant shares: {parts}.",
                place=place.name,
                measure=label(outcome, language_),
                later=_(result.to),
                first=_(result.from_),
                difference=estimated(found.difference, about.unit),
                parts=_(", ").join(parts) or _("none"),
            )
        )
    return said


def summary(result: AttributionResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(result, place, language_), language_)


def table(result: AttributionResult, language_: str | None = None) -> Table:
    """A row a place and answer, a column an outcome; the whole difference below."""
    _ = speaker(language_)
    shown = Table(caption=_("{runs} runs; shares add up to the difference", runs=result.runs))
    shown.add_column(_("place"))
    shown.add_column(_("answer"))
    for outcome in result.outcomes:
        shown.add_column(Text(label(outcome, language_)), overflow="fold")
    for place in result.places:
        for answer in place.answers:
            name, words = answer.name, answer.words
            cells = [
                estimated(place.outcomes[outcome].shares[name].share, about.unit)
                for outcome, about in result.outcomes.items()
            ]
            shown.add_row(place.name, f"{name}: {_(words)}", *cells)
        shown.add_row(place.name, _("all"), *_differences(result, place), style="bold", end_section=True)
    return shown
