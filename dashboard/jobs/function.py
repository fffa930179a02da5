"""What workers answer about a comparison, and how an answer is read back from the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.plain import JsonObject


@dataclass(frozen=True)
class JobError:
    """Stands where an answer would: the job failed, and this says why."""

    error: Problem


@dataclass(frozen=True)
class Function[T: Record]:
    """A function of a module that says something of a comparison in a worker; `read`: from the store."""

    run: Callable[[Comparison], T]
    read: Callable[[JsonObject], T]

    @property
    def name(self) -> str:
        """Its `module:name`, by which a worker finds it."""
        return f"{self.run.__module__}:{self.run.__qualname__}"


class Broker(Protocol):
    """Who has functions run."""

    def call[T: Record](self, function: Function[T], comparison: Comparison) -> T | JobError | None:
        """What a function says of a comparison; None while it is worked out."""


@dataclass(frozen=True, kw_only=True)
class YearOfPath(Record):
    """One year of a path on one side: the numbers it sets, and every outcome (None: not observed)."""

    year: int
    values: Mapping[str, float]
    outcomes: Mapping[str, float | None]


@dataclass(frozen=True, kw_only=True)
class YearsOfPath(Record):
    """A path of years on one side, year by year."""

    years: tuple[YearOfPath, ...]
