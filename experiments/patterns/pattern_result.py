"""The result of the patterns: verdicts by pattern and place, what they rest and depend on, and a grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.experiments.patterns.effort import Effort
from jiaosuo.experiments.results.record import MERGED, Record
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import StudyResult


@dataclass(frozen=True, kw_only=True)
class ClaimFinding(Record):
    """A claim as it came out; `verdict` None: shown and not judged. `once`: asked only as it is.
    `events` behind it in all worlds, where they are counted.

    `beyond`: -1 or 1 where the quantity lies at or past an end of the axis.
    """

    text: str
    unit: str
    expected: str | None
    estimate: Annotated[Estimate, MERGED]
    beyond: int
    note: str
    p_holm: float | None
    verdict: str | None
    once: bool
    events: float | None = None


@dataclass(frozen=True, kw_only=True)
class Finding(Record):
    """A pattern's verdict at a place under one change, and how many of its claims came out or were judged.

    Apart from those: claims that nothing was observed of, too few events, or too little power to judge.
    """

    change: str
    words: str
    verdict: str
    came_out: int
    judged: int
    unseen: int
    failed_worlds: int
    claims: tuple[ClaimFinding, ...]
    too_few: int = 0
    no_power: int = 0


@dataclass(frozen=True, kw_only=True)
class Flip(Record):
    """A claim, by number from 1, whose decided verdict a change turned into another."""

    claim: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ChangedFinding(Finding):
    """The verdict with one thing changed; `blurs`: claims that it made not distinguishable."""

    flips: tuple[Flip, ...]
    blurs: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PlaceFinding(Finding):
    """The verdict as it is and under each change; `core_verdict`: over the claims asked under changes too."""

    core_verdict: str
    changes: tuple[ChangedFinding, ...]
    not_in_the_model: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PatternFinding(Record):
    """A pattern and its verdict at each place; None where it is not a pattern of the place."""

    name: str
    title: str
    words: str
    places: Mapping[str, PlaceFinding | None]


@dataclass(frozen=True, kw_only=True)
class GridCell(Record):
    """A cell of the coarse grid by one measure: the rule with the least mean, and whether it wins."""

    urbanization: float
    vehicles: float
    measure: str
    unit: str
    failed_worlds: int
    least: str | None
    wins: bool
    first_mean: float | None
    differences: Mapping[str, Estimate]
    least_relative: Estimate | None


@dataclass(frozen=True, kw_only=True)
class SettingRow(Record):
    """A figure that stands beside every comparison of a place, under each rule."""

    text: str
    unit: str
    rules: Mapping[str, Estimate]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """A place that patterns were asked of."""

    name: str
    title: str
    urbanization: float
    vehicles_per_1000: float
    staffing: str
    seed: int
    setting: tuple[SettingRow, ...]


@dataclass(frozen=True, kw_only=True)
class PatternsResult(StudyResult):
    """Which patterns came out where, and which assumptions flip them; `worlds` are distinct."""

    effort: Effort
    worlds: int
    places: tuple[Place, ...]
    patterns: tuple[PatternFinding, ...]
    grids: Mapping[str, tuple[GridCell, ...]]
