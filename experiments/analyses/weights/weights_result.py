"""The result of the weights: the efficiency index of each rule, shares of all weights, and a triangle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiaosuo.experiments.comparison.index_result import EfficiencyIndex
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.study_tools.result import StudyResult


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
    """What was found at one place; `same_as`: a map that is another rule in every township here."""

    name: str
    title: str
    index: EfficiencyIndex
    triangle: tuple[TrianglePoint, ...]
    same_as: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WeightsResult(StudyResult):
    """Which rule is best for which weights of the measures.

    `together`: the correlation of the changes of two components, mean over the places; none where one of
    them moves nowhere.
    """

    rules: tuple[str, ...]
    corners: tuple[Corner, ...]
    labels: Mapping[str, str]
    days: float
    replications: int
    places: tuple[Place, ...]
    together: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
