"""The shares of a difference as waterfalls: each answer begins where the one before ends."""

from __future__ import annotations

from typing import Any

import altair as alt

from jiaosuo.experiments.analyses.attribution.attribution_result import (
    AttributionResult,
    Place,
    SharedDifference,
)
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.style import BETTER, INK, SOFT, WORSE, Spec
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.heads import head_of
from jiaosuo.model.core.words import N_

TITLE = N_("What each answer of the rule adds to the difference")


def chart_name(result: AttributionResult, place: str) -> str:
    """The name of a place's chart."""
    return f"why-{place.replace(' ', '-')}-{result.from_}-{result.to}"


def charts(result: AttributionResult) -> dict[str, Spec]:
    """One waterfall an outcome, one chart a place."""
    return {chart_name(result, place.name): _chart(result, place) for place in result.places}


def _chart(result: AttributionResult, place: Place) -> Spec:
    panels = [
        _panel(result, outcome, place.outcomes[outcome])
        for outcome in result.outcomes
        if place.outcomes[outcome].difference.mean is not None
    ]
    rows = [alt.hconcat(*panels[at : at + 2]) for at in range(0, len(panels), 2)]
    nothing = alt.Chart(inline([{}])).mark_text(text="nothing observed")
    head = head_of(TITLE, place.title, (result.from_, result.to), result.replications, result.days)
    return finished(alt.vconcat(*rows) if rows else nothing, head=head)


def _panel(
    result: AttributionResult, outcome: str, found: SharedDifference
) -> alt.LayerChart | alt.FacetChart:
    about = result.outcomes[outcome]
    rows = _bars(result, found, -1 if about.better == "less" else 1)
    base = alt.Chart(inline(rows))
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, grid=False))
    unit = f", {about.shown_unit}" if about.shown_unit else ""
    bars = base.mark_bar(height=15).encode(
        x=alt.X("start:Q", title=f"{about.label}{unit}"),
        x2="end:Q",
        y=y,
        color=alt.Color("hue:N", scale=None),
    )
    whiskers = base.mark_rule(color=INK).encode(x="low:Q", x2="high:Q", y=y)
    words = base.mark_text(align="left", dx=4, color=INK).encode(x="right:Q", y=y, text="told:N")
    zero = alt.Chart(inline([{"x": 0}])).mark_rule(color=SOFT).encode(x="x:Q")
    heading = alt.TitleParams(about.label, anchor="start", color=SOFT, fontWeight="normal")
    return alt.layer(zero, bars, whiskers, words).properties(width=330, height=22 * len(rows), title=heading)


def _bars(result: AttributionResult, found: SharedDifference, better: int) -> list[dict[str, Any]]:
    """Answers one after the other, each where the one before ends, and the whole difference below."""
    rows, start = [], 0.0
    for name, each in found.shares.items():
        rows.append(_bar(name, each.share, start, better))
        start += each.share.mean or 0.0
    return [*rows, _bar(f"{result.to} − {result.from_}", found.difference, 0.0, 0)]


def _bar(what: str, estimate: Estimate, start: float, better: int) -> dict[str, Any]:
    """A bar; `better`: the sign of a change for the better, 0 where no direction is meant."""
    mean = estimate.mean or 0.0
    low, high = estimate.span
    return {
        "what": what,
        "start": start,
        "end": start + mean,
        "low": start + low,
        "high": start + high,
        "right": max(start, start + mean, start + high),
        "hue": SOFT if not better else BETTER if mean * better > 0 else WORSE,
        "told": number(mean, signed=True),
    }
