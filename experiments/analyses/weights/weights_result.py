"""The result of the weights: the efficiency index of each rule, shares of all weights, and a triangle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.record import MERGED, Record
from jiaosuo.experiments.study_tools.result import StudyResult


@dataclass(frozen=True, kw_only=True)
class Component(Record):
    """A measure of the index: its share of the weights, and its mean under the baseline."""

    weight: float
    baseline: float | None


@dataclass(frozen=True, kw_only=True)
class Part(Record):
    """A rule's change of one measure as a share of the baseline, and what it adds to the index."""

    change: Annotated[Estimate, MERGED]
    adds: float | None


@dataclass(frozen=True, kw_only=True)
class Total(Record):
    """A rule's index and its parts."""

    parts: Mapping[str, Part]
    total: Estimate


@dataclass(frozen=True, kw_only=True)
class EfficiencyIndex(Record):
    """The index of each rule; `shares`: the share of all weights under which a rule is best."""

    weights: Mapping[str, float]
    components: Mapping[str, Component]
    not_available: Mapping[str, str]
    worlds: int
    rules: Mapping[str, Total]
    shares: Mapping[str, Estimate]

    def best_by(self, measure: str) -> str:
        """The rule with the highest mean change on one measure by itself; the baseline's is 0."""
        changes = {next(iter(self.shares)): 0.0}
        changes |= {rule: each.parts[measure].change.mean or 0.0 for rule, each in self.rules.items()}
        return max(changes, key=lambda rule: changes[rule])


@dataclass(frozen=True, kw_only=True)
class TrianglePoint(Record):
    """Weights of the three corners, the best rule there, and how often it is so over resampled worlds."""

    weights: tuple[float, ...]
    best: str
    again: float


@dataclass(frozen=True, kw_only=True)
class Corner(Record):
    """An outcome that has all the weight at a corner."""

    name: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place."""

    name: str
    title: str
    index: EfficiencyIndex
    triangle: tuple[TrianglePoint, ...]


@dataclass(frozen=True, kw_only=True)
class WeightsResult(StudyResult):
    """Which rule is best for which weights of the measures."""

    rules: tuple[str, ...]
    corners: tuple[Corner, ...]
    labels: Mapping[str, str]
    days: float
    replications: int
    places: tuple[Place, ...]
