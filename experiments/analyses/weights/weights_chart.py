"""A bar of all weights, and a triangle of three."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from jiaosuo.experiments.analyses.weights.weights_result import Place, WeightsResult
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.rule_hues import rule_color
from jiaosuo.experiments.charts.style import INK, SOFT, Spec
from jiaosuo.experiments.comparison.index_result import EfficiencyIndex
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.study_tools.heads import head_of
from jiaosuo.model.core.words import N_

TITLE = N_("Which rule is best, over all sets of weights")
AGAIN = N_("full colour where the same rule is best in 95 % of resampled sets of worlds")
CERTAIN = 0.95
"""A point of the triangle is drawn in full colour if its rule is best in so many resampled sets of worlds."""
SIDE = 300
HIGH = 0.866
"""Height of a triangle whose sides are 1."""


def chart_name(place: str) -> str:
    """The name of a place's chart."""
    return f"weights-{place.replace(' ', '-')}"


def charts(result: WeightsResult) -> dict[str, Spec]:
    """One chart a place."""
    return {chart_name(place.name): _chart(result, place) for place in result.places}


def _chart(result: WeightsResult, place: Place) -> Spec:
    color = rule_color(result.rules)
    panels = [_bar(place.index, color)]
    if place.triangle:
        panels.append(_triangle(result, place, color))
    head = head_of(TITLE, place.title, result.rules, result.replications, result.days, AGAIN)
    return finished(alt.hconcat(*panels).resolve_scale(color="shared"), head=head)


def _bar(index: EfficiencyIndex, color: alt.Color) -> alt.LayerChart | alt.FacetChart:
    rows = [
        {"rule": rule, "share": share.mean, "told": f"{number(100 * (share.mean or 0.0), 0)} %"}
        for rule, share in index.shares.items()
    ]
    base = alt.Chart(inline(rows or [{"rule": "", "share": 0.0, "told": ""}]))
    y = alt.Y("rule:N", sort=None, title=None)
    x = alt.X(
        "share:Q",
        title="share of all weights under which it is best",
        axis=alt.Axis(format=".0%"),
        scale=alt.Scale(domain=[0, 1]),
    )
    bars = base.mark_bar(height=18).encode(x=x, y=y, color=color)
    words = base.mark_text(align="left", dx=4, color=INK).encode(x=x, y=y, text="told:N")
    return alt.layer(bars, words).properties(width=SIDE, height=120)


def _triangle(result: WeightsResult, place: Place, color: alt.Color) -> alt.LayerChart | alt.FacetChart:
    rows = [
        dict(zip(("x", "y"), position(each.weights), strict=True))
        | {"rule": each.best, "shade": 0.9 if each.again >= CERTAIN else 0.3}
        for each in place.triangle
    ]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.25, 1.25], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.12, 1.0], nice=False))
    dots = alt.Chart(inline(rows)).mark_point(filled=True, size=70, shape="circle")
    dots = dots.encode(x=x, y=y, color=color, opacity=alt.Opacity("shade:Q", scale=None))
    ends = [(0.0, -0.07), (1.0, -0.07), (0.5, HIGH + 0.07)]
    order = ([0, 0, 1], [1, 0, 0], [0, 1, 0])
    corners = [
        {"x": at[0], "y": at[1], "told": f"only {result.corners[weights.index(1)].label}"}
        for at, weights in zip(ends, order, strict=True)
    ]
    words = alt.Chart(inline(corners)).mark_text(color=SOFT, fontSize=12).encode(x=x, y=y, text="told:N")
    return alt.layer(dots, words).properties(width=SIDE * 1.5, height=SIDE)


def position(weights: Sequence[float]) -> tuple[float, float]:
    """Where weights lie in the triangle: the first right, the second on top, the third left."""
    first, second, _ = weights
    return first + second / 2, second * HIGH
