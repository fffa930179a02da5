"""What the worlds of a lesson gave, contrast by contrast: means, differences, intervals, and their signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.jobs.function import YearOfPath
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.skills import Skills
from jiaosuo.dashboard.results.queueing_loads import Pools
from jiaosuo.experiments.statistics.intervals import (
    Estimate,
    Values,
    distinguishable,
    mean_interval,
    paired_difference,
)

type Columns = tuple[Values, Values]


@dataclass(frozen=True)
class Findings:
    """What is known of a lesson, given by name; `families`: its contrasts, grouped as they are judged.

    `rows` by scene: replications `{outcome: [[left], [right]]}` of a finished scene; `years` by scene: a pair
    of rows of years a world; `skills` and `loads` by scene: what was worked out without a world. `places`:
    the place of each scene. `done` and `wanted` count worlds, `failed` those that could not be run.
    """

    lesson: str
    families: tuple[tuple[Contrast, ...], ...] = ()
    rows: Mapping[str, Mapping[str, Sequence[Sequence[float | None]]]] = field(default_factory=dict)
    years: Mapping[str, Sequence[Sequence[Sequence[YearOfPath]]]] = field(default_factory=dict)
    skills: Mapping[str, Skills] = field(default_factory=dict)
    loads: Mapping[str, Pools] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    done: int = 0
    wanted: int = 0
    failed: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all that was asked has been answered."""
        return self.done + len(self.failed) >= self.wanted > 0

    def family(self, name: str) -> tuple[Contrast, ...]:
        """All contrasts that are judged together with one."""
        return next(each for each in self.families if name in [contrast.name for contrast in each])

    def contrast(self, name: str) -> Contrast:
        """A contrast by name."""
        return next(each for each in self.family(name) if each.name == name)

    def columns(self, contrast: Contrast) -> Columns:
        """Values of left and right, world by world the same; nan where not observed."""
        if contrast.scene in self.years:
            return self._of_years(contrast)
        rows = self.rows.get(contrast.scene, {}).get(contrast.outcome, ((), ()))
        left, right = ([np.nan if each is None else each for each in one] for one in rows)
        return np.array(left, np.float64), np.array(right, np.float64)

    def _of_years(self, contrast: Contrast) -> Columns:
        first, last = contrast.years or (0, 9_999)
        sides: list[Values] = []
        for side in range(len(SIDES)):
            means = []
            for world in self.years[contrast.scene]:
                found = [row.outcomes.get(contrast.outcome) for row in world[side]
                         if first <= row.year <= last]  # fmt: skip
                seen = [each for each in found if each is not None]
                means.append(sum(seen) / len(seen) if seen else np.nan)
            sides.append(np.array(means, np.float64))
        return sides[0], sides[1]

    def change(self, contrast: Contrast) -> Estimate:
        """Right less left, with its 95 % interval."""
        return paired_difference(*self.columns(contrast))

    def means(self, contrast: Contrast) -> tuple[float | None, float | None]:
        """The means of left and right."""
        left, right = (mean_interval(each).mean for each in self.columns(contrast))
        return left, right

    def signs(self, contrasts: Sequence[Contrast]) -> dict[str, int | None]:
        """Of a family of contrasts which way each went: -1, 1, 0 for not distinguishable, None: not known."""
        changes = {contrast.name: self.change(contrast) for contrast in contrasts}
        significant = distinguishable(changes)
        return {name: _sign(change, significant.get(name, False)) for name, change in changes.items()}

    def sign(self, name: str) -> int | None:
        """Which way a contrast went, in the family of its step."""
        return self.signs(self.family(name))[name]

    def relative(self, name: str) -> float | None:
        """The size of a contrast's difference as a share of the mean on the left."""
        contrast = self.contrast(name)
        base, change = self.means(contrast)[0], self.change(contrast).mean
        return None if not base or change is None else change / abs(base)

    def against(self, before: Contrast, after: Contrast) -> Estimate:
        """How the difference of one contrast changes to that of another, in the same worlds."""
        one, two = self.columns(before), self.columns(after)
        if len(one[0]) != len(two[0]):
            return Estimate(None, None, 0)
        return paired_difference(one[1] - one[0], two[1] - two[0])


def _sign(change: Estimate, significant: bool) -> int | None:
    if change.mean is None or change.interval is None:
        return None
    return (1 if change.mean > 0 else -1) if significant and change.mean else 0
