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
    """A lever of a surface.

    Attributes
    ----------
    name : str
        Name of the parameter.
    meaning : str
        What it is.
    unit : str
        Its unit.
    low, high : float
        From where to where it is moved.
    here : float
        Its value in the place itself.
    whole : bool
        Whether it takes whole numbers.
    """

    name: str
    meaning: str
    unit: str
    low: float
    high: float
    here: float
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Coverage(Record):
    """How many fresh worlds lay in their 95 % bands; -1: nothing could be told.

    Attributes
    ----------
    n : int
        Fresh worlds.
    rules : tuple of str
        Names of the rules.
    levels : tuple of int, shape (rules,)
        By rule.
    differences : tuple of int, shape (pairs of rules,)
        By pair of rules.
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
    """The surface of one outcome.

    Attributes
    ----------
    values : tuple of tuple of float or None, shape (worlds, rules)
        What was observed, in the outcome's unit; None: nothing.
    terms : tuple of float
        Terms of the trend.
    level_lengths : tuple of float, shape (levers,)
        Length of each lever in the emulator of levels.
    level_power : float
        Power of its trend.
    difference_lengths : tuple of float, shape (levers,)
        Length of each lever in the emulator of differences.
    difference_power : float
        Power of its trend.
    coverage : Coverage or None
        How it did in fresh worlds.
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
    """The surface of one place.

    Attributes
    ----------
    name : str
        Name of the place.
    title : str
        Its title.
    staffing : str
        How the force is split before any rule is chosen.
    seed : int
        Seed of the first world.
    people_per_agent : float
        People that a citizen stands for.
    rules : tuple of str
        Names of the rules.
    levers : tuple of Lever
        The levers.
    design : tuple of tuple of float, shape (worlds, levers)
        Values of the levers in each world.
    even : int
        So many worlds, the first, fill the box evenly; the rest stand at the place's own values or where the
        winner was unsure.
    surfaces : mapping of str to OutcomeSurface
        By outcome.
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
        """One lever by its name.

        Parameters
        ----------
        name : str
            Name of the parameter.

        Returns
        -------
        Lever
            The lever.
        """
        return next(each for each in self.levers if each.name == name)


@dataclass(frozen=True, kw_only=True)
class SurfaceResult(StudyResult):
    """Response surfaces of places, all of the same outcomes.

    Attributes
    ----------
    outcomes : mapping of str to Measure
        The outcomes.
    days : float
        Length of each run, days.
    points : int
        Worlds that fill the box evenly.
    here : int
        Worlds at the place's own values.
    refined : int
        Worlds where the winner was unsure.
    held_out : int
        Fresh worlds that bands were held against.
    between : tuple of str
        The two rules whose boundary is drawn.
    refined_by : str
        The outcome by which the winner was unsure.
    places : tuple of Place
        The places.
    """

    STUDY: ClassVar[str] = "surface"

    outcomes: Mapping[str, Measure]
    days: float
    points: int
    here: int = 0
    refined: int
    held_out: int
    between: tuple[str, ...] = ()
    refined_by: str = ""
    places: tuple[Place, ...]
