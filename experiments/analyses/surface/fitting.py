"""What of an emulator is fitted: the length of each lever, and whether noise grows with the quantity.

Lengths are fitted by scikit-learn: of levels to the mean over the rules, of differences to what all those
from the first rule have most in common (their first principal component). Columns that share their noise, as
rules in common worlds do, would count it as often as there are rules, and fit it (docs/decisions/0069). Only
a study or a worker comes here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.analyses.surface.emulator import LEAST, Trend, trend_terms
from jiaosuo.experiments.analyses.surface.surface_result import OutcomeSurface
from jiaosuo.experiments.inference.lengths import likely_lengths
from jiaosuo.experiments.inference.process import Process
from jiaosuo.experiments.statistics.intervals import Values

POWERS = (0.0, 0.5, 1.0)
"""Noise that stays, grows with the root (counts), or grows with the quantity (times)."""


@dataclass(frozen=True)
class Fitted:
    """How a set of columns (rules, or differences of rules) varies over the box."""

    lengths: Values
    power: float


@dataclass(frozen=True)
class FittedOutcome:
    """What was fitted of one outcome; `terms` of the trend of its mean over the rules."""

    terms: Values
    levels: Fitted
    differences: Fitted


def fitted(points: Values, values: Values) -> FittedOutcome:
    """Fit one outcome, `values` (worlds, rules), nan where not observed, at `points` of the unit box."""
    whole = np.isfinite(values).all(axis=1)
    points, values = points[whole], values[whole]
    blank = np.zeros(points.shape[1] + 1)
    sizes = values.mean(axis=1)
    grows = len(values) >= LEAST and bool((sizes > 0).all())
    terms = trend_terms(points, sizes) if grows else blank
    powers = POWERS if grows else (0.0,)
    return FittedOutcome(
        terms,
        _fitted(points, sizes[:, None], terms, powers),
        _fitted(points, values[:, 1:] - values[:, :1], terms, powers),
    )


def surface_of(values: Values, found: FittedOutcome) -> OutcomeSurface:
    """What was seen, (worlds, rules), and what was fitted to it, as they are kept."""
    return OutcomeSurface(
        values=tuple(tuple(float(x) if np.isfinite(x) else None for x in row) for row in values),
        terms=tuple(map(float, found.terms)),
        level_lengths=tuple(map(float, found.levels.lengths)),
        level_power=found.levels.power,
        difference_lengths=tuple(map(float, found.differences.lengths)),
        difference_power=found.differences.power,
    )


def _fitted(points: Values, columns: Values, terms: Values, powers: tuple[float, ...]) -> Fitted:
    plain = np.ones(points.shape[1])
    if len(columns) < LEAST:
        return Fitted(plain, 0.0)
    columns = columns[:, np.ptp(columns, axis=0) > 0]
    if not columns.shape[1]:
        return Fitted(plain, 0.0)
    power = max(powers, key=lambda power: _told(points, columns, Trend(terms, power)))
    shares = columns / Trend(terms, power).at(points)[:, None]
    return Fitted(likely_lengths(points, _common((shares - shares.mean(axis=0)) / shares.std(axis=0))), power)


def _common(columns: Values) -> Values:
    """The first principal component of columns of mean 0, of variance 1, (worlds,)."""
    found: Values = np.linalg.svd(columns, full_matrices=False)[0][:, 0] * len(columns) ** 0.5
    return found


def _told(points: Values, columns: Values, trend: Trend) -> float:
    """Log density of every observation, as told from all others, under a trend."""
    sizes, plain, found = trend.at(points), np.ones(points.shape[1]), 0.0
    for column in columns.T:
        process = Process(points, column / sizes, plain)
        mean, spread = process.left_out()
        away = (process.values - mean) / spread
        found -= float((0.5 * away**2 + np.log(spread * sizes)).sum())
    return found
