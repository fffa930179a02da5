"""What a fit of a place to a log holds: numbers with intervals, hours, places, travel; what is not told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.results.tabled import Tabled
from jiaosuo.model.call_weights import CallWeights


@dataclass(frozen=True, kw_only=True)
class FittedNumber(Record):
    """A number of the model as the log has it.

    Attributes
    ----------
    name : str
        Name of the parameter.
    value : float
        What the log says, in the parameter's unit.
    low, high : float
        Ends of the 90 % interval.
    n : int
        Observations that stand behind it.
    before : float
        What the place had.
    """

    name: str
    value: float
    low: float
    high: float
    n: int
    before: float


@dataclass(frozen=True, kw_only=True)
class NotFitted(Record):
    """A number that the log does not tell.

    Attributes
    ----------
    name : str
        Name of the parameter.
    why : str
        The reason, a message with its values.
    n : int
        Observations that there are.
    least : int
        Observations that are needed.
    """

    name: str
    why: str
    n: int
    least: int


@dataclass(frozen=True, kw_only=True)
class Profile(Record):
    """When calls of a kind come; 1 is the mean.

    The model has neither weekdays nor seasons: those are told, and not written.

    Attributes
    ----------
    kind : str
        Name of the kind.
    hours : tuple of float, shape (24,)
        By hour.
    weekdays : tuple of float, shape (7,)
        By weekday, Monday first.
    months : tuple of float, shape (12,)
        By month.
    """

    kind: str
    hours: tuple[float, ...]
    weekdays: tuple[float, ...]
    months: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class FittedHours(Record):
    """When calls of a kind come, as the place's `[hours]` take it.

    Attributes
    ----------
    kind : str
        Name of the kind.
    weights : tuple of float, shape (24,)
        By hour, of mean 1.
    n : int
        Calls that stand behind it.
    """

    kind: str
    weights: tuple[float, ...]
    n: int


@dataclass(frozen=True, kw_only=True)
class WeightOfTownship(Record):
    """How many times as often as expected calls of a kind arise in a township.

    Attributes
    ----------
    township : str
        Name of the township.
    weight : float
        What the weights of its cells come to: the share of calls that they give it over that expected.
    seen : float
        The share of calls that the log has there over the share expected.
    low, high : float
        Ends of the 90 % interval of what is seen; the kernel smoothed away what lies outside of it.
    """

    township: str
    weight: float
    seen: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class FittedPlaces(Record):
    """Where calls of a kind arise, by an adaptive kernel, and whether that tells calls it has not seen.

    Attributes
    ----------
    kind : str
        Name of the kind.
    n : int
        Calls with a place that it rests on.
    by_township : int
        Those of them of which only the township is known.
    width_km : float
        Bandwidth of the kernel in km where calls are as dense as is usual for calls.
    held_out : int
        Calls that it was judged on: the last third.
    gain : float
        Log-likelihood of a held-out call by the kernel less that by people and roads: above 0 it is better.
    low, high : float
        Ends of its 90 % interval.
    written : bool
        Whether the interval lies above 0, so that the weights go into the place.
    townships : tuple of WeightOfTownship
        The weights by township.
    """

    kind: str
    n: int
    by_township: int
    width_km: float
    held_out: int
    gain: float
    low: float
    high: float
    written: bool
    townships: tuple[WeightOfTownship, ...]


@dataclass(frozen=True, kw_only=True)
class TravelFit(Record):
    """How fast the first unit came, held against the same calls played on the roads of the place.

    Attributes
    ----------
    factor : float
        Speed over that of the place's roads.
    low, high : float
        Ends of the 90 % interval.
    n : int
        Calls that it rests on.
    days : int
        Days that were played: the last ones of the log.
    minutes_before : float
        Minutes that a call took longer however near it was: getting ready, parking.
    """

    factor: float
    low: float
    high: float
    n: int
    days: int
    minutes_before: float


@dataclass(frozen=True, kw_only=True)
class TimeOfCorps(Record):
    """What a corps gave of its time on duty to calls, beside what the model expects of its other work.

    Attributes
    ----------
    corps : str
        Name of the corps.
    officers : int
        Officers of the place, on duty or not.
    calls : int
        Calls whose first unit was of the corps.
    share : float
        Share of the time on duty from sending to the end of calls.
    low, high : float
        Ends of the 90 % interval.
    other_work : float
        Share of the time on duty that the place's other work and watch are expected to take.
    """

    corps: str
    officers: int
    calls: int
    share: float
    low: float
    high: float
    other_work: float


@dataclass(frozen=True, kw_only=True)
class LogFit(Tabled):
    """All that a log tells of the numbers of a place.

    Attributes
    ----------
    place : str
        Name of the place.
    calls : int
        Calls that were read.
    days : float
        Days of the log.
    dispersion : float
        Variance of the calls a day over what chance alone gives.
    fitted : tuple of FittedNumber
        Numbers that it tells.
    not_fitted : tuple of NotFitted
        Numbers that it does not.
    profiles : tuple of Profile
        When calls of each kind come.
    hours : tuple of FittedHours
        The same, as the place takes it.
    places : tuple of FittedPlaces
        Where calls of each kind arise.
    travel : TravelFit, optional
        How fast the first unit came; None: too few calls tell it.
    corps : tuple of TimeOfCorps
        Time on duty that each corps gave to calls.
    weights : CallWeights, optional
        Weights of cells as the place takes them; None: no kind earned them.
    """

    TABLE: ClassVar[str] = "fitted"

    place: str
    calls: int
    days: float
    dispersion: float
    fitted: tuple[FittedNumber, ...]
    not_fitted: tuple[NotFitted, ...]
    profiles: tuple[Profile, ...]
    hours: tuple[FittedHours, ...] = ()
    places: tuple[FittedPlaces, ...] = ()
    travel: TravelFit | None = None
    corps: tuple[TimeOfCorps, ...] = ()
    weights: CallWeights | None = None
