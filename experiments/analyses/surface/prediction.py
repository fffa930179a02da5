"""What a kept surface says at any point: levels of rules and differences of any two, by NumPy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from jiaosuo.experiments.analyses.surface.design import Axis, unit
from jiaosuo.experiments.analyses.surface.emulator import Emulator, Trend, emulate
from jiaosuo.experiments.analyses.surface.surface_result import OutcomeSurface, Place
from jiaosuo.experiments.statistics.intervals import Values


def pairs_of(rules: Sequence[str]) -> list[tuple[int, int]]:
    """All pairs of rules by their places in the order, the first less than the second."""
    return list(combinations(range(len(rules)), 2))


@dataclass
class Surface:
    """The surface of a place, ready to be asked. Emulators are made when they are first asked for."""

    place: Place

    def __post_init__(self) -> None:
        self._made: dict[tuple[str, int, int], Emulator | None] = {}

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The levers as axes of the box."""
        return tuple(Axis(each.name, each.low, each.high, each.whole) for each in self.place.levers)

    @cached_property
    def design(self) -> Values:
        """The points of the worlds in the unit box."""
        return unit(self.axes, np.array(self.place.design, np.float64))

    def level(self, outcome: str, rule: str) -> Emulator | None:
        """The emulator of a rule; None where nothing can be told."""
        return self._emulator(outcome, self.place.rules.index(rule), -1)

    def difference(self, outcome: str, left: str, right: str) -> Emulator | None:
        """The emulator of right less left, world by world; None where nothing can be told."""
        return self._emulator(outcome, self.place.rules.index(left), self.place.rules.index(right))

    def are_same(self, outcome: str, left: str, right: str) -> bool:
        """Whether the two rules gave exactly the same in every world."""
        values = self.values(outcome)
        both = values[:, [self.place.rules.index(left), self.place.rules.index(right)]]
        seen = both[np.isfinite(both).all(axis=1)]
        return len(seen) > 0 and bool((seen[:, 0] == seen[:, 1]).all())

    def values(self, outcome: str) -> Values:
        """What was seen, (worlds, rules), nan where not observed."""
        return np.array(self.place.surfaces[outcome].values, np.float64)

    def _emulator(self, outcome: str, first: int, second: int) -> Emulator | None:
        key = (outcome, first, second)
        if key not in self._made:
            values, about = self.values(outcome), self.place.surfaces[outcome]
            column = values[:, first] if second < 0 else values[:, second] - values[:, first]
            self._made[key] = _emulated(self.design, column, about, self.place.even, second >= 0)
        return self._made[key]

    def box(self, points: Values) -> Values:
        """Points in the levers' own units as points of the unit box, those outside moved to its edge."""
        return np.clip(unit(self.axes, points), 0.0, 1.0)

    def here(self, values: Mapping[str, float]) -> Values:
        """A point from values by lever, those of the place where a lever is not named."""
        return np.array([values.get(each.name, each.here) for each in self.place.levers], np.float64)


def _emulated(
    design: Values, column: Values, about: OutcomeSurface, even: int, is_difference: bool
) -> Emulator | None:
    lengths = about.difference_lengths if is_difference else about.level_lengths
    power = about.difference_power if is_difference else about.level_power
    trend = Trend(np.array(about.terms, np.float64), power)
    return emulate(design, column, np.array(lengths, np.float64), trend, even)
