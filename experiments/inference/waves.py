"""History matching in waves: runs over the box, then where what was seen is plausible, then a posterior.

Sources: Craig, Goldstein, Seheult & Smith (1997); Vernon, Goldstein & Bower (2010), Bayesian Analysis 5(4) on
waves and implausibility; Wood (2010), Nature 466, and Meeds & Welling (2014) on normal likelihoods of
statistics, and on emulators of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from jiaosuo.experiments.inference.emulators import Emulators, usable
from jiaosuo.experiments.inference.prior import chosen, spread_points
from jiaosuo.experiments.inference.sampling import Likelihood, sample
from jiaosuo.experiments.statistics.intervals import Values

type Simulate = Callable[[int, Values], Values]
"""Statistics, (runs, statistics), of a wave's number and its points; nan where a run has none."""

FIRST_SHARE = 0.5
"""Part of all runs that lies over the whole box."""
LESS_SURE = (0.1, 0.25)
"""Powers of the likelihood between which later waves go: wider than what is believed so far."""
DRAWN = 10
"""Points drawn for each that is taken: those taken lie far from one another."""
IMPLAUSIBLE = 3.0
"""Standard deviations from which a statistic is not met (three-sigma rule, Pukelsheim 1994)."""
MOST_TELL = 0.9
"""Share of the runs that must have a statistic; of others it is left out, and not the runs."""
PLENTY = 0.01
"""Chance below which a miss is none of chance."""


@dataclass(frozen=True)
class Told:
    """What was told: `sample` (draws, axes) of the unit box; `used`: which statistics; `failed`: runs.

    `away`: how far each statistic used is from what was seen, at the best points, in standard deviations;
    `wider`: by how much variances had to grow for that; `likelihood`: with these.
    """

    sample: Values
    used: np.ndarray
    away: Values
    wider: float
    likelihood: Likelihood
    failed: int


def sizes(runs: int, waves: int) -> list[int]:
    """Runs of each wave: half over the whole box, the rest in equal parts."""
    if waves == 1:
        return [runs]
    first = round(runs * FIRST_SHARE)
    later = (runs - first) // (waves - 1)
    return [first, *([later] * (waves - 2)), runs - first - later * (waves - 2)]


def next_points(told: Likelihood, n: int, number: int, waves: int, seed: int) -> Values:
    """The points of a later wave: where what was seen is not implausible, the last waves nearest."""
    share = (number - 1) / max(1, waves - 1)
    power = LESS_SURE[0] + share * (LESS_SURE[1] - LESS_SURE[0])
    rows = sample(told, DRAWN * n, seed + number, power)
    return chosen(rows, n, np.random.default_rng([seed, number]))


def likelihood(
    points: Values, seen: Values, observed: Values, share: float, error: Values | None = None
) -> tuple[Likelihood, np.ndarray]:
    """The likelihood from all runs so far, and which statistics it uses. `error`: see `Likelihood`."""
    used = usable(seen, observed)
    if not used.any():
        raise ValueError("no statistic is both observed and different from run to run")
    own = None if error is None else error[used]
    return Likelihood(Emulators(points, seen[:, used]), observed[used], share, error=own), used


def calibrated(
    axes: int,
    simulate: Simulate,
    observed: Values,
    wave_sizes: Sequence[int],
    seed: int = 0,
    share: float = 1.0,
    draws: int = 1_000,
    keep: Callable[[int, Callable[[], Values]], Values] = lambda _, made: made(),
    error: Values | None = None,
) -> Told:
    """Parameters told from `observed` statistics, by runs of a simulator in waves.

    `share` and `error`: see `Likelihood`. `keep(wave, make)`: the points of a wave, made or taken from where
    they are kept. Runs of which something observed is missing are left out. ValueError where nothing can be
    told.
    """
    points, seen = np.zeros((0, axes)), np.zeros((0, len(observed)))
    failed = 0
    for number in range(1, len(wave_sizes) + 1):
        runs = points, seen
        here = keep(number, partial(_points, runs, (observed, share, error), number, wave_sizes, seed))
        found = simulate(number, here)
        whole = whole_runs(found, observed)
        failed += int((~whole).sum())
        points, seen = np.vstack([points, here[whole]]), np.vstack([seen, found[whole]])
    of, used = likelihood(points, seen, observed, share, error)
    return told_of(of, used, seed, draws, failed)


def _points(
    runs: tuple[Values, Values],
    seen: tuple[Values, float, Values | None],
    number: int,
    sizes: Sequence[int],
    seed: int,
) -> Values:
    """The points of a wave from the runs before it."""
    if number == 1:
        return spread_points(runs[0].shape[1], sizes[0], seed)
    observed, share, error = seen
    return next_points(
        likelihood(*runs, observed, share, error)[0], sizes[number - 1], number, len(sizes), seed
    )


def whole_runs(found: Values, observed: Values) -> np.ndarray:
    """Runs that gave what most gave: a statistic that is missing in more than a tenth is left out instead."""
    wanted = np.isfinite(observed) & (np.isfinite(found).mean(axis=0) >= MOST_TELL)
    whole: np.ndarray = np.isfinite(found[:, wanted]).all(axis=1) & np.isfinite(found).any(axis=1)
    return whole


def told_of(of: Likelihood, used: np.ndarray, seed: int, draws: int, failed: int = 0) -> Told:
    """The posterior sample of a likelihood, wider where the model cannot meet what was seen (Birge 1932)."""
    # heavy: only who tells pays
    from scipy.stats import chi2

    rows = sample(of, draws, seed)
    missed = float(np.quantile(of.misses(rows)[0], 0.1))
    statistics = int(used.sum())
    wider = 1.0
    if chi2.sf(missed, statistics) < PLENTY:
        wider = missed / statistics
        of = replace(of, wider=wider)
        rows = sample(of, draws, seed)
    away = np.median(of.each_away(rows), axis=0)
    return Told(rows, used, away, wider, of, failed)
