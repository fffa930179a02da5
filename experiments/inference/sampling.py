"""A sample of parameters as likely as what was seen makes them: sequential Monte Carlo on emulators.

The likelihood of the observed statistics is normal about the emulators' means (Wood 2010), with the variance
of a log of that length and what the emulators do not know. From points that are even over the box the
likelihood is turned on step by step, each as large as leaves half of the points in use; after each step
points are drawn again and walk (Del Moral, Doucet & Jasra 2006).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.inference.emulators import Emulators
from jiaosuo.experiments.inference.prior import spread_points
from jiaosuo.experiments.statistics.intervals import Values

WALKS = 4
"""Times that each point is moved in a step."""
LEAST_USED = 0.5
"""Of the points, how many must be left in use by a step, in effect."""


@dataclass(frozen=True)
class Likelihood:
    """The log likelihood of `observed` statistics at points of the box.

    `share`: the variance of the observed ones over that of a run (a log of twice the days: a half). `wider`:
    by how much all variances are multiplied, where the model cannot meet what was observed. `error`: the
    variance of each observed one that is none of a run's, (statistics,); None: of none.
    """

    emulators: Emulators
    observed: Values
    share: float = 1.0
    wider: float = 1.0
    error: Values | None = None

    def _expected(self, points: Values) -> tuple[Values, Values]:
        """Means, and the variance about them that is none of a run's, (points, statistics)."""
        mean, unsure = self.emulators.at(points)
        return mean, unsure if self.error is None else unsure + self.error

    def misses(self, points: Values) -> tuple[Values, Values]:
        """Squared distance from what is expected, and the log determinant of its covariance, (points,)."""
        mean, unsure = self._expected(points)
        covariance = np.repeat(self.share * self.emulators.noise[None], len(points), axis=0)
        diagonal = np.arange(mean.shape[1])
        covariance[:, diagonal, diagonal] += unsure
        root = np.linalg.cholesky(covariance)
        away = np.linalg.solve(root, (self.observed - mean)[..., None])[..., 0]
        return (away**2).sum(axis=1), 2 * np.log(root[:, diagonal, diagonal]).sum(axis=1)

    def at(self, points: Values) -> Values:
        """The log likelihood up to a constant, (points,)."""
        missed, size = self.misses(points)
        return -0.5 * (missed / self.wider + size)

    def each_away(self, points: Values) -> Values:
        """How far each statistic is from what is expected, in standard deviations, (points, statistics)."""
        mean, unsure = self._expected(points)
        spread = np.sqrt(self.share * np.diag(self.emulators.noise) + unsure)
        return (self.observed - mean) / spread


def sample(of: Likelihood, n: int, seed: int, power: float = 1.0) -> Values:
    """`n` points of the unit box, (n, axes), as likely as the likelihood to a `power` makes them."""
    draw = np.random.default_rng(seed)
    points = spread_points(of.emulators.points.shape[1], n, seed)
    logs, on = of.at(points), 0.0
    while on < power:
        step = _step(logs, power - on)
        on = power if step >= power - on else on + step
        weights = _weights(step * logs)
        rows = _drawn_again(weights, draw)
        points, logs = points[rows], logs[rows]
        points, logs = _walked(of, points, logs, on, draw)
    return points


def _weights(logs: Values) -> Values:
    weights: Values = np.exp(logs - logs.max())
    return weights / float(weights.sum())


def _step(logs: Values, most: float) -> float:
    """How much more of the likelihood leaves enough points in use, up to `most`."""

    def used(step: float) -> float:
        return float(1.0 / (_weights(step * logs) ** 2).sum() / len(logs))

    if used(most) >= LEAST_USED:
        return most
    low, high = 0.0, most
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if used(middle) >= LEAST_USED else (low, middle)
    return max(low, most * 1e-6)


def _drawn_again(weights: Values, draw: np.random.Generator) -> np.ndarray:
    """Rows by their weights, evenly: systematic resampling."""
    at = (draw.random() + np.arange(len(weights))) / len(weights)
    return np.searchsorted(np.cumsum(weights), at).clip(0, len(weights) - 1)


def _walked(
    of: Likelihood, points: Values, logs: Values, on: float, draw: np.random.Generator
) -> tuple[Values, Values]:
    """Points moved by steps as wide as they lie, each kept as Metropolis has it; walls throw them back."""
    axes = points.shape[1]
    spread = np.cov(points.T).reshape(axes, axes) + 1e-10 * np.eye(axes)
    root = np.linalg.cholesky(spread)
    width = 2.38 / axes**0.5
    for _ in range(WALKS):
        wide = width * draw.choice([0.3, 1.0], size=(len(points), 1))
        there = _thrown_back(points + wide * draw.standard_normal(points.shape) @ root.T)
        new = of.at(there)
        kept = np.log(draw.random(len(points))) < on * (new - logs)
        points, logs = np.where(kept[:, None], there, points), np.where(kept, new, logs)
        width *= 1.3 if kept.mean() > 0.35 else 0.7 if kept.mean() < 0.15 else 1.0
    return points, logs


def _thrown_back(points: Values) -> Values:
    """Points brought into the box as by mirrors at its walls: as likely one way as the other."""
    folded: Values = np.mod(points, 2.0)
    return np.where(folded > 1.0, 2.0 - folded, folded)
