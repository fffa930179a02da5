"""Differences over the load: a panel a measure, a line a merged rule, 0 is two forces."""

from __future__ import annotations

from typing import Any

import altair as alt

from jiaosuo.experiments.analyses.professionals.professionals_result import Place, ProfessionalsResult
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.rule_hues import rule_color
from jiaosuo.experiments.charts.style import SOFT, Spec
from jiaosuo.experiments.study_tools.heads import head_of
from jiaosuo.model.core.words import N_

TITLE = N_("One unit less two forces, over the calls of the place")
MEASURES = ("response_mean_traffic", "clear_mean_traffic", "clear_mean_order", "findings_right",
            "first_time_right", "lane_minutes_mean")  # fmt: skip
"""What is drawn, of what was measured; else the first that were."""
WIDTH, HEIGHT, MOST = 230, 150, 6


def chart_name(place: str) -> str:
    """The name of a place's chart."""
    return f"professionals-{place.replace(' ', '-')}"


def charts(result: ProfessionalsResult) -> dict[str, Spec]:
    """One chart a place."""
    return {chart_name(place.name): _chart(result, place) for place in result.places}


def _chart(result: ProfessionalsResult, place: Place) -> Spec:
    known = [each.name for each in result.measures]
    names = [name for name in MEASURES if name in known] or known[:MOST]
    panels = [_panel(result, place, name) for name in names]
    rows = [alt.hconcat(*panels[at : at + 3]) for at in range(0, len(panels), 3)]
    rules = (place.baseline, *(each.rule for each in place.contrasts))
    head = head_of(TITLE, place.title, rules, place.replications, place.days)
    return finished(alt.vconcat(*rows).resolve_scale(color="shared"), head=head)


def _panel(result: ProfessionalsResult, place: Place, name: str) -> alt.LayerChart | alt.FacetChart:
    about, rows = result.measure(name), list(_points(place, name))
    base = alt.Chart(inline(rows or [{"load": 1.0, "rule": "", "mean": 0.0, "low": 0.0, "high": 0.0}]))
    unit = f" ({about.shown_unit})" if about.shown_unit else ""
    x = alt.X("load:Q", title="calls x", scale=alt.Scale(zero=False))
    y = alt.Y("mean:Q", title=f"difference{unit}")
    color = rule_color([place.baseline, *(each.rule for each in place.contrasts)])
    lines = base.mark_line(point=True).encode(x=x, y=y, color=color)
    whiskers = base.mark_rule().encode(x=x, y="low:Q", y2="high:Q", color=color)
    zero = alt.Chart(inline([{"y": 0}])).mark_rule(color=SOFT).encode(y="y:Q")
    heading = alt.TitleParams(about.label, anchor="start", color=SOFT, fontWeight="normal")
    return alt.layer(zero, whiskers, lines).properties(width=WIDTH, height=HEIGHT, title=heading)


def _points(place: Place, name: str) -> list[dict[str, Any]]:
    return [
        {
            "load": each.load,
            "rule": contrast.rule,
            "mean": each.difference.mean,
            "low": each.difference.span[0],
            "high": each.difference.span[1],
        }
        for contrast in place.contrasts
        for each in contrast.measures[name].loads
        if each.difference.mean is not None
    ]
