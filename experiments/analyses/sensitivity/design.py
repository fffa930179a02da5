"""Morris and Sobol by SALib, on any function of points: elementary effects, then shares of variance.

Sources: Morris (1991), Technometrics 33; Campolongo et al. (2007), mu*; Saltelli et al. (2010), total
effects; bootstrap intervals as SALib makes them, from always the same dice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from jiaosuo.experiments.analyses.sensitivity.factors import Factor
from jiaosuo.experiments.analyses.sensitivity.sensitivity_result import ElementaryEffect, VarianceShare
from jiaosuo.experiments.statistics.intervals import LEVEL, Values

LEVELS = 4
RESAMPLES = 500
SEED = 2004

type Evaluate = Callable[[list[dict[str, float]]], Values]
"""Values at points (each a value by name), (points,); nan where a run failed."""


def problem(factors: Sequence[Factor]) -> dict[str, Any]:
    """The factors in the form that SALib takes."""
    return {
        "num_vars": len(factors),
        "names": [each.name for each in factors],
        "bounds": [[each.low, each.high] for each in factors],
    }


def points(factors: Sequence[Factor], sample: Values) -> list[dict[str, float]]:
    """Rows of a sample as values by name."""
    return [{f.name: float(x) for f, x in zip(factors, row, strict=True)} for row in sample]


def screened(factors: Sequence[Factor], trajectories: int, evaluate: Evaluate) -> list[ElementaryEffect]:
    """Elementary effects of each factor over its range, the largest first: mu* with interval, mu, sigma."""
    from SALib.analyze import morris as analyse  # type: ignore[import-untyped]
    from SALib.sample import morris as sample  # type: ignore[import-untyped]

    asked = problem(factors)
    drawn = sample.sample(asked, trajectories, num_levels=LEVELS, seed=SEED)
    values = evaluate(points(factors, drawn))
    found = analyse.analyze(
        asked, drawn, filled(values), num_levels=LEVELS, conf_level=LEVEL, num_resamples=RESAMPLES, seed=SEED
    )
    rows = [
        ElementaryEffect(
            name=name, mu_star=float(star), half=_number(half), mu=float(mu), sigma=_number(sigma)
        )
        for name, star, half, mu, sigma in zip(
            found["names"], found["mu_star"], found["mu_star_conf"], found["mu"], found["sigma"], strict=True
        )
    ]
    return sorted(rows, key=lambda row: (-row.mu_star, row.name))


def shared_out(factors: Sequence[Factor], base: int, evaluate: Evaluate) -> list[VarianceShare]:
    """First and total share of the variance that each factor makes, with bootstrap half-widths."""
    # heavy: only this study pays
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    asked = problem(factors)
    drawn = sample.sample(asked, base, calc_second_order=False, seed=SEED)
    values = filled(evaluate(points(factors, drawn)))
    if np.ptp(values) == 0:
        return [
            VarianceShare(name=each.name, first=None, first_half=None, total=None, total_half=None)
            for each in factors
        ]
    found = analyse.analyze(
        asked, values, calc_second_order=False, conf_level=LEVEL, num_resamples=RESAMPLES, seed=SEED
    )
    return [
        VarianceShare(
            name=each.name,
            first=_number(found["S1"][at]),
            first_half=_number(found["S1_conf"][at]),
            total=_number(found["ST"][at]),
            total_half=_number(found["ST_conf"][at]),
        )
        for at, each in enumerate(factors)
    ]


def filled(values: Values) -> Values:
    """Values with the mean in place of a failed run: the methods need every point."""
    seen = np.isfinite(values)
    mean = float(values[seen].mean()) if seen.any() else 0.0
    whole: Values = np.where(seen, values, mean)
    return whole


def _number(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
