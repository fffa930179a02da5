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
    """A township, its seat, whether it takes the alternative, and its rank in each order of the search."""

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
    """A round of the search: the maps tried, as the townships that take the alternative; mean losses."""

    kind: str
    worlds: int
    maps: tuple[tuple[int, ...], ...]
    means: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Against(Record):
    """The chosen map less a comparator; `together`: the interval that holds over all comparators at once."""

    same_map: bool
    mean: Estimate
    difference: Estimate
    together: Estimate
    p: float | None


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place; `cells`: the townships as strips, see `strips`."""

    name: str
    title: str
    townships: tuple[Township, ...]
    search: tuple[Round, ...]
    cells: tuple[tuple[float, ...], ...]
    mix: Estimate
    against: Mapping[str, Against]


@dataclass(frozen=True, kw_only=True)
class MixResult(StudyResult):
    """The map of townships that came out best by one outcome, judged in worlds of its own."""

    baseline: Annotated[str, Key("kept")]
    alternative: Annotated[str, Key("taken")]
    outcome: NamedMeasure
    days: float
    replications: int
    places: tuple[Place, ...]

    def rule_of(self, township: Township) -> str:
        """The rule that a township has on the map."""
        return self.alternative if township.takes else self.baseline
