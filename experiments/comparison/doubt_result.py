"""What a comparison holds of both kinds of doubt: the chance of worlds, and numbers nobody has measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.experiments.results.record import Record


@dataclass(frozen=True, kw_only=True)
class ParameterDoubt(Record):
    """A number and what it does to a difference.

    Attributes
    ----------
    name : str
        Name of the parameter.
    share : float
        Of the variance that all numbers make.
    p_holm : float
        That it is none, adjusted for all numbers tried.
    worth : float
        How much better the choice between the two rules would be on average, were it known, in the outcome's
        unit.
    """

    name: str
    share: float
    p_holm: float
    worth: float


@dataclass(frozen=True, kw_only=True)
class DifferenceDoubt(Record):
    """What makes a later rule's difference wide.

    Attributes
    ----------
    mean : float
        Over numbers and worlds, in the outcome's unit.
    interval : tuple of float, shape (2,)
        95 % interval over both.
    ignorance : float
        Variance that the numbers make.
    chance : float
        Variance of the comparison's own mean, by its worlds.
    share : float
        Ignorance over both, 0 to 1.
    p : float
        That the numbers make none.
    draws : int
        Sets of numbers that it rests on.
    parameters : tuple of ParameterDoubt
        By number.
    """

    mean: float
    interval: tuple[float, ...]
    ignorance: float
    chance: float
    share: float
    p: float
    draws: int
    parameters: tuple[ParameterDoubt, ...]


@dataclass(frozen=True, kw_only=True)
class DoubtResult(Record):
    """Both kinds of doubt: the chance of worlds, and numbers that nobody has measured.

    Attributes
    ----------
    days : float
        Length of each run, days.
    draws : int
        Sets of numbers that were drawn.
    worlds : int
        Worlds of each.
    of_log : bool
        Whether the numbers are a log's posterior's.
    names : tuple of str
        The parameters.
    differences : mapping of str to mapping of str to DifferenceDoubt
        By outcome and later rule.
    refused : int
        Draws that the place would not take.
    failures : tuple of str
        What each world that failed says.
    of_figures : tuple of str
        Those of the parameters that are drawn as published figures leave them; what is neither of these nor
        of a log is plausible.
    """

    days: float
    draws: int
    worlds: int
    of_log: bool
    names: tuple[str, ...]
    differences: Mapping[str, Mapping[str, DifferenceDoubt]]
    refused: int = 0
    failures: tuple[str, ...] = ()
    of_figures: tuple[str, ...] = ()
