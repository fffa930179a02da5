"""A surface cut along one lever, all others held: each rule's mean, the difference, where it changes sign.

The crossing splits the axis so that least is lost if one rule is kept below it and the other beyond, as in
`statistics.crossing`; its interval is that of the same split of joint draws of the whole curve. Who is
better from where to where is told where the pointwise 95 % band of the difference leaves out 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jiaosuo.experiments.analyses.surface.emulator import Band, Emulator
from jiaosuo.experiments.analyses.surface.prediction import Surface
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.model.core.words import N_, speaker

STEPS = 41
DRAWS = 400

SAME = N_("{lever} from {low} to {high}: {left} and {right} give exactly the same.")
UNTOLD = N_("{lever}: too little was observed to tell the two apart.")
OPEN = N_("{lever} from {low} to {high}: {left} and {right} cannot be told apart anywhere here.")
ALL = N_("{lever} from {low} to {high}: {best} is better everywhere.")
CROSSES = N_("{lever} up to {at} [{least}, {most}]: {first} is better; beyond, {second}.")
BELOW = N_("{lever} up to {end}: {best} is better; beyond, the two cannot be told apart.")
BEYOND = N_("{lever} from {begin} on: {best} is better; below, the two cannot be told apart.")
BETWEEN = N_("{lever} from {begin} to {end}: {best} is better; elsewhere the two cannot be told apart.")
MANY = N_("{lever}: {parts}; elsewhere the two cannot be told apart.")
PART = N_("{best} is better from {begin} to {end}")


@dataclass(frozen=True)
class Crossing:
    """Where the difference changes sign, with its 95 % interval; in the lever's own unit."""

    at: float
    low: float
    high: float


@dataclass(frozen=True)
class Stretch:
    """From where to where the difference is surely below 0 (-1) or above (1)."""

    low: float
    high: float
    sign: int


@dataclass(frozen=True)
class Slice:
    """The difference of two rules along a lever; `difference` None where nothing can be told.

    `same`: the two gave exactly the same in every world.
    """

    at: Values
    difference: Band | None
    crossing: Crossing | None = None
    stretches: tuple[Stretch, ...] = ()
    same: bool = False


def line_along(surface: Surface, lever: int, point: Values, steps: int = STEPS) -> tuple[Values, Values]:
    """Values of a lever, (steps,), and the points of the unit box there, all other levers held."""
    axis = surface.axes[lever]
    at = np.linspace(axis.low, axis.high, steps)
    return at, points_at(surface, lever, point, at)


def points_at(surface: Surface, lever: int, point: Values, at: Values) -> Values:
    """The points of the unit box at these values of a lever, (values, levers), all others held."""
    points = np.repeat(point[None, :], len(at), axis=0)
    points[:, lever] = at
    found: Values = surface.box(points)
    return found


def slice_along(surface: Surface, outcome: str, left: str, right: str, lever: int, point: Values) -> Slice:
    """The difference right less left along a lever through a point (in the levers' own units)."""
    at, points = line_along(surface, lever, point)
    return slice_at(surface, outcome, left, right, at, points)


def slice_at(surface: Surface, outcome: str, left: str, right: str, at: Values, points: Values) -> Slice:
    """The difference right less left at points of the unit box, `at` being what each is called, in order."""
    emulator = surface.difference(outcome, left, right)
    if emulator is None:
        return Slice(at, None, same=surface.are_same(outcome, left, right))
    band = emulator.mean(points)
    return Slice(at, band, crossing_of(emulator, points, at), stretches_of(at, band))


def sure(band: Band) -> np.ndarray:
    """-1, 0 or 1 at each point: the sign of the difference where its band leaves out 0."""
    signs: np.ndarray = np.where(band.high < 0, -1, np.where(band.low > 0, 1, 0))
    return signs


def stretches_of(at: Values, band: Band) -> tuple[Stretch, ...]:
    """The stretches of the axis on which the sign is sure, in order."""
    signs = sure(band)
    cuts = [0, *(np.flatnonzero(np.diff(signs)) + 1), len(signs)]
    runs = [(begin, end - 1) for begin, end in pairwise(cuts)]
    return tuple(Stretch(float(at[a]), float(at[b]), int(signs[a])) for a, b in runs if signs[a])


def crossing_of(emulator: Emulator, points: Values, at: Values) -> Crossing | None:
    """Where the mean changes sign within the axis, with the interval of draws; None where it does not."""
    mean = emulator.mean(points).mean
    rises = 1.0 if mean[-1] >= mean[0] else -1.0
    place = float(_splits(at, rises * mean[None, :])[0])
    if not at[0] < place < at[-1]:
        return None
    low, high = np.quantile(_splits(at, rises * emulator.draws(points, DRAWS)), [0.025, 0.975])
    return Crossing(place, float(min(low, place)), float(max(high, place)))


def _splits(at: Values, curves: Values) -> Values:
    """Where each curve (curves, points) goes from below 0 to above, (curves,): see `statistics.crossing`."""
    steps = (curves[:, 1:] + curves[:, :-1]) / 2 * np.diff(at)
    sums = np.concatenate([np.zeros((len(curves), 1)), np.cumsum(steps, axis=1)], axis=1)
    best, rows = sums.argmin(axis=1), np.arange(len(curves))
    inside = (best > 0) & (best < len(at) - 1)
    near = np.clip(np.where(curves[rows, best] > 0, best - 1, best), 0, len(at) - 2)
    low, rise = curves[rows, near], curves[rows, near + 1] - curves[rows, near]
    share = np.where((low <= 0) & (rise > 0), -low / np.where(rise > 0, rise, 1.0), 0.0)
    places: Values = np.where(inside, at[near] + np.clip(share, 0, 1) * (at[near + 1] - at[near]), at[best])
    return places


@dataclass(frozen=True)
class Names:
    """How a slice is told: names of the lever and of the two rules, and how a value of the lever is shown."""

    lever: str
    left: str
    right: str
    shown: Callable[[float], str]


def sentence(found: Slice, better: str, names: Names, language: str | None = None) -> str:
    """One sentence about a whole slice; `better`: which way the outcome is better, `less` or `more`."""
    _, ends = speaker(language), {"low": names.shown(found.at[0]), "high": names.shown(found.at[-1])}
    both = {"left": names.left, "right": names.right}
    if found.same:
        return _(SAME, lever=names.lever, **ends, **both)
    if found.difference is None:
        return _(UNTOLD, lever=names.lever)
    if not found.stretches:
        return _(OPEN, lever=names.lever, **ends, **both)
    return _told(found, better, names, language)


def _told(found: Slice, better: str, names: Names, language: str | None) -> str:
    """A slice of which something is sure."""
    _, stretches, lever = speaker(language), found.stretches, names.lever
    best = [_best(each, better, names) for each in stretches]
    first, last = stretches[0], stretches[-1]
    begin, end = names.shown(first.low), names.shown(first.high)
    if len(stretches) == 1:
        from_start, to_end = first.low <= found.at[0], first.high >= found.at[-1]
        if from_start and to_end:
            return _(ALL, lever=lever, low=begin, high=end, best=best[0])
        if from_start:
            return _(BELOW, lever=lever, end=end, best=best[0])
        if to_end:
            return _(BEYOND, lever=lever, begin=begin, best=best[0])
        return _(BETWEEN, lever=lever, begin=begin, end=end, best=best[0])
    if len(stretches) == 2 and first.sign != last.sign and found.crossing is not None:
        where = {"at": found.crossing.at, "least": found.crossing.low, "most": found.crossing.high}
        said = {name: names.shown(value) for name, value in where.items()}
        return _(CROSSES, lever=lever, first=best[0], second=best[1], **said)
    return _(MANY, lever=lever, parts=_parts(stretches, best, names, language))


def _parts(stretches: Sequence[Stretch], best: Sequence[str], names: Names, language: str | None) -> str:
    _ = speaker(language)
    return _("; ").join(
        _(PART, best=rule, begin=names.shown(each.low), end=names.shown(each.high))
        for each, rule in zip(stretches, best, strict=True)
    )


def _best(stretch: Stretch, better: str, names: Names) -> str:
    return names.right if (stretch.sign < 0) == (better == "less") else names.left
