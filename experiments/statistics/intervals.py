"""Statistics of replications: intervals, paired differences, and statements that hold for a family of rules.

The number of replications n is fixed before the first run. Nothing here may be called after every replicate
to decide whether to go on: looking in this way makes a 95 % test wrong about one time in three. A value
that is not finite (or None) counts as "not observed" and never enters a mean.

Sources: Law (2015), *Simulation Modeling and Analysis*, 5th ed., sections 4.5 (t interval), 10.2.1 (paired-t
comparison) and 11.2 (common random numbers); Holm (1979), Scandinavian Journal of Statistics 6, 65-70;
Cochran (1977), *Sampling Techniques*, 3rd ed., chapter 6 (ratios of means).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from jiaosuo.experiments.statistics.estimate import LEVEL as LEVEL
from jiaosuo.experiments.statistics.estimate import Estimate as Estimate
from jiaosuo.model.core.errors import InputError

ROUNDING = 1e-12
"""Spreads below this share of the values themselves are rounding, not chance."""

Values = NDArray[np.float64]


def mean_interval(values: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean of independent replications with its t interval.

    Takes values of shape (replications,) in any unit; returns mean and interval in that unit. n counts the
    finite values; n = 0 gives mean None, n = 1 a mean with interval None; equal values give an interval of
    no width. Raises ValueError for another shape or a level outside (0, 1). Source: Law (2015), 4.5.
    """
    sample = _column("values", values)
    observed = sample[np.isfinite(sample)]
    return _t_interval(observed, _scale(observed), level)


def paired_difference(first: ArrayLike, later: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean of `later - first` over the same worlds, with its paired-t interval.

    Takes two arrays of shape (replications,), row by row the same world, one unit; returns the difference
    in that unit. n counts the pairs with both values finite. Raises ValueError for unequal lengths. Source:
    Law (2015), 10.2.1.
    """
    before, after = _pairs(first, later)
    scale = max(_scale(before), _scale(after))
    differences = after - before
    differences[np.abs(differences) <= ROUNDING * scale] = 0.0
    return _t_interval(differences, scale, level)


def independent_difference(first: ArrayLike, later: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean of `later` less mean of `first` over worlds of their own, with Welch's t interval.

    Takes two arrays of shape (replications,), which may differ in length, in one unit. n counts the observed
    values of both; fewer than 2 on either side give no interval. Source: Law (2015), 10.2.2; Welch (1947),
    Biometrika 34, 28-35.
    """
    sides = [
        (column := _column(name, values))[np.isfinite(column)]
        for name, values in (("first", first), ("later", later))
    ]
    n = sum(side.size for side in sides)
    _check_level(level)
    if not all(side.size for side in sides):
        return Estimate(None, None, 0, level)
    mean = float(sides[1].mean() - sides[0].mean())
    if min(side.size for side in sides) < 2:
        return Estimate(mean, None, n, level)
    scale = max(map(_scale, sides))
    errors = [_spread(side, scale) ** 2 / side.size for side in sides]
    total = sum(errors)
    if total == 0.0:
        return Estimate(mean, (mean, mean), n, level)
    freedom = total**2 / sum(error**2 / (side.size - 1) for error, side in zip(errors, sides, strict=True))
    half = _quantile(freedom, level) * total**0.5
    return Estimate(mean, (mean - half, mean + half), n, level, freedom)


def ratio_of_means(numerator: ArrayLike, denominator: ArrayLike, level: float = LEVEL) -> Estimate:
    """mean(numerator) / mean(denominator) over the same worlds, with the interval of the ratio estimator.

    Takes two arrays of shape (replications,), row by row the same world; returns a pure number. Where the
    denominator has values on both sides of 0 and the interval of its mean holds 0, the ratio may be anything:
    its interval is None. A mean of exactly 0 gives no ratio at all. Source: Cochran (1977), 6.4.
    """
    below, above = _pairs(denominator, numerator)
    base = mean_interval(below, level)
    if not base.mean:
        return Estimate(None, None, 0, level)
    ratio = float(above.mean()) / base.mean
    one_sign = bool((below >= 0).all() or (below <= 0).all())
    if base.interval is None or (not one_sign and base.interval[0] <= 0.0 <= base.interval[1]):
        return Estimate(ratio, None, base.n, level)
    return _t_interval(ratio + (above - ratio * below) / base.mean, abs(ratio), level)


def relative_change(first: ArrayLike, later: ArrayLike, level: float = LEVEL) -> Estimate:
    """mean(later) / mean(first) - 1 over the same worlds: what changed, as a share of what it was.

    Differences that are all 0 give exactly 0, of a mean that is not 0. Otherwise see `ratio_of_means`.
    """
    difference = paired_difference(first, later, level)
    if difference.interval == (0.0, 0.0) and np.any(_pairs(first, later)[0]):
        return difference
    return shifted(ratio_of_means(later, first, level), -1.0)


def shifted(estimate: Estimate, by: float) -> Estimate:
    """The estimate of a quantity that is larger by a known number."""
    if estimate.mean is None:
        return estimate
    ends = estimate.interval
    moved = None if ends is None else (ends[0] + by, ends[1] + by)
    return Estimate(estimate.mean + by, moved, estimate.n, estimate.level)


def variance_ratio(first: ArrayLike, later: ArrayLike) -> float | None:
    """How many times smaller pairing made the variance: (var(first) + var(later)) / var(later - first).

    Takes two arrays of shape (replications,), paired by world; returns a pure number, above 1 where pairing
    helped. None with fewer than two pairs, and None where all differences are equal: then the variance left
    is zero and the ratio is either 0/0 (both constant) or without bound (equal rules), and neither is a
    number to print. Source: Law (2015), 11.2.
    """
    before, after = _pairs(first, later)
    if before.size < 2:
        return None
    spread = _spread(after - before, max(_scale(before), _scale(after)))
    if spread == 0.0:
        return None
    return float((before.var(ddof=1) + after.var(ddof=1)) / spread**2)


def paired_p_value(first: ArrayLike, later: ArrayLike) -> float | None:
    """Two-sided p-value of "no difference" from the paired t test.

    Takes two arrays of shape (replications,), paired by world; None with fewer than two pairs. Differences
    that are all equal leave the t statistic without a spread; see `p_value`. Raises ValueError for unequal
    lengths. Source: Law (2015), 10.2.1.
    """
    return p_value(paired_difference(first, later))


def p_value(difference: Estimate) -> float | None:
    """Two-sided p-value of "the mean is 0" read back from a mean, its t interval and n.

    The interval holds the standard error, so a stored comparison needs no raw values. All differences 0
    gives 1. All differences equal but not 0 has no spread to measure: then the exact sign test speaks,
    2 ** (1 - n). None for n < 2.
    """
    half = difference.half_width
    if difference.mean is None or half is None:
        return None
    if difference.mean == 0.0:
        return 1.0
    if half == 0.0:
        return float(2.0 ** (1 - difference.n))
    freedom = difference.n - 1 if difference.freedom is None else difference.freedom
    statistic = abs(difference.mean) / half * _quantile(freedom, difference.level)
    return float(2.0 * stdtr(freedom, -statistic))


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Adjusted p-values of a family of tests, in the order given (Holm's step-down).

    An adjusted value at or below alpha may be called different with a family-wise error of at most alpha,
    whatever the dependence. None (not available) stays None and is no member of the family. Raises
    ValueError outside [0, 1]. Source: Holm (1979).
    """
    for value in p_values:
        if value is not None and not 0.0 <= value <= 1.0:
            raise InputError("p_values", value, "a probability from 0 to 1, or None, is wanted")
    family = sorted((value, place) for place, value in enumerate(p_values) if value is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (value, place) in enumerate(family):
        highest = max(highest, min(1.0, (len(family) - rank) * value))
        adjusted[place] = highest
    return adjusted


def distinguishable(differences: Mapping[str, Estimate], level: float = LEVEL) -> dict[str, bool]:
    """Which later rules differ from the first, with a family-wise error of at most 1 - level.

    Takes {rule: paired difference} of one outcome; a rule without a p-value (n < 2) is never called
    different. The family is the later rules of one outcome: the error is not shared out over outcomes.
    Source: Holm (1979).
    """
    _check_level(level)
    adjusted = holm([p_value(difference) for difference in differences.values()])
    return {rule: p is not None and p <= 1.0 - level for rule, p in zip(differences, adjusted, strict=True)}


def family_interval(difference: Estimate, rules: int) -> Estimate:
    """The interval widened so that those of all `rules` later rules hold at once, at the level of the one.

    Bonferroni: each gets (1 - level) / rules. It covers 0 for every rule that `distinguishable` does not call
    different, which a single interval need not do. Without an interval the estimate is returned as it is.
    """
    half = difference.half_width
    if difference.mean is None or half is None:
        return difference
    freedom = difference.n - 1 if difference.freedom is None else difference.freedom
    level = 1.0 - (1.0 - difference.level) / rules
    half *= _quantile(freedom, level) / _quantile(freedom, difference.level)
    interval = (difference.mean - half, difference.mean + half)
    return replace(difference, interval=interval)


def _t_interval(observed: Values, scale: float, level: float) -> Estimate:
    _check_level(level)
    n = int(observed.size)
    if n == 0:
        return Estimate(None, None, 0, level)
    mean = float(observed.mean())
    if n == 1:
        return Estimate(mean, None, 1, level)
    half = _quantile(n - 1, level) * _spread(observed, scale) / n**0.5
    return Estimate(mean, (mean - half, mean + half), n, level)


def _quantile(freedom: float, level: float) -> float:
    return float(stdtrit(freedom, 0.5 + level / 2))


def _spread(values: Values, scale: float) -> float:
    deviation = float(values.std(ddof=1))
    return 0.0 if deviation <= ROUNDING * scale else deviation


def _scale(values: Values) -> float:
    return float(np.abs(values).max(initial=0.0))


def _pairs(first: ArrayLike, later: ArrayLike) -> tuple[Values, Values]:
    before, after = _column("first", first), _column("later", later)
    if before.size != after.size:
        raise InputError("later", f"{after.size} values", f"{before.size} are wanted, as many as in first")
    both = np.isfinite(before) & np.isfinite(after)
    return before[both], after[both]


def _column(name: str, values: ArrayLike) -> Values:
    column = np.asarray(values, dtype=np.float64)
    if column.ndim != 1:
        raise InputError(name, f"shape {column.shape}", "one dimension, (replications,), is wanted")
    return column


def _check_level(level: float) -> None:
    if not 0.0 < level < 1.0:
        raise InputError("level", level, "a number above 0 and below 1 is wanted")
