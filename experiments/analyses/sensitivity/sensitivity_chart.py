"""Effects of the screening left, shares of variance right."""

from __future__ import annotations

from typing import Any

import altair as alt

from jiaosuo.experiments.analyses.sensitivity.sensitivity_result import Place, SensitivityResult
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.style import HUES, INK, Spec
from jiaosuo.experiments.study_tools.heads import MEANS, head_of
from jiaosuo.experiments.study_tools.pages import label
from jiaosuo.model.core.words import N_, speaker

TITLE = N_("What moves the difference: {outcome}")
SHOWN = 20
"""Factors that chart and page show; the result holds all."""


def chart_name(place: str) -> str:
    """The name of a place's chart."""
    return f"sensitivity-{place.replace(' ', '-')}"


def charts(result: SensitivityResult) -> dict[str, Spec]:
    """One chart a place."""
    return {chart_name(place.name): _chart(result, place) for place in result.places}


def _chart(result: SensitivityResult, place: Place) -> Spec:
    effects = [
        {
            "what": row.name,
            "x": row.mu_star,
            "low": max(0.0, row.mu_star - (row.half or 0.0)),
            "high": row.mu_star + (row.half or 0.0),
        }
        for row in place.screened[:SHOWN]
    ]
    shares = [
        {
            "what": row.name,
            "x": row.total,
            "low": row.total - (row.total_half or 0.0),
            "high": row.total + (row.total_half or 0.0),
        }
        for row in place.shares
        if row.total is not None
    ]
    panels = [_panel(effects, f"mean absolute effect over the range, {result.outcome.shown_unit}")]
    if shares:
        panels.append(_panel(shares, "share of the variance, with all interactions"))
    title = speaker(None)(TITLE, outcome=label(result.outcome.name))
    head = head_of(title, place.title, result.rules, result.replications, result.days, MEANS)
    return finished(alt.hconcat(*panels), head=head)


def _panel(rows: list[dict[str, Any]], title: str) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(inline(rows))
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(grid=False, labelLimit=240))
    bars = base.mark_bar(height=11, color=HUES[0], opacity=0.75).encode(x=alt.X("x:Q", title=title), y=y)
    whiskers = base.mark_rule(color=INK).encode(x="low:Q", x2="high:Q", y=y)
    return alt.layer(bars, whiskers).properties(width=280, height=17 * max(len(rows), 2))
