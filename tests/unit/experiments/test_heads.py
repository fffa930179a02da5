"""Charts of studies carry their head: what is shown, where, under which rules, and how sure."""

from __future__ import annotations

import pytest

from jiaosuo.experiments.analyses.attribution import attribution_chart
from jiaosuo.experiments.analyses.attribution.attribution_result import AttributionResult
from jiaosuo.experiments.analyses.surface import surface_chart
from jiaosuo.experiments.analyses.surface.surface_result import SurfaceResult
from jiaosuo.experiments.analyses.tipping_point import tipping_chart
from jiaosuo.experiments.analyses.tipping_point.tipping_result import TippingResult
from jiaosuo.experiments.stored_studies import stored
from jiaosuo.experiments.study_tools.heads import head_of


@pytest.mark.parametrize(
    ("kind", "charts", "rules"),
    [
        (TippingResult, tipping_chart.charts, ("separate", "integrated")),
        (AttributionResult, attribution_chart.charts, ("separate", "integrated")),
        (SurfaceResult, surface_chart.charts, ("separate", "integrated")),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_a_chart_of_a_stored_study_carries_its_head(kind, charts, rules):
    found = stored(kind, "zigui-2004")
    assert found is not None
    (spec,) = charts(found.result).values()
    told = " ".join(spec["title"]["subtitle"])
    assert spec["title"]["text"]
    for piece in (found.result.places[0].title, *rules, "worlds of", "days", "jiaosuo 0"):
        assert piece in told


def test_a_head_is_told_in_the_language_that_is_asked_for():
    head = head_of("Which rule wins where", "秭归县", ("separate", "integrated"), 1200, 7, language="zh_CN")
    assert head.title == "何处哪种体制更优"
    assert head.about == (
        "秭归县：分设、整体合一。1,200次平行仿真，每次7天；95%区间（按同一随机世界配对）。",
    )
