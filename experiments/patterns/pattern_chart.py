"""The coarse grid as a picture: the winning rule by urbanization, vehicles and measure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import vl_convert

from jiaosuo.experiments.comparison.charts import HUES, INK, SOFT, style
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.patterns.grid import MEASURES, RULES
from jiaosuo.experiments.statistics.intervals import Estimate

type Document = Mapping[str, Any]

CELL = 74
FULL, PALE = 0.75, 0.25
"""Opacity of a cell whose rule differs from all others beyond chance, and of one that does not."""


def picture_name(document: Document, place: str) -> str:
    """The file of a place's grid: the first one needs no place in its name."""
    return "patterns-grid.svg" if place == next(iter(document["grids"])) else f"patterns-grid-{place}.svg"


def pictures(document: Document) -> dict[str, str]:
    """Every picture of the study as SVG, by file name."""
    return {picture_name(document, place): drawn(rows) for place, rows in document["grids"].items()}


def drawn(rows: list[dict[str, Any]]) -> str:
    """One panel a measure; hue and word for the rule, pale where it is not distinguishable from another."""
    seen = [_cell(row) for row in rows if row["least"] is not None and not row["failed_worlds"]]
    measures = [title for _, title, _ in MEASURES if any(cell["measure"] == title for cell in seen)]
    panels = [_panel([cell for cell in seen if cell["measure"] == title], title) for title in measures]
    nothing = alt.Chart(alt.InlineData(values=[{}])).mark_text(text="nothing observed")
    chart = alt.hconcat(*panels) if panels else nothing
    spec = chart.to_dict() | {"config": style()}
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def _cell(row: Mapping[str, Any]) -> dict[str, Any]:
    change = Estimate.from_json(row["least_relative"]).mean
    told = "" if change is None or row["least"] == RULES[0] else f"{number(100 * change, 0)} %"
    return {
        "urbanization": f"{row['urbanization']:g}",
        "vehicles": f"{row['vehicles']:g}",
        "measure": row["measure"],
        "rule": row["least"],
        "told": told,
        "sure": FULL if row["wins"] else PALE,
    }


def _panel(cells: list[dict[str, Any]], title: str) -> alt.LayerChart | alt.FacetChart:
    wide, high = (len({cell[side] for cell in cells}) for side in ("vehicles", "urbanization"))
    base = alt.Chart(alt.InlineData(values=cells)).encode(
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
        width=CELL * wide, height=CELL * 0.7 * high, title=heading
    )
