"""The look of all charts: paper, ink, one hue and one shape a rule, one family of type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

type Spec = dict[str, Any]
"""A chart as Vega-Lite: the one form from which page, SVG and PNG are made."""

PAPER, INK, SOFT, LINE = "#fbf9f4", "#2b2a26", "#6b665b", "#e4ddce"
BETTER, WORSE = "#009E73", "#D55E00"
NOT_SIGNIFICANT = "#d9d4c8"
"""The fill of a tile of which nothing can be said."""
HUES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
"""Okabe and Ito's colours, one for each rule in its order; a shape goes with each."""
SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-right",
    "triangle-left",
)
FONT = (
    "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"
)

PAGE_PALETTE = {
    "left": "#0072b2",
    "right": "#d55e00",
    "ink": "#23221f",
    "soft": "#625d54",
    "line": "#e2dccf",
    "paper": "#faf9f3",
}
"""Of charts inside the dashboard until the page hands over its own colours: CSS variables of these names."""
PAGE_FONT = (
    "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', 'Noto Sans CJK SC', "
    "'PingFang SC', 'Microsoft YaHei', sans-serif"
)


def style() -> Spec:
    """The Vega-Lite config of a chart that stands by itself: quiet paper, thin warm lines."""
    text = {
        "labelColor": INK,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    lines = {"gridColor": LINE, "domainColor": LINE, "tickColor": LINE}
    return {
        "background": PAPER,
        "font": FONT,
        "padding": 12,
        "view": {"stroke": None},
        "axis": text | lines | {"titlePadding": 12, "labelFlush": False},
        "legend": {
            "orient": "top",
            "labelFontSize": 13,
            "labelColor": INK,
            "symbolSize": 90,
            "offset": 14,
            "columnPadding": 22,
        },
    }


def page_style(palette: Mapping[str, str]) -> Spec:
    """The config of a chart inside the dashboard, on the page's own paper and in its colours."""
    text = {
        "labelColor": palette["ink"],
        "titleColor": palette["soft"],
        "labelFontSize": 13,
        "titleFontSize": 13,
    }
    quiet = {"gridColor": palette["line"], "domainColor": palette["line"], "tickColor": palette["line"]}
    return {
        "background": "transparent",
        "aria": False,  # the whole chart has one label, and a table
        "mark": {"aria": False},
        "font": PAGE_FONT,
        "padding": 4,
        "view": {"stroke": None},
        "axis": text | quiet | {"titleFontWeight": "normal", "titlePadding": 8, "labelLimit": 150},
        "title": {
            "anchor": "start",
            "fontSize": 16,
            "fontWeight": 600,
            "color": palette["ink"],
            "offset": 10,
        },
        "text": {"fontSize": 12},
    }
