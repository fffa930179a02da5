"""The result of a response surface: what was run where, and the few numbers an emulator of it needs.

A page reads it back and predicts with NumPy alone: see docs/decisions/0070.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.study_tools.result import Measure, StudyResult

WITHIN = (0.93, 0.97)
"""Of the points held out so many are to lie in their 95 % bands."""


@dataclass(frozen=True, kw_only=True)
class Lever(Record):
    """A lever of a surface: from where to where it is moved, and its value in the place itself."""

    name: str
    meaning: str
    unit: str
    low: float
    high: float
    here: float
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Coverage(Record):
    """How many of `n` fresh worlds under `rules` lay in their 95 % bands: by rule, and by pair of them.

    -1: nothing could be told.
    """

    n: int
    rules: tuple[str, ...]
    levels: tuple[int, ...]
    differences: tuple[int, ...]

    @property
    def share_of_levels(self) -> float | None:
        """Over the rules; None where nothing could be told."""
        return _share(self.levels, self.n)

    @property
    def share_of_differences(self) -> float | None:
        """Over the pairs of rules."""
        return _share(self.differences, self.n)

    @property
    def share(self) -> float | None:
        """Of rules and differences, half each."""
        both = [each for each in (self.share_of_levels, self.share_of_differences) if each is not None]
        return sum(both) / len(both) if both else None


def _share(covered: tuple[int, ...], n: int) -> float | None:
    told = [each for each in covered if each >= 0]
    return sum(told) / (n * len(told)) if told and n else None


@dataclass(frozen=True, kw_only=True)
class OutcomeSurface(Record):
    """One outcome: `values` by world and rule, None where not observed.

    `terms` of the trend; of levels and of differences the length of each lever and the power of the trend.
    """

    values: tuple[tuple[float | None, ...], ...]
    terms: tuple[float, ...]
    level_lengths: tuple[float, ...]
    level_power: float
    difference_lengths: tuple[float, ...]
    difference_power: float
    coverage: Coverage | None = None


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """The surface of one place. `design`: values of the levers in each world, of which the first `even` fill
    the box evenly and the rest stand where the winner was unsure; `surfaces` by outcome.
    """

    name: str
    title: str
    staffing: str
    seed: int
    people_per_agent: float
    rules: tuple[str, ...]
    levers: tuple[Lever, ...]
    design: tuple[tuple[float, ...], ...]
    even: int
    surfaces: Mapping[str, OutcomeSurface]

    def lever(self, name: str) -> Lever:
        """One lever by its name."""
        return next(each for each in self.levers if each.name == name)


@dataclass(frozen=True, kw_only=True)
class SurfaceResult(StudyResult):
    """Response surfaces of places, all of the same outcomes."""

    STUDY: ClassVar[str] = "surface"

    outcomes: Mapping[str, Measure]
    days: float
    points: int
    refined: int
    held_out: int
    between: tuple[str, ...] = ()
    refined_by: str = ""
    places: tuple[Place, ...]
