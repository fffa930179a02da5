"""What a run and a path of years hold, as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.described import DescribedEntry, DescribedPath


@dataclass(frozen=True, kw_only=True)
class MeasuredOutcome(Record):
    """An outcome of one run.

    Attributes
    ----------
    label : str
        What it is called for people.
    unit : str
        Its unit; `-` for none.
    better : {"less", "more", "neither"}
        Which way is better.
    value : float or None
        The value; None where it was not observed.
    n : int
        Observations that stand behind it.
    """

    label: str
    unit: str
    better: str
    value: float | None
    n: int


@dataclass(frozen=True, kw_only=True)
class RunResult(Record):
    """One run of one county under one rule.

    Attributes
    ----------
    preset : str
        Name of the place.
    rule : str
        Name of the rule.
    days : float
        Length of the run, days.
    seed : int
        Seed of the world.
    staffing : str
        How the force is split before any rule is chosen.
    world_digest : str
        A name of the world before policing.
    outcomes : mapping of str to MeasuredOutcome
        Every outcome by name.
    """

    preset: str
    rule: str
    days: float
    seed: int
    staffing: str
    world_digest: str
    outcomes: Mapping[str, MeasuredOutcome]


@dataclass(frozen=True, kw_only=True)
class YearOutcome(Record):
    """An outcome of one year; what it is called is declared with the outcome.

    Attributes
    ----------
    value : float or None
        The value in the outcome's unit; None where it was not observed.
    n : int
        Observations that stand behind it.
    """

    value: float | None
    n: int


@dataclass(frozen=True, kw_only=True)
class YearResult(Record):
    """One year of a path.

    Attributes
    ----------
    year : int
        The year.
    rule : str
        The rule in force.
    levers : mapping of str to float
        The place's numbers in that year.
    outcomes : mapping of str to YearOutcome
        Every outcome by name.
    """

    year: int
    rule: str
    levers: Mapping[str, float]
    outcomes: Mapping[str, YearOutcome]


@dataclass(frozen=True, kw_only=True)
class PathResult(Record):
    """A long path as one run.

    Attributes
    ----------
    preset : str
        Name of the place.
    seed : int
        Seed of the world.
    staffing : str
        How the force is split before any rule is chosen.
    path : DescribedPath
        The path, as the place describes it.
    timeline : tuple of DescribedEntry
        What changes when, as the place describes it.
    world_digest : str
        A name of the world before policing.
    years : tuple of YearResult
        The years.
    """

    preset: str
    seed: int
    staffing: str
    path: DescribedPath
    timeline: tuple[DescribedEntry, ...]
    world_digest: str
    years: tuple[YearResult, ...]
