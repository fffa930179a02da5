"""A design: which worlds are run. A grid, a sample or both make its points; each is run with every seed.

Nothing is listed: a world has a number, and its values are worked out from it, so that a million points cost
no more to begin than ten. Worlds are numbered seed by seed, so that more replications only add numbers at the
end; they are run, and stand in tables, point by point, because worlds of one point share their land.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from jiaosuo.experiments.comparison.index import EQUAL_WEIGHTS
from jiaosuo.experiments.comparison.result import HEADLINES, gave_up_beside
from jiaosuo.experiments.sweeps.sample import Sample
from jiaosuo.model.core import plugins
from jiaosuo.model.core.plugins import Plugin
from jiaosuo.model.measures import Value
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import OUTCOMES, signed
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    from jiaosuo.model import County

MOST_RUNS = 10_000_000
"""A larger study is refused: at a tenth of a second a run it would keep a hundred processors for hours."""

_TOLD = {headline.outcome for headline in HEADLINES}

DEFAULT_OUTCOMES = tuple(
    name
    for name in OUTCOMES
    if name in _TOLD | {gave_up_beside(each) for each in _TOLD} | set(EQUAL_WEIGHTS)
    or name.startswith("utilisation_")
    or name in ("calls_total", "calls_unreported")
)
"""What is kept of a run unless the study says otherwise: what reports tell."""


class Reading(Protocol):
    """What is measured of each run in place of the model's outcomes, on its own calls; it can be pickled."""

    @property
    def names(self) -> tuple[str, ...]:
        """What it gives."""

    @property
    def digest(self) -> str:
        """A name for all that its numbers depend on besides the run: its code and what it was told."""

    def __call__(self, county: County) -> Mapping[str, Value]:
        """Each value with its number of observations, of a county that kept a log of its officers."""


@dataclass(frozen=True)
class World:
    """One world to run under every rule of its design: values and seed say which.

    Attributes
    ----------
    number : int
        Its number in the design, from 0.
    point : int
        Number of its point, from 0.
    seed : int
        Its seed.
    values : tuple of float, shape (axes,)
        The values of the axes there.
    """

    number: int
    point: int
    seed: int
    values: tuple[float, ...]


@dataclass(frozen=True)
class Design:
    """All that a sweep depends on.

    Parameters
    ----------
    scenario : Scenario
        It has the first seed and the fixed values.
    rules : tuple of str, Rule or RuleMap
        Names or values, the first to compare against; `timeline`: the place's own changes of rule.
    days : float
        Days that are counted; they follow `warm_up`.
    replications : int, default 10
        Worlds of each point.
    grid : mapping of str to tuple of float, optional
        By parameter its values; every combination is a point.
    sample : Sample, optional
        Points that are drawn; crossed with the grid.
    outcomes : tuple of str, default DEFAULT_OUTCOMES
        What is kept of a run.
    at : Moment, default Moment.LONG_RUN
        How long after the change to its rule each run begins.
    warm_up : float, default 0
        Days before those that are counted.
    time_limit : float, optional
        Seconds that one run may take; it is no part of what a run is, and neither are `title` and `text`.
    title : str, default ""
        For people.
    text : str, default ""
        The study as a file.
    reading : Reading, optional
        Measures the runs in place of the model's outcomes; `outcomes` are then its names.
    own_seeds : bool, default False
        Whether every world has a seed of its own; else points have the same seeds, so that they are compared
        on the same chance.
    """

    scenario: Scenario
    rules: tuple[str | Rule | RuleMap, ...]
    days: float
    replications: int = 10
    grid: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    sample: Sample | None = None
    outcomes: tuple[str, ...] = DEFAULT_OUTCOMES
    at: Moment = Moment.LONG_RUN
    warm_up: float = 0.0
    time_limit: float | None = None
    title: str = ""
    text: str = ""
    reading: Reading | None = None
    own_seeds: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "grid", MappingProxyType(dict(self.grid)))

    def __reduce__(self) -> tuple[Any, ...]:
        names = tuple(self.__dataclass_fields__)
        return _rebuilt, ({name: getattr(self, name) for name in names} | {"grid": dict(self.grid)},)

    @property
    def axes(self) -> tuple[str, ...]:
        """The parameters that vary, in order: those of the grid, then those of the sample."""
        return (*self.grid, *(self.sample.ranges if self.sample else ()))

    @cached_property
    def rule_names(self) -> tuple[str, ...]:
        """What each rule is called."""
        return tuple(rule if isinstance(rule, str) else rule.name for rule in self.rules)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """The plug-ins that its rules, kinds and outcomes come from."""
        chosen = [self.scenario.under(rule) for rule in self.rules]
        own = () if self.reading is not None else self.outcomes
        used = [plugins.owner(OUTCOMES[name]) for name in own if name not in OUTCOMES.shipped]
        used += [each for scenario in chosen for each in scenario.plugins]
        return tuple(each for each in plugins.loaded() if each in used)

    @property
    def measured(self) -> list[str]:
        """What is measured as it is hashed: see `signed`; names of a reading are NAME@DIGEST."""
        if self.reading is None:
            return signed(self.outcomes)
        return [f"{name}@{self.reading.digest}" for name in self.outcomes]

    @cached_property
    def points(self) -> int:
        """How many points the design has."""
        return math.prod(map(len, self.grid.values())) * (self.sample.n if self.sample else 1)

    @property
    def worlds(self) -> int:
        """Points times replications."""
        return self.points * self.replications

    @property
    def runs(self) -> int:
        """Worlds times rules."""
        return self.worlds * len(self.rules)

    def values(self, point: int) -> tuple[float, ...]:
        """The values of the axes at a point: the sample turns fastest, then the last axis of the grid.

        Parameters
        ----------
        point : int
            Number of the point, from 0.

        Returns
        -------
        tuple of float, shape (axes,)
            The values.
        """
        row, place = divmod(point, self.sample.n) if self.sample else (point, 0)
        found: list[float] = []
        for levels in reversed(tuple(self.grid.values())):
            row, level = divmod(row, len(levels))
            found.append(levels[level])
        drawn = self._whole(self.sample.at(place)) if self.sample else ()
        return (*reversed(found), *drawn)

    def world(self, number: int) -> World:
        """The world of a number.

        Parameters
        ----------
        number : int
            From 0 to the number of worlds less 1.

        Returns
        -------
        World
            The world.
        """
        replication, point = divmod(number, self.points)
        seed = self.scenario.seed + (number if self.own_seeds else replication)
        return World(number, point, seed, self.values(point))

    def each(self, numbers: Iterator[int]) -> Iterator[World]:
        """The worlds of some numbers, one by one.

        Parameters
        ----------
        numbers : iterator of int
            Numbers of worlds.

        Returns
        -------
        iterator of World
            The worlds.
        """
        return map(self.world, numbers)

    def _whole(self, drawn: Mapping[str, float]) -> tuple[float, ...]:
        whole = self.sample.whole if self.sample else frozenset()
        return tuple(int(value) if name in whole else value for name, value in drawn.items())


def _rebuilt(fields: dict[str, Any]) -> Design:
    return Design(**fields)
