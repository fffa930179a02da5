"""A mean with its interval, as results hold it: apart from the statistics, so that reading takes no NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LEVEL = 0.95
ALPHA = 0.05
"""What is significant: an adjusted p-value at or below this."""


@dataclass(frozen=True)
class Estimate:
    """A mean with its interval, in the unit of the values.

    Attributes
    ----------
    mean : float or None
        The mean; None where nothing was observed, n = 0.
    interval : tuple of float, shape (2,), or None
        Its lower and upper end; None for n < 2. What is not available is never a number.
    n : int
        Observed values that stand behind it.
    level : float
        Level of the interval, 0.95 unless it says otherwise.
    freedom : float or None
        Degrees of freedom of the t interval where they are not n - 1.

    Examples
    --------
    >>> from jiaosuo.experiments.statistics.estimate import Estimate
    >>> Estimate(mean=12.0, interval=(10.0, 14.0), n=20).half_width
    2.0
    """

    mean: float | None
    interval: tuple[float, float] | None
    n: int
    level: float = LEVEL
    freedom: float | None = None

    @property
    def half_width(self) -> float | None:
        """Half the length of the interval, or None where there is none."""
        return None if self.interval is None else (self.interval[1] - self.interval[0]) / 2

    @property
    def span(self) -> tuple[float, float]:
        """The ends of the interval; twice the mean where there is none, 0 where nothing was observed."""
        mean = self.mean or 0.0
        return self.interval or (mean, mean)

    def as_json(self) -> dict[str, Any]:
        """The estimate as the result document holds it.

        Returns
        -------
        dict
            `mean`, `ci95` (by the level) and `n`, None for not available.
        """
        interval = None if self.interval is None else list(self.interval)
        return {"mean": self.mean, f"ci{100 * self.level:g}": interval, "n": self.n}

    @classmethod
    def from_json(cls, entry: Mapping[str, Any] | None) -> Estimate:
        """Read what `as_json` wrote back.

        Parameters
        ----------
        entry : mapping or None
            `mean`, `ci95` and `n`; a missing entry, a mean of None or n = 0 is "not observed".

        Returns
        -------
        Estimate
            The estimate.
        """
        if entry is None or entry.get("mean") is None or not entry.get("n"):
            return cls(None, None, 0)
        ends = entry.get("ci95")
        interval = None if ends is None or None in ends else (float(ends[0]), float(ends[1]))
        return cls(float(entry["mean"]), interval, int(entry["n"]))


NOT_OBSERVED = Estimate(None, None, 0)
