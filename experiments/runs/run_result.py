"""What a run and a path of years hold, as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.described import DescribedEntry, DescribedPath


@dataclass(frozen=True, kw_only=True)
class MeasuredOutcome(Record):
    """An outcome of one run; `n` observations stand behind the value, which is None where there are none."""

    label: str
    unit: str
    better: str
    value: float | None
    n: int


@dataclass(frozen=True, kw_only=True)
class RunResult(Record):
    """One run of one county under one rule."""

    preset: str
    rule: str
    days: float
    seed: int
    staffing: str
    world_digest: str
    outcomes: Mapping[str, MeasuredOutcome]


@dataclass(frozen=True, kw_only=True)
class YearOutcome(Record):
    """An outcome of one year; what it is called is declared with the outcome."""

    value: float | None
    n: int


@dataclass(frozen=True, kw_only=True)
class YearResult(Record):
    """One year of a path: the rule in force, the place's numbers in that year, and what came of them."""

    year: int
    rule: str
    levers: Mapping[str, float]
    outcomes: Mapping[str, YearOutcome]


@dataclass(frozen=True, kw_only=True)
class PathResult(Record):
    """A long path as one run; `path` and `timeline` are those of the place as it describes them."""

    preset: str
    seed: int
    staffing: str
    path: DescribedPath
    timeline: tuple[DescribedEntry, ...]
    world_digest: str
    years: tuple[YearResult, ...]
