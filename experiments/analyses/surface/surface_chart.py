"""The surface of a place as curves: the first outcome over each lever, a line with its band for two rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt

from jiaosuo.experiments.analyses.surface.prediction import Surface
from jiaosuo.experiments.analyses.surface.slices import line_along, slice_along
from jiaosuo.experiments.analyses.surface.surface_result import Place, SurfaceResult
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.rule_hues import rule_color
from jiaosuo.experiments.charts.style import INK, Spec
from jiaosuo.experiments.study_tools.heads import BANDS, head_of
from jiaosuo.experiments.study_tools.pages import label
from jiaosuo.model.core.words import N_, speaker

TITLE = N_("{outcome} over each lever")
WIDTH, HEIGHT, COLUMNS = 240, 180, 3


def chart_name(place: str) -> str:
    """The name of a place's chart."""
    return f"surface-{place.replace(' ', '-')}"


def charts(result: SurfaceResult) -> dict[str, Spec]:
    """One chart a place, one panel a lever."""
    return {chart_name(place.name): _chart(result, place) for place in result.places}


def _chart(result: SurfaceResult, place: Place) -> Spec:
    surface, outcome = Surface(place), next(iter(result.outcomes))
    panels = [_panel(result, surface, outcome, lever) for lever in range(len(place.levers))]
    title = speaker(None)(TITLE, outcome=label(outcome))
    head = head_of(title, place.title, result.between, len(place.design), result.days, BANDS)
    return finished(alt.concat(*panels, columns=COLUMNS), head=head)


def _panel(
    result: SurfaceResult, surface: Surface, outcome: str, lever: int
) -> alt.LayerChart | alt.FacetChart:
    about, lines = surface.place.levers[lever], list(_rows(result, surface, outcome, lever))
    rows = alt.Chart(inline(lines or [{"at": about.here, "rule": ""}]))
    at = alt.X("at:Q", title=about.meaning, scale=alt.Scale(zero=False, nice=False))
    shown = result.outcomes[outcome]
    mean = alt.Y("mean:Q", title=f"{shown.label}, {shown.unit}", scale=alt.Scale(zero=False))
    color = rule_color(result.between)
    layers = [
        rows.mark_area(opacity=0.2).encode(x=at, y=alt.Y("low:Q"), y2="high:Q", color=color),
        rows.mark_line().encode(x=at, y=mean, color=color),
        alt.Chart(inline([{"at": about.here}])).mark_rule(color=INK, strokeDash=[2, 3]).encode(x="at:Q"),
    ]
    point = surface.here({})
    crossing = slice_along(surface, outcome, *_two(result), lever, point).crossing
    if crossing is not None:
        span = [{"low": crossing.low, "high": crossing.high}]
        layers.append(
            alt.Chart(inline(span)).mark_rect(opacity=0.12, color=INK).encode(x="low:Q", x2="high:Q")
        )
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _two(result: SurfaceResult) -> tuple[str, str]:
    return result.between[0], result.between[1]


def _rows(result: SurfaceResult, surface: Surface, outcome: str, lever: int) -> Iterator[dict[str, Any]]:
    at, points = line_along(surface, lever, surface.here({}))
    for rule in result.between:
        if (emulator := surface.level(outcome, rule)) is not None:
            band = emulator.mean(points)
            for x, mean, low, high in zip(at, band.mean, band.low, band.high, strict=True):
                yield {
                    "at": float(x),
                    "rule": rule,
                    "mean": float(mean),
                    "low": float(low),
                    "high": float(high),
                }
