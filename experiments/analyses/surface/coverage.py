"""How sure a coverage is: the exact binomial interval of a share that was counted.

Source: Clopper & Pearson (1934), Biometrika 26, 404-413.
"""

from __future__ import annotations

from scipy.special import betaincinv

from jiaosuo.experiments.statistics.intervals import LEVEL


def binomial_interval(hits: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """The interval of the chance of a hit, of `hits` out of `n` independent trials."""
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if hits == n else float(betaincinv(hits + 1, n - hits, 1 - tail))
    return low, high
