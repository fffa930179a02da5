"""The result of the calibration: each place's figures beside the published bands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.experiments.results.record import MERGED, Record
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import StudyResult


@dataclass(frozen=True, kw_only=True)
class FigureFound(Record):
    """A figure as it came out; `fits`: whether its mean lies in the band, None where nothing can be said.

    `blunt`: the mean lies in the band, and its interval is wider than the band, so that it is no evidence.
    """

    estimate: Annotated[Estimate, MERGED]
    band: tuple[float, ...] | None
    fits: bool | None
    blunt: bool = False


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """The figures of one place; `bands`: of the country (`rural`) or of towns (`urban`)."""

    name: str
    bands: str
    figures: Mapping[str, FigureFound]


@dataclass(frozen=True, kw_only=True)
class ReportedFound(Record):
    """A figure that a place reports of its reform, and what the model makes of it.

    `said` is a change as a share where `is_change`, else a level; the estimate is of the same. `before` and
    `after` name the rules.
    """

    place: str
    figure: str
    label: str
    before: str
    after: str
    is_change: bool
    said: float
    estimate: Annotated[Estimate, MERGED]
    source: str


@dataclass(frozen=True, kw_only=True)
class CalibrationResult(StudyResult):
    """All places under the rule they start from; `reported`: what some report of their reform."""

    rule: str
    days: float
    worlds: int
    places: tuple[Place, ...]
    reported: tuple[ReportedFound, ...] = ()
