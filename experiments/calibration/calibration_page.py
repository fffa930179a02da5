"""The calibration as a page and as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.calibration.bands import FIGURES
from jiaosuo.experiments.calibration.calibration_result import CalibrationResult, FigureFound
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.pages.templating import markdown
from jiaosuo.model.core.words import speaker


def page(result: CalibrationResult, _pictures: str) -> str:
    """The whole page."""
    return markdown("calibration.md.jinja", command=result.origin.command, study=result, rows=_rows(result))


def _rows(result: CalibrationResult) -> Iterator[list[str]]:
    for figure in FIGURES:
        cells = [_cell(place.figures[figure.name]) for place in result.places]
        weak = " *weak*" if figure.weak else ""
        yield [figure.label, figure.unit, *cells, figure.source + weak]


def _cell(found: FigureFound) -> str:
    """The mean with half its interval, the band in brackets, marked where it is outside or no evidence."""
    if found.estimate.mean is None:
        return "not observed"
    half = "" if found.estimate.half_width is None else f" ± {number(found.estimate.half_width)}"
    band = "" if found.band is None else f" ({found.band[0]:g}-{found.band[1]:g})"
    mark = " **?**" if found.blunt else " **!**" if found.fits is False else ""
    return f"{number(found.estimate.mean)}{half}{band}{mark}"


def table(result: CalibrationResult, language_: str | None = None) -> Table:
    """The table for a terminal."""
    _ = speaker(language_)
    shown = Table()
    shown.add_column(_("Figure"), overflow="fold")
    for place in result.places:
        shown.add_column(Text(place.name), justify="right")
    for figure in FIGURES:
        cells = [_cell(place.figures[figure.name]).replace("**", "") for place in result.places]
        label = figure.label
        shown.add_row(_(label), *cells)
    return shown
