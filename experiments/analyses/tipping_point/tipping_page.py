"""The tipping points as a page, as a table for a terminal, and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.tipping_point.tipping_chart import OPEN, chart_name
from jiaosuo.experiments.analyses.tipping_point.tipping_result import (
    Cell,
    Crossing,
    ExpectedCell,
    ExpectedCrossing,
    Place,
    TippingResult,
)
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.study_tools.pages import estimated, label, study_page, summarised
from jiaosuo.model.core.words import N_, speaker

BEYOND = {-1: "nowhere on the axis", 1: "everywhere on the axis"}
CROSSES = {
    1: N_(
        "{measure}, at {y}: {later} beats {first} up to the end of {x} (95 % interval of the boundary "
        "{low} to {high})."
    ),
    -1: N_(
        "{measure}, at {y}: {later} beats {first} nowhere on {x} (95 % interval of the boundary {low} to "
        "{high})."
    ),
    0: N_("{measure}, at {y}: {later} beats {first} up to {x} = {at} (95 % interval {low} to {high})."),
}


def page(result: TippingResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "tipping-point.md.jinja",
        result,
        pictures,
        partial(sentences, result),
        open=OPEN,
        chart_name=chart_name,
        cell_heads=_cell_heads(result),
        cell_row=partial(_cell_row, result),
        boundary_rows=partial(_boundary_rows, result),
        theory_row=_theory_row,
    )


def _cell_heads(result: TippingResult) -> list[str]:
    first, *later = result.rules
    return [
        result.x.name,
        result.y.name,
        "measure",
        "least",
        "wins",
        "worlds",
        *(f"{rule} − {first}" for rule in later),
    ]


def _cell_row(result: TippingResult, cell: Cell) -> list[str]:
    about = result.outcomes[cell.outcome]
    verdict = "failed" if cell.failed_worlds else "significant" if cell.decided else OPEN
    verdict = "all the same" if cell.all_same else verdict
    leaders = " = ".join(cell.same) or "–"
    changes = [estimated(each, about.unit) for each in cell.differences.values()]
    return [f"{cell.x:g}", f"{cell.y:g}", about.label, leaders, verdict, str(cell.worlds), *changes]


def _boundary_rows(result: TippingResult, place: Place) -> Iterator[list[str]]:
    for outcome, rows in place.boundary.items():
        expected = place.theory.boundary.get(outcome, [None] * len(rows))
        for row, theory in zip(rows, expected, strict=True):
            cells = _simulated(row), "–" if theory is None else _expected(theory)
            yield [f"{row.y:g}", result.outcomes[outcome].label, *cells]


def _simulated(row: Crossing) -> str:
    """Where it is, or which end of the axis it lies at; the interval stands beside it either way."""
    if row.same:
        return "the two are the same"
    if row.at.mean is None:
        return "not observed"
    where = BEYOND.get(row.beyond) or number(row.at.mean, 2)
    if row.at.interval is None or row.at.interval[0] == row.at.interval[1]:
        return where
    low, high = (number(end, 2) for end in row.at.interval)
    return f"{where} [{low}, {high}]"


def _expected(row: ExpectedCrossing) -> str:
    return "not observed" if row.mean is None else BEYOND.get(row.beyond) or number(row.mean, 2)


def _theory_row(cell: ExpectedCell) -> list[str]:
    parts = [number(cell.parts[part], 2, signed=True) for part in ("desk", "wait", "travel", "handling")]
    gaps = [number(cell.gap[name], 2, signed=True) for name in ("response_mean", "clear_mean")]
    edge = "–" if cell.break_even is None else f"{cell.break_even:.2g}"
    penalty = "–" if cell.penalty is None else number(cell.penalty, 3)
    return [f"{cell.x:g}", f"{cell.y:g}", *parts, *gaps, number(cell.load, 3), penalty, edge]


def sentences(result: TippingResult, place: Place, language_: str | None = None) -> list[str]:
    """What was found at a place: who wins how many cells, by which measure; the boundary; and here."""
    won = [_won(place, outcome, language_) for outcome in result.outcomes]
    return won + [_boundary_near(result, place, outcome, language_) for outcome in result.outcomes]


def _won(place: Place, outcome: str, language_: str | None) -> str:
    """Who wins how many cells."""
    _, cells = speaker(language_), place.cells_by(outcome)
    wins = Counter(cell.leader for cell in cells if cell.decided)
    parts = [_("{rule} in {count}", rule=_(rule or ""), count=count) for rule, count in wins.most_common()]
    parts.append(_("not distinguishable in {count}", count=len(cells) - sum(wins.values())))
    return _(
        "{place}, by {measure}: of {cells} cells {wins}.",
        place=place.name,
        measure=label(outcome, language_),
        cells=len(cells),
        wins=_(", ").join(parts),
    )


def _boundary_near(result: TippingResult, place: Place, outcome: str, language_: str | None) -> str:
    """Where the boundary lies in the row nearest to the place itself."""
    _ = speaker(language_)
    row = min(place.boundary[outcome], key=lambda each: abs(each.y - place.here.y))
    first, later = result.between
    said = {
        "measure": label(outcome, language_),
        "y": f"{result.y.name} = {row.y:g}",
        "later": _(later),
        "first": _(first),
        "x": result.x.name,
    }
    if row.same:
        return _("{measure}, at {y}: {later} and {first} give the same all along {x}.", **said)
    if row.at.mean is None:
        return _("{measure}, at {y}: not observed.", measure=said["measure"], y=said["y"])
    low, high = (number(end, 2) for end in row.at.span)
    crosses = CROSSES[row.beyond]
    return _(crosses, at=number(row.at.mean, 2), low=low, high=high, **said)


def summary(result: TippingResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(result, place, language_), language_)


def table(result: TippingResult, language_: str | None = None) -> Table:
    """For each place and measure a small map: a row of the table for each value of the lever up."""
    _ = speaker(language_)
    shown = Table(caption=_("{runs} runs; ≈: not distinguishable", runs=result.runs))
    for heading in (_("place"), _("measure"), result.y.name):
        shown.add_column(Text(heading))
    for x in result.x.values:
        shown.add_column(Text(f"{x:g}"))
    for place in result.places:
        for outcome in result.outcomes:
            for y in reversed(result.y.values):
                leaders = [c.leader if c.decided else None for c in place.cells_by(outcome) if c.y == y]
                winners = [Text(_(leader) if leader else "≈") for leader in leaders]
                shown.add_row(place.name, label(outcome, language_), f"{y:g}", *winners)
    return shown
