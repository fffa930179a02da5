"""The surface as a page, as a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.surface.coverage import binomial_interval
from jiaosuo.experiments.analyses.surface.prediction import Surface
from jiaosuo.experiments.analyses.surface.slices import Names, sentence, slice_along
from jiaosuo.experiments.analyses.surface.surface_chart import chart_name
from jiaosuo.experiments.analyses.surface.surface_result import WITHIN, Lever, Place, SurfaceResult
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.study_tools.pages import SHARES, label, study_page, summarised
from jiaosuo.model.core.words import N_, speaker

HELD = N_(
    "{place}: of {n} fresh worlds {levels} % lie in the 95 % bands of the rules and {differences} % in those "
    "of the differences, over all measures."
)
OUTSIDE = N_("{place}: outside of 93 to 97 % are the bands of {measures}.")
NOT_HELD = N_("{place}: held against no fresh worlds.")


def page(result: SurfaceResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "surface.md.jinja",
        result,
        pictures,
        partial(sentences, result),
        chart_name=chart_name,
        first=next(iter(result.outcomes.values())).label,
        lever_rows=_lever_rows,
        coverage_rows=partial(_coverage_rows, result),
    )


def _lever_rows(place: Place) -> Iterator[list[str]]:
    for each in place.levers:
        yield [each.name, each.unit, f"{each.low:g}", f"{each.high:g}", f"{each.here:g}"]


def _coverage_rows(result: SurfaceResult, place: Place) -> Iterator[list[str]]:
    """For each measure the share of fresh worlds in their bands, of rules and of differences."""
    for outcome, about in result.outcomes.items():
        held = place.surfaces[outcome].coverage
        if held is None:
            yield [about.label, "–", "–", "–"]
        else:
            shares = (held.share_of_levels, held.share_of_differences)
            yield [about.label, str(held.n), *(_share_shown(share, held.n) for share in shares)]


def _share_shown(share: float | None, n: int) -> str:
    """A mean share with the interval of as many independent worlds."""
    if share is None:
        return "cannot be told"
    low, high = binomial_interval(round(share * n), n)
    return f"{100 * share:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"


def sentences(result: SurfaceResult, place: Place, language_: str | None = None) -> list[str]:
    """What was found at a place: how well its bands cover, and the first measure along each lever."""
    return [*coverage_words(result, place, language_), *_slices(result, place, language_)]


def coverage_words(result: SurfaceResult, place: Place, language_: str | None) -> Iterator[str]:
    """How many fresh worlds lie in their bands, and of which measures that is not as it should be."""
    _ = speaker(language_)
    held = {name: each.coverage for name, each in place.surfaces.items() if each.coverage is not None}
    shares = {name: each.share for name, each in held.items()}
    told = {name: share for name, share in shares.items() if share is not None}
    if not told:
        yield _(NOT_HELD, place=place.name)
        return
    levels = [each.share_of_levels for each in held.values() if each.share_of_levels is not None]
    differences = [
        each.share_of_differences for each in held.values() if each.share_of_differences is not None
    ]
    yield _(
        HELD,
        place=place.name,
        n=result.held_out,
        levels=_mean_shown(levels),
        differences=_mean_shown(differences),
    )
    outside = [name for name, share in told.items() if not WITHIN[0] <= share <= WITHIN[1]]
    if outside:
        shown = [f"{label(name, language_)} ({100 * told[name]:.1f} %)" for name in outside]
        yield _(OUTSIDE, place=place.name, measures=_(", ").join(shown))


def _mean_shown(shares: list[float]) -> str:
    return f"{100 * sum(shares) / len(shares):.1f}" if shares else "–"


def _slices(result: SurfaceResult, place: Place, language_: str | None) -> Iterator[str]:
    """The difference of the two rules in the first measure, along each lever through the place itself."""
    _, surface = speaker(language_), Surface(place)
    outcome, about = next(iter(result.outcomes.items()))
    for at, lever in enumerate(place.levers):
        found = slice_along(surface, outcome, result.between[0], result.between[1], at, surface.here({}))
        names = Names(
            lever=f"{label(outcome, language_)}: {lever.name}",
            left=_(result.between[0]),
            right=_(result.between[1]),
            shown=partial(_shown, lever),
        )
        yield sentence(found, about.better, names, language_)


def _shown(lever: Lever, value: float) -> str:
    if lever.unit in SHARES:
        return f"{number(100 * value, 0)} %"
    return number(value, 0 if lever.whole else None)


def summary(result: SurfaceResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(result, place, language_), language_)


def table(result: SurfaceResult, language_: str | None = None) -> Table:
    """For each place and measure the share of fresh worlds in their 95 % bands."""
    _ = speaker(language_)
    shown = Table(caption=_("{runs} runs; share of fresh worlds in their 95 % bands", runs=result.runs))
    for heading in (_("place"), _("measure"), _("rules"), _("differences")):
        shown.add_column(Text(heading))
    for place in result.places:
        for outcome in result.outcomes:
            held = place.surfaces[outcome].coverage
            shares = (None, None) if held is None else (held.share_of_levels, held.share_of_differences)
            cells = ["–" if share is None else f"{100 * share:.1f} %" for share in shares]
            shown.add_row(place.name, label(outcome, language_), *cells)
    return shown
