"""The figures of a sweep: what the rules change, along one axis, over two, or against each of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from jiaosuo.experiments.charts.rendering import Head, finished, inline
from jiaosuo.experiments.charts.style import HUES, INK, LINE, PAPER, SHAPES, SOFT, Spec
from jiaosuo.experiments.comparison.result import HEADLINES
from jiaosuo.experiments.sweeps.report.findings import Findings, PointChange
from jiaosuo.experiments.sweeps.report.pooled import all_pooled
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.outcomes import OUTCOMES

MOST_FIGURES = 6
"""Outcomes that are drawn; the tables hold all."""

PANEL, HEIGHT = 300, 190

DIFFERENCES = N_(
    "What each rule changes against {first}, with 95 % intervals; hollow is not significant over all "
    "points and rules of a measure."
)
MAP = N_("{title}: change against {first} over {x} and {y}. A dot marks what is significant.")
ABOUT = N_(
    "{preset}: {rules}. {points} points of the design, {n} worlds of {days} days each, seeds from {seed}, "
    "staffing {staffing}; 95 % intervals of paired worlds, significance by Holm over points and rules."
)
MANY = N_("{title}: change against {first} at each point of the design, by each parameter that varies.")
CURVES = N_(
    "The lines are the mean change of the points in each part of a range, the bands its 95 % interval."
)


def figures(found: Findings, language_: str | None) -> dict[str, tuple[Spec, str]]:
    """Vega-Lite charts with their captions, by name; none where one rule alone was run."""
    if not found.cells:
        return {}
    axes = len(found.axes)
    drawn: dict[str, tuple[Any, str]] = {}
    _ = speaker(language_)
    first = _(found.rules[0])
    if axes <= 1:
        drawn["differences"] = _differences(found, language_), _(DIFFERENCES, first=first)
    for outcome in found.headlines[: MOST_FIGURES if axes > 1 else 0]:
        title = title_of(outcome, language_)
        if axes == 2 and not found.plan.sample:
            x, y = found.axes
            drawn[f"map-{outcome}"] = (
                _map(found, outcome, language_),
                _(MAP, title=title, first=first, x=x, y=y),
            )
        else:
            drawn[f"by-axis-{outcome}"] = (
                _many(found, outcome, language_),
                _(MANY, title=title, first=first) + (f" {_(CURVES)}" if found.plan.sample else ""),
            )
    return {
        name: (finished(chart, language_, _head(found, name, language_)), caption)
        for name, (chart, caption) in drawn.items()
    }


def _head(found: Findings, name: str, language_: str | None) -> Head:
    """What a figure shows, where, under which rules, in how many worlds a point, and how sure it is."""
    _ = speaker(language_)
    plan, outcome = found.plan, name.removeprefix("map-").removeprefix("by-axis-")
    change = _("What changes against {first}", first=_(found.rules[0]))
    title = change if outcome == "differences" else f"{title_of(outcome, language_)}: {change}"
    about = _(
        ABOUT,
        preset=plan.preset,
        rules=_(", ").join(_(rule) for rule in found.rules),
        points=f"{len(found.points):,}",
        n=plan.replications,
        days=f"{plan.days:g}",
        seed=plan.seed,
        staffing=_(plan.staffing),
    )
    return Head(title, (about,))


def title_of(outcome: str, language_: str | None) -> str:
    """What an outcome is called: its headline, or else its label."""
    _ = speaker(language_)
    titles = {each.outcome: each.title for each in HEADLINES}
    return _(titles.get(outcome, OUTCOMES[outcome].label))


def _rows(found: Findings, cells: Sequence[PointChange], language_: str | None) -> list[dict[str, Any]]:
    _ = speaker(language_)
    rows = []
    for cell in cells:
        if cell.change.mean is None:
            continue
        low, high = cell.change.interval or (cell.change.mean, cell.change.mean)
        values = dict(zip(found.axes, found.points[cell.point], strict=True))
        told = {"rule": _(cell.rule), "change": cell.change.mean, "low": low, "high": high}
        rows.append(values | told | {"beyond": cell.significant, "panel": _panel(cell.outcome, language_)})
    return rows


def _panel(outcome: str, language_: str | None) -> str:
    _ = speaker(language_)
    return _("{title} ({unit})", title=title_of(outcome, language_), unit=_(OUTCOMES[outcome].unit))


def _scales(found: Findings, language_: str | None) -> tuple[alt.Color, alt.Shape]:
    _ = speaker(language_)
    names = [_(rule) for rule in found.rules[1:]]
    hues, shapes = list(HUES[1 : len(names) + 1]), list(SHAPES[1 : len(names) + 1])
    return (
        alt.Color("rule:N", title=None, scale=alt.Scale(domain=names, range=hues)),
        alt.Shape("rule:N", title=None, scale=alt.Scale(domain=names, range=shapes)),
    )


def _differences(found: Findings, language_: str | None) -> alt.FacetChart:
    """One panel a measure: the changes along the one axis, or of the one point."""
    cells = [
        cell
        for outcome in found.headlines[:MOST_FIGURES]
        for rule in found.rules[1:]
        for cell in found.of(outcome, rule)
    ]
    rows = _rows(found, cells, language_)
    hue, shape = _scales(found, language_)
    if found.axes:
        x: Any = alt.X(f"{found.axes[0]}:Q", title=found.axes[0], scale=alt.Scale(zero=False))
    else:
        x = alt.X("rule:N", title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y("low:Q", title=None)
    zero = alt.Chart().mark_rule(color=SOFT).encode(y=alt.datum(0))
    whiskers = alt.Chart().mark_rule(strokeWidth=2).encode(x=x, y=y, y2="high:Q", color=hue)
    fill = alt.when("datum.beyond").then(hue).otherwise(alt.value(PAPER))
    points = alt.Chart().mark_point(size=60, opacity=1, strokeWidth=1.8)
    points = points.encode(x=x, y="change:Q", stroke=hue, fill=fill, shape=shape)
    layers = [zero, whiskers, points]
    if found.axes:
        layers.insert(
            1, alt.Chart().mark_line(strokeWidth=1, opacity=0.6).encode(x=x, y="change:Q", color=hue)
        )
    return _faceted(alt.layer(*layers), rows, "panel")


def _faceted(panel: Any, rows: list[dict[str, Any]], by: str) -> alt.FacetChart:
    header = alt.Header(title=None, labelFontSize=13, labelColor=INK, labelLimit=340)
    order = list(dict.fromkeys(row[by] for row in rows))
    chart = alt.FacetChart(
        data=inline(rows),
        spec=panel.properties(width=PANEL, height=HEIGHT),
        facet=alt.Facet(f"{by}:N", sort=order, header=header),
        columns=2,
        spacing=36,
    )
    apart = alt.ScaleResolveMap(y="independent", x="independent")
    chart.resolve = alt.Resolve(scale=apart, axis=alt.AxisResolveMap(x="independent", y="independent"))
    return chart


def _map(found: Findings, outcome: str, language_: str | None) -> alt.FacetChart:
    """A square a point, coloured by what an alternative changes there."""
    x, y = found.axes
    cells = [cell for rule in found.rules[1:] for cell in found.of(outcome, rule)]
    rows = _rows(found, cells, language_)
    widest = max((abs(row["change"]) for row in rows), default=1.0) or 1.0
    less = OUTCOMES[outcome].better != "more"
    scale = alt.Scale(domain=[-widest, 0, widest], range=["#0072B2", PAPER, "#D55E00"][:: 1 if less else -1])
    places = {
        "x": alt.X(f"{x}:O", title=x, axis=alt.Axis(labelAngle=0)),
        "y": alt.Y(f"{y}:O", title=y, sort="descending"),
    }
    colour = alt.Color("change:Q", title=OUTCOMES[outcome].unit, scale=scale)
    squares = alt.Chart().mark_rect(stroke=LINE).encode(color=colour, **places)
    sure = alt.Chart().mark_point(size=18, filled=True, color=INK, opacity=1).encode(**places)
    sure = sure.transform_filter("datum.beyond")
    return _faceted(alt.layer(squares, sure), rows, "rule")


def _many(found: Findings, outcome: str, language_: str | None) -> alt.FacetChart:
    """One panel a parameter: every point of the design, its change against the parameter's value.

    Of a sample, a curve with its band beside the points: the mean change of each part of the range.
    """
    cells = [cell for rule in found.rules[1:] for cell in found.of(outcome, rule)]
    rows = []
    for row in _rows(found, cells, language_):
        rows += [row | {"axis": axis, "x": row[axis]} for axis in found.axes]
    curves = _curves(found, outcome, language_)
    hue, shape = _scales(found, language_)
    zero = alt.Chart().mark_rule(color=SOFT).encode(y=alt.datum(0))
    x = alt.X("x:Q", title=None, scale=alt.Scale(zero=False))
    fill = alt.when("datum.beyond").then(hue).otherwise(alt.value(PAPER))
    points = alt.Chart().transform_filter("isValid(datum.change)").mark_point(size=34, opacity=0.9)
    points = points.encode(
        x=x, y=alt.Y("change:Q", title=OUTCOMES[outcome].unit), stroke=hue, fill=fill, shape=shape
    )
    if not curves:
        return _faceted(alt.layer(zero, points), rows, "axis")
    told = alt.Chart().transform_filter("isValid(datum.middle)")
    band = told.mark_area(opacity=0.2).encode(x=x, y="low:Q", y2="high:Q", color=hue)
    line = told.mark_line().encode(x=x, y="middle:Q", color=hue)
    return _faceted(alt.layer(zero, band, line, points), rows + curves, "axis")


def _curves(found: Findings, outcome: str, language_: str | None) -> list[dict[str, Any]]:
    """The mean change along each parameter of a sample, with its interval."""
    _ = speaker(language_)
    return [
        {"rule": _(each.rule), "axis": axis, "x": part.middle, "middle": part.effect.mean}
        | {"low": part.effect.span[0], "high": part.effect.span[1]}
        for each in all_pooled(found, [outcome])
        for axis, parts in each.curves.items()
        if len(parts) > 1
        for part in parts
    ]
