"""A Gaussian process of one quantity over a unit box: its mean and variance at any point, by NumPy alone.

    quantity(x) = level(x) + noise,  level ~ process with covariance
    variance * (Matern 5/2 with a length for each axis + 10 x'x + 1000),  x from -1/2 to 1/2,

where `noise` is that of one world. The lengths are fitted elsewhere (`lengths`); the two variances follow
from the observations here, by their likelihood with the signal's variance put at its best.

Sources: Rasmussen & Williams (2006), chapters 2, 4 and 5; Sundararajan & Keerthi (2001), Neural Computation
13 (leaving one out in closed form).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jiaosuo.experiments.statistics.intervals import Values

LINEAR, CONSTANT = 10.0, 1_000.0
"""Weights of the linear part and of the constant in the covariance, beside 1 of the curved part."""
RATIOS = np.geomspace(1e-4, 1e2, 121)
"""Variance of the noise over that of the signal, as it is tried. Never more: where no signal is seen there
may still be one that is small beside the noise, and the mean is never known for sure."""


def covariance(left: Values, right: Values, lengths: Values) -> Values:
    """Correlation of points in the unit box, (left, right), with that of the linear part added."""
    one, other = left / lengths, right / lengths
    square = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :] - 2.0 * one @ other.T
    distance = np.sqrt(5.0 * np.maximum(square, 0.0))
    curved = (1.0 + distance + distance**2 / 3.0) * np.exp(-distance)
    found: Values = curved + LINEAR * (left - 0.5) @ (right - 0.5).T + CONSTANT
    return found


@dataclass(frozen=True)
class Process:
    """A process seen at `points` (n, levers) of the unit box, with values (n,): both are finite."""

    points: Values
    values: Values
    lengths: Values

    @cached_property
    def centre(self) -> float:
        """What is taken off all values first."""
        return float(self.values.mean())

    @cached_property
    def _modes(self) -> tuple[Values, Values, Values]:
        """Eigenvalues, eigenvectors, and the values along these."""
        sizes, vectors = np.linalg.eigh(covariance(self.points, self.points, self.lengths))
        return np.maximum(sizes, 0.0), vectors, vectors.T @ (self.values - self.centre)

    @cached_property
    def _best(self) -> tuple[float, float]:
        """Variance of the signal, and that of the noise over it, where both are most likely."""
        likelihood = self._likelihood(RATIOS)[1]
        best = int(np.clip(likelihood.argmax(), 1, len(RATIOS) - 2))
        low, middle, high = likelihood[best - 1 : best + 2]
        bend = low - 2 * middle + high  # the top of a parabola: what is kept rounded has the same, nearly
        off = float(np.clip((low - high) / (2 * bend), -1.0, 1.0)) if bend < 0 else 0.0
        ratio = RATIOS[best] * (RATIOS[1] / RATIOS[0]) ** off
        return float(self._likelihood(np.array([ratio]))[0][0]), float(ratio)

    def _likelihood(self, ratios: Values) -> tuple[Values, Values]:
        """For each ratio the best variance of the signal, and the log likelihood there."""
        sizes, _, along = self._modes
        whole = sizes[None, :] + ratios[:, None]
        variance = np.maximum((along**2 / whole).mean(axis=1), 1e-300)
        return variance, -0.5 * (len(along) * np.log(variance) + np.log(whole).sum(axis=1))

    @property
    def variance(self) -> float:
        """Of the signal."""
        return self._best[0]

    @property
    def noise(self) -> float:
        """Variance of the noise of one world."""
        return self._best[0] * self._best[1]

    def at(self, points: Values) -> tuple[Values, Values]:
        """Mean and variance of the level, without noise, at points of the unit box."""
        mean, along = self._along(points)
        sizes, _, _ = self._modes
        own = 1.0 + LINEAR * ((points - 0.5) ** 2).sum(axis=1) + CONSTANT
        left = own - (along**2 / (sizes + self._best[1])).sum(axis=1)
        return mean, self.variance * np.maximum(left, 0.0)

    def joint(self, points: Values) -> tuple[Values, Values]:
        """Mean, and covariance of the level between points: (points,), (points, points)."""
        mean, along = self._along(points)
        sizes, _, _ = self._modes
        known = (along / (sizes + self._best[1])) @ along.T
        return mean, self.variance * (covariance(points, points, self.lengths) - known)

    def _along(self, points: Values) -> tuple[Values, Values]:
        sizes, vectors, values = self._modes
        along = covariance(points, self.points, self.lengths) @ vectors
        return self.centre + along @ (values / (sizes + self._best[1])), along

    def left_out(self) -> tuple[Values, Values]:
        """Mean and standard deviation of each observation, noise included, told from all the others."""
        sizes, vectors, values = self._modes
        weights = 1.0 / (sizes + self._best[1])
        own = (vectors**2) @ weights
        mean = self.values - (vectors @ (values * weights)) / own
        return mean, np.sqrt(self.variance / own)
