"""The coarse grid as a chart: the winning rule by urbanization, vehicles and measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.style import HUES, INK, SOFT, Spec
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.patterns.grid import MEASURES, RULES
from jiaosuo.experiments.patterns.pattern_result import GridCell, PatternsResult
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED
from jiaosuo.experiments.study_tools.heads import head_of
from jiaosuo.model.core.words import N_

TITLE = N_("Which rule wins where")
TILE = 74
FULL, PALE = 0.75, 0.25
"""Opacity of a cell whose rule differs significantly from all others, and of one that does not."""


def chart_name(result: PatternsResult, place: str) -> str:
    """The name of a place's grid: the first one needs no place in its name."""
    return "patterns-grid" if place == next(iter(result.grids)) else f"patterns-grid-{place}"


def charts(result: PatternsResult) -> dict[str, Spec]:
    """One chart a grid."""
    return {chart_name(result, place): _chart(result, place, cells) for place, cells in result.grids.items()}


def _chart(result: PatternsResult, place: str, cells: Sequence[GridCell]) -> Spec:
    """One panel a measure; hue and word for the rule, pale where it is not distinguishable from another."""
    seen = [_row(cell) for cell in cells if cell.least is not None and not cell.failed_worlds]
    panels = [
        _panel(rows, title)
        for _, title, _ in MEASURES
        if (rows := [row for row in seen if row["measure"] == title])
    ]
    nothing = alt.Chart(inline([{}])).mark_text(text="nothing observed")
    title = {each.name: each.title for each in result.places}.get(place, place)
    head = head_of(TITLE, title, RULES, result.effort.along, result.effort.days)
    return finished(alt.hconcat(*panels) if panels else nothing, head=head)


def _row(cell: GridCell) -> dict[str, Any]:
    change = (cell.least_relative or NOT_OBSERVED).mean
    return {
        "urbanization": f"{cell.urbanization:g}",
        "vehicles": f"{cell.vehicles:g}",
        "measure": cell.measure,
        "rule": cell.least,
        "told": "" if change is None or cell.least == RULES[0] else f"{number(100 * change, 0)} %",
        "sure": FULL if cell.wins else PALE,
    }


def _panel(rows: list[dict[str, Any]], title: str) -> alt.LayerChart | alt.FacetChart:
    wide, high = (len({row[side] for row in rows}) for side in ("vehicles", "urbanization"))
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("vehicles:N", title="vehicles per 1,000 people", sort=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("urbanization:N", title="urbanization", sort="descending"),
    )
    scale = alt.Scale(domain=list(RULES), range=list(HUES[: len(RULES)]))
    legend = alt.Legend(
        title="the rule with the least; pale: not distinguishable from another", titleLimit=600
    )
    tiles = base.mark_rect(cornerRadius=4, stroke="white").encode(
        color=alt.Color("rule:N", scale=scale, legend=legend), opacity=alt.Opacity("sure:Q", scale=None)
    )
    words = base.mark_text(dy=-8, color=INK, fontSize=12).encode(text="rule:N")
    changes = base.mark_text(dy=9, color=INK, fontSize=11).encode(text="told:N")
    heading = alt.TitleParams(title, anchor="start", color=SOFT, fontWeight="normal")
    return alt.layer(tiles, words, changes).properties(
        width=TILE * wide, height=TILE * 0.7 * high, title=heading
    )
