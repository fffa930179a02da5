"""Samples of several numbers at once, spread evenly over their ranges: Sobol points, Latin hypercubes.

Sources: Sobol (1967), USSR Computational Mathematics 7(4); Owen (1998), *Scrambling Sobol and
Niederreiter-Xing points*; McKay, Beckman and Conover (1979), Technometrics 21(2). Made by scipy.stats.qmc.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

SOBOL, LATIN = "sobol", "latin-hypercube"
METHODS = (SOBOL, LATIN)
GIVEN = "given"
"""Of points that somebody else chose; no study names it."""
MOST_POINTS = 2**20


@dataclass(frozen=True)
class Sample:
    """Points spread evenly over ranges of several parameters at once.

    Parameters
    ----------
    method : {"sobol", "latin-hypercube"}
        How they are made.
    n : int
        How many points.
    ranges : mapping of str to (float, float)
        By parameter low and high.
    seed : int, default 0
        Scrambles them.
    whole : frozenset of str, optional
        Parameters that take whole numbers: each then falls on every one of them alike.

    Examples
    --------
    >>> from jiaosuo.experiments.sweeps.sample import Sample
    >>> Sample("sobol", 4, {"urbanization": (0.2, 0.6)}).points.shape
    (4, 1)
    """

    method: str
    n: int
    ranges: Mapping[str, tuple[float, float]]
    seed: int = 0
    whole: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ranges", MappingProxyType(dict(self.ranges)))

    def __reduce__(self) -> tuple[Any, ...]:
        return Sample, (self.method, self.n, dict(self.ranges), self.seed, self.whole)

    @cached_property
    def points(self) -> npt.NDArray[np.float64]:
        """The values, shape (n, parameters)."""
        # heavy: only who asks pays
        from scipy.stats import qmc

        maker = {SOBOL: qmc.Sobol, LATIN: qmc.LatinHypercube}[self.method]
        unit = maker(len(self.ranges), rng=np.random.default_rng(self.seed)).random(self.n)
        columns = [self._scaled(name, unit[:, place]) for place, name in enumerate(self.ranges)]
        return np.column_stack(columns)

    def at(self, number: int) -> dict[str, float]:
        """The values of one point.

        Parameters
        ----------
        number : int
            Number of the point, from 0.

        Returns
        -------
        dict
            By parameter its value.
        """
        return {name: float(value) for name, value in zip(self.ranges, self.points[number], strict=True)}

    def digest(self) -> str:
        """A name for the very numbers: another version of the library may draw others.

        Returns
        -------
        str
            32 hexadecimal digits.
        """
        return blake2b(np.ascontiguousarray(self.points).tobytes(), digest_size=16).hexdigest()

    def _scaled(self, name: str, unit: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        low, high = self.ranges[name]
        if name in self.whole:
            return np.floor(low + unit * (high - low + 1)).clip(low, high)
        return low + unit * (high - low)


@dataclass(frozen=True)
class GivenPoints(Sample):
    """Points that somebody else chose: `rows`, each with a value for every parameter of `ranges`."""

    rows: tuple[tuple[float, ...], ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return GivenPoints, (self.method, self.n, dict(self.ranges), self.seed, self.whole, self.rows)

    @cached_property
    def points(self) -> npt.NDArray[np.float64]:
        """The values, shape (n, parameters)."""
        return np.array(self.rows, np.float64)
