"""Which levers a surface knows, from where to where each is moved, and the points that fill this box.

Points are scrambled Sobol' points; see docs/decisions/0069.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.sweeps.sample import SOBOL, Sample
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.rules import MAPS, RULES
from jiaosuo.model.said_by_place import fixed_in_a_run
from jiaosuo.model.scenario import Scenario, parameters

LEVERS = (
    "urbanization",
    "vehicles_per_1000",
    "officers_traffic",
    "officers_station",
    "on_duty_share",
    "delta",
)
"""The two levers of the question, who there is, how many of them are on duty at once (which moves differences
most in docs/patterns.md), and how much slower the unskilled are (the price of a merger)."""
SPREAD = {"vehicles_per_1000": (50.0, 300.0)}
"""Looked at so far at least, inside the declared range: the years of motorisation."""
FOLD = 2.0
"""From so many times less to so many times more than a place's own value."""
MOST_LEVERS = 8


@dataclass(frozen=True)
class Axis:
    """A lever with the two ends between which it is moved."""

    name: str
    low: float
    high: float
    whole: bool = False


def levers_of(place: Scenario, names: Sequence[str] = ()) -> tuple[str, ...]:
    """The levers named, else those of `LEVERS` that the place lets move; InputError for what cannot be."""
    declared, fixed = parameters(), _fixed(place)
    for name in names:
        if name not in declared:
            raise unknown("--levers", name, declared)
        if name in fixed or name == "people_per_agent":
            raise InputError("--levers", name, f"must be a number that may be moved in {place.place}")
    if len(set(names)) < len(names):
        raise InputError("--levers", ",".join(names), "must name each lever once")
    found = tuple(names) or tuple(name for name in LEVERS if name not in fixed)
    if not 1 <= len(found) <= MOST_LEVERS:
        raise InputError("--levers", ",".join(found), f"must be 1 to {MOST_LEVERS} levers")
    return found


def _fixed(place: Scenario) -> tuple[str, ...]:
    return (*fixed_in_a_run(place.townships), *(() if place.path is None else place.path.values))


def axis_of(name: str, here: float, possible: tuple[float, float] | None = None) -> Axis:
    """From where to where a lever is moved around a place's own value of it.

    `possible`: the least and the most that the land can have, of urbanization. A number that is 0 moves over
    its declared range.
    """
    declared = parameters()[name]
    if name == "urbanization":
        low, high = possible or (declared.low, declared.high)
    else:
        low, high = _around(declared, here)
    if declared.whole:
        low, high = float(round(low)), float(max(round(low) + 1, round(high)))
    return Axis(name, max(low, declared.low), min(high, declared.high), declared.whole)


def _around(declared: Parameter, here: float) -> tuple[float, float]:
    if here <= 0:
        return declared.low, declared.high
    least, most = SPREAD.get(declared.name, (here, here))
    return min(least, _short(here / FOLD)), max(most, _short(here * FOLD))


def _short(value: float) -> float:
    """To two figures: the ends of an axis are read by people."""
    return float(f"{value:.2g}")


def rules_of(place: Scenario) -> tuple[str, ...]:
    """All rules that a place can take: each rule of the shelf, and the maps whose townships are its own."""
    townships = {each.name for each in place.townships}
    return (*RULES, *(each.name for each in MAPS.values() if set(each.exceptions) <= townships))


def points_over(axes: Sequence[Axis], n: int, seed: int) -> Values:
    """`n` points over the axes in their own units, (n, axes)."""
    power = 1 << max(0, n - 1).bit_length()  # whole powers of two are balanced, and no others are warned of
    ranges = {each.name: (each.low, each.high) for each in axes}
    whole = frozenset(each.name for each in axes if each.whole)
    points: Values = Sample(SOBOL, power, ranges, seed, whole).points[:n]
    return rounded(points)


def rounded(points: Values) -> Values:
    """To five figures, as they are kept: what is run is what is told."""
    size = np.floor(np.log10(np.maximum(np.abs(points), 1e-12)))
    found: Values = np.round(points / 10 ** (size - 4)) * 10 ** (size - 4)
    return found


def unit(axes: Sequence[Axis], points: Values) -> Values:
    """Points as shares of the way from the low to the high end of each axis."""
    low = np.array([each.low for each in axes])
    shares: Values = (points - low) / (np.array([each.high for each in axes]) - low)
    return shares
