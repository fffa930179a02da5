"""A rule against the status quo along urbanization: the curve on which boundaries lie."""

from __future__ import annotations

import numpy as np

from jiaosuo.experiments.patterns.spot import Spot
from jiaosuo.experiments.statistics.crossing import Crossing, crossing
from jiaosuo.experiments.statistics.intervals import Values


def by_urbanization(spot: Spot, vehicles: float | None = None) -> list[Spot]:
    """The place at each urbanization; `vehicles` per 1,000 people (default: the middle of their axis)."""
    chosen = spot.effort.middle_vehicles if vehicles is None else vehicles
    moved = spot.in_worlds(spot.effort.along)
    return [moved.at(urbanization=u, vehicles_per_1000=chosen) for u in spot.effort.urbanizations]


def gaps_along(spots: list[Spot], outcome: str, rule: str) -> Values:
    """How much more an outcome is under the rule than under the status quo, (worlds, points)."""
    return np.column_stack([spot.gaps(outcome, rule) for spot in spots])


def boundary(spot: Spot, gaps: Values) -> Crossing:
    """The urbanization at which the rule stops winning."""
    return crossing(np.array(spot.effort.urbanizations), gaps)
