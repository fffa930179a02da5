"""Under which share of all sets of weights the right side of a scene is best, by what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.experiments.comparison.index import COMPONENTS, efficiency_index
from jiaosuo.experiments.comparison.values import ValueOf, value_of
from jiaosuo.experiments.statistics.intervals import Estimate

SIDES = ("left", "right")


def share(findings: Findings, scene: str, measures: Sequence[str] = ()) -> Estimate:
    """The share of all weights over `measures`, each counted by itself, under which the right side is best.

    Without measures: over the values of the page's index, each counted once.
    """
    counted, value = (measures, str) if measures else (COMPONENTS, value_of)
    if scene not in findings.rows:
        return Estimate(None, None, 0)
    rows = findings.rows[scene]
    values = tuple(
        (name, tuple(tuple(float("nan") if x is None else x for x in side) for side in rows[name]))
        for name in counted
        if name in rows
    )
    return _share(values, value)


@lru_cache(maxsize=32)
def _share(values: tuple[tuple[str, tuple[tuple[float, ...], ...]], ...], value: ValueOf) -> Estimate:
    # heavy: only who asks pays
    import numpy as np

    from jiaosuo.model.outcomes import directions

    columns = {name: np.array(sides, np.float64).T for name, sides in values}
    index = efficiency_index(columns, directions(), SIDES, dict.fromkeys(columns, 1.0), value=value)
    return index.share("right")
