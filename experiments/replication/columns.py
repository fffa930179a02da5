"""What many worlds gave, as columns: one row a world, one column a rule, nan where nothing was observed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jiaosuo.experiments.engines.engine import Failure
from jiaosuo.experiments.replication.replicate import Replication
from jiaosuo.experiments.statistics.intervals import Values


def column_of(worlds: Sequence[Replication | Failure], outcome: str, rules: int) -> Values:
    """One outcome, (worlds, rules); a world that failed has observed nothing."""
    rows = [_row(world, outcome, rules) for world in worlds]
    return np.array(rows, np.float64).reshape(len(worlds), rules)


def _row(world: Replication | Failure, outcome: str, rules: int) -> list[float]:
    if isinstance(world, Failure):
        return [np.nan] * rules
    values = (each.outcomes[outcome][0] for each in world.measured)
    return [np.nan if value is None else value for value in values]
