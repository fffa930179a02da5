"""The result of the shipped places' calibration: what the published figures leave of numbers set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from jiaosuo.experiments.inference.posterior import Learned
from jiaosuo.experiments.results.record import NULL, Record
from jiaosuo.experiments.study_tools.result import StudyResult

MET, EDGE, MISSED = "met", "at the edge", "not met"
"""The median in the band; outside it, but not all of the 90 % interval; all of the interval outside."""
BEYOND = "out of reach"
"""Nothing plausible comes near it; it is left out, so that it does not drive all else into a corner."""
CONSTANT, SELDOM, NO_BAND = "nothing here moves it", "seldom observed", "no band here"
"""Why a row was not used."""


@dataclass(frozen=True, kw_only=True)
class NumberTold(Record):
    """A number that was set by hand: what was plausible before, what the figures leave, what the place ships.

    Attributes
    ----------
    low, high : float
        The ends of what was plausible before, in the number's unit.
    why : str
        Why these.
    shipped : float
        The value of the place.
    inside : bool
        Whether it lies in the 90 % interval.
    told : Learned
        Median, 90 % interval, and how much the figures tell.
    """

    low: float
    high: float
    why: str
    shipped: float
    inside: bool
    told: Learned


@dataclass(frozen=True, kw_only=True)
class RowFound(Record):
    """A row of the bands beside what the posterior predicts of it, in the row's unit.

    Attributes
    ----------
    name : str
        The figure.
    band : tuple of float, shape (2,), or None
        The band of the published figures; None: none for a place like this.
    error : float or None
        The standard deviation that the row counts with.
    predicted : tuple of float, shape (3,), or None
        Median and the ends of the 90 % interval, the lower end first: (low, median, high); of a row that
        nothing moves, its one value three times. None: not observed.
    alone : float or None
        What all other rows make of it, with this one left out.
    verdict : str
        Whether it is met, or why it was not used.
    """

    name: str
    band: Annotated[tuple[float, ...] | None, NULL]
    error: Annotated[float | None, NULL]
    predicted: Annotated[tuple[float, ...] | None, NULL]
    alone: Annotated[float | None, NULL]
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Tension(Record):
    """A row whose median lies outside its band, and the row that holds it off.

    Attributes
    ----------
    row : str
        The figure that is not met.
    partner : str or None
        The figure without which it comes nearest to its middle; None: no other figure holds it off.
    without : float
        What it comes to without that one; of none, without itself.
    """

    row: str
    partner: Annotated[str | None, NULL]
    without: float


@dataclass(frozen=True, kw_only=True)
class CalibratedPlace(Record):
    """What the published figures leave of one place.

    Attributes
    ----------
    name, title : str
        What it is called.
    bands : {"rural", "urban"}
        The bands that it was held against.
    people_per_agent : int
        People that one agent stands for, in all runs.
    runs, left_out : int
        Counties that were run, and those of which something most had was missing.
    wider : float
        By how much variances had to grow, because the rows cannot be met together; 1: not at all.
    draws : int
        Rows of its sample.
    numbers : tuple of NumberTold
        What was set by hand.
    rows : tuple of RowFound
        Every row of the bands.
    tensions : tuple of Tension
        Rows that are not met.
    """

    name: str
    title: str
    bands: str
    people_per_agent: int
    runs: int
    left_out: int
    wider: float
    draws: int
    numbers: tuple[NumberTold, ...]
    rows: tuple[RowFound, ...]
    tensions: tuple[Tension, ...]

    def row(self, name: str) -> RowFound:
        """The row of a figure. StopIteration for a figure that has none."""
        return next(each for each in self.rows if each.name == name)


@dataclass(frozen=True, kw_only=True)
class PosteriorsResult(StudyResult):
    """What the published figures leave of the numbers set by hand in each place, under one rule.

    Attributes
    ----------
    rule : str
        The rule of all runs.
    days : float
        Length of each run, days.
    waves : int
        Waves of runs.
    places : tuple of CalibratedPlace
        The places.
    """

    STUDY: ClassVar[str] = "calibration-posteriors"
    TABLE: ClassVar[str] = "places.numbers"

    rule: str
    days: float
    waves: int
    places: tuple[CalibratedPlace, ...]
