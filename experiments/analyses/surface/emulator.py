"""A Gaussian process of one quantity over the levers: its mean and bands at any point, by NumPy alone.

    quantity(x) = trend(x)**power * (level(x) + noise),  level + noise as in `inference.process`,

with lengths that are fitted elsewhere (`fitting`), and variances of every pair of rules by themselves. Bands
are stretched so that those of the design, each told from all others, cover what was seen there: no other
point is asked.

Sources: Chen & Kim (2014) and Kleijnen (2009) on kriging of stochastic models.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.inference.process import Process
from jiaosuo.experiments.statistics.intervals import Values

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
    """Least squares of the logarithm of sizes above 0; a constant where worlds stand at too few points."""
    logs = np.log(sizes)
    if len(np.unique(points, axis=0)) < LEAST_A_TERM * (points.shape[1] + 1):
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
    follows them stands at the place's own values or where the winner was unsure.
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
