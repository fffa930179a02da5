"""The charts of a comparison as Vega-Lite: what changed, where it stands, and how long people wait.

One hue and one shape a rule through all charts, in the order of the rules; intervals of 95 % everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from jiaosuo.experiments.charts.rendering import Head, finished, inline
from jiaosuo.experiments.charts.style import HUES, INK, PAPER, SHAPES, SOFT, Spec
from jiaosuo.experiments.comparison.moments import SENTENCES
from jiaosuo.experiments.comparison.result import (
    ComparisonResult,
    Headline,
    better,
    difference,
    in_print,
    is_same,
    is_share,
    moved,
    number,
    present,
    unit_of,
    value,
)
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_, speaker, translate

WIDTH = 500
FURTHEST = 1.0
"""The difference chart is cut at plus and minus this share of the first rule's mean."""
POINTS = 100
READABLE = 0.04
"""A part of the bar of weights that is smaller goes without its number."""
CALL_COLUMNS = ("rule", "domain", "area", "response_minutes")

Rows = list[dict[str, Any]]
Drawing = alt.LayerChart | alt.FacetChart


def charts(
    result: ComparisonResult, calls: pl.DataFrame | None, language_: str | None = None
) -> dict[str, Spec]:
    """The Vega-Lite charts by file name: headlines, weights, response, and, with calls, distribution."""
    drawn = {"headlines": _headlines(result, language_), "weights": _weights(result, language_)}
    drawn["response"] = _response(result, language_)
    if calls is not None:
        drawn["distribution"] = _distribution(result, calls, language_)
    return {
        name: finished(chart, language_, Head(_title(result, name, language_), about(result, language_)))
        for name, chart in drawn.items()
        if chart is not None
    }


TITLES = {
    "headlines": N_("What changes against {first}"),
    "weights": N_("Which rule is best, over all sets of weights"),
    "response": N_("Response by domain and area"),
    "distribution": N_("How long people wait"),
}
"""What each chart shows, over its own head."""


def _title(result: ComparisonResult, name: str, language_: str | None) -> str:
    _ = speaker(language_)
    return _(TITLES[name], first=_(result.rules[0]))


def about(result: ComparisonResult, language_: str | None) -> tuple[str, ...]:
    """Place, rules, worlds, days and what the intervals are: what a chart needs away from its page."""
    _ = speaker(language_)
    rules = _(", ").join(_(rule) for rule in result.rules)
    return (
        _(
            "{preset}: {rules}. {n} worlds of {days} days, seeds from {seed}, staffing {staffing}; 95 % "
            "intervals. {when}",
            preset=result.preset,
            rules=rules,
            n=result.replications,
            days=f"{result.days:g}",
            seed=result.seed,
            staffing=_(result.staffing),
            when=_(SENTENCES[result.at]),
        ),
    )


def name_of_map(rule: str) -> str:
    """What the map under a rule is called as a chart."""
    return "map-" + "".join(each if each.isalnum() or each in "-_" else "-" for each in rule)


def _headlines(result: ComparisonResult, language_: str | None) -> Drawing | None:
    """Each later rule's difference as a share of the first rule's mean, turned so that right is better."""
    _ = speaker(language_)
    rows = [row for headline in present(result) for row in _difference_rows(result, headline, language_)]
    if not rows:
        return None
    first = result.rules[0]
    title = _("← worse · in per cent of the mean under {first} · better →", first=_(first))
    zero = alt.Chart(inline([{"x": 0}])).mark_rule(color=SOFT).encode(x="x:Q")
    axis = alt.Axis(format="+.0%", tickCount=7, labelExpr="datum.value ? datum.label : '0'")
    x = alt.X("x:Q", title=title, axis=axis, scale=alt.Scale(domain=_reach(rows), nice=False))
    column = alt.Chart(inline(rows)).mark_text(align="left", fontSize=12, color=INK)
    told = column.encode(x=alt.value(WIDTH + 12), text="text:N", **_lanes(result, rows, language_))
    layers = (zero, *_dots(result, rows, x, language_), told)
    return alt.layer(*layers).properties(width=WIDTH, height=_height(result, rows, later_only=True))


def _difference_rows(result: ComparisonResult, headline: Headline, language_: str | None) -> Rows:
    _ = speaker(language_)
    base = value(result, headline.outcome, result.rules[0]).mean
    beyond = moved(result, headline.outcome)
    rows = []
    for rule in result.later:
        change = difference(result, headline.outcome, rule)
        direction = better(result, headline.outcome, 1.0)
        if not base or change.mean is None or direction is None:
            continue
        turn = (1 if direction else -1) / abs(base)
        low, high = sorted(turn * end for end in change.interval or (change.mean, change.mean))
        rows.append(
            {
                "row": _(headline.title),
                "rule": _(rule),
                "x": _cut(turn * change.mean),
                "low": _cut(low),
                "high": _cut(high),
                "beyond": beyond[rule],
                "text": _change_label(result, headline.outcome, change, beyond[rule], language_),
            }
        )
    return rows


def _change_label(
    result: ComparisonResult, outcome: str, change: Estimate, beyond: bool, language_: str | None
) -> str:
    _ = speaker(language_)
    if not beyond:
        return _("the same") if is_same(change) else _("not distinguishable")
    numbers, decimals = in_print(result, outcome, change)
    shown = number(numbers[0], decimals, signed=True)
    unit = _("points") if is_share(result, outcome) else _(unit_of(result, outcome))
    return _("{value} {unit}", value=shown, unit=unit)


def _response(result: ComparisonResult, language_: str | None) -> Drawing | None:
    """Mean response by domain and area under each rule, with 95 % intervals."""
    _ = speaker(language_)
    rows = []
    for outcome in result.outcomes:
        domain, _bar, area = outcome.removeprefix("response_mean_").rpartition("_")
        if outcome.startswith("response_mean_") and domain:
            rows += _mean_rows(
                result, outcome, _("{domain}, {area}", domain=_(domain), area=_(area)), language_
            )
    if not rows:
        return None
    x = alt.X(
        "x:Q",
        title=_("minutes from call to first officer, mean and 95 % interval"),
        scale=alt.Scale(zero=True),
        axis=alt.Axis(tickCount=8),
    )
    dots = _dots(result, rows, x, language_, all_rules=True)
    return alt.layer(*dots).properties(width=WIDTH, height=_height(result, rows))


def _weights(result: ComparisonResult, language_: str | None) -> Drawing | None:
    """One bar of all weights, parted by the rule that is best under them."""
    if result.index is None or not result.index.shares:
        return None
    _ = speaker(language_)
    bars, start = [], 0.0
    for rule in result.rules:
        size = result.index.share(rule).mean or 0.0
        text = _("{value} %", value=number(100 * size, 0)) if size >= READABLE else ""
        ends = {"start": start, "end": start + size, "middle": start + size / 2}
        bars.append({"rule": _(rule), "text": text} | ends)
        start += size
    axis = alt.Axis(format=".0%", tickCount=5, grid=False)
    title = _("share of all weights under which the rule is best")
    scale = alt.Scale(domain=[0, 1], nice=False)
    base = alt.Chart(inline(bars))
    bar = base.mark_bar(height=22).encode(
        x=alt.X("start:Q", title=title, axis=axis, scale=scale),
        x2="end:Q",
        y=alt.value(32),
        color=_hue(result, result.rules, language_),
    )
    told = base.mark_text(fontSize=12, color=INK).encode(
        x=alt.X("middle:Q", scale=scale), y=alt.value(10), text="text:N"
    )
    return alt.layer(bar, told).properties(width=WIDTH, height=48)


def _mean_rows(result: ComparisonResult, outcome: str, row: str, language_: str | None) -> Rows:
    rows = []
    for rule in result.rules:
        estimate = value(result, outcome, rule)
        if estimate.mean is not None:
            low, high = estimate.interval or (estimate.mean, estimate.mean)
            place = {"row": row, "rule": translate(rule, language_), "beyond": True}
            rows.append(place | {"x": estimate.mean, "low": low, "high": high})
    return rows


def _dots(
    result: ComparisonResult, rows: Rows, x: alt.X, language_: str | None, *, all_rules: bool = False
) -> tuple[alt.Chart, alt.Chart]:
    """A line for each interval and a mark for each mean; hollow where it is not significant."""
    base = alt.Chart(inline(rows))
    lanes = _lanes(result, rows, language_)
    rules = result.rules if all_rules else result.later
    hue, shape = _hue(result, rules, language_), _shape(result, rules, language_)
    whiskers = base.mark_rule(strokeWidth=2).encode(x=x, x2="high:Q", color=hue, **lanes)
    whiskers = whiskers.transform_calculate(x="datum.low")
    fill = alt.when("datum.beyond").then(hue).otherwise(alt.value(PAPER))
    points = base.mark_point(size=70, opacity=1, strokeWidth=1.8)
    return whiskers, points.encode(x=x, stroke=hue, fill=fill, shape=shape, **lanes)


def _lanes(result: ComparisonResult, rows: Rows, language_: str | None) -> dict[str, Any]:
    """Rows by measure in the order given, and within a row one lane a rule."""
    order = list(dict.fromkeys(row["row"] for row in rows))
    lanes = [translate(rule, language_) for rule in result.rules]
    present_lanes = [lane for lane in lanes if any(row["rule"] == lane for row in rows)]
    axis = alt.Axis(title=None, labelLimit=300, ticks=False, domain=False, labelPadding=14, grid=False)
    return {
        "y": alt.Y("row:N", sort=order, axis=axis, scale=alt.Scale(paddingInner=0.35)),
        "yOffset": alt.YOffset("rule:N", sort=present_lanes, scale=alt.Scale(domain=present_lanes)),
    }


def _hue(result: ComparisonResult, rules: Sequence[str], language_: str | None) -> alt.Color:
    """The colour of each rule, the same in every chart; the legend names those that are drawn."""
    return alt.Color("rule:N", title=None, scale=_per_rule(result, rules, HUES, language_))


def _shape(result: ComparisonResult, rules: Sequence[str], language_: str | None) -> alt.Shape:
    return alt.Shape("rule:N", title=None, scale=_per_rule(result, rules, SHAPES, language_))


def _per_rule(
    result: ComparisonResult, rules: Sequence[str], marks: Sequence[str], language_: str | None
) -> alt.Scale:
    given = {rule: marks[place % len(marks)] for place, rule in enumerate(result.rules)}
    return alt.Scale(
        domain=[translate(rule, language_) for rule in rules], range=[given[rule] for rule in rules]
    )


def _distribution(result: ComparisonResult, calls: pl.DataFrame, language_: str | None) -> Drawing | None:
    """Share of calls answered within so many minutes, by rule; villages and town side by side."""
    _ = speaker(language_)
    rows = _curves(result, calls, language_)
    if not rows:
        return None
    x = alt.X(
        "minutes:Q", title=_("minutes from call to first officer"), scale=alt.Scale(zero=True, nice=False)
    )
    y = alt.Y(
        "share:Q",
        title=_("share of calls answered"),
        axis=alt.Axis(format=".0%"),
        scale=alt.Scale(domain=[0, 1]),
    )
    # Not clipped: Vega numbers clip paths over the whole process, so equal charts would differ in bytes.
    lines = alt.Chart().mark_line(interpolate="step-after", strokeWidth=2)
    lines = lines.encode(x=x, y=y, color=_hue(result, result.rules, language_))
    header = alt.Header(title=None, labelFontSize=13, labelColor=INK, labelPadding=6)
    panels = list(dict.fromkeys(row["panel"] for row in rows))
    facet = alt.Facet("panel:N", sort=panels, header=header)
    panel = lines.properties(width=0.68 * WIDTH, height=190)
    faceted = alt.FacetChart(data=inline(rows), spec=panel, facet=facet, columns=2, spacing=36)
    apart = alt.Resolve(scale=alt.ScaleResolveMap(x="independent"), axis=alt.AxisResolveMap(x="independent"))
    faceted.resolve = apart
    return faceted


def _curves(result: ComparisonResult, calls: pl.DataFrame, language_: str | None) -> Rows:
    """Points of the empirical distribution functions, at most POINTS a curve, in the order of the panels."""
    _ = speaker(language_)
    if missing := [column for column in CALL_COLUMNS if column not in calls.columns]:
        raise InputError("calls", calls.columns, f"must also have the columns {', '.join(missing)}")
    rows: Rows = []
    places = calls.select("domain", "area").drop_nulls().unique()
    for domain, area in places.sort("domain", "area", descending=[True, False]).rows():
        panel = calls.filter(pl.col("domain") == domain, pl.col("area") == area)
        waits = {rule: panel.filter(pl.col("rule") == rule)["response_minutes"] for rule in result.rules}
        furthest = max((_furthest(wait) for wait in waits.values()), default=0.0)
        title = _("{domain}, {area}", domain=_(str(domain)), area=_(str(area)))
        for rule, wait in waits.items():
            points = _curve(wait, furthest)
            rows += [{"panel": title, "rule": _(rule), "minutes": x, "share": y} for x, y in points]
    return rows


def _furthest(minutes: pl.Series) -> float:
    """Where a panel may end for this rule: by then 98 % of its answered calls have somebody there."""
    answered = _answered(minutes)
    return 0.0 if answered.is_empty() else float(answered[int(0.98 * (answered.len() - 1))])


def _curve(minutes: pl.Series, furthest: float) -> list[tuple[float, float]]:
    """(minutes, share of all calls answered by then) from 0 to `furthest`."""
    answered = _answered(minutes)
    within = answered.filter(answered <= furthest)
    if within.is_empty():
        return []
    ranks = sorted({round(k * (within.len() - 1) / POINTS) for k in range(POINTS + 1)})
    steps = [(round(float(within[rank]), 3), round((rank + 1) / minutes.len(), 5)) for rank in ranks]
    return [(0.0, 0.0), *steps, (round(furthest, 3), steps[-1][1])]


def _answered(minutes: pl.Series) -> pl.Series:
    """The waits that ended with an officer, in order; null, NaN and infinite are calls nobody came to."""
    waits = minutes.cast(pl.Float64)
    return waits.filter(waits.is_finite().fill_null(False)).sort()


def _cut(share: float) -> float:
    return max(-FURTHEST, min(FURTHEST, share))


def _reach(rows: Rows) -> list[float]:
    low, high = min(0.0, *(row["low"] for row in rows)), max(0.0, *(row["high"] for row in rows))
    margin = 0.06 * (high - low) or 0.01
    return [low - margin, high + margin]


def _height(result: ComparisonResult, rows: Rows, *, later_only: bool = False) -> int:
    lanes = len(result.rules) - later_only
    return len({row["row"] for row in rows}) * (17 * lanes + 14)
