"""The result of a transition: a rule less the one before, at each time after the change and each size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import Measure, StudyResult, is_significant


@dataclass(frozen=True, kw_only=True)
class Row(Record):
    """One measure at one time after the change, in settlements of one size (empty: in the whole place).

    `before`: under the rule before; `change`: the later rule less it. `p`: adjusted within the measure.
    """

    moment: str
    measure: str
    size: str
    before: Estimate
    change: Estimate
    p: float | None

    @property
    def is_significant(self) -> bool:
        """Whether the later rule differs significantly."""
        return is_significant(self.p)


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place."""

    name: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class TransitionResult(StudyResult):
    """Two rules, the one before and the later, compared at three times in settlements of four sizes."""

    rules: tuple[str, ...]
    measures: Mapping[str, Measure]
    days: float
    replications: int
    places: tuple[Place, ...]
