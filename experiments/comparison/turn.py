"""Where along the years two rules change places, judged on whole worlds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jiaosuo.experiments.comparison.years_result import Turn
from jiaosuo.experiments.statistics.crossing import crossing
from jiaosuo.experiments.statistics.intervals import Estimate, Values, mean_interval


def worse(better: str) -> float:
    """The sign that makes a difference a loss: 1 where less is better, -1 where more is."""
    return 1.0 if better == "less" else -1.0


def turn(years: Sequence[float], losses: Values, first: str, later: str) -> Turn:
    """Where `later` and `first` change places; `losses` (worlds, years) are above 0 where `later` is worse.

    The year is the split that loses least (`crossing`), in the direction in which both the years before it
    and those behind it, each taken together, differ from 0 by their own 95 % intervals over the worlds.
    Worlds with a year not observed are left out; a single world shows nothing.
    """
    axis = np.array(years, np.float64)
    losses = losses[np.isfinite(losses).all(axis=1)]
    if len(losses) < 2 or len(axis) < 2:
        return Turn(kind="unsure")
    for sign, before, after in ((1.0, later, first), (-1.0, first, later)):
        split = crossing(axis, sign * losses)
        at = split.estimate.mean
        if split.beyond or at is None:
            continue
        early, late = sign * losses[:, axis <= at], sign * losses[:, axis > at]
        if early.size and late.size and _sign(early) < 0 < _sign(late):
            return Turn(kind="crosses", year=split.estimate, before=before, after=after)
    ahead = _sign(losses)
    winner = later if ahead < 0 else first
    return Turn(kind="ahead", before=winner, after=winner) if ahead else Turn(kind="unsure")


def _sign(losses: Values) -> int:
    """-1 or 1 where the mean over years is beyond chance, over worlds; else 0."""
    return side_of_zero(mean_interval(losses.mean(axis=1)))


def side_of_zero(estimate: Estimate) -> int:
    """-1 or 1 where an interval lies on one side of 0, else 0."""
    if estimate.interval is None:
        return 0
    low, high = estimate.interval
    return 1 if low > 0 else -1 if high < 0 else 0
