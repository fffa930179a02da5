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


def within_bounds(
    totals: npt.ArrayLike, weights: npt.ArrayLike, least: npt.ArrayLike, most: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Each total shared out by weights, no share below `least` or above `most`, (totals, shares).

    The shares are clip(level * weight, least, most) at the level at which they add up to the total, so each
    grows with the total. A total out of reach gives the nearest that the bounds allow. Weights from 0 on.
    """
    weight, low, high = (np.asarray(each, np.float64) for each in (weights, least, most))
    moves = (weight > 0) & (high > low)
    turns = np.concatenate([low[moves] / weight[moves], high[moves] / weight[moves]])
    slopes = np.concatenate([weight[moves], -weight[moves]])
    order = np.argsort(turns, kind="stable")
    turns, rate = np.append(0.0, turns[order]), np.cumsum(np.append(0.0, slopes[order]))
    heights = low.sum() + np.append(0.0, np.cumsum(rate[:-1] * np.diff(turns)))
    levels = np.interp(np.asarray(totals, np.float64), heights, turns)
    shares: npt.NDArray[np.float64] = np.clip(levels[:, None] * weight, low, high)
    return shares
