"""A rule has the same colour in all figures of all studies."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from jiaosuo.experiments.charts.style import HUES
from jiaosuo.model.rules import MAPS, RULES

_FIRST = ("separate", "stationed", "integrated", "hybrid")


def hue(rule: str) -> str:
    """The colour of a rule, whatever else is drawn."""
    order = list(dict.fromkeys((*_FIRST, *RULES.shipped, *MAPS.shipped, *RULES, *MAPS)))  # plug-ins last
    return HUES[order.index(rule) % len(HUES)] if rule in order else HUES[-1]


def rule_color(rules: Sequence[str]) -> alt.Color:
    """The field `rule` in the colours of these rules."""
    return alt.Color("rule:N", title=None, scale=alt.Scale(domain=list(rules), range=[*map(hue, rules)]))
