"""The wider band of a verdict: worlds under other numbers, drawn from a posterior or from what is plausible.

They are run once the verdict is there, behind all that anybody looks at. What a visitor has moved is chosen,
not believed, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np

from jiaosuo.dashboard.choice.axis import mode_of
from jiaosuo.dashboard.choice.comparison import SIDES, YEARS, Comparison, Side
from jiaosuo.dashboard.choice.levers import LABELS
from jiaosuo.dashboard.choice.outcomes import scale
from jiaosuo.dashboard.choice.places import folder_of_own, scenario
from jiaosuo.dashboard.jobs.background_queue import WorldsSeen
from jiaosuo.experiments.comparison.doubt_result import DifferenceDoubt
from jiaosuo.experiments.comparison.doubt_says import is_told, what_helps
from jiaosuo.experiments.comparison.doubt_sums import (
    DRAWS,
    FRESH,
    LEAST_DRAWS,
    WORLDS,
    Numbers,
    doubt_of,
    numbers_at,
)
from jiaosuo.experiments.comparison.result import ComparisonResult, number, places
from jiaosuo.experiments.inference.posterior import FILE
from jiaosuo.experiments.inference.prior import Prior
from jiaosuo.experiments.places.posteriors import shipped_posterior
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_, speaker, translate
from jiaosuo.model.scenario import parameters

BEING_RUN = N_("{n} of {of} worlds under other numbers are run; then it is told what is not known of them.")
BAND = N_("With all that is not known of {count} numbers the difference is {low} to {high} (95 %).")
ON_THE_LINE = N_("{interval}, with unknown numbers [{low}, {high}]")


@dataclass(frozen=True)
class Sets:
    """Sets of numbers under which a comparison is run again: the `rows` of them that the place takes."""

    comparison: Comparison
    numbers: Numbers
    rows: tuple[int, ...]

    @cached_property
    def worlds(self) -> tuple[Comparison, ...]:
        """One comparison for each world, those of a set after one another."""
        return tuple(self._world(row, world) for row in self.rows for world in range(WORLDS))

    def _world(self, row: int, world: int) -> Comparison:
        values = dict(zip(self.numbers.prior.names, self.numbers.values[row].tolist(), strict=True))
        left, right = (_under(self.comparison.side(each), values) for each in SIDES)
        seed = self.comparison.seed + FRESH + row * WORLDS + world
        return replace(self.comparison, seed=seed, left=left, right=right)


@dataclass(frozen=True)
class Wider:
    """How far it is: worlds run, of how many, and what each gave, (sets, worlds, sides) by outcome."""

    n: int = 0
    of: int = 0
    columns: Mapping[str, Values] = field(default_factory=dict, compare=False)

    @property
    def complete(self) -> bool:
        """Whether nothing more will come."""
        return self.n >= self.of


class Broker(Protocol):
    """Who runs worlds."""

    def worlds(self, comparisons: Sequence[Comparison], played: Comparison) -> WorldsSeen:
        """What one world of each comparison gave so far."""


@lru_cache(maxsize=64)
def sets_of(comparison: Comparison) -> Sets | None:
    """The sets for a comparison as it stands; None over years, and where too few are told anything by."""
    if mode_of(comparison) == YEARS or scenario(comparison.place).path is not None:
        return None
    numbers = _not_moved(_numbers(comparison.place), comparison)
    if not numbers.prior.ranges:
        return None
    rows = tuple(row for row in range(len(numbers.values)) if _is_taken(comparison, numbers, row))
    return Sets(comparison, numbers, rows) if len(rows) >= LEAST_DRAWS else None


def _numbers(place: str) -> Numbers:
    folder = folder_of_own(place)
    file = shipped_posterior(place) if folder is None else folder / FILE
    return numbers_at(scenario(place), file if file is not None and file.is_file() else None, DRAWS)


def _not_moved(numbers: Numbers, comparison: Comparison) -> Numbers:
    moved = {name for side in SIDES for name, _ in comparison.side(side).values}
    kept = [at for at, name in enumerate(numbers.prior.names) if name not in moved]
    prior = Prior(tuple(numbers.prior.ranges[at] for at in kept))
    figures = tuple(name for name in numbers.of_figures if name not in moved)
    return Numbers(prior, numbers.values[:, kept], numbers.of_log, figures)


def _is_taken(comparison: Comparison, numbers: Numbers, row: int) -> bool:
    values = dict(zip(numbers.prior.names, numbers.values[row].tolist(), strict=True))
    try:
        for side in SIDES:
            scenario(comparison.place).changed(**dict(comparison.side(side).values) | values)
    except InputError:
        return False
    return True


def _under(side: Side, values: Mapping[str, float]) -> Side:
    return replace(side, values=tuple(sorted((dict(side.values) | dict(values)).items())))


def ask(broker: Broker, sets: Sets | None) -> Wider:
    """How far the worlds are; asking keeps them going."""
    if sets is None:
        return Wider()
    seen = broker.worlds(sets.worlds, sets.comparison)
    n = sum(each is not None for each in seen)
    return Wider(n, len(seen), _columns(seen) if n == len(seen) else {})


def _columns(seen: WorldsSeen) -> dict[str, Values]:
    """By outcome (sets, worlds, sides); nan where a world failed or nothing was observed."""
    names = next((list(each[0]) for each in seen if each), [])
    rows = [each or ({}, {}) for each in seen]
    return {
        name: np.array(
            [[np.nan if (value := side.get(name)) is None else value for side in row] for row in rows],
            np.float64,
        ).reshape(-1, WORLDS, len(SIDES))
        for name in names
    }


@dataclass(frozen=True)
class Band:
    """A few sentences on an outcome, and its wider band once all worlds are run and the numbers are told."""

    sentence: str = ""
    found: DifferenceDoubt | None = None


NOT_YET = Band()


def told(result: ComparisonResult, sets: Sets | None, wider: Wider, outcome: str, language: str) -> Band:
    """What is known of the wider band of an outcome."""
    _ = speaker(language)
    if sets is None or not wider.of:
        return NOT_YET
    if not wider.complete:
        return Band(_(BEING_RUN, n=wider.n, of=wider.of))
    if outcome not in wider.columns:
        return NOT_YET
    columns = {outcome: wider.columns[outcome]}
    found = doubt_of(result, sets.numbers, sets.rows, columns).differences[outcome].get(result.rules[1])
    if found is None:
        return NOT_YET
    helps = what_helps(found, WORLDS, language, lambda name: _label(name, language))
    if not is_told(found):
        return Band(helps)
    low, high = (_shown(outcome, end) for end in found.interval)
    count = len(sets.numbers.prior.names)
    return Band(f"{_(BAND, count=count, low=low, high=high)} {helps}", found)


def _label(name: str, language: str) -> str:
    return translate(LABELS.get(name, parameters()[name].meaning), language)


def beside(interval: str, band: Band, outcome: str, language: str) -> str:
    """The interval of worlds alone with the wider one beside it."""
    if band.found is None or not interval:
        return interval
    low, high = (_shown(outcome, end) for end in band.found.interval)
    return translate(ON_THE_LINE, language, interval=interval, low=low, high=high)


def _shown(outcome: str, value: float) -> str:
    size = scale(outcome) * value
    return number(size, places(abs(size)), signed=True)
