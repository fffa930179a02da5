"""Parts of a comparison's result that need no run: an outcome by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from jiaosuo.experiments.comparison.result import OutcomeResult, PairedTest
from jiaosuo.experiments.statistics.estimate import ALPHA, Estimate
from jiaosuo.experiments.statistics.intervals import (
    Values,
    holm,
    mean_interval,
    p_value,
    paired_difference,
)
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


def whole_outcome(name: str, rules: Sequence[str], columns: Values) -> OutcomeResult:
    """The same with the tests of its differences and the number of each world, as a stored result has it."""
    found = outcome_result(name, rules, columns)
    values = {rule: _seen(columns[:, place]) for place, rule in enumerate(rules)}
    return replace(found, tests=tests_of(found.differences), values=values)


def tests_of(differences: Mapping[str, Estimate]) -> dict[str, PairedTest]:
    """The paired test of each later rule of one outcome: p by itself, and by Holm over these rules."""
    alone = [p_value(each) for each in differences.values()]
    return {
        rule: PairedTest(p=p, p_holm=together, distinguishable=together is not None and together <= ALPHA)
        for rule, p, together in zip(differences, alone, holm(alone), strict=True)
    }


def _seen(column: Values) -> tuple[float | None, ...]:
    """A number a world, None for one that is not finite: JSON has no other word for it."""
    return tuple(float(value) if np.isfinite(value) else None for value in column)
