"""The map of tipping points: a tile a cell in the colour of the rule that wins, and where the rules cross."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from jiaosuo.experiments.comparison.charts import INK, SOFT
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.experiments.study_tools.figures import NOT_SURE, Drawing, data, hue, svg

type Document = Mapping[str, Any]
type Row = dict[str, Any]

WIDTH, HEIGHT = 300, 240
OPEN = "not distinguishable"


def picture_name(place: str) -> str:
    return f"tipping-point-{place.replace(' ', '-')}.svg"


def pictures(document: Document) -> dict[str, str]:
    """One figure a place, one panel an outcome."""
    return {picture_name(place["name"]): drawn(document, place) for place in document["places"]}


def drawn(document: Document, place: Mapping[str, Any]) -> str:
    panels = [_panel(document, place, outcome) for outcome in document["outcomes"]]
    return svg(alt.hconcat(*panels).resolve_scale(color="shared"))


def _panel(document: Document, place: Mapping[str, Any], outcome: str) -> Drawing:
    cells = [_tile(document, cell) for cell in place["cells"] if cell["outcome"] == outcome]
    names = [*document["rules"], OPEN]
    scale = alt.Scale(domain=names, range=[*map(hue, document["rules"]), NOT_SURE])
    x = alt.X("low_x:Q", **_axis(document["x"]))
    y = alt.Y("low_y:Q", **_axis(document["y"]))
    tiles = (
        alt.Chart(data(cells))
        .mark_rect(stroke="white", opacity=0.75)
        .encode(
            x=x,
            x2="high_x:Q",
            y=y,
            y2="high_y:Q",
            color=alt.Color("wins:N", title=None, scale=scale, legend=alt.Legend(columns=5)),
        )
    )
    told = alt.Chart(data(cells)).mark_text(fontSize=10, color=INK).encode(x="x:Q", y="y:Q", text="told:N")
    layers = [tiles, told, *_line(place["boundary"][outcome], "solid")]
    if outcome in place["theory"]["boundary"]:
        layers += _line(place["theory"]["boundary"][outcome], "dashed")
    here = data([{**place["here"], "told": "here"}])
    layers.append(
        alt.Chart(here).mark_point(shape="cross", size=90, color=INK, filled=True).encode(x="x:Q", y="y:Q")
    )
    heading = alt.TitleParams(
        document["outcomes"][outcome]["label"], anchor="start", color=SOFT, fontWeight="normal"
    )
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=heading)


def _axis(lever: Mapping[str, Any]) -> dict[str, Any]:
    """Title, ticks at the values looked at, and no room beyond the tiles."""
    return {
        "title": lever["meaning"],
        "axis": alt.Axis(values=list(lever["values"]), grid=False),
        "scale": alt.Scale(zero=False, nice=False),
    }


def _tile(document: Document, cell: Mapping[str, Any]) -> Row:
    low_x, high_x = edges(document["x"]["values"], cell["x"])
    low_y, high_y = edges(document["y"]["values"], cell["y"])
    wins = cell["leader"] if cell["decided"] else OPEN
    change = Estimate.from_json(cell["differences"].get(cell["leader"]) if cell["leader"] else None).mean
    base = cell["means"][document["rules"][0]]
    told = (
        ""
        if change is None or not base or not cell["decided"]
        else f"{number(100 * change / abs(base), 0)} %"
    )
    return {
        "x": cell["x"],
        "y": cell["y"],
        "low_x": low_x,
        "high_x": high_x,
        "low_y": low_y,
        "high_y": high_y,
        "wins": wins,
        "told": told if wins != OPEN else "same" if cell["all_same"] else "≈",
    }


def edges(values: list[float], value: float) -> tuple[float, float]:
    """Where a cell of a grid begins and ends: half-way to its neighbours, as far out at the rims."""
    at = values.index(value)
    below = (value - values[at - 1]) / 2 if at else None
    above = (values[at + 1] - value) / 2 if at + 1 < len(values) else None
    half = below if below is not None else above if above is not None else 0.5
    return value - (below if below is not None else half), value + (above if above is not None else half)


def _line(rows: list[Mapping[str, Any]], how: str) -> list[alt.Chart]:
    """The boundary, its interval, and nothing for rows on which the rules do not cross."""
    seen = [
        {
            "x": row["mean"],
            "y": row["y"],
            "low": (row.get("ci95") or [row["mean"]] * 2)[0],
            "high": (row.get("ci95") or [row["mean"]] * 2)[1],
        }
        for row in rows
        if row["mean"] is not None and not row["beyond"]
    ]
    if not seen:
        return []
    base = alt.Chart(data(seen))
    dash = [1, 0] if how == "solid" else [5, 4]
    point = {"color": INK} if how == "solid" else False
    line = base.mark_line(color=INK, strokeWidth=2, strokeDash=dash, point=point)
    line = line.encode(x="x:Q", y=alt.Y("y:Q"), order="y:Q")
    if how != "solid":
        return [line]
    return [line, base.mark_rule(color=INK, strokeWidth=1).encode(x="low:Q", x2="high:Q", y="y:Q")]
