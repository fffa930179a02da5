"""Figures of studies as SVG, in one look; a rule has the same colour in all of them."""

from __future__ import annotations

from typing import Any

import altair as alt
import vl_convert

from jiaosuo.experiments.comparison.charts import HUES, style
from jiaosuo.model.rules import MAPS, RULES

type Drawing = alt.LayerChart | alt.FacetChart

NOT_SURE = "#d9d4c8"
"""The colour of "not distinguishable"."""

_FIRST = ("separate", "stationed", "integrated", "hybrid")


def hue(rule: str) -> str:
    """The colour of a rule, whatever else is drawn."""
    order = [*_FIRST, *(name for name in (*RULES, *MAPS) if name not in _FIRST)]
    return HUES[order.index(rule) % len(HUES)] if rule in order else HUES[-1]


def svg(chart: Any) -> str:
    """A chart in the house's style."""
    spec = chart.to_dict() | {"config": style()}
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def data(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)
