"""Whether a way of telling parameters is right: ranks of truths among their posteriors, and how many it
holds.

Sources: Talts, Betancourt, Simpson, Vehtari & Gelman (2018) on simulation-based calibration; Clopper &
Pearson (1934) on the exact interval of a share.
"""

from __future__ import annotations

import numpy as np

from jiaosuo.experiments.statistics.intervals import Values

BINS = 10


def rank_of(truth: Values, draws: Values) -> Values:
    """Which share of the draws, (draws, axes), lies below a truth, (axes,)."""
    found: Values = (draws < truth).mean(axis=0)
    return found


def held(truth: Values, draws: Values, level: float = 0.9) -> np.ndarray:
    """Whether the equal-tailed interval of each axis holds its truth, (axes,)."""
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    found: np.ndarray = (low <= truth) & (truth <= high)
    return found


def exact_interval(yes: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Of a share of which `yes` of `n` were seen, by the binomial law (Clopper-Pearson)."""
    # heavy: only who asks pays
    from scipy.stats import binomtest

    found = binomtest(yes, n).proportion_ci(level, "exact")
    return float(found.low), float(found.high)


def least_likely(yes: int, n: int, share: float) -> float:
    """The chance of a count as far from what a share gives as this, by the binomial law."""
    # heavy: only who asks pays
    from scipy.stats import binomtest

    return float(binomtest(yes, n, share).pvalue)


def uneven(ranks: Values) -> float:
    """The chance of ranks of one axis, (truths,), as uneven as these over ten bins, were they even."""
    # heavy: only who asks pays
    from scipy.stats import chisquare

    counts = np.bincount(np.minimum((ranks * BINS).astype(int), BINS - 1), minlength=BINS)
    return float(chisquare(counts).pvalue)
