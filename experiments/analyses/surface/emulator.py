"""A Gaussian process of one quantity over the levers: its mean and bands at any point, by NumPy alone.

    quantity(x) = trend(x)**power * (level(x) + noise),  level ~ process with covariance
    variance * (Matern 5/2 with a length for each lever + 10 x'x + 1000),  x from -1/2 to 1/2,

where `noise` is that of one world. The lengths are fitted elsewhere (`fitting`); the two variances follow
from the observations here, by their likelihood with the signal's variance put at its best, so that any pair
of rules has its own. Bands are stretched so that those of the design, each told from all others, cover what
was seen there: no other point is asked.

Sources: Rasmussen & Williams (2006), chapters 2, 4 and 5; Sundararajan & Keerthi (2001), Neural Computation
13 (leaving one out in closed form); Chen & Kim (2014) and Kleijnen (2009) on kriging of stochastic models.
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
Z = 1.959963984540054
TAIL = (0.95, 0.9625, 0.975, 0.985)
"""Quantiles around the one that is asked for, over which the stretch of a side is averaged."""
STRETCH = (0.5, 3.0)
LEAST = 8
"""Observations below which nothing is told."""
LEAST_A_TERM = 8
"""Worlds that each number of the trend needs."""


@dataclass(frozen=True)
class Band:
    """Mean and 95 % band at some points, (points,)."""

    mean: Values
    low: Values
    high: Values


def covariance(left: Values, right: Values, lengths: Values) -> Values:
    """Correlation of points in the unit box, (left, right), with that of the linear part added."""
    away = left[:, None, :] / lengths - right[None, :, :] / lengths
    distance = np.sqrt(5.0 * np.einsum("ijk,ijk->ij", away, away))
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


@dataclass(frozen=True)
class Trend:
    """exp(a + b'x) over the unit box: what values are shares of. `power` 0: they stand as they are."""

    terms: Values
    power: float

    def at(self, points: Values) -> Values:
        """The size of the quantity and its noise at points."""
        if not self.power:
            return np.ones(len(points))
        size: Values = np.exp(self.power * (self.terms[0] + (points - 0.5) @ self.terms[1:]))
        return size


def trend_terms(points: Values, sizes: Values) -> Values:
    """Least squares of the logarithm of sizes above 0; a constant where there are too few worlds."""
    logs = np.log(sizes)
    if len(points) < LEAST_A_TERM * (points.shape[1] + 1):
        return np.concatenate([[logs.mean()], np.zeros(points.shape[1])])
    rows = np.column_stack([np.ones(len(points)), points - 0.5])
    terms: Values = np.linalg.lstsq(rows, logs, rcond=None)[0]
    return terms


@dataclass(frozen=True)
class Emulator:
    """A quantity over the unit box: a process of shares of a trend, and how its bands are stretched.

    `below`, `above`: of one world; `level`: of the mean over worlds.
    """

    process: Process
    trend: Trend
    below: float
    above: float
    level: float

    def mean(self, points: Values) -> Band:
        """The mean over worlds with its band."""
        size = self.trend.at(points)
        mean, variance = self.process.at(points)
        half = self.level * Z * np.sqrt(variance)
        return Band(size * mean, size * (mean - half), size * (mean + half))

    def world(self, points: Values) -> Band:
        """The band in which one fresh world lies with 95 %: emulator and noise."""
        size = self.trend.at(points)
        mean, variance = self.process.at(points)
        half = Z * np.sqrt(variance + self.process.noise)
        return Band(size * mean, size * (mean - self.below * half), size * (mean + self.above * half))

    def draws(self, points: Values, n: int, seed: int = 0) -> Values:
        """Curves of the mean over worlds that agree with what was seen, (n, points): always the same."""
        mean, between = self.process.joint(points)
        sizes, vectors = np.linalg.eigh(between)
        dice = np.random.default_rng(seed).standard_normal((n, len(points)))
        off = self.level * (dice * np.sqrt(np.maximum(sizes, 0.0))) @ vectors.T
        curves: Values = self.trend.at(points) * (mean + off)
        return curves


def emulate(points: Values, values: Values, lengths: Values, trend: Trend, judged: int) -> Emulator | None:
    """The emulator of values (worlds,), nan where not observed; None where it cannot be told.

    `judged`: so many points fill the box evenly, and the stretch of bands is taken from these alone; what
    follows them stands where the winner was unsure.
    """
    seen = np.isfinite(values)
    if seen.sum() < LEAST or np.ptp(values[seen]) == 0.0:
        return None
    sizes = trend.at(points[seen])
    process = Process(points[seen], values[seen] / sizes, lengths)
    return Emulator(process, trend, *_stretches(process, trend, np.flatnonzero(seen) < judged))


def _stretches(process: Process, trend: Trend, judged: np.ndarray) -> tuple[float, float, float]:
    """How far the worlds judged lie from what the others tell of them, against what was expected."""
    mean, spread = process.left_out()
    away = ((process.values - mean) / np.maximum(spread, 1e-300))[judged]
    if len(away) < LEAST:
        return 1.0, 1.0, 1.0
    away *= np.sqrt(len(away) / (len(away) - min(_fitted_numbers(process, trend), len(away) / 2)))
    size = float(np.sqrt((away**2).mean()))
    return _side(-away), _side(away), float(np.clip(size, 1.0, STRETCH[1]))


def _fitted_numbers(process: Process, trend: Trend) -> int:
    """Numbers that were fitted to the same worlds: they lie nearer to them than fresh ones will."""
    terms = np.count_nonzero(trend.terms) if trend.power else 1
    return int(terms) + len(np.unique(process.lengths)) + 2


NORMAL = (1.6448536269514722, 1.780464342340353, Z, 2.1700903775845606)
"""Quantiles `TAIL` of the normal distribution."""


def _side(away: Values) -> float:
    """How many times farther than a normal quantile one side of what was left out reaches."""
    ratios = np.quantile(away, TAIL, method="median_unbiased") / np.array(NORMAL)
    return float(np.clip(ratios.mean(), *STRETCH))
