"""Looking while runs come in: intervals that hold at every look at once, and a rule for when to stop.

A 95 % t interval holds for one look, at an n fixed beforehand. Looked at after every replication it is wrong
about one time in three. The interval here may be looked at after every replication, and the stopping may
depend on what is seen: the chance that it is ever wrong is at most 1 - level, for independent replications
whose values are normal. It is wider, about twice at 20 replications; that is what looking costs.

Source: Wang and Ramdas (2025), *Anytime-valid t-tests and confidence sequences for Gaussian means with
unknown variance*, Sequential Analysis 44 (the test martingale in the reduced filtration, a Gaussian mixture
over the standardised effect); after Lai (1976), Annals of Statistics 4, 265-280, and Ville (1939).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from jiaosuo.experiments.comparison.compare import check_request
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.replication.columns import column_of
from jiaosuo.experiments.replication.replicate import replicate
from jiaosuo.experiments.replication.world import worlds_of
from jiaosuo.experiments.statistics.intervals import LEVEL, ROUNDING, Estimate, Values
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import AnyRule, called
from jiaosuo.model.scenario import Scenario

PRECISION = 4.0
"""Precision c2 of the mixture: effects of about half a standard deviation are expected, and intervals are
narrowest, against the t interval, at some 20 to 100 replications."""


def always_valid(values: ArrayLike, level: float = LEVEL, precision: float = PRECISION) -> Estimate:
    """The mean of the replications so far, with the interval that holds at every look.

    Takes values of shape (replications,); those that are not finite are not observed. With m = sample mean,
    SS = sum of squares about it, c2 = `precision` and K = ((n + c2) / (c2 alpha^2))^(1/n), the interval holds
    all mu with (m - mu)^2 < SS (K - 1) / (n - K n c2 / (n + c2)); it is None while that is unbounded. Values
    that are all equal say nothing of their spread: no interval either.
    """
    column = np.asarray(values, np.float64)
    observed: Values = column[np.isfinite(column)]
    n = int(observed.size)
    if n == 0:
        return Estimate(None, None, 0, level)
    mean = float(observed.mean())
    squares = float(((observed - mean) ** 2).sum())
    if n < 2 or squares <= (ROUNDING * float(np.abs(observed).max())) ** 2 * n:
        return Estimate(mean, None, n, level)
    grown = ((n + precision) / (precision * (1.0 - level) ** 2)) ** (1.0 / n)
    room = n - grown * n * precision / (n + precision)
    if room <= 0:
        return Estimate(mean, None, n, level)
    half = math.sqrt(squares * (grown - 1.0) / room)
    return Estimate(mean, (mean - half, mean + half), n, level)


@dataclass(frozen=True)
class Goal:
    """When enough is known of a difference: its interval leaves out 0, or is narrow.

    `narrow`: half the interval as a share of the baseline's mean, at or below which nothing worth
    knowing is left to find.
    """

    outcome: str
    narrow: float = 0.05

    def reached(self, difference: Estimate, baseline_mean: float) -> bool:
        """Whether this difference is known well enough."""
        if difference.interval is None or difference.half_width is None:
            return False
        low, high = difference.interval
        return not low <= 0.0 <= high or difference.half_width <= self.narrow * abs(baseline_mean)


@dataclass(frozen=True)
class Look:
    """What is known after some worlds: the always-valid differences from the baseline, family-wise."""

    worlds: int
    differences: dict[str, Estimate]
    baseline_mean: float
    done: bool


def look_until(
    scenario: Scenario,
    rules: Sequence[AnyRule],
    goal: Goal,
    days: float,
    most: int = 200,
    batch: int = 5,
    jobs: int = 1,
    on_look: Callable[[Look], None] | None = None,
) -> Look:
    """Run worlds in batches until the goal is reached for every alternative, or `most` worlds have run.

    The alternatives share the error between them (Bonferroni), so that all intervals hold at every look at
    once. Raises InputError for a bad request and RuntimeError where a world fails.
    """
    check_request(rules, days, most)
    if goal.outcome not in OUTCOMES:
        raise unknown("outcome", goal.outcome, OUTCOMES)
    if not batch >= 1:
        raise InputError("batch", batch, "must be a whole number from 1")
    rows: list[list[float]] = []
    look = Look(0, {}, math.nan, False)
    for start in range(0, most, batch):
        rows += _values(scenario, rules, goal.outcome, days, range(start, min(start + batch, most)), jobs)
        look = look_at(np.array(rows, np.float64), list(map(called, rules)), goal)
        if on_look is not None:
            on_look(look)
        if look.done:
            break
    return look


def look_at(values: Values, rules: Sequence[str], goal: Goal) -> Look:
    """A look at worlds so far: values of one outcome, shape (worlds, rules), nan where not observed."""
    level = 1.0 - (1.0 - LEVEL) / max(1, len(rules) - 1)
    paired = np.isfinite(values).all(axis=1)
    baseline = float(values[paired, 0].mean()) if paired.any() else math.nan
    differences = {
        rule: always_valid(values[:, place] - values[:, 0], level)
        for place, rule in enumerate(rules)
        if place
    }
    done = all(goal.reached(difference, baseline) for difference in differences.values())
    return Look(len(values), differences, baseline, done)


def _values(
    scenario: Scenario, rules: Sequence[AnyRule], outcome: str, days: float, numbers: range, jobs: int
) -> Iterator[list[float]]:
    worlds = worlds_of(scenario, rules, days, len(numbers), first=numbers.start)
    for found in run_all(partial(replicate, outcomes=(outcome,)), worlds, jobs):
        if isinstance(found, Failure):
            raise RuntimeError(found.error)
        yield column_of([found], outcome, len(rules))[0].tolist()
