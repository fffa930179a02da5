"""The charts of a described log, each from its figures alone: no call of the log is on the page."""

from __future__ import annotations

from typing import Any

from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.style import HUES, INK, SOFT, Spec
from jiaosuo.experiments.logs.describing import LogDescription
from jiaosuo.experiments.logs.laws import LAWS
from jiaosuo.experiments.logs.survival import Survival
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.incidents import KINDS

WIDTH, HEIGHT = 660, 260
LONGEST_SHOWN = 180.0
"""Minutes of response that a chart shows at most."""
MOST_BARS = 25
AT_ONCE = 40
"""Numbers of open calls that a chart shows."""
SHADES = ["#f3efe2", "#e3d3a8", "#c08a4e", "#6d3f22"]

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
UNMAPPED = N_("no kind of ours")


def kind_label(name: str, language: str | None) -> str:
    """What a kind is called for a reader; empty: none of ours."""
    _ = speaker(language)
    return _(KINDS[name].label) if name in KINDS else _(UNMAPPED)


def charts(found: LogDescription, language: str | None) -> dict[str, Spec]:
    """The charts by name; one that has nothing to show is not there."""
    made = {
        "week": _week(found, language),
        "months": _months(found, language) if len(found.months) > 1 else None,
        "kinds": _bars([(kind_label(each.name, language), each.calls) for each in found.kinds], language),
        "map": _map(found, language) if found.squares else None,
        "townships": _bars([(each.name, each.calls) for each in found.townships], language),
        "response": _response(found.response[0], language) if found.response else None,
        "priorities": _priorities(found.response[1:], language) if len(found.response) > 2 else None,
        "open": _at_once(found, language) if found.open_at_once else None,
        "committed": _committed(found, language) if found.committed_by_hour else None,
    }
    return {name: finished(chart, language) for name, chart in made.items() if chart is not None}


def _week(found: LogDescription, language: str | None) -> Any:
    # heavy: only who draws pays
    import altair as alt

    if not found.week:
        return None
    _ = speaker(language)
    days = [_(each) for each in WEEKDAYS]
    rows = [{"day": days[each.weekday - 1], "hour": each.hour, "calls": each.calls} for each in found.week]
    colour = alt.Color("calls:Q", title=_("calls an hour"), scale=alt.Scale(range=SHADES))
    return (
        alt.Chart(inline(rows), width=WIDTH, height=200)
        .mark_rect()
        .encode(
            x=alt.X("hour:O", title=_("hour of the day"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("day:O", title=None, sort=days),
            color=colour,
            tooltip=["day:N", "hour:O", "calls:Q"],
        )
    )


def _months(found: LogDescription, language: str | None) -> Any:
    # heavy: only who draws pays
    import altair as alt

    _ = speaker(language)
    rows = [{"month": each.month, "calls": each.calls, "days": each.days} for each in found.months]
    return (
        alt.Chart(inline(rows), width=WIDTH, height=HEIGHT)
        .mark_bar(color=HUES[0])
        .encode(
            x=alt.X("month:O", title=None, axis=alt.Axis(labelAngle=-45)),
            y=alt.Y("calls:Q", title=_("calls a day")),
            tooltip=["month:N", "calls:Q", "days:Q"],
        )
    )


def _bars(rows: list[tuple[str, int]], language: str | None) -> Any:
    # heavy: only who draws pays
    import altair as alt

    if not rows:
        return None
    _ = speaker(language)
    shown = rows[:MOST_BARS]
    if more := sum(calls for _name, calls in rows[MOST_BARS:]):
        shown = [*shown, (_("{count} more", count=len(rows) - MOST_BARS), more)]
    names = [name for name, _calls in shown]
    table = [{"name": name, "calls": calls} for name, calls in shown]
    return (
        alt.Chart(inline(table), width=WIDTH - 120)
        .mark_bar(color=HUES[0])
        .encode(
            x=alt.X("calls:Q", title=_("calls")),
            y=alt.Y("name:N", title=None, sort=names),
            tooltip=["name:N", "calls:Q"],
        )
    )


def _map(found: LogDescription, language: str | None) -> Any:
    # heavy: only who draws pays
    import altair as alt

    _ = speaker(language)
    rows = [
        {"x": each.x, "x2": each.x + each.side, "y": each.y, "y2": each.y + each.side, "calls": each.calls}
        for each in found.squares
    ]
    west, east = min(row["x"] for row in rows), max(row["x2"] for row in rows)
    south, north = min(row["y"] for row in rows), max(row["y2"] for row in rows)
    pixels = min(WIDTH / (east - west), WIDTH / (north - south))
    axis = alt.Axis(title="km", grid=False)
    colour = alt.Color("calls:Q", title=_("calls"), scale=alt.Scale(type="symlog", range=SHADES))
    return (
        alt.Chart(inline(rows), width=pixels * (east - west), height=pixels * (north - south))
        .mark_rect()
        .encode(
            x=alt.X("x:Q", axis=axis, scale=alt.Scale(domain=[west, east], nice=False)),
            x2="x2",
            y=alt.Y("y:Q", axis=axis, scale=alt.Scale(domain=[south, north], nice=False)),
            y2="y2",
            color=colour,
            tooltip=["calls:Q"],
        )
    )


def _steps(curve: Survival, group: str) -> list[dict[str, float | str]]:
    return [
        {"minutes": each.minutes, "there": 1 - each.waiting, "low": 1 - each.high, "high": 1 - each.low,
         "group": group}
        for each in curve.curve
        if each.minutes <= LONGEST_SHOWN
    ]  # fmt: skip


def _response(curve: Survival, language: str | None) -> Any:
    """The share that has been reached, with its band."""
    # heavy: only who draws pays
    import altair as alt

    _ = speaker(language)
    data = inline(_steps(curve, ""))
    x = alt.X("minutes:Q", title=_("minutes after the call"))
    y = alt.Y("there:Q", title=_("share reached"), scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%"))
    base = alt.Chart(data, width=WIDTH, height=HEIGHT)
    band = base.mark_area(interpolate="step-after", color=HUES[0], opacity=0.25).encode(
        x=x, y=alt.Y("low:Q", title=None), y2="high"
    )
    line = base.mark_line(interpolate="step-after", color=HUES[0], strokeWidth=2).encode(x=x, y=y)
    return alt.layer(band, line)


def _priorities(curves: tuple[Survival, ...], language: str | None) -> Any:
    # heavy: only who draws pays
    import altair as alt

    _ = speaker(language)
    rows = [row for each in curves for row in _steps(each, each.group)]
    return (
        alt.Chart(inline(rows), width=WIDTH, height=HEIGHT)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("minutes:Q", title=_("minutes after the call")),
            y=alt.Y("there:Q", title=_("share reached"), axis=alt.Axis(format="%")),
            color=alt.Color("group:N", title=_("priority"), scale=alt.Scale(range=list(HUES))),
        )
    )


def _at_once(found: LogDescription, language: str | None) -> Any:
    # heavy: only who draws pays
    import altair as alt

    _ = speaker(language)
    rows = [{"open": at, "share": share} for at, share in enumerate(found.open_at_once[:AT_ONCE])]
    return (
        alt.Chart(inline(rows), width=WIDTH, height=HEIGHT)
        .mark_bar(color=HUES[2])
        .encode(
            x=alt.X("open:O", title=_("calls open at once"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("share:Q", title=_("share of time"), axis=alt.Axis(format="%")),
            tooltip=["open:O", "share:Q"],
        )
    )


def _committed(found: LogDescription, language: str | None) -> Any:
    """Officers at calls by hour of the day, on average and at most; a line for those on duty."""
    # heavy: only who draws pays
    import altair as alt

    _ = speaker(language)
    means = [{"hour": each.hour, "mean": each.mean, "most": each.most} for each in found.committed_by_hour]
    base = alt.Chart(inline(means), width=WIDTH, height=HEIGHT)
    x = alt.X("hour:O", title=_("hour of the day"), axis=alt.Axis(labelAngle=0))
    title = _("officers at calls") if found.units_known else _("units at calls")
    layers = [
        base.mark_bar(color=HUES[2]).encode(
            x=x, y=alt.Y("mean:Q", title=title), tooltip=["hour:O", "mean:Q"]
        ),
        base.mark_point(color=INK, shape="stroke", size=200).encode(x=x, y="most:Q", tooltip=["most:Q"]),
    ]
    if found.on_duty is not None:
        rule = alt.Chart(inline([{"duty": found.on_duty}])).mark_rule(color=SOFT, strokeDash=[4, 3])
        layers.append(rule.encode(y="duty:Q"))
    return alt.layer(*layers)


def law_label(law: str, language: str | None) -> str:
    """What a law is called for a reader."""
    return speaker(language)(LAWS[law]) if law else "-"
