"""Parts of a comparison's result that need no run: an outcome by rule."""

from __future__ import annotations

from collections.abc import Sequence

from jiaosuo.experiments.comparison.result import OutcomeResult
from jiaosuo.experiments.statistics.intervals import Values, mean_interval, paired_difference
from jiaosuo.model.core import plugins
from jiaosuo.model.outcomes import OUTCOMES


def outcome_result(name: str, rules: Sequence[str], columns: Values) -> OutcomeResult:
    """One outcome as the result holds it; `columns` (replications, rules), nan where not observed."""
    about = OUTCOMES[name]
    means = {rule: mean_interval(columns[:, place]) for place, rule in enumerate(rules)}
    differences = {
        rule: paired_difference(columns[:, 0], columns[:, place]) for place, rule in enumerate(rules) if place
    }
    of = None if name in OUTCOMES.shipped else plugins.owner(about)
    return OutcomeResult(
        label=about.label,
        unit=about.unit,
        better=about.better,
        rules=means,
        differences=differences,
        plugin=None if of is None else of.name,
    )
