"""Which rows a model cannot meet together: each row left out in turn, and what the others then come to.

A row whose posterior predictive lies outside its band is not met. The row that holds it off is the one
without which it comes nearest to its middle; both are then named as a pair. A row that nothing plausible
comes near is out of reach: it would drive all else into a corner, so that it is named and tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jiaosuo.experiments.inference.prior import spread_points
from jiaosuo.experiments.inference.sampling import Likelihood, sample
from jiaosuo.experiments.inference.waves import IMPLAUSIBLE
from jiaosuo.experiments.statistics.intervals import Values

DRAWS = 256
"""Points of each sample that leaves a row out: only its means are read."""
FREE = 1e9
"""The variance of a row that is left out, over its own: so much that it says nothing."""
LEAST_PULL = 0.25
"""Half widths of its band by which a row must come nearer without another for these two to be a pair."""
LEVEL = (0.05, 0.5, 0.95)
LOOKED_AT = 1_024
"""Points over all that is plausible at which a row is looked for."""


@dataclass(frozen=True)
class Pair:
    """A row that is not met, the row that holds it off (None: none does), and its mean without that one.

    `row` and `partner` are places among the rows used; `without` is in the row's unit.
    """

    row: int
    partner: int | None
    without: float


@dataclass(frozen=True)
class Together:
    """What the rows come to: quantiles (3, rows), and means without each row, (left out, rows)."""

    predicted: Values
    without: Values


def together(of: Likelihood, rows: Values, seed: int) -> Together:
    """What rows come to at draws of the posterior, (draws, axes), and where each is left out in turn.

    `of` must have an error of its own for each row.
    """
    mean, unsure = of.emulators.at(rows)
    chance = np.random.default_rng(seed).standard_normal(mean.shape)
    predicted = np.quantile(mean + chance * np.sqrt(unsure), LEVEL, axis=0)
    means = [_mean_without(of, at, seed) for at in range(mean.shape[1])]
    return Together(predicted, np.array(means))


def _mean_without(of: Likelihood, at: int, seed: int) -> Values:
    """What all rows come to where one is left out, (rows,)."""
    mean, _ = of.emulators.at(sample(without(of, np.array([at])), DRAWS, seed))
    found: Values = mean.mean(axis=0)
    return found


def out_of_reach(of: Likelihood, seed: int) -> np.ndarray:
    """Which rows are `IMPLAUSIBLE` everywhere in the box, their own error as published, (rows,)."""
    points = spread_points(of.emulators.points.shape[1], LOOKED_AT, seed)
    found: np.ndarray = np.abs(of.each_away(points)).min(axis=0) > IMPLAUSIBLE
    return found


def without(of: Likelihood, rows: np.ndarray) -> Likelihood:
    """The likelihood with rows (places or a mask) left out, and errors as they were published."""
    if of.error is None:
        raise ValueError("a likelihood without an error of its own has no row to leave out")
    error = of.error.copy()
    error[rows] *= FREE
    # who is left out may be why errors had to grow
    return replace(of, error=error, wider=1.0)


def pairs_of(found: Together, low: Values, high: Values, reached: np.ndarray) -> list[Pair]:
    """The rows whose median lies outside their band (`low` to `high`, (rows,)), those farthest off first.

    `reached`: which are not out of reach; no other row holds off those that are.
    """
    middle, half = (low + high) / 2, (high - low) / 2
    off = np.abs(found.predicted[1] - middle) / half
    pairs = []
    for row in np.argsort(-off):
        if off[row] <= 1:
            break
        pull = off[row] - np.abs(found.without[:, row] - middle[row]) / half[row]
        pull[row] = -np.inf
        partner = int(pull.argmax())
        named = bool(reached[row]) and pull[partner] >= LEAST_PULL
        value = found.without[partner if named else row, row]
        pairs.append(Pair(int(row), partner if named else None, float(value)))
    return pairs
