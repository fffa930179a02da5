"""A surface made for one visitor, where none is stored: both sides in worlds spread over the levers.

It is coarse at once and finer as worlds come: fitted anew after so many worlds as `LOOKS` says. Its worlds
wait behind all that anybody looks at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

import numpy as np

from jiaosuo.dashboard.choice.choice import Choice, values_as_moved
from jiaosuo.dashboard.choice.comparison import SIDES, Comparison, Side
from jiaosuo.dashboard.choice.places import describe_place, said_urbanization, scenario
from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.jobs.background_queue import Points, Rows, WorldsSeen
from jiaosuo.dashboard.jobs.function import JobError
from jiaosuo.dashboard.results import curve
from jiaosuo.dashboard.results.curve import MAKING, READY, Asked
from jiaosuo.dashboard.results.curve_records import Curve
from jiaosuo.experiments.analyses.surface.design import Axis, axis_of, levers_of, points_over, unit
from jiaosuo.experiments.analyses.surface.prediction import Surface
from jiaosuo.experiments.analyses.surface.surface_result import Lever, OutcomeSurface, Place
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.model.core.words import N_, speaker, translate
from jiaosuo.model.scenario import parameters

LOOKS = (16, 32, 64)
"""Worlds after which a surface is fitted; the last is all that are run."""

HERE_EVERY = 8
"""One world of so many stands at the place's own values, where the page opens; the others fill the box."""

NO_YEARS = N_("On a path of years there is a curve only where one is stored.")
BEING_MADE = N_("{n} of {of} worlds are run for this curve.")
NOT_HELD = N_("It was held against no fresh worlds.")
FAILED = N_("The curve could not be made: {error}")
NO_VALUE = N_("no world gave a value")
NONE_MOVES = N_("This place lets no lever of the curve move.")


@dataclass(frozen=True)
class Order:
    """A surface to be made: the comparison without the levers that are moved, and these."""

    comparison: Comparison
    axes: tuple[Axis, ...]


@dataclass(frozen=True)
class Made:
    """How far it is: worlds run, of how many, the surface of the last look, or what went wrong."""

    n: int = 0
    of: int = field(default_factory=lambda: LOOKS[-1])
    place: Place | None = None
    error: Problem | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing more will come."""
        return self.error is not None or (self.place is not None and len(self.place.design) == self.of)


class Broker(Protocol):
    """Who runs worlds and fits surfaces."""

    def worlds(self, comparisons: Sequence[Comparison], played: Comparison) -> WorldsSeen:
        """What one world of each comparison gave so far."""

    def surface(self, points: Points, values: Rows) -> OutcomeSurface | JobError | None:
        """The surface of what worlds gave; None while it is fitted."""


def order_of(choice: Choice) -> Order | None:
    """What is to be made for a choice; None on a path of years and where no lever moves."""
    comparison, place = choice.comparison, scenario(choice.comparison.place)
    if place.path is not None:
        return None
    names = levers_of(place)
    axes = tuple(axis_of(name, place[name], said_urbanization(comparison.place)) for name in names)
    left, right = (_without(choice, which, names) for which in SIDES)
    return Order(replace(comparison, left=left, right=right), axes) if axes else None


def _without(choice: Choice, which: str, names: Sequence[str]) -> Side:
    """A side as it stands now, with the levers of the surface left to it."""
    values = values_as_moved(choice, which).items()
    kept = tuple(sorted((name, value) for name, value in values if name not in names))
    return replace(choice.comparison.side(which), values=kept, events=())


@lru_cache(maxsize=64)
def worlds_of(order: Order) -> tuple[Comparison, ...]:
    """One comparison for each point of the design, each of a seed of its own."""
    base, found = order.comparison, []
    for at, point in enumerate(_design(order)):
        values = {axis.name: float(x) for axis, x in zip(order.axes, point, strict=True)}
        left, right = (_at(base, which, values) for which in SIDES)
        found.append(replace(base, seed=base.seed + at, left=left, right=right))
    return tuple(found)


@lru_cache(maxsize=64)
def _design(order: Order) -> Values:
    """Points in the order in which worlds are run, (worlds, axes)."""
    own = scenario(order.comparison.place)
    here = np.array([own[axis.name] for axis in order.axes], np.float64)
    spread = iter(points_over(order.axes, LOOKS[-1] * (HERE_EVERY - 1) // HERE_EVERY, 0))
    return np.array([here if _is_here(at) else next(spread) for at in range(LOOKS[-1])])


def _is_here(at: int) -> bool:
    return at % HERE_EVERY == HERE_EVERY - 1


def _spread_first[Row](rows: Iterable[Row]) -> list[Row]:
    """Rows of worlds in the order of a surface: those that fill the box, then those at the own values."""
    found = list(enumerate(rows))
    return [row for is_here in (False, True) for at, row in found if _is_here(at) == is_here]


def _at(base: Comparison, which: str, values: Mapping[str, float]) -> Side:
    side = base.side(which)
    return replace(side, values=tuple(sorted((dict(side.values) | dict(values)).items())))


def ask(broker: Broker, order: Order, outcome: str) -> Made:
    """How far the surface of an outcome is; asking keeps it going."""
    seen = broker.worlds(worlds_of(order), order.comparison)
    n = sum(each is not None for each in seen)
    looks = [look for look in reversed(LOOKS) if all(each is not None for each in seen[:look])]
    for look in looks:
        found = _fitted(broker, order, seen[:look], outcome)
        if isinstance(found, JobError):
            return Made(n, error=found.error)
        if found is not None:
            return Made(n, place=_place(order, look, outcome, found))
    return Made(n)


def _fitted(broker: Broker, order: Order, seen: WorldsSeen, outcome: str) -> OutcomeSurface | JobError | None:
    points = _spread_first(unit(order.axes, _design(order)[: len(seen)]))
    values = tuple(
        tuple(side.get(outcome) for side in each) if each else (None, None) for each in _spread_first(seen)
    )
    if all(value is None for row in values for value in row):
        return JobError(Problem(NO_VALUE))
    return broker.surface(tuple(tuple(map(float, row)) for row in points), values)


def _place(order: Order, look: int, outcome: str, found: OutcomeSurface) -> Place:
    base, declared = order.comparison, parameters()
    own = scenario(base.place)
    return Place(
        name=base.place,
        title="",
        staffing=base.left.staffing,
        seed=base.seed,
        people_per_agent=base.people_per_agent,
        rules=SIDES,
        levers=tuple(
            Lever(
                name=axis.name,
                meaning=declared[axis.name].meaning,
                unit=declared[axis.name].unit,
                low=axis.low,
                high=axis.high,
                here=own[axis.name],
                whole=axis.whole,
            )
            for axis in order.axes
        ),
        design=tuple(tuple(map(float, row)) for row in _spread_first(_design(order)[:look])),
        even=sum(not _is_here(at) for at in range(look)),
        surfaces={outcome: found},
    )


def curve_of(choice: Choice, made: Made) -> Curve:
    """The curve of a surface that is being made, from where the visitor stands."""
    language = choice.language
    if made.error is not None:
        return curve.nothing(choice, speaker(language)(FAILED, error=made.error.told(language)))
    progress = speaker(language)(BEING_MADE, n=made.n, of=made.of)
    if made.place is None:
        return replace(curve.nothing(choice, progress), state=MAKING, n=made.n, of=made.of)
    surface = Surface(made.place)
    asked = Asked(
        surface=surface,
        outcome=choice.focus,
        left="left",
        right="right",
        labels=side_names(choice.comparison, language),
        values=curve.values_here(surface, choice),
        language=language,
    )
    state = READY if made.complete else MAKING
    notes = [
        *([] if made.complete else [progress]),
        translate(NOT_HELD, language),
        *curve.moved_apart(asked, choice),
    ]
    return curve.curve(asked, state, made.n, made.of, notes)


def no_curve(choice: Choice) -> Curve:
    """Where none can be made."""
    path = describe_place(choice.comparison.place, choice.language).is_path
    return curve.nothing(choice, translate(NO_YEARS if path else NONE_MOVES, choice.language))
