"""A rule against the status quo along urbanization: the curve on which boundaries lie."""

from __future__ import annotations

import numpy as np

from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.crossing import Crossing, crossing
from jiaosuo.experiments.statistics.intervals import Values


def by_urbanization(setting: Setting, vehicles: float | None = None) -> list[Setting]:
    """The place at each urbanization; `vehicles` per 1,000 people (default: the middle of their axis)."""
    chosen = setting.effort.middle_vehicles if vehicles is None else vehicles
    moved = setting.in_worlds(setting.effort.along)
    return [moved.at(urbanization=u, vehicles_per_1000=chosen) for u in setting.effort.urbanizations]


def gaps_along(settings: list[Setting], outcome: str, rule: str) -> Values:
    """How much more an outcome is under the rule than under the status quo, (worlds, points)."""
    return np.column_stack([setting.gaps(outcome, rule) for setting in settings])


def boundary(setting: Setting, gaps: Values) -> Crossing:
    """The urbanization at which the rule stops winning."""
    return crossing(np.array(setting.effort.urbanizations), gaps)
