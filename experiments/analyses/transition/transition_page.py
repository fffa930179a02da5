"""The transition as a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.transition.transition_chart import SIZE_NAMES, chart_name
from jiaosuo.experiments.analyses.transition.transition_result import Place, Row, TransitionResult
from jiaosuo.experiments.analyses.transition.transition_study import SIZES, WHOLE
from jiaosuo.experiments.comparison.moments import NAMES
from jiaosuo.experiments.study_tools.pages import estimated, label, study_page, summarised
from jiaosuo.model.core.words import speaker


def page(result: TransitionResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "transition.md.jinja",
        result,
        pictures,
        partial(sentences, result),
        chart_name=chart_name,
        heads=["time", *SIZE_NAMES.values()],
        rows=partial(_rows, result),
    )


def _rows(result: TransitionResult, place: Place, measure: str) -> Iterator[list[str]]:
    """A row a time: the change in the whole place and in each size of settlement; bold: significant."""
    unit = result.measures[measure].unit
    for moment, name in NAMES.items():
        found = _by_size(place, measure, moment)
        yield [name, *(_cell(found[size], unit) for size in SIZES)]


def _by_size(place: Place, measure: str, moment: str) -> dict[str, Row]:
    return {row.size: row for row in place.rows if (row.measure, row.moment) == (measure, moment)}


def _cell(row: Row, unit: str) -> str:
    said = estimated(row.change, unit)
    return f"**{said}**" if row.is_significant else said


def sentences(result: TransitionResult, place: Place, language_: str | None = None) -> list[str]:
    """For each measure of the whole place: what the later rule changes at the three times."""
    _ = speaker(language_)
    first, later = result.rules
    said = []
    for measure, about in result.measures.items():
        one, two, three = (
            estimated(_by_size(place, measure, moment)[WHOLE].change, about.unit) for moment in NAMES
        )
        said.append(
            _(
                "{place}, {measure}: {later} less {first} is {one} in the first weeks, "
                "{two} in the third month and {three} in the long run.",
                place=place.name,
                measure=label(measure, language_),
                first=_(first),
                later=_(later),
                one=one,
                two=two,
                three=three,
            )
        )
    return said


def summary(result: TransitionResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(result, place, language_), language_)


def table(result: TransitionResult, language_: str | None = None) -> Table:
    """A row a measure and time: the change in the whole place and in each size of settlement."""
    _ = speaker(language_)
    shown = Table(caption=_("{runs} runs", runs=result.runs))
    for heading in (_("place"), "", "", *(_(name) for name in SIZE_NAMES.values())):
        shown.add_column(Text(heading))
    for place in result.places:
        for measure, about in result.measures.items():
            for moment, name in NAMES.items():
                found = _by_size(place, measure, moment)
                cells = [estimated(found[size].change, about.unit) for size in SIZES]
                shown.add_row(place.name, label(measure, language_), _(name), *cells)
    return shown
