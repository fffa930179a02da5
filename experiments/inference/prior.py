"""What is believed of parameters before anything is seen: ranges, even in the number or its logarithm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.intervals import Values

IN_TIMES = 3.5
"""A range that goes from so many times less to more than that is one of sizes: even in the logarithm."""


@dataclass(frozen=True, kw_only=True)
class Range(Record):
    """A parameter between two ends, and why these.

    Attributes
    ----------
    name : str
        Name of the parameter.
    low, high : float
        The ends, in its own unit.
    why : str
        Why these.
    value : float or None
        What the place has.
    """

    name: str
    low: float
    high: float
    why: str = ""
    value: float | None = None

    @property
    def in_times(self) -> bool:
        """Whether its logarithm is even, and not the number."""
        return self.low > 0 and self.high / self.low >= IN_TIMES


@dataclass(frozen=True)
class Prior:
    """Independent ranges. A point of the unit box, (points, parameters), is as likely as any other."""

    ranges: tuple[Range, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in their order."""
        return tuple(each.name for each in self.ranges)

    def values(self, unit: Values) -> Values:
        """Points of the unit box in the parameters' own units, (points, parameters)."""
        columns = [_value(each, unit[:, at]) for at, each in enumerate(self.ranges)]
        return np.column_stack(columns)

    def unit(self, values: Values) -> Values:
        """The other way round; what lies outside the ranges comes out below 0 or above 1."""
        columns = [_share(each, values[:, at]) for at, each in enumerate(self.ranges)]
        return np.column_stack(columns)


def _value(each: Range, share: Values) -> Values:
    if each.in_times:
        found: Values = each.low * (each.high / each.low) ** share
        return found
    return each.low + share * (each.high - each.low)


def _share(each: Range, value: Values) -> Values:
    if each.in_times:
        found: Values = np.log(np.maximum(value, 1e-300) / each.low) / np.log(each.high / each.low)
        return found
    return (value - each.low) / (each.high - each.low)


def spread_points(axes: int, n: int, seed: int) -> Values:
    """`n` scrambled Sobol' points of the unit box, (n, axes): the same for the same seed."""
    # heavy: only who asks pays
    from scipy.stats import qmc

    power = 1 << max(0, n - 1).bit_length()  # whole powers of two are balanced, and no others are warned of
    found: Values = qmc.Sobol(axes, rng=np.random.default_rng(seed)).random(power)[:n]
    return found


def chosen(rows: Values, n: int, draw: np.random.Generator) -> Values:
    """`n` of some points, spread over them: those farthest from all that are chosen already."""
    taken = [int(draw.integers(len(rows)))]
    away = ((rows - rows[taken[0]]) ** 2).sum(axis=1)
    while len(taken) < min(n, len(rows)):
        taken.append(int(away.argmax()))
        away = np.minimum(away, ((rows - rows[taken[-1]]) ** 2).sum(axis=1))
    return rows[taken]
