"""Means by hours of training: a panel a measure, first day and value of delta."""

from __future__ import annotations

import altair as alt

from jiaosuo.experiments.analyses.training.training_result import Place, TrainingResult
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.rule_hues import rule_color
from jiaosuo.experiments.charts.style import SOFT, Spec
from jiaosuo.experiments.study_tools.heads import MEANS, head_of
from jiaosuo.model.core.words import N_

TITLE = N_("What hours of training change")
FIRST_DAY = {False: N_("today"), True: N_("settled")}
MOST_MEASURES = 3


def chart_name(place: str) -> str:
    """The name of a place's chart."""
    return f"training-{place.replace(' ', '-')}"


def charts(result: TrainingResult) -> dict[str, Spec]:
    """One chart a place."""
    return {chart_name(place.name): _chart(result, place) for place in result.places}


def _chart(result: TrainingResult, place: Place) -> Spec:
    kinds = list(dict.fromkeys((row.settled, row.moved, row.value) for row in place.rows))
    rows = [
        alt.hconcat(*(_panel(result, place, outcome, kind) for kind in kinds if kind[1] == "delta"))
        for outcome in list(result.outcomes)[:MOST_MEASURES]
    ]
    head = head_of(TITLE, place.title, result.rules, result.replications, result.days, MEANS)
    return finished(alt.vconcat(*rows), head=head)


def _panel(
    result: TrainingResult, place: Place, outcome: str, kind: tuple[bool, str, float]
) -> alt.LayerChart | alt.FacetChart:
    points = [
        {
            "hours": row.hours,
            "rule": rule,
            "y": entry.mean.mean,
            "low": entry.mean.span[0],
            "high": entry.mean.span[1],
        }
        for row in place.rows
        if (row.settled, row.moved, row.value) == kind
        for rule, entry in row.outcomes[outcome].rules.items()
        if entry.mean.mean is not None
    ]
    base = alt.Chart(inline(points or [{"hours": 0, "rule": "", "y": 0.0, "low": 0.0, "high": 0.0}]))
    color = rule_color(result.rules)
    x = alt.X("hours:Q", title="hours a year", axis=alt.Axis(values=list(result.hours)))
    line = base.mark_line(point=True)
    line = line.encode(x=x, y=alt.Y("y:Q", title=None, scale=alt.Scale(zero=False)), color=color)
    whisker = base.mark_rule(opacity=0.4).encode(x=x, y="low:Q", y2="high:Q", color=color)
    words = f"{result.outcomes[outcome].label}, {FIRST_DAY[kind[0]]}, {kind[1]} {kind[2]:g}"
    heading = alt.TitleParams(words, anchor="start", color=SOFT, fontWeight="normal", fontSize=11)
    return alt.layer(whisker, line).properties(width=150, height=130, title=heading)
