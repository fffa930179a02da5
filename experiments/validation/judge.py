"""The verdict on each figure: what the worlds gave, what theory says, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.statistics.intervals import mean_interval
from jiaosuo.experiments.validation.claim import Case, Judged

LEVEL = 0.999
NEAR, QUICKLY_NEAR = 0.02, 0.05
"""How far the mean may be from theory, as a share of it, in the full and in the quick set."""


@dataclass(frozen=True)
class Row:
    """A figure of a case: theory, mean over worlds with its interval (None of one world), and the verdict."""

    figure: str
    theory: float
    mean: float | None
    interval: tuple[float, float] | None
    n: int
    holds: bool

    @property
    def difference(self) -> float | None:
        """Mean over theory, less one; None where one of them is 0 or missing."""
        return None if not self.theory or self.mean is None else self.mean / self.theory - 1


def judged(case: Case, figure: str, theory: float, worlds: Sequence[float], quick: bool) -> Row:
    """One figure in all worlds against theory. A world that did not observe it fails whatever is exact."""
    estimate = mean_interval(np.array(worlds, np.float64), LEVEL)
    holds = _VERDICTS[case.judged](case, theory, worlds, quick)
    return Row(figure, theory, estimate.mean, estimate.interval, estimate.n, holds)


def _by_chance(_: Case, theory: float, worlds: Sequence[float], quick: bool) -> bool:
    """Every world counts: one in which nothing was observed would make the mean that of a chosen few."""
    estimate = mean_interval(np.array(worlds, np.float64), LEVEL)
    if estimate.mean is None or estimate.interval is None or estimate.n < len(worlds):
        return False
    low, high = estimate.interval
    near = QUICKLY_NEAR if quick else NEAR
    return low <= theory <= high and abs(estimate.mean - theory) <= near * abs(theory)


def _exactly(_: Case, theory: float, worlds: Sequence[float], __: bool) -> bool:
    return bool(worlds) and all(each == theory for each in worlds)


def _within(case: Case, theory: float, worlds: Sequence[float], _: bool) -> bool:
    return bool(worlds) and all(abs(each - theory) <= case.allowed for each in worlds)


_VERDICTS = {Judged.CHANCE: _by_chance, Judged.EXACT: _exactly, Judged.WITHIN: _within}
