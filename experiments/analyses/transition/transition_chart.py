"""What the later rule changes, over the three times: a panel a measure, a line a size of settlement."""

from __future__ import annotations

import altair as alt

from jiaosuo.experiments.analyses.transition.transition_result import Place, TransitionResult
from jiaosuo.experiments.analyses.transition.transition_study import SIZES
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.style import HUES, INK, SOFT, Spec
from jiaosuo.experiments.comparison.moments import NAMES
from jiaosuo.experiments.study_tools.heads import head_of
from jiaosuo.model.core.words import N_

TITLE = N_("The change as a path: first weeks, third month, long run")
SIZE_NAMES = dict(
    zip(
        SIZES,
        (N_("whole place"), N_("county seat"), N_("squadron town"), N_("market town"), N_("village")),
        strict=True,
    )
)
"""What each size of settlement is called; empty: the whole place."""

COLORS = alt.Scale(domain=list(SIZE_NAMES.values()), range=[INK, *HUES[: len(SIZES) - 1]])


def chart_name(place: str) -> str:
    """The name of a place's chart."""
    return f"transition-{place.replace(' ', '-')}"


def charts(result: TransitionResult) -> dict[str, Spec]:
    """One chart a place."""
    return {chart_name(place.name): _chart(result, place) for place in result.places}


def _chart(result: TransitionResult, place: Place) -> Spec:
    head = head_of(TITLE, place.title, result.rules, result.replications, result.days)
    return finished(alt.hconcat(*(_panel(result, place, measure) for measure in result.measures)), head=head)


def _panel(result: TransitionResult, place: Place, measure: str) -> alt.LayerChart | alt.FacetChart:
    points = [
        {
            "time": NAMES[row.moment],
            "size": SIZE_NAMES[row.size],
            "y": row.change.mean,
            "low": row.change.span[0],
            "high": row.change.span[1],
        }
        for row in place.rows
        if row.measure == measure and row.change.mean is not None
    ]
    base = alt.Chart(
        inline(points or [{"time": NAMES["change"], "size": "", "y": 0.0, "low": 0.0, "high": 0.0}])
    )
    about = result.measures[measure]
    color = alt.Color("size:N", title=None, scale=COLORS)
    x = alt.X("time:O", title=None, sort=list(NAMES.values()), axis=alt.Axis(labelAngle=0))
    shift = alt.XOffset("size:N", sort=list(SIZE_NAMES.values()))
    y = alt.Y("y:Q", title=about.shown_unit or None)
    line = base.mark_line(point=True).encode(x=x, xOffset=shift, y=y, color=color)
    whisker = base.mark_rule(opacity=0.5).encode(x=x, xOffset=shift, y="low:Q", y2="high:Q", color=color)
    zero = alt.Chart(inline([{"zero": 0}])).mark_rule(color=SOFT, strokeDash=[3, 3]).encode(y="zero:Q")
    first, later = result.rules
    heading = alt.TitleParams(
        f"{about.label}: {later} − {first}", anchor="start", color=SOFT, fontWeight="normal", fontSize=11
    )
    return alt.layer(zero, whisker, line).properties(width=230, height=170, title=heading)
