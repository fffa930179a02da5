"""The map of a place: its townships in the colours of their rules, named at their seats."""

from __future__ import annotations

import altair as alt

from jiaosuo.experiments.analyses.best_mix.mix_result import MixResult, Place
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.rule_hues import rule_color
from jiaosuo.experiments.charts.style import INK, PAPER, Spec
from jiaosuo.experiments.study_tools.heads import head_of
from jiaosuo.experiments.study_tools.pages import label
from jiaosuo.model.core.words import N_, speaker

TITLE = N_("The best mix of rules by township: {outcome}")
CHOSEN = N_("chosen in other worlds than those it is judged in")
WIDTH = 440


def chart_name(result: MixResult, place: str) -> str:
    """The name of a place's map."""
    return f"best-mix-{place.replace(' ', '-')}-{result.outcome.name}"


def charts(result: MixResult) -> dict[str, Spec]:
    """A map a place."""
    return {chart_name(result, place.name): _chart(result, place) for place in result.places}


def _chart(result: MixResult, place: Place) -> Spec:
    rule_of = [result.rule_of(each) for each in place.townships]
    side = min(strip[2] - strip[1] for strip in place.cells)
    rows = [
        {
            "left": left,
            "right": right,
            "low": below,
            "high": below + side,
            "rule": rule_of[int(owner)],
            "shade": 0.55 + 0.2 * (int(owner) % 2),
        }
        for owner, left, right, below in place.cells
    ]
    wide = max(strip[2] for strip in place.cells) - min(strip[1] for strip in place.cells)
    high = max(strip[3] + side for strip in place.cells) - min(strip[3] for strip in place.cells)
    flat = alt.Scale(zero=False, nice=False)
    land = (
        alt.Chart(inline(rows))
        .mark_rect()
        .encode(
            x=alt.X("left:Q", title="km", scale=flat, axis=alt.Axis(grid=False)),
            x2="right:Q",
            y=alt.Y("low:Q", title="km", scale=flat, axis=alt.Axis(grid=False)),
            y2="high:Q",
            color=rule_color([result.baseline, result.alternative]),
            opacity=alt.Opacity("shade:Q", scale=None),
        )
    )
    seats = alt.Chart(inline(each.to_json() for each in place.townships)).encode(x="x_km:Q", y="y_km:Q")
    dots = seats.mark_point(color=INK, fill=PAPER, size=30, opacity=1)
    names = seats.mark_text(dy=-10, color=INK, fontSize=11).encode(text="name:N")
    title = speaker(None)(TITLE, outcome=label(result.outcome.name))
    rules = (result.baseline, result.alternative)
    head = head_of(title, place.title, rules, result.replications, result.days, CHOSEN)
    drawn = alt.layer(land, dots, names).properties(width=WIDTH, height=WIDTH * high / wide)
    return finished(drawn, head=head)
