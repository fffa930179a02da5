"""Parts of a comparison's document that need no run: an outcome told by rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jiaosuo.experiments.statistics.intervals import Values, mean_interval, paired_difference
from jiaosuo.model.outcomes import OUTCOMES


def told(name: str, rules: Sequence[str], columns: Values) -> dict[str, Any]:
    """One outcome as the document holds it; `columns` (replications, rules), nan where not observed."""
    about = OUTCOMES[name]
    means = {rule: mean_interval(columns[:, place]).as_json() for place, rule in enumerate(rules)}
    differences = {
        rule: paired_difference(columns[:, 0], columns[:, place]).as_json()
        for place, rule in enumerate(rules)
        if place
    }
    return {
        "label": about.label,
        "unit": about.unit,
        "better": about.better,
        "rules": means,
        "differences": differences,
    }
