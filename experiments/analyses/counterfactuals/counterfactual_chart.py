"""Differences from what was: by year where there are years, else one dot a course and measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from jiaosuo.experiments.analyses.counterfactuals.counterfactual_result import (
    CounterfactualResult,
    Effect,
    Place,
)
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.style import HUES, INK, PAPER, SOFT, Spec
from jiaosuo.experiments.study_tools.heads import head_of
from jiaosuo.experiments.study_tools.result import Measure
from jiaosuo.model.core.words import N_

TITLE = N_("What was, and what might have been")
YEARS_SHOWN = [2002, 2004, 2006, 2008, 2010, 2012, 2015]


def chart_name(result: CounterfactualResult, place: str) -> str:
    """The name of a place's chart."""
    return f"{result.origin.study}-{place}"


def charts(result: CounterfactualResult) -> dict[str, Spec]:
    """One chart a place, one panel a measure."""
    return {chart_name(result, place.name): _chart(result, place) for place in result.places}


def _chart(result: CounterfactualResult, place: Place) -> Spec:
    names = [each.name for each in place.variants[1:]]
    panel = _by_year if place.years else _dots
    drawn = (panel(about, place, outcome, names) for outcome, about in result.outcomes.items())
    panels = [each for each in drawn if each is not None]
    wide = 3 if place.years else 4
    rows = [alt.hconcat(*panels[at : at + wide]) for at in range(0, len(panels), wide)]
    nothing = alt.Chart(inline([{}])).mark_text(text="nothing observed")
    told = [each.words for each in place.variants]
    head = head_of(TITLE, place.title, told, result.replications, result.days)
    drawn = alt.vconcat(*rows).resolve_scale(color="shared") if rows else nothing
    return finished(drawn, head=head)


def _color(names: Sequence[str]) -> alt.Color:
    scale = alt.Scale(domain=list(names), range=list(HUES[: len(names)]))
    return alt.Color("variant:N", title=None, scale=scale)


def _title(about: Measure) -> alt.TitleParams:
    words = f"{about.label}, {about.shown_unit}".rstrip(", ")
    return alt.TitleParams(words, anchor="start", color=SOFT, fontWeight="normal", fontSize=12)


def _rows(effects: Sequence[tuple[str, Effect]]) -> list[dict[str, Any]]:
    """A row for each course whose difference was observed."""
    return [
        {
            "variant": name,
            "x": effect.difference.mean,
            "low": effect.difference.span[0],
            "high": effect.difference.span[1],
            "beyond": effect.is_significant,
        }
        for name, effect in effects
        if effect.difference is not None and effect.difference.mean is not None
    ]


def _by_year(
    about: Measure, place: Place, outcome: str, names: Sequence[str]
) -> alt.LayerChart | alt.FacetChart | None:
    rows = [
        {"year": year.year} | row
        for year in place.years
        for row in _rows([(name, year.outcomes[outcome][name]) for name in names])
    ]
    if not rows:
        return None
    base = alt.Chart(inline(rows))
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, values=YEARS_SHOWN))
    line = base.mark_line(strokeWidth=2, point=True).encode(
        x=x, y=alt.Y("x:Q", title="less what was"), color=_color(names)
    )
    whisker = base.mark_rule(opacity=0.35).encode(x=x, y="low:Q", y2="high:Q", color=_color(names))
    zero = alt.Chart(inline([{"y": 0}])).mark_rule(color=SOFT).encode(y="y:Q")
    return alt.layer(zero, whisker, line).properties(width=290, height=170, title=_title(about))


def _dots(
    about: Measure, place: Place, outcome: str, names: Sequence[str]
) -> alt.LayerChart | alt.FacetChart | None:
    rows = _rows([(name, place.outcomes[outcome][name]) for name in names])
    if not rows:
        return None
    base = alt.Chart(inline(rows))
    axis = alt.Axis(grid=False, labels=True, labelLimit=140)
    y = alt.Y("variant:N", title=None, sort=list(names), axis=axis)
    x = alt.X("low:Q", title="less what was", axis=alt.Axis(tickCount=4))
    hue = _color(names)
    whisker = base.mark_rule(strokeWidth=2).encode(x=x, x2="high:Q", y=y, color=hue)
    fill = alt.when("datum.beyond").then(hue).otherwise(alt.value(PAPER))
    dots = base.mark_point(size=70, opacity=1).encode(x="x:Q", y=y, stroke=hue, fill=fill)
    zero = alt.Chart(inline([{"x": 0}])).mark_rule(color=INK).encode(x="x:Q")
    return alt.layer(zero, whisker, dots).properties(width=170, height=80, title=_title(about))
