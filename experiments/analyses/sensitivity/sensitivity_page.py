"""The sensitivity as a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.table import Table

from jiaosuo.experiments.analyses.sensitivity.sensitivity_chart import SHOWN, chart_name
from jiaosuo.experiments.analyses.sensitivity.sensitivity_result import (
    Moved,
    Place,
    SensitivityResult,
    VarianceShare,
)
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.study_tools.pages import estimated, label, study_page, summarised
from jiaosuo.model.core.words import speaker


def page(result: SensitivityResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "sensitivity.md.jinja",
        result,
        pictures,
        partial(sentences, result),
        shown=SHOWN,
        chart_name=chart_name,
        effect_rows=_effect_rows,
        share_row=_share_row,
    )


def _effect_rows(place: Place) -> Iterator[list[str]]:
    for row in place.screened[:SHOWN]:
        factor = place.factors[row.name]
        sigma = "–" if row.sigma is None else number(row.sigma, 2)
        effects = [_with_half(row.mu_star, row.half), number(row.mu, 2, signed=True), sigma]
        yield [row.name, factor.meaning, _range(factor), *effects]


def _share_row(row: VarianceShare) -> list[str]:
    return [row.name, _with_half(row.first, row.first_half), _with_half(row.total, row.total_half)]


def _range(factor: Moved) -> str:
    shown = f"{factor.low:g}-{factor.high:g} (here {factor.here:g}) {factor.unit.strip('-')}"
    return shown.rstrip()


def _with_half(value: float | None, half: float | None) -> str:
    if value is None:
        return "–"
    return number(value, 2) + ("" if half is None else f" ± {number(half, 2)}")


def sentences(result: SensitivityResult, place: Place, language_: str | None = None) -> list[str]:
    """The difference as it is, the numbers that move it most, and how the variance is shared."""
    _, unit = speaker(language_), result.outcome.unit
    first, later = result.rules
    said = [
        _(
            "{place}, {measure}: {later} against {first} {difference} as it is; {count} assumptions "
            "screened.",
            place=place.name,
            measure=label(result.outcome.name, language_),
            later=_(later),
            first=_(first),
            difference=estimated(place.usual, unit),
            count=len(place.screened),
        )
    ]
    top = [f"{row.name} {_with_half(row.mu_star, row.half)}" for row in place.screened[:5]]
    said.append(_("Most moved by: {parts} ({unit}, mu*).", parts=_("; ").join(top), unit=_(unit)))
    seen = [(row.total, row) for row in place.shares if row.total is not None]
    parts = [
        f"{row.name} {_with_half(row.total, row.total_half)}"
        for _total, row in sorted(seen, key=lambda pair: -pair[0])
    ]
    if parts:
        said.append(_("Total shares of the variance: {parts}.", parts=_("; ").join(parts)))
    return said


def summary(result: SensitivityResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(result, place, language_), language_)


def table(result: SensitivityResult, language_: str | None = None) -> Table:
    """A row a number that moves the difference, the first of each place."""
    _ = speaker(language_)
    shown = Table(caption=_("{runs} runs", runs=result.runs))
    for heading in (_("place"), _("number"), "mu* ± 95 %", _("total share")):
        shown.add_column(heading)
    for place in result.places:
        shares = {row.name: _with_half(row.total, row.total_half) for row in place.shares}
        for row in place.screened[:10]:
            effect = _with_half(row.mu_star, row.half)
            shown.add_row(place.name, row.name, effect, shares.get(row.name, ""))
    return shown
