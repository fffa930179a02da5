"""What of an emulator is fitted: the length of each lever, and whether noise grows with the quantity.

Lengths are fitted by scikit-learn: of levels to the mean over the rules, of differences to what all those
from the first rule have most in common (their first principal component). Columns that share their noise, as
rules in common worlds do, would count it as often as there are rules, and fit it (docs/decisions/0069). Only
a study or a worker comes here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from jiaosuo.experiments.analyses.surface.emulator import (
    CONSTANT,
    LEAST,
    LEAST_A_TERM,
    LINEAR,
    Process,
    Trend,
    trend_terms,
)
from jiaosuo.experiments.analyses.surface.surface_result import OutcomeSurface
from jiaosuo.experiments.statistics.intervals import Values

SHORTEST, LONGEST = (0.1, 0.5), 30.0
"""Lengths as shares of a lever's range. None is shorter than the points are apart, (points)**(-1/levers),
within these two; the longest is nearly a straight line."""
USUAL, SPREAD = 1.5, 0.8
"""Where a length is expected before anything is seen: its logarithm is normal around that of the first."""
VARIANCE, NOISE = (1e-6, 1e3), (1e-4, 1e2)
"""Of columns of variance 1."""
POWERS = (0.0, 0.5, 1.0)
"""Noise that stays, grows with the root (counts), or grows with the quantity (times)."""


@dataclass(frozen=True)
class Fitted:
    """How a set of columns (rules, or differences of rules) varies over the box."""

    lengths: Values
    power: float


@dataclass(frozen=True)
class FittedOutcome:
    """What was fitted of one outcome; `terms` of the trend of its mean over the rules."""

    terms: Values
    levels: Fitted
    differences: Fitted


def fitted(points: Values, values: Values) -> FittedOutcome:
    """Fit one outcome, `values` (worlds, rules), nan where not observed, at `points` of the unit box."""
    whole = np.isfinite(values).all(axis=1)
    points, values = points[whole], values[whole]
    blank = np.zeros(points.shape[1] + 1)
    sizes = values.mean(axis=1)
    grows = len(values) >= LEAST and bool((sizes > 0).all())
    terms = trend_terms(points, sizes) if grows else blank
    powers = POWERS if grows else (0.0,)
    return FittedOutcome(
        terms,
        _fitted(points, sizes[:, None], terms, powers),
        _fitted(points, values[:, 1:] - values[:, :1], terms, powers),
    )


def surface_of(values: Values, found: FittedOutcome) -> OutcomeSurface:
    """What was seen, (worlds, rules), and what was fitted to it, as they are kept."""
    return OutcomeSurface(
        values=tuple(tuple(float(x) if np.isfinite(x) else None for x in row) for row in values),
        terms=tuple(map(float, found.terms)),
        level_lengths=tuple(map(float, found.levels.lengths)),
        level_power=found.levels.power,
        difference_lengths=tuple(map(float, found.differences.lengths)),
        difference_power=found.differences.power,
    )


def _fitted(points: Values, columns: Values, terms: Values, powers: tuple[float, ...]) -> Fitted:
    plain = np.ones(points.shape[1])
    if len(columns) < LEAST:
        return Fitted(plain, 0.0)
    columns = columns[:, np.ptp(columns, axis=0) > 0]
    if not columns.shape[1]:
        return Fitted(plain, 0.0)
    power = max(powers, key=lambda power: _told(points, columns, Trend(terms, power)))
    shares = columns / Trend(terms, power).at(points)[:, None]
    return Fitted(_lengths(points, _common((shares - shares.mean(axis=0)) / shares.std(axis=0))), power)


def _common(columns: Values) -> Values:
    """The first principal component of columns of mean 0, of variance 1, (worlds,)."""
    found: Values = np.linalg.svd(columns, full_matrices=False)[0][:, 0] * len(columns) ** 0.5
    return found


def _told(points: Values, columns: Values, trend: Trend) -> float:
    """Log density of every observation, as told from all others, under a trend."""
    sizes, plain, found = trend.at(points), np.ones(points.shape[1]), 0.0
    for column in columns.T:
        process = Process(points, column / sizes, plain)
        mean, spread = process.left_out()
        away = (process.values - mean) / spread
        found -= float((0.5 * away**2 + np.log(spread * sizes)).sum())
    return found


def _lengths(points: Values, column: Values) -> Values:
    """The most likely lengths of a column of mean 0 and variance 1, after what is usual."""
    # heavy: only who fits pays
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from threadpoolctl import threadpool_limits

    levers = points.shape[1]
    one_length = len(points) < LEAST_A_TERM * (levers + 1)
    apart = float(np.clip(len(points) ** (-1.0 / levers), *SHORTEST))
    kernel = kernel_of(np.ones(1 if one_length else levers), bounds=(apart, LONGEST))
    regressor = GaussianProcessRegressor(kernel, alpha=1e-10, optimizer=_after_the_usual)
    with warnings.catch_warnings(), threadpool_limits(1):
        # a length at its end is a lever that does nothing, or a straight line
        warnings.simplefilter("ignore", ConvergenceWarning)
        found = regressor.fit(points - 0.5, column)
    lengths = np.exp(found.kernel_.theta[1:-1])  # after the variance, before the noise
    return np.broadcast_to(lengths, levers).copy()


def _after_the_usual(
    unlikely: Callable[..., tuple[float, Values]], start: Values, bounds: Values
) -> tuple[Values, float]:
    """The logarithms of what is fitted where likelihood times what was expected of the lengths is largest."""
    # heavy: only who fits pays
    from scipy.optimize import minimize

    def loss(theta: Values) -> tuple[float, Values]:
        value, slope = unlikely(theta, eval_gradient=True)
        away = np.zeros(len(theta))
        away[1:-1] = (theta[1:-1] - np.log(USUAL)) / SPREAD
        return value + 0.5 * float(away @ away), slope + away / SPREAD

    found = minimize(loss, start, method="L-BFGS-B", jac=True, bounds=bounds)
    return found.x, float(found.fun)


def kernel_of(
    lengths: Values, variance: float = 1.0, noise: float = 1.0, bounds: tuple[float, float] | str = "fixed"
) -> Any:
    """The covariance of `emulator.Process` as scikit-learn has it, over points from -1/2 to 1/2.

    `bounds` of the lengths; "fixed": nothing is fitted.
    """
    # heavy: only who fits pays
    from sklearn.gaussian_process.kernels import ConstantKernel, DotProduct, Matern, WhiteKernel

    fixed = bounds == "fixed"
    curved = Matern(lengths, bounds, nu=2.5)
    linear = ConstantKernel(LINEAR, "fixed") * DotProduct(0.0, "fixed")
    straight = linear + ConstantKernel(CONSTANT, "fixed")
    size = ConstantKernel(variance, bounds if fixed else VARIANCE)
    return size * (curved + straight) + WhiteKernel(noise, bounds if fixed else NOISE)
