"""The efficiency index: what a later rule changes against the first, over several measures at once.

Each component is a paired change, signed so that more is better, in units of the first rule's mean (its
baseline). Components that stand for one value share its weight. The index is the weighted mean, and it
stands with its parts and with the share of all weights of the values under which each rule is best, because
no set of weights is the right one. A baseline that cannot be told from 0 is no unit: its component is not
available. The others are taken as known; the intervals are of the changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from jiaosuo.experiments.comparison.index_result import Component, EfficiencyIndex, Part, Total
from jiaosuo.experiments.comparison.values import VALUES, ValueOf, members, value_of
from jiaosuo.experiments.statistics.intervals import ROUNDING, Estimate, Values, mean_interval
from jiaosuo.experiments.statistics.power import may_be_nothing, too_few
from jiaosuo.experiments.statistics.simplex import shares_of_weights
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.words import N_
from jiaosuo.model.outcomes import OUTCOMES

COMPONENTS = tuple(name for each in VALUES.values() for name in each)
WEIGHT = Parameter("weight", 1.0, 0.0, 1_000.0, "-", "weight of a component of the efficiency index")
EQUAL_WEIGHTS: Mapping[str, float] = dict.fromkeys(COMPONENTS, WEIGHT.default)
"""The weights where nobody gives any, so that each value counts the same: an assumption, and the shares say
what hangs on it."""

SIGNS = {"less": -1.0, "more": 1.0}
NOT_MEASURED, NOT_OBSERVED, BASELINE_0 = N_("not measured"), N_("not observed"), N_("its baseline is 0")
BASELINE_NOISE, TOO_FEW = N_("its baseline cannot be told from 0"), N_("too few events to say")

Columns = Mapping[str, Values]
"""Values of each outcome, shape (replications, rules), the first rule first; nan where not observed."""

NOBODY_ELSE: Mapping[str, str] = {}

type ShareOut = Callable[[Values, Sequence[str]], Mapping[str, Estimate]]


def checked_weights(weights: Mapping[str, float], better: Mapping[str, str]) -> dict[str, float]:
    """The weights that count, or InputError; a weight of 0 leaves its outcome out.

    `better` says which way each known outcome is better. Refused are unknown outcomes, those with no better
    way, and weights that are out of range or all 0.
    """
    for name in weights:
        if name not in better:
            raise unknown("weights", name, better)
        if better[name] not in SIGNS:
            raise InputError("weights", name, "must be an outcome of which either less or more is better")
    given = {name: WEIGHT.check(weight, f"weights: {name}") for name, weight in weights.items()}
    if not any(given.values()):
        raise InputError("weights", dict(weights), "must hold at least one weight above 0")
    return {name: weight for name, weight in given.items() if weight}


def efficiency_index(
    columns: Columns,
    better: Mapping[str, str],
    rules: Sequence[str],
    weights: Mapping[str, float],
    share_out: ShareOut = shares_of_weights,
    same_as: Mapping[str, str] = NOBODY_ELSE,
    value: ValueOf = value_of,
) -> EfficiencyIndex:
    """The index of each later rule, its parts, and each rule's share of the weights.

    Rests on the worlds in which every component was observed under every rule, so that the parts add up to
    the total. Each part holds the change (a share of the baseline, more is better) and what it adds to the
    total. `share_out` gives the shares of the weights; it may know them already. A rule that is the `same_as`
    another takes no share: a tie of one rule with itself is no question of weights. `value` names the value
    that a component stands for (`str`: each its own).
    """
    missing = _missing(columns, weights)
    names = [name for name in weights if name not in missing]
    changes = _changes(columns, better, names, len(rules))
    groups = members(names, value)
    shared = {name: weights[name] / len(groups[value(name)]) for name in names}
    total = sum(shared.values())
    scaled = {name: weight / total for name, weight in shared.items()}
    apart = [place for place, rule in enumerate(rules) if rule not in same_as]
    return EfficiencyIndex(
        weights=dict(weights),
        components={
            name: Component(weight=scaled[name], baseline=_baseline(columns[name]).mean, value=value(name))
            for name in names
        },
        not_available=missing,
        worlds=len(changes),
        rules={rule: _total(changes[:, :, place], scaled) for place, rule in enumerate(rules) if place},
        shares=share_out(_by_value(changes, names, groups)[:, :, apart], [rules[place] for place in apart]),
    )


def _missing(columns: Columns, names: Mapping[str, float]) -> dict[str, str]:
    """The components that cannot be had, each with the reason."""
    reasons = {}
    for name in names:
        if name not in columns:
            reasons[name] = NOT_MEASURED
        elif not np.isfinite(columns[name]).all(axis=1).any():
            reasons[name] = NOT_OBSERVED
        elif (why := _no_unit(name, columns[name])) is not None:
            reasons[name] = why
    return reasons


def _no_unit(name: str, values: Values) -> str | None:
    """Why a change cannot be told in units of the baseline; None: it can."""
    if name in OUTCOMES and OUTCOMES[name].is_count and too_few(float(np.nansum(values[:, 0]))):
        return TOO_FEW
    baseline = _baseline(values)
    if baseline.mean == 0.0:
        return BASELINE_0
    return BASELINE_NOISE if may_be_nothing(baseline) else None


def _baseline(values: Values) -> Estimate:
    return mean_interval(values[:, 0])


def _by_value(changes: Values, names: Sequence[str], groups: Mapping[str, Sequence[str]]) -> Values:
    """The mean change of each value's components, (worlds, values, rules)."""
    places = [[names.index(name) for name in own] for own in groups.values()]
    means = [changes[:, own].mean(axis=1) for own in places]
    return np.stack(means, axis=1) if means else changes


def _changes(columns: Columns, better: Mapping[str, str], names: Sequence[str], rules: int) -> Values:
    """Signed changes in units of the baseline, shape (worlds, components, rules); 0 for the first rule."""
    if not names:
        return np.zeros((0, 0, rules))
    values = np.stack([columns[name] for name in names], axis=1)
    values = values[np.isfinite(values).all(axis=(1, 2))]
    changes: Values = values - values[:, :, :1]
    changes[np.abs(changes) <= ROUNDING * np.abs(values)] = 0.0
    for place, name in enumerate(names):
        changes[:, place] *= SIGNS[better[name]] / abs(_baseline(columns[name]).mean or 1.0)
    return changes


def _total(changes: Values, weights: Mapping[str, float]) -> Total:
    """One later rule: changes of shape (worlds, components) as parts and as their weighted mean."""
    estimates = [mean_interval(column) for column in changes.T]
    parts = {
        name: Part(change=estimate, adds=None if estimate.mean is None else weight * estimate.mean)
        for (name, weight), estimate in zip(weights.items(), estimates, strict=True)
    }
    total = mean_interval(changes @ np.array(list(weights.values())))
    return Total(parts=parts, total=total)
