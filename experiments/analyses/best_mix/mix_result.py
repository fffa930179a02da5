"""The result of the best mix: the map of townships, how it was searched, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.experiments.results.record import Key, Record
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import NamedMeasure, StudyResult


@dataclass(frozen=True, kw_only=True)
class Township(Record):
    """A township on the map.

    Attributes
    ----------
    name : str
        Its name.
    density : float
        People a square kilometre.
    takes : bool
        Whether it takes the alternative.
    x_km, y_km : float
        Where its seat is, in km.
    rank_density, rank_load, rank_theory : int
        Its rank, from 1, in each order of the search: by density, by load and by what the theory says.
    """

    name: str
    density: float
    takes: bool
    x_km: float
    y_km: float
    rank_density: int
    rank_load: int
    rank_theory: int


@dataclass(frozen=True, kw_only=True)
class Round(Record):
    """A round of the search.

    Attributes
    ----------
    kind : {"halving", "flips"}
        Whether the worse half of the maps was dropped, or townships of the best one were turned.
    worlds : int
        Worlds in which each map was tried.
    maps : tuple of tuple of int
        The maps tried, each as the places of the townships that take the alternative, from 0.
    means : tuple of float
        By map its mean loss: the outcome, in its unit, with the sign by which less is better.
    """

    kind: str
    worlds: int
    maps: tuple[tuple[int, ...], ...]
    means: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Against(Record):
    """The chosen map beside a comparator, in fresh worlds.

    Attributes
    ----------
    same_map : bool
        Whether both are the same map.
    mean : Estimate
        Mean of the outcome under the comparator, in its unit.
    difference : Estimate
        The chosen map less the comparator, paired.
    together : Estimate
        The same with the interval that holds over all comparators at once.
    p : float or None
        The p-value, adjusted over the family; None where there is none.
    """

    same_map: bool
    mean: Estimate
    difference: Estimate
    together: Estimate
    p: float | None


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place.

    Attributes
    ----------
    name : str
        Its name.
    title : str
        What it is called for people.
    townships : tuple of Township
        The map that was chosen, township by township.
    search : tuple of Round
        How it was searched, round by round.
    cells : tuple of tuple of float
        The townships as horizontal strips of cells: township, x from, x to, y from; in km.
    mix : Estimate
        Mean of the outcome under the chosen map, in its unit, in fresh worlds.
    against : mapping of str to Against
        By comparator what the chosen map is worth.
    """

    name: str
    title: str
    townships: tuple[Township, ...]
    search: tuple[Round, ...]
    cells: tuple[tuple[float, ...], ...]
    mix: Estimate
    against: Mapping[str, Against]


@dataclass(frozen=True, kw_only=True)
class MixResult(StudyResult):
    """The map of townships that came out best by one outcome, judged in worlds of its own.

    Attributes
    ----------
    baseline, alternative : str
        Names of the two rules.
    outcome : NamedMeasure
        What the map is to be best by.
    days : float
        Length of each run in days.
    replications : int
        Fresh worlds in which the map is judged.
    places : tuple of Place
        What was found at each.
    """

    baseline: Annotated[str, Key("kept")]
    alternative: Annotated[str, Key("taken")]
    outcome: NamedMeasure
    days: float
    replications: int
    places: tuple[Place, ...]

    def rule_of(self, township: Township) -> str:
        """The rule that a township has on the map.

        Parameters
        ----------
        township : Township
            One of a place's townships.

        Returns
        -------
        str
            Name of the rule.
        """
        return self.alternative if township.takes else self.baseline
