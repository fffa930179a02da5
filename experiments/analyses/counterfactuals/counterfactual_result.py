"""The result of a history: courses of events, and what each other one differs by from what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.experiments.results.record import MERGED, Key, Record
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import Measure, StudyResult, is_significant


@dataclass(frozen=True, kw_only=True)
class Course(Record):
    """A course of events with what it says; the first of a place is what was."""

    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Change(Record):
    """A course less what was, paired by world; `p`: adjusted over the courses of one measure (Holm)."""

    difference: Estimate
    p: float | None


@dataclass(frozen=True, kw_only=True)
class Effect(Record):
    """An outcome in one course of events; what was has no change."""

    mean: Estimate
    change: Annotated[Change | None, MERGED] = None

    @property
    def difference(self) -> Estimate | None:
        """What it differs by from what was."""
        return None if self.change is None else self.change.difference

    @property
    def is_significant(self) -> bool:
        """Whether it differs significantly from what was."""
        return self.change is not None and is_significant(self.change.p)


@dataclass(frozen=True, kw_only=True)
class Year(Record):
    """One year of a path: each outcome by course of events."""

    year: int
    outcomes: Mapping[str, Mapping[str, Effect]]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place.

    On a path of years `outcomes` are means from the first change on (`first_year`), `since_split` from the
    split on; else both are absent and there are no years.
    """

    name: str
    title: str
    variants: tuple[Course, ...]
    first_year: Annotated[int | None, Key("from")] = None
    split: int | None = None
    outcomes: Mapping[str, Mapping[str, Effect]]
    since_split: Mapping[str, Mapping[str, Effect]] | None = None
    years: tuple[Year, ...]


@dataclass(frozen=True, kw_only=True)
class CounterfactualResult(StudyResult):
    """A history beside what might have been."""

    outcomes: Annotated[Mapping[str, Measure], Key("outcome")]
    days: float
    replications: int
    staffing: str
    places: tuple[Place, ...]
