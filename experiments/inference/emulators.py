"""What a simulator gives of several statistics at any point of the box: means, and how far off these are.

Each statistic has a process of its own; what is left of all of them together, each run told from the others,
says how they vary together in one run.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.inference.lengths import LEAST_A_TERM, likely_lengths
from jiaosuo.experiments.inference.process import Process
from jiaosuo.experiments.statistics.intervals import Values

type Flags = npt.NDArray[np.bool_]

MOST_FOR_LENGTHS = 128
"""Runs, the last ones, to which lengths are fitted, or as many as lengths of many axes need; the processes
themselves see all runs."""


@dataclass(frozen=True)
class Emulators:
    """Emulators of statistics seen at `points` (runs, axes) of the unit box: `seen` (runs, statistics)."""

    points: Values
    seen: Values

    @cached_property
    def _sizes(self) -> tuple[Values, Values]:
        return self.seen.mean(axis=0), self.seen.std(axis=0)

    @cached_property
    def processes(self) -> tuple[Process, ...]:
        """One of each statistic in units of its own spread over the runs."""
        centre, size = self._sizes
        plain = (self.seen - centre) / size
        runs = max(MOST_FOR_LENGTHS, LEAST_A_TERM * (self.points.shape[1] + 1))
        last = slice(max(0, len(plain) - runs), None)
        return tuple(
            Process(self.points, column, likely_lengths(self.points[last], _standard(column[last])))
            for column in plain.T
        )

    def at(self, points: Values) -> tuple[Values, Values]:
        """Mean and variance of the mean of each statistic, (points, statistics)."""
        centre, size = self._sizes
        found = [process.at(points) for process in self.processes]
        mean = np.column_stack([mean for mean, _ in found])
        variance = np.column_stack([variance for _, variance in found])
        return centre + size * mean, size**2 * variance

    @cached_property
    def noise(self) -> Values:
        """How statistics of one run vary together about their means, (statistics, statistics).

        Correlations are those of what is left out, drawn to none as far as they are unsure (Ledoit & Wolf
        2004); variances are those of the processes.
        """
        # heavy: only who fits pays
        from sklearn.covariance import ledoit_wolf

        left = np.column_stack([_away(process) for process in self.processes])
        together = ledoit_wolf(left)[0]
        scale = 1.0 / np.sqrt(np.diag(together))
        spread = self._sizes[1] * np.sqrt([process.noise for process in self.processes])
        found: Values = together * np.outer(scale * spread, scale * spread)
        return found


def _standard(column: Values) -> Values:
    size = column.std()
    return (column - column.mean()) / (size if size > 0 else 1.0)


def _away(process: Process) -> Values:
    """How far each run lies from what all others tell of it, in standard deviations."""
    mean, spread = process.left_out()
    return (process.values - mean) / spread


def usable(seen: Values, observed: Values) -> Flags:
    """Which statistics are observed, are known of every run, and are not the same in all, (statistics,)."""
    return np.isfinite(observed) & np.isfinite(seen).all(axis=0) & (np.ptp(seen, axis=0) > 1e-12)
