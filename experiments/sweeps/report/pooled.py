"""What a sample shows as a whole: the mean effect, how it runs along each parameter, and on which it hangs.

A sample spreads its points over the ranges, so they are replications of "somewhere in these ranges": one
effect may be lost in the chance of its few worlds, and all together tell what is so over the ranges.

Sources: the mean over space-filling points, McKay, Beckman and Conover (1979), Technometrics 21(2); indices
of the first order from any sample by random balance, Tarantola, Gatelli and Mara (2006), Reliability
Engineering and System Safety 91, their bias taken off as Plischke (2010) does, made by SALib.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from jiaosuo.experiments.statistics.intervals import Estimate, mean_interval
from jiaosuo.experiments.sweeps.report.findings import Findings
from jiaosuo.model.outcomes import OUTCOMES

type Floats = npt.NDArray[np.float64]

LEAST_POINTS = 8
"""Points of a sample from which it is told as a whole."""
POINTS_A_BIN, MOST_BINS = 8, 8
LEAST_FOR_INDICES = 64
HARMONICS = 4
"""How winding an effect may be along a parameter; more take off more for chance than small samples have."""
DICE = 20_060_101
"""Seed of the bootstrap of the indices: the same report twice."""


@dataclass(frozen=True)
class Stretch:
    """A part of a parameter's range, and the mean effect of the points in it."""

    low: float
    high: float
    middle: float
    effect: Estimate


@dataclass(frozen=True)
class Index:
    """The share of the variance over the points that a parameter explains by itself, with its interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Pooled:
    """An outcome under an alternative over all points of a sample, against the baseline.

    `effect`: mean over the points, its interval from how they spread; `same_way` of `points` have its sign.
    """

    outcome: str
    rule: str
    effect: Estimate
    same_way: int
    points: int
    curves: dict[str, tuple[Stretch, ...]]
    indices: dict[str, Index]


def pooled(found: Findings, outcome: str, rule: str) -> Pooled | None:
    """The effect over the whole sample; None without one, or with too few points that were observed."""
    sample = found.plan.sample
    if sample is None:
        return None
    axes = [found.axes.index(name) for name in sample.ranges]
    changes: dict[int, list[float]] = {}
    places: dict[int, tuple[float, ...]] = {}
    for cell in found.of(outcome, rule):
        if cell.change.mean is not None:
            place = cell.point % sample.n
            changes.setdefault(place, []).append(cell.change.mean)
            places[place] = tuple(found.points[cell.point][axis] for axis in axes)
    if len(changes) < LEAST_POINTS:
        return None
    y = np.array([np.mean(changes[place]) for place in changes])
    x = np.array([places[place] for place in changes])
    effect = mean_interval(y)
    same = int((np.sign(y) == np.sign(effect.mean or 0.0)).sum())
    names = list(sample.ranges)
    curves = {name: tuple(_stretches(x[:, column], y)) for column, name in enumerate(names)}
    return Pooled(outcome, rule, effect, same, len(y), curves, _indices(names, found, x, y))


def all_pooled(found: Findings, outcomes: list[str]) -> list[Pooled]:
    """Every outcome and alternative of which a sample tells as a whole."""
    pairs = [(outcome, rule) for outcome in outcomes for rule in found.rules[1:]]
    return [each for pair in pairs if (each := pooled(found, *pair)) is not None]


def _stretches(x: Floats, y: Floats) -> Iterator[Stretch]:
    """Parts of the range with equally many points each."""
    order = np.argsort(x, kind="stable")
    for rows in np.array_split(order, max(1, min(MOST_BINS, len(x) // POINTS_A_BIN))):
        inside = x[rows]
        yield Stretch(float(inside.min()), float(inside.max()), float(inside.mean()), mean_interval(y[rows]))


def _indices(names: list[str], found: Findings, x: Floats, y: Floats) -> dict[str, Index]:
    """First-order indices of each parameter; none for few points, or where nothing varies."""
    sample = found.plan.sample
    if sample is None or len(y) < LEAST_FOR_INDICES or np.ptp(y) == 0:
        return {}
    # slow to import: only who asks pays
    from SALib.analyze import rbd_fast  # type: ignore[import-untyped]

    bounds = [list(sample.ranges[name]) for name in names]
    problem = {"num_vars": len(names), "names": names, "bounds": bounds}
    said = rbd_fast.analyze(problem, x, y, M=HARMONICS, seed=DICE)
    return {
        name: Index(float(share), float(share - half), float(share + half))
        for name, share, half in zip(names, said["S1"], said["S1_conf"], strict=True)
    }


def effects_table(found: list[Pooled]) -> pl.DataFrame:
    """One row an outcome, rule and parameter: the pooled effect, and the parameter's index."""
    rows: list[dict[str, Any]] = []
    for each in found:
        low, high = each.effect.interval or (None, None)
        told: dict[str, Any] = {
            "outcome": each.outcome,
            "unit": OUTCOMES[each.outcome].unit,
            "rule": each.rule,
        }
        told |= {"difference": each.effect.mean, "low95": low, "high95": high, "points": each.points}
        for name in each.curves:
            index = each.indices.get(name)
            ends = (None, None, None) if index is None else (index.share, index.low, index.high)
            rows.append(told | dict(zip(("parameter", *INDEX), (name, *ends), strict=True)))
    return pl.DataFrame(rows, infer_schema_length=None)


INDEX = ("variance_share", "variance_share_low95", "variance_share_high95")


def curves_table(found: list[Pooled]) -> pl.DataFrame:
    """One row a part of a parameter's range: the mean effect of the points in it, with its interval."""
    rows = []
    for each in found:
        for name, stretches in each.curves.items():
            for part in stretches:
                low, high = part.effect.interval or (None, None)
                rows.append(
                    {"outcome": each.outcome, "unit": OUTCOMES[each.outcome].unit, "rule": each.rule}
                    | {"parameter": name, "from": part.low, "to": part.high}
                    | {"difference": part.effect.mean, "low95": low, "high95": high, "points": part.effect.n}
                )
    return pl.DataFrame(rows, infer_schema_length=None)
