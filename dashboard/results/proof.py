"""What the replications under the present levers say so far of one outcome: the points beside the curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.intervals import Estimate, mean_interval, paired_difference


@dataclass(frozen=True, kw_only=True)
class Settled(Record):
    """A mean over worlds with its 95 % interval, in the outcome's own unit; one world has no interval."""

    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Proof(Record):
    """How far the worlds under the present levers are, and what they say of the outcome looked at.

    `n` worlds of `of` have the outcome on both sides; `worlds` are their values, left and right; `difference`
    is right less left, world by world.
    """

    n: int
    of: int
    left: Settled
    right: Settled
    difference: Settled
    worlds: tuple[tuple[float, float], ...]


def proof(state: Replications, outcome: str) -> Proof | None:
    """What the worlds so far say of an outcome; None before the first pair that has it."""
    worlds = _pairs(state.rows.get(outcome, ()))
    if not worlds:
        return None
    left, right = zip(*worlds, strict=True)
    return Proof(
        n=len(worlds),
        of=max(state.wanted, len(worlds)),
        left=_settled(mean_interval(left)),
        right=_settled(mean_interval(right)),
        difference=_settled(paired_difference(left, right)),
        worlds=worlds,
    )


def _pairs(sides: Sequence[Sequence[float | None]]) -> tuple[tuple[float, float], ...]:
    """The worlds in which the outcome was observed on both sides."""
    return tuple(
        (one, other)
        for one, other in zip(*sides, strict=True)
        if one is not None and other is not None and one == one and other == other
    )


def _settled(found: Estimate) -> Settled:
    low, high = found.interval or (None, None)
    return Settled(mean=found.mean or 0.0, low=low, high=high)
