"""The share of all weights under which each rule is best.

All sets of weights that add up to 1 form a simplex; each counts the same (Dirichlet with all parameters 1).
It is covered by a fixed net of Sobol points and not by chance, so that the same changes give the same
shares, within about 0.3 percentage points of the exact ones. How sure a share is, a bootstrap over worlds
says, with dice of its own.

Sources: Sobol (1967); Devroye (1986), *Non-Uniform Random Variate Generation*, 11.4 (a uniform point of the
simplex, one weight after the other); Efron & Tibshirani (1993), *An Introduction to the Bootstrap*, 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from jiaosuo.experiments.statistics.intervals import LEVEL, ROUNDING, Estimate, Values

POINTS = 2**13
RESAMPLES = 1_000
BATCH = 40
"""Resamples weighed at once: more would not fit into the processor's own memory."""
SEED = 2004


def shares_of_weights(changes: Values, rules: Sequence[str]) -> dict[str, Estimate]:
    """Each rule's share of the weights with its interval; empty with nothing to weigh.

    `changes` has shape (worlds, components, rules), more is better, 0 for the baseline, which takes part.
    """
    worlds, components, _ = changes.shape
    if not worlds or not components:
        return {}
    shares = best_shares(changes.mean(axis=0))
    lows, highs = _interval(changes) if worlds > 1 else (None, None)
    found = {}
    for place, rule in enumerate(rules):
        ends = None if lows is None or highs is None else (float(lows[place]), float(highs[place]))
        found[rule] = Estimate(float(shares[place]), ends, worlds)
    return found


def best_shares(changes: Values) -> Values:
    """Share of the simplex in which each rule has the highest weighted sum; a tie is split evenly.

    Takes changes of shape (components, rules); returns shape (rules,), adding up to 1.
    """
    return _best_shares(changes.T[:, :, None])[:, 0]


def _best_shares(changes: Values) -> Values:
    """The same for many changes at once: shape (rules, components, cases) to (rules, cases)."""
    totals = simplex_points(changes.shape[1]) @ changes
    near = ROUNDING * np.abs(changes).max(axis=(0, 1), initial=0.0)
    best = totals >= totals.max(axis=0) - near
    shares: Values = (best / best.sum(axis=0)).mean(axis=1)
    return shares


@cache
def simplex_points(components: int) -> Values:
    """Weights spread evenly over the simplex, shape (points, components); each row adds up to 1."""
    if components == 1:
        return np.ones((1, 1))
    from scipy.stats import qmc  # takes a while to load

    net = qmc.Sobol(components - 1, scramble=False).random(POINTS) + 0.5 / POINTS  # no point on a border
    left = np.cumprod((1 - net) ** (1 / np.arange(components - 1, 0, -1)), axis=1)
    points: Values = -np.diff(left, axis=1, prepend=1.0, append=0.0)
    return points


def _interval(changes: Values) -> tuple[Values, Values]:
    """Where the shares fall when the worlds are drawn again, with replacement: LEVEL of the time."""
    dice = np.random.Generator(np.random.Philox(SEED))
    worlds = len(changes)
    drawn = np.stack(
        [changes[dice.integers(0, worlds, worlds)].mean(axis=0).T for _ in range(RESAMPLES)], axis=2
    )
    shares = [_best_shares(drawn[:, :, start : start + BATCH]) for start in range(0, RESAMPLES, BATCH)]
    low, high = np.quantile(np.concatenate(shares, axis=1), [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=1)
    return low, high
