"""Whole numbers from shares."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def largest_remainder(total: int, weights: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """`total` things shared out by `weights` in whole numbers that add up (Hamilton's method).

    Ties go to the first. Weights that are all zero are taken as equal.
    """
    weight = np.asarray(weights, np.float64)
    if weight.sum() <= 0:
        weight = np.ones_like(weight)
    exact = total * weight / weight.sum()
    whole = np.floor(exact).astype(np.int64)
    left = int(total - whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:left]] += 1
    return whole
