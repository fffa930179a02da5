"""How much of a run's beginning to leave out: MSER-5, the one method used here.

A county begins with officers rested and nobody waiting, which no day after it does. MSER-5 cuts where the
mean of what is left is known best: series in batches of 5, cut d that minimises
sum((y - mean)^2) / (m - d)^2 over the m - d batches that are left, looked for in the first half alone.

Source: White, Cobb and Spratt (2000), *A comparison of five steady-state truncation heuristics for
simulation*, Proceedings of the Winter Simulation Conference, 755-760.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from jiaosuo.model.core.errors import InputError

BATCH = 5


def mser5(series: ArrayLike) -> int:
    """How many values to leave out at the beginning of a series (a multiple of 5).

    A county lives by days: give it one value a day, or a series from which the shape of the day is taken. Of
    several replications give their mean. InputError for fewer than 20 values, or ones that are not finite.
    """
    values = np.asarray(series, np.float64)
    if values.ndim != 1 or values.size < 4 * BATCH or not np.isfinite(values).all():
        raise InputError("series", f"shape {values.shape}", "must be 20 or more finite values in one row")
    batches = values[: values.size // BATCH * BATCH].reshape(-1, BATCH).mean(axis=1)
    cuts = range(len(batches) // 2 + 1)
    return BATCH * min(cuts, key=lambda cut: _error(batches[cut:]))


def _error(left: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """The marginal standard error of the mean of what is left, squared."""
    return float(((left - left.mean()) ** 2).sum() / left.size**2)
