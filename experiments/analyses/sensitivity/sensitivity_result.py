"""The result of the sensitivity: factors, their elementary effects (Morris), shares of variance (Sobol)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import NamedMeasure, StudyResult


@dataclass(frozen=True, kw_only=True)
class Moved(Record):
    """How far a factor was moved, and where the place has it."""

    low: float
    high: float
    here: float
    meaning: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class ElementaryEffect(Record):
    """A factor's effect over its range: mu* with the half of its interval, the signed mean, the spread."""

    name: str
    mu_star: float
    half: float | None
    mu: float
    sigma: float | None


@dataclass(frozen=True, kw_only=True)
class VarianceShare(Record):
    """A factor's first-order and total share of the variance; None where nothing varied."""

    name: str
    first: float | None
    first_half: float | None
    total: float | None
    total_half: float | None


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place; `usual`: the difference with every factor where the place has it."""

    name: str
    title: str
    usual: Estimate
    factors: Mapping[str, Moved]
    screened: tuple[ElementaryEffect, ...]
    shares: tuple[VarianceShare, ...]


@dataclass(frozen=True, kw_only=True)
class SensitivityResult(StudyResult):
    """Which assumptions move the difference between two rules by one outcome."""

    rules: tuple[str, ...]
    outcome: NamedMeasure
    days: float
    replications: int
    trajectories: int
    base: int
    fold: float
    places: tuple[Place, ...]
