"""The lengths of a Gaussian process, by scikit-learn: how far one goes along each axis before it changes.

Only who fits comes here; what is fitted is asked by NumPy alone (`process`).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from jiaosuo.experiments.inference.process import CONSTANT, LINEAR
from jiaosuo.experiments.statistics.intervals import Values

LEAST_A_TERM = 8
"""Observations that each length of its own needs; with fewer all axes have one."""
SHORTEST, LONGEST = (0.1, 0.5), 30.0
"""Lengths as shares of a lever's range. None is shorter than the points are apart, (points)**(-1/levers),
within these two; the longest is nearly a straight line."""
USUAL, SPREAD = 1.5, 0.8
"""Where a length is expected before anything is seen: its logarithm is normal around that of the first."""
VARIANCE, NOISE = (1e-6, 1e3), (1e-4, 1e2)
"""Of columns of variance 1."""


def likely_lengths(points: Values, column: Values) -> Values:
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
    """The covariance of `Process` as scikit-learn has it, over points from -1/2 to 1/2.

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
