"""The map of tipping points: a tile a cell in the colour of the rule that wins, and where the rules cross."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from jiaosuo.experiments.analyses.tipping_point.tipping_result import (
    Cell,
    Crossing,
    ExpectedCrossing,
    Lever,
    Place,
    TippingResult,
    edges,
)
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.rule_hues import hue
from jiaosuo.experiments.charts.style import INK, NOT_SIGNIFICANT, SOFT, Spec
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.study_tools.heads import head_of
from jiaosuo.model.core.words import N_

TITLE = N_("Which rule wins where")
HOLM = N_(
    "coloured where all other rules do significantly worse (Holm, p at most 0.05); line: the boundary with "
    "its 95 % interval; dashed: theory"
)
WIDTH, HEIGHT = 300, 240
OPEN = "not distinguishable"


def chart_name(place: str) -> str:
    """The name of a place's chart."""
    return f"tipping-point-{place.replace(' ', '-')}"


def charts(result: TippingResult) -> dict[str, Spec]:
    """One chart a place, one panel an outcome."""
    return {chart_name(place.name): _chart(result, place) for place in result.places}


def _chart(result: TippingResult, place: Place) -> Spec:
    panels = [_panel(result, place, outcome) for outcome in result.outcomes]
    head = head_of(TITLE, place.title, result.rules, result.replications, result.days, HOLM)
    return finished(alt.hconcat(*panels).resolve_scale(color="shared"), head=head)


def _panel(result: TippingResult, place: Place, outcome: str) -> alt.LayerChart | alt.FacetChart:
    cells = [_tile(result, cell) for cell in place.cells_by(outcome)]
    scale = alt.Scale(domain=[*result.rules, OPEN], range=[*map(hue, result.rules), NOT_SIGNIFICANT])
    tiles = (
        alt.Chart(inline(cells))
        .mark_rect(stroke="white", opacity=0.75)
        .encode(
            x=alt.X("low_x:Q", **_axis(result.x)),
            x2="high_x:Q",
            y=alt.Y("low_y:Q", **_axis(result.y)),
            y2="high_y:Q",
            color=alt.Color("wins:N", title=None, scale=scale, legend=alt.Legend(columns=5)),
        )
    )
    words = alt.Chart(inline(cells)).mark_text(fontSize=10, color=INK)
    layers = [tiles, words.encode(x="x:Q", y="y:Q", text="told:N")]
    layers += _simulated_line(place.boundary[outcome])
    layers += _expected_line(place.theory.boundary.get(outcome, ()))
    here = alt.Chart(inline([{"x": place.here.x, "y": place.here.y, "told": "here"}]))
    layers.append(here.mark_point(shape="cross", size=90, color=INK, filled=True).encode(x="x:Q", y="y:Q"))
    heading = alt.TitleParams(result.outcomes[outcome].label, anchor="start", color=SOFT, fontWeight="normal")
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=heading)


def _axis(lever: Lever) -> dict[str, Any]:
    """Title, ticks at the values looked at, and no room beyond the tiles."""
    return {
        "title": lever.meaning,
        "axis": alt.Axis(values=list(lever.values), grid=False),
        "scale": alt.Scale(zero=False, nice=False),
    }


def _tile(result: TippingResult, cell: Cell) -> dict[str, Any]:
    low_x, high_x = edges(result.x.values, cell.x)
    low_y, high_y = edges(result.y.values, cell.y)
    return {
        "x": cell.x,
        "y": cell.y,
        "low_x": low_x,
        "high_x": high_x,
        "low_y": low_y,
        "high_y": high_y,
        "wins": cell.leader if cell.decided else OPEN,
        "told": _told(result, cell),
    }


def _told(result: TippingResult, cell: Cell) -> str:
    """The winner's change in per cent of the first rule's mean, or that nothing is decided."""
    if not cell.decided:
        return "same" if cell.all_same else "≈"
    change, base = cell.change_of_leader(), cell.means[result.rules[0]]
    return "" if change is None or not base else f"{number(100 * change / abs(base), 0)} %"


def _simulated_line(rows: Sequence[Crossing]) -> list[alt.Chart]:
    """The boundary with its interval; nothing for rows on which the rules do not cross."""
    seen = [
        {"x": row.at.mean, "y": row.y, "low": row.at.span[0], "high": row.at.span[1]}
        for row in rows
        if row.is_inside
    ]
    if not seen:
        return []
    base = alt.Chart(inline(seen))
    line = base.mark_line(color=INK, strokeWidth=2, strokeDash=[1, 0], point={"color": INK})
    interval = base.mark_rule(color=INK, strokeWidth=1).encode(x="low:Q", x2="high:Q", y="y:Q")
    return [line.encode(x="x:Q", y=alt.Y("y:Q"), order="y:Q"), interval]


def _expected_line(rows: Sequence[ExpectedCrossing]) -> list[alt.Chart]:
    """The same by theory, dashed."""
    seen = [{"x": row.mean, "y": row.y, "low": row.mean, "high": row.mean} for row in rows if row.is_inside]
    if not seen:
        return []
    line = alt.Chart(inline(seen)).mark_line(color=INK, strokeWidth=2, strokeDash=[5, 4], point=False)
    return [line.encode(x="x:Q", y=alt.Y("y:Q"), order="y:Q")]
