"""The result of training: what hours change under two rules, today and in the long run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.experiments.results.record import MERGED, Record
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import Measure, StudyResult, is_significant


@dataclass(frozen=True, kw_only=True)
class Effect(Record):
    """A mean under one rule, and what the hours change of it; `p`: adjusted within cell and measure."""

    mean: Estimate
    effect: Estimate
    p: float | None

    @property
    def is_significant(self) -> bool:
        """Whether the hours change it significantly."""
        return is_significant(self.p)


@dataclass(frozen=True, kw_only=True)
class ChangeOfDifference(Record):
    """What the hours change of the difference between the two rules."""

    change: Annotated[Estimate, MERGED]
    p: float | None

    @property
    def is_significant(self) -> bool:
        """Whether they change it significantly."""
        return is_significant(self.p)


@dataclass(frozen=True, kw_only=True)
class Trained(Record):
    """One outcome in one cell: under each rule, and the difference between the two."""

    rules: Mapping[str, Effect]
    difference: Estimate
    change: ChangeOfDifference


@dataclass(frozen=True, kw_only=True)
class Row(Record):
    """One cell: the hours, what else is moved and to which value, and whether skill has settled."""

    hours: float
    moved: str
    value: float
    settled: bool
    outcomes: Mapping[str, Trained]


@dataclass(frozen=True, kw_only=True)
class Skill(Record):
    """Skill that a rule gives in the long run, mean by corps and domain."""

    rule: str
    hours: float
    skill: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place."""

    name: str
    title: str
    rows: tuple[Row, ...]
    skills: tuple[Skill, ...]


@dataclass(frozen=True, kw_only=True)
class TrainingResult(StudyResult):
    """Hours of training against the first number of them, under two rules."""

    rules: tuple[str, ...]
    hours: tuple[float, ...]
    outcomes: Mapping[str, Measure]
    days: float
    replications: int
    places: tuple[Place, ...]
