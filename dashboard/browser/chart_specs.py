"""The charts beside the maps, as Vega-Lite specs written once: the browser fills in a recording's rows.

Each spec names its data (`lines`, `queue`, `workload`, `waits`) and takes its changing words and bounds as
parameters (`heading`, `days`), so that a chart is embedded once and only ever given new rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from jiaosuo.experiments.charts.style import PAGE_PALETTE, Spec, page_style
from jiaosuo.model.core.words import N_, speaker

if TYPE_CHECKING:
    import altair as alt

HEIGHT = 170
WORDS = {
    "lines": N_("What emerges"),
    "queue": N_("Calls waiting"),
    "workload": N_("Busy with calls"),
    "waits": N_("How long people wait"),
    "day": N_("day"),
    "minutes": N_("minutes until somebody came"),
    "calls": N_("calls"),
    "of_duty": N_("share of the time on duty"),
    "answered": N_("share of calls answered"),
}
ABOUT = {
    "lines": N_("The chosen outcome so far in the run, left and right, over the days."),
    "queue": N_("Calls for which nobody has come yet, left and right, over the days."),
    "workload": N_("Share of the time on duty that each corps spends on calls, left and right."),
    "waits": N_("Share of all calls answered within so many minutes, left and right."),
}


def specs(language: str, palette: Mapping[str, str] | None = None) -> dict[str, Spec]:
    """The charts by name, in the order in which they stand on the page."""
    return _specs(language, tuple(sorted((PAGE_PALETTE | dict(palette or {})).items())))


@cache
def _specs(language: str, colours: tuple[tuple[str, str], ...]) -> dict[str, Spec]:
    palette = dict(colours)
    drawn = {"lines": _lines, "queue": _queue, "workload": _workload, "waits": _waits}
    return {
        name: draw(language, palette).to_dict(validate=False)
        | {"config": page_style(palette), "usermeta": _told(name, language)}
        for name, draw in drawn.items()
    }


def _told(name: str, language: str) -> dict[str, str]:
    """Title and description in words: what a screen reader hears, and the head of the chart's table."""
    return {"title": _words(language)[name], "about": speaker(language)(ABOUT[name])}


@cache
def _words(language: str) -> dict[str, str]:
    _ = speaker(language)
    return {key: _(word) for key, word in WORDS.items()}


def _lines(language: str, palette: Mapping[str, str]) -> alt.LayerChart | alt.FacetChart:
    """The chosen outcome over time, with a rule where a lever was moved."""
    # Altair is heavy: only who draws pays
    import altair as alt

    line = _sided(alt.Chart(alt.NamedData("lines")).mark_line(strokeWidth=2.5), palette)
    line = line.encode(x=_days(language), y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=True)))
    moved = alt.Chart(alt.NamedData("marks")).mark_rule(strokeDash=[3, 3], color=palette["soft"])
    moved = moved.encode(x="day:Q", tooltip=alt.Tooltip("label:N"))
    named = alt.Chart(alt.NamedData("marks")).mark_text(align="left", dx=4, y=6, color=palette["soft"])
    named = named.encode(x="day:Q", text="label:N")
    return _sized(alt.layer(moved, named, line))


def _queue(language: str, palette: Mapping[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Calls waiting, over time."""
    # Altair is heavy: only who draws pays
    import altair as alt

    told = _words(language)
    line = alt.Chart(alt.NamedData("queue")).mark_line(strokeWidth=1.5, interpolate="step-after")
    axis = alt.Axis(tickMinStep=1, format="d")
    line = _sided(line, palette).encode(
        x=_days(language), y=alt.Y("waiting:Q", title=told["calls"], axis=axis)
    )
    return _sized(alt.layer(line), told["queue"])


def _workload(language: str, palette: Mapping[str, str]) -> alt.LayerChart | alt.FacetChart:
    """How busy each corps is: a dot a side, with a line between them."""
    # Altair is heavy: only who draws pays
    import altair as alt

    told = _words(language)
    base = alt.Chart(alt.NamedData("workload"))
    x = alt.X(
        "share:Q",
        title=told["of_duty"],
        axis=alt.Axis(format="%", tickCount=5),
        scale=alt.Scale(domainMin=0),
    )
    y = alt.Y(
        "corps:N", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False, grid=True, labelPadding=12)
    )
    between = base.mark_line(color=palette["line"], strokeWidth=3).encode(x=x, y=y, detail="corps:N")
    dots = _sided(base.mark_point(filled=True, opacity=1), palette).encode(
        x=x, y=y, shape=_shape(), size=_size()
    )
    return _sized(alt.layer(between, dots), told["workload"])


def _waits(language: str, palette: Mapping[str, str]) -> alt.LayerChart | alt.FacetChart:
    """Share of all calls answered within so many minutes."""
    # Altair is heavy: only who draws pays
    import altair as alt

    told = _words(language)
    line = _sided(
        alt.Chart(alt.NamedData("waits")).mark_line(interpolate="step-after", strokeWidth=2), palette
    )
    y = alt.Y(
        "share:Q",
        title=told["answered"],
        axis=alt.Axis(format="%", tickCount=5),
        scale=alt.Scale(domain=[0, 1]),
    )
    x = alt.X("minutes:Q", title=told["minutes"], scale=alt.Scale(domainMin=0, nice=False))
    return _sized(alt.layer(line.encode(x=x, y=y)), told["waits"])


def _days(language: str) -> alt.X:
    # Altair is heavy: only who draws pays
    import altair as alt

    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("days"), nice=False)
    axis = alt.Axis(grid=False, format="d", labelExpr="datum.value % 1 ? '' : datum.label")
    return alt.X("day:Q", title=_words(language)["day"], scale=scale, axis=axis)


def _sided(chart: alt.Chart, palette: Mapping[str, str]) -> alt.Chart:
    """Left and right in their hues; the right one dashed too, so that colour is not the only sign."""
    # Altair is heavy: only who draws pays
    import altair as alt

    sides = ["left", "right"]
    hue = alt.Color(
        "side:N", scale=alt.Scale(domain=sides, range=[palette[side] for side in sides]), legend=None
    )
    mark = chart.mark["type"] if isinstance(chart.mark, dict) else chart.mark.type
    if mark != "line":
        return chart.encode(color=hue)
    dash = alt.StrokeDash("side:N", scale=alt.Scale(domain=sides, range=[[1, 0], [7, 3]]), legend=None)
    return chart.encode(color=hue, strokeDash=dash)


def _shape() -> alt.Shape:
    # Altair is heavy: only who draws pays
    import altair as alt

    return alt.Shape(
        "side:N", scale=alt.Scale(domain=["left", "right"], range=["circle", "square"]), legend=None
    )


def _size() -> alt.Size:
    """The left one larger, so that both are seen where they are equal."""
    # Altair is heavy: only who draws pays
    import altair as alt

    return alt.Size("side:N", scale=alt.Scale(domain=["left", "right"], range=[190, 70]), legend=None)


def _sized(chart: alt.LayerChart | alt.FacetChart, title: str = "") -> alt.LayerChart | alt.FacetChart:
    """As wide as its place on the page, under a heading that may be given anew."""
    # Altair is heavy: only who draws pays
    import altair as alt

    heading = alt.TitleParams(alt.ExprRef("heading"))
    chart = chart.properties(width="container", height=HEIGHT, title=heading)
    return chart.add_params(alt.param(name="days", value=7), alt.param(name="heading", value=title))
