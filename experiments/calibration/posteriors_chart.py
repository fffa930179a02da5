"""What the figures leave of each number of a place, over the range that was plausible before."""

from __future__ import annotations

import altair as alt
import numpy as np

from jiaosuo.experiments.calibration.posteriors_result import CalibratedPlace, NumberTold, PosteriorsResult
from jiaosuo.experiments.charts.rendering import finished, inline
from jiaosuo.experiments.charts.style import HUES, INK, Spec
from jiaosuo.experiments.inference.prior import Prior, Range
from jiaosuo.experiments.study_tools.heads import head_of
from jiaosuo.model.core.words import N_

TITLE = N_("What the published figures leave of numbers set by hand")
READ = N_("bars hold 90 % of what is left of the plausible range, a tick its median, a cross what is shipped")
WIDTH, ROW = 420, 20


def chart_name(place: str) -> str:
    """The name of a place's chart."""
    return f"calibration-posteriors-{place}"


def charts(result: PosteriorsResult) -> dict[str, Spec]:
    """One chart a place."""
    return {chart_name(place.name): _chart(result, place) for place in result.places}


def _chart(result: PosteriorsResult, place: CalibratedPlace) -> Spec:
    base = alt.Chart(inline([_row(each) for each in place.numbers]))
    y = alt.Y("number:N", sort=None, title=None, axis=alt.Axis(labelLimit=240))
    scale = alt.Scale(domain=[0, 1], nice=False)
    low = alt.X("low:Q", scale=scale, title="from the lowest to the highest that was plausible before")
    bars = base.mark_bar(height=ROW / 2, color=HUES[0], opacity=0.5).encode(x=low, x2="high:Q", y=y)
    middle = base.mark_tick(color=HUES[0], thickness=2, size=ROW * 0.7).encode(x="median:Q", y=y)
    own = base.mark_point(shape="cross", color=INK, filled=True, size=50).encode(x="shipped:Q", y=y)
    head = head_of(TITLE, place.title, (result.rule,), place.runs, result.days, READ)
    drawn = alt.layer(bars, middle, own).properties(width=WIDTH, height=ROW * len(place.numbers))
    return finished(drawn, head=head)


def _row(each: NumberTold) -> dict[str, object]:
    """A number with its values as parts of its range, in its logarithm where that was believed even."""
    told = each.told
    prior = Prior((Range(name=told.name, low=each.low, high=each.high),))
    parts = prior.unit(np.array([[told.low], [told.median], [told.high], [each.shipped]]))[:, 0].tolist()
    return {"number": told.name, **dict(zip(("low", "median", "high", "shipped"), parts, strict=True))}
