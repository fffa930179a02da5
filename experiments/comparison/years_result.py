"""The result of rules compared year by year: each rule's course, and where two of them change places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from jiaosuo.experiments.results.record import NULL, Record
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate
from jiaosuo.model.core.described import DescribedEntry


@dataclass(frozen=True, kw_only=True)
class Turn(Record):
    """Where two rules change places along the years.

    `crosses`: `before` is better up to `year` (a point in time, with its interval), `after` from then on, and
    both parts are beyond chance. `ahead`: `before` is better over the years taken together, and no such year
    was found. `unsure`: neither can be said.
    """

    kind: str
    year: Estimate = NOT_OBSERVED
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class YearsOutcome(Record):
    """An outcome by rule and year: means, paired differences of each later rule to the first, turns."""

    label: str
    unit: str
    better: str
    rules: Mapping[str, tuple[Estimate, ...]]
    differences: Mapping[str, tuple[Estimate, ...]]
    turns: Mapping[str, Turn] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class YearsResult(Record):
    """Rules compared on the same worlds, year by year.

    `years` are counted from the place as it is now, or as its own path counts them; `grown` has by name a
    number for each: the share of people in towns and the vehicles per 1,000 people.
    """

    preset: str
    seed: int
    rules: tuple[str, ...]
    replications: int
    staffing: str
    at: str
    years: tuple[int, ...]
    days_per_year: int
    grown: Mapping[str, tuple[float, ...]]
    outcomes: Mapping[str, YearsOutcome]
    timeline: tuple[DescribedEntry, ...] = ()
    levers: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    command: Annotated[str | None, NULL] = None

    @property
    def later(self) -> tuple[str, ...]:
        """The rules after the first."""
        return self.rules[1:]
