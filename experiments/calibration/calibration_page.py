"""The calibration as a page and as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.calibration.calibration_result import (
    CalibrationResult,
    FigureFound,
    ReportedFound,
)
from jiaosuo.experiments.calibration.figures import FIGURES
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.pages.templating import markdown
from jiaosuo.model.core.words import speaker


def page(result: CalibrationResult, _pictures: str) -> str:
    """The whole page."""
    return markdown(
        "calibration.md.jinja",
        command=result.origin.command,
        study=result,
        rows=_rows(result),
        reported=[_reported(each) for each in result.reported],
    )


def _reported(row: ReportedFound) -> list[str]:
    rules = f"`{row.before}` to `{row.after}`"
    return [row.place, row.label, rules, _said(row), _came_out(row), f"{row.source} *weak*"]


def _said(row: ReportedFound) -> str:
    return f"{number(100 * row.said, signed=True)} %" if row.is_change else number(row.said)


def _came_out(row: ReportedFound) -> str:
    """What the model makes of it: a change in per cent, or a level, with its interval."""
    if row.estimate.mean is None:
        return "not observed"
    scale, unit = (100, " %") if row.is_change else (1, "")
    half = row.estimate.half_width
    within = "" if half is None else f" ± {number(scale * half)}"
    mean = number(scale * row.estimate.mean, signed=True) if row.is_change else number(row.estimate.mean)
    return f"{mean}{within}{unit}"


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
    for row in result.reported:
        found, said = _came_out(row), _said(row)
        cell = _("{found}; reported {said}, weak, no control", found=found, said=said)
        shown.add_row(_(row.label), *(cell if row.place == each.name else "" for each in result.places))
    return shown
