"""What sets of numbers and the worlds within them say of a difference: how wide, and what makes it so.

Worlds are nested in sets. What differs between sets beyond what worlds make is ignorance, which more worlds
do not lessen. What each number has of it, and what knowing it would be worth, is told by regression on sets.

Sources: Searle, Casella & McCulloch (1992) on nested variances; Saltelli et al. (2010) on first-order
shares; Strong, Oakley & Brennan (2014), Medical Decision Making 34, on the value of partial information.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from jiaosuo.experiments.comparison.doubt_result import DifferenceDoubt, DoubtResult, ParameterDoubt
from jiaosuo.experiments.comparison.plausible import whole_prior
from jiaosuo.experiments.comparison.result import ComparisonResult, difference
from jiaosuo.experiments.inference.posterior import Posterior, read_posterior
from jiaosuo.experiments.inference.prior import Prior, spread_points
from jiaosuo.experiments.statistics.intervals import Values, holm
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import directions
from jiaosuo.model.scenario import Scenario

DRAWS, WORLDS = 32, 2
LEAST_DRAWS, LEAST_WORLDS, MOST = 8, 2, 1_000
FRESH = 2_000_003
"""Added to the seed: worlds here are never those of the comparison."""


@dataclass(frozen=True)
class Numbers:
    """Sets of numbers, (sets, numbers), with their prior, and whether a log was asked.

    `of_figures`: those of them that are drawn as published figures leave them.
    """

    prior: Prior
    values: Values
    of_log: bool
    of_figures: tuple[str, ...] = ()


def numbers_of(posterior: Posterior, draws: int, seed: int = 0) -> Numbers:
    """Sets drawn from a posterior; InputError for fewer sets than tell anything."""
    check_sets(draws, WORLDS)
    rows = np.random.default_rng(seed).permutation(len(posterior.draws))[:draws]
    figures = posterior.names if posterior.about.figures else ()
    return Numbers(posterior.prior, posterior.draws[rows], of_log=not figures, of_figures=figures)


def with_plausible(numbers: Numbers, prior: Prior, seed: int = 0) -> Numbers:
    """Sets with what else is plausible beside: a band must not narrow because numbers are left out of it."""
    known = set(numbers.prior.names)
    more = Prior(tuple(each for each in prior.ranges if each.name not in known))
    if not more.ranges:
        return numbers
    beside = more.values(spread_points(len(more.names), len(numbers.values), seed))
    both = Prior((*numbers.prior.ranges, *more.ranges))
    return replace(numbers, prior=both, values=np.hstack([numbers.values, beside]))


def numbers_at(place: Scenario, posterior: Path | None, draws: int, seed: int = 0) -> Numbers:
    """Sets for a place: of its posterior's file, or of all that is plausible; InputError for too few.

    A posterior that was told from published figures has what else is plausible beside it.
    """
    if posterior is None:
        return plausible_numbers(whole_prior(place), draws, seed)
    found = numbers_of(read_posterior(posterior), draws, seed)
    return with_plausible(found, whole_prior(place), seed) if found.of_figures else found


def plausible_numbers(prior: Prior, draws: int, seed: int = 0) -> Numbers:
    """Sets that are even over plausible ranges; InputError for fewer sets than tell anything."""
    check_sets(draws, WORLDS)
    return Numbers(prior, prior.values(spread_points(len(prior.names), draws, seed)), of_log=False)


def check_sets(draws: int, worlds: int) -> None:
    """InputError for fewer sets of numbers, or worlds within them, than tell anything."""
    for name, value, low in (("draws", draws, LEAST_DRAWS), ("worlds", worlds, LEAST_WORLDS)):
        if not low <= value <= MOST:
            raise InputError(name, value, f"must be a whole number from {low} to {MOST:,}")


def doubt_of(
    result: ComparisonResult,
    numbers: Numbers,
    rows: Sequence[int],
    columns: Mapping[str, Values],
    refused: int = 0,
    failures: Sequence[str] = (),
) -> DoubtResult:
    """Both kinds of doubt of a comparison's `result`, from worlds under the sets of numbers in `rows`.

    `columns`: by outcome, (sets, worlds, rules), nan where not observed; such a set is left out of that
    outcome. `refused`: how many sets the place did not take.
    """
    unit = numbers.prior.unit(numbers.values[list(rows)])
    return DoubtResult(
        days=result.days,
        draws=len(rows),
        worlds=next((each.shape[1] for each in columns.values()), 0),
        of_log=numbers.of_log,
        names=numbers.prior.names,
        of_figures=numbers.of_figures,
        differences={name: _of_outcome(result, name, each, unit, numbers) for name, each in columns.items()},
        refused=refused,
        failures=tuple(failures),
    )


def _of_outcome(
    result: ComparisonResult, outcome: str, values: Values, unit: Values, numbers: Numbers
) -> dict[str, DifferenceDoubt]:
    better = {"less": -1.0, "more": 1.0}.get(directions()[outcome], 0.0)
    found = {}
    for place, rule in enumerate(result.rules[1:], 1):
        differences = values[:, :, place] - values[:, :, 0]
        seen = np.isfinite(differences).all(axis=1)
        if seen.sum() >= LEAST_DRAWS:
            chance = _chance(result, outcome, rule)
            found[rule] = told(differences[seen], unit[seen], numbers.prior.names, chance, better)
    return found


def _chance(result: ComparisonResult, outcome: str, rule: str) -> float:
    """Variance of the comparison's own mean difference, from its interval."""
    # heavy: only who asks pays
    from scipy.special import stdtrit

    own = difference(result, outcome, rule)
    if own.half_width is None or own.n < 2:
        return 0.0
    return float((own.half_width / stdtrit(own.n - 1, 0.975)) ** 2)


def told(
    differences: Values, unit: Values, names: Sequence[str], chance: float, better: float
) -> DifferenceDoubt:
    """Both kinds of doubt from differences, (sets, worlds), of sets at points of the unit box.

    `better`: 1 where more is better, -1 where less is, 0 where neither; then knowing is worth nothing.
    """
    # heavy: only who asks pays
    from scipy.stats import f as f_law
    from scipy.stats import t as t_law

    sets, worlds = differences.shape
    means = differences.mean(axis=1)
    within = float(differences.var(axis=1, ddof=1).mean())
    between = worlds * float(means.var(ddof=1))
    ignorance = max(0.0, (between - within) / worlds)
    ratio = between / within if within > 0 else float(np.inf if between > 0 else 0.0)
    p = float(f_law.sf(ratio, sets - 1, sets * (worlds - 1)))
    half = float(t_law.ppf(0.975, sets - 1)) * (ignorance + float(means.var(ddof=1)) / sets) ** 0.5
    mean = float(means.mean())
    both = ignorance + chance
    return DifferenceDoubt(
        mean=mean,
        interval=(mean - half, mean + half),
        ignorance=ignorance,
        chance=chance,
        share=ignorance / both if both > 0 else 0.0,
        p=p,
        draws=sets,
        parameters=tuple(_parameters(means, unit, names, ignorance, better)),
    )


def _parameters(
    means: Values, unit: Values, names: Sequence[str], ignorance: float, better: float
) -> list[ParameterDoubt]:
    """Each number by a parabola through the sets' means; those with most first."""
    fits = [_parabola(means, unit[:, at]) for at in range(len(names))]
    adjusted = holm([p for _, _, p in fits])
    found = [
        ParameterDoubt(
            name=name,
            share=min(1.0, variance / ignorance) if ignorance > 0 else 0.0,
            p_holm=float(1.0 if p is None else p),
            worth=_worth(better * curve),
        )
        for name, (curve, variance, _), p in zip(names, fits, adjusted, strict=True)
    ]
    return sorted(found, key=lambda each: (each.p_holm, -each.share))


def _parabola(means: Values, at: Values) -> tuple[Values, float, float]:
    """What is told of each set by one number; the variance that it makes, chance taken off; and its p."""
    # heavy: only who asks pays
    from scipy.stats import f as f_law

    middle = at - 0.5
    rows = np.column_stack([np.ones_like(middle), middle, middle**2])
    curve = rows @ np.linalg.lstsq(rows, means, rcond=None)[0]
    sets = len(means)
    left = float(((means - curve) ** 2).sum()) / (sets - 3)
    explained = float(((curve - means.mean()) ** 2).sum())
    p = float(f_law.sf(explained / 2 / left, 2, sets - 3)) if left > 0 else 0.0
    return curve, max(0.0, (explained - 2 * left) / (sets - 1)), p


def _worth(gain: Values) -> float:
    """How much more is gained on average by who knows and takes the better rule each time."""
    return float(np.maximum(gain, 0.0).mean() - max(0.0, float(gain.mean())))
