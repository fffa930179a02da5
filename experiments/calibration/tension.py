"""Which rows a model cannot meet together: each row left out in turn, and what the others then come to.

A row whose posterior predictive lies outside its band is not met. The row that holds it off is the one
without which it comes nearest to its middle; both are then named as a pair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from jiaosuo.experiments.inference.sampling import Likelihood, sample
from jiaosuo.experiments.statistics.intervals import Values

DRAWS = 256
"""Points of each sample that leaves a row out: only its means are read."""
FREE = 1e9
"""The variance of a row that is left out, over its own: so much that it says nothing."""
LEAST_PULL = 0.25
"""Half widths of its band by which a row must come nearer without another for these two to be a pair."""
LEVEL = (0.05, 0.5, 0.95)


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


def together(of: Likelihood, rows: Values, seed: int, step: Callable[[], None] = lambda: None) -> Together:
    """What rows come to at draws of the posterior, (draws, axes), and where each is left out in turn.

    `of` must have an error of its own for each row. `step` is called after each sample.
    """
    mean, unsure = of.emulators.at(rows)
    chance = np.random.default_rng(seed).standard_normal(mean.shape)
    predicted = np.quantile(mean + chance * np.sqrt(unsure), LEVEL, axis=0)
    without = []
    for at in range(mean.shape[1]):
        without.append(of.emulators.at(sample(_free(of, at), DRAWS, seed))[0].mean(axis=0))
        step()
    return Together(predicted, np.array(without))


def _free(of: Likelihood, at: int) -> Likelihood:
    if of.error is None:
        raise ValueError("a likelihood without an error of its own has no row to leave out")
    error = of.error.copy()
    error[at] *= FREE
    return replace(of, error=error)


def pairs_of(found: Together, low: Values, high: Values) -> list[Pair]:
    """The rows whose median lies outside their band (`low` to `high`, (rows,)), those farthest off first."""
    middle, half = (low + high) / 2, (high - low) / 2
    off = np.abs(found.predicted[1] - middle) / half
    pairs = []
    for row in np.argsort(-off):
        if off[row] <= 1:
            break
        pull = off[row] - np.abs(found.without[:, row] - middle[row]) / half[row]
        pull[row] = -np.inf
        partner = int(pull.argmax())
        named = pull[partner] >= LEAST_PULL
        value = found.without[partner if named else row, row]
        pairs.append(Pair(int(row), partner if named else None, float(value)))
    return pairs
