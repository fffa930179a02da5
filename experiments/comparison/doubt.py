"""Both kinds of doubt of a comparison: worlds are drawn within sets of numbers, and these from what is known.

Nested: each set of numbers (a draw of a posterior, or a point of the plausible ranges) has worlds of its own,
the same for all rules. What differs between sets beyond what worlds make is ignorance, which more worlds do
not lessen; what each number has of it, and what knowing it would be worth, is told by regression on the sets.

Sources: Searle, Casella & McCulloch (1992) on nested variances; Saltelli et al. (2010) on first-order
shares; Strong, Oakley & Brennan (2014), Medical Decision Making 34, on the value of partial information.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from jiaosuo.experiments.comparison.doubt_result import DifferenceDoubt, DoubtResult, ParameterDoubt
from jiaosuo.experiments.comparison.result import HEADLINES, ComparisonResult, difference, present
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.inference.posterior import Posterior
from jiaosuo.experiments.inference.prior import Prior, spread_points
from jiaosuo.experiments.replication.columns import column_of
from jiaosuo.experiments.replication.replicate import replicate
from jiaosuo.experiments.replication.world import World, under_rule
from jiaosuo.experiments.statistics.intervals import Values, holm
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import directions
from jiaosuo.model.scenario import Scenario

DRAWS, WORLDS = 32, 2
LEAST_DRAWS, LEAST_WORLDS, MOST = 8, 2, 1_000
FRESH = 2_000_003
"""Added to the seed: worlds here are never those of the comparison."""

type Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Numbers:
    """Sets of numbers, (sets, numbers), with their prior, and whether a log was asked."""

    prior: Prior
    values: Values
    of_log: bool


def numbers_of(posterior: Posterior, draws: int, seed: int = 0) -> Numbers:
    """Sets drawn from a posterior; InputError for fewer sets than tell anything."""
    _check(draws, WORLDS)
    rows = np.random.default_rng(seed).permutation(len(posterior.draws))[:draws]
    return Numbers(posterior.prior, posterior.draws[rows], of_log=True)


def plausible_numbers(prior: Prior, draws: int, seed: int = 0) -> Numbers:
    """Sets that are even over plausible ranges; InputError for fewer sets than tell anything."""
    _check(draws, WORLDS)
    return Numbers(prior, prior.values(spread_points(len(prior.names), draws, seed)), of_log=False)


def _check(draws: int, worlds: int) -> None:
    for name, value, low in (("draws", draws, LEAST_DRAWS), ("worlds", worlds, LEAST_WORLDS)):
        if not low <= value <= MOST:
            raise InputError(name, value, f"must be a whole number from {low} to {MOST:,}")


def doubt(
    scenario: Scenario,
    result: ComparisonResult,
    numbers: Numbers,
    jobs: int = 1,
    progress: Progress | None = None,
    at: Moment = Moment.LONG_RUN,
    worlds: int = WORLDS,
) -> DoubtResult:
    """Both kinds of doubt of the headlines of a comparison's `result`; the same for any number of jobs.

    Sets that the scenario refuses are counted, and sets with a world that failed or in which an outcome was
    not observed are left out of that outcome.
    """
    _check(len(numbers.values), worlds)
    outcomes = [each.outcome for each in present(result)]
    places, refused = _scenarios(scenario, numbers)
    plan = [
        _world(place, result, scenario.seed + FRESH + row * worlds + world, at)
        for row, place in places
        for world in range(worlds)
    ]
    done = 0

    def on_done(_: World, __: object) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(plan))

    found = run_all(partial(replicate, outcomes=tuple(outcomes)), plan, jobs, on_done)
    unit = numbers.prior.unit(numbers.values[[row for row, _ in places]])
    rules = len(result.rules)
    columns = {name: column_of(found, name, rules).reshape(-1, worlds, rules) for name in outcomes}
    return DoubtResult(
        days=result.days,
        draws=len(places),
        worlds=worlds,
        of_log=numbers.of_log,
        names=numbers.prior.names,
        differences={name: _of_outcome(result, name, columns[name], unit, numbers) for name in outcomes},
        refused=refused,
        failures=tuple(f"seed {e.item.seed}: {e.error}" for e in found if isinstance(e, Failure)),
    )


def _scenarios(scenario: Scenario, numbers: Numbers) -> tuple[list[tuple[int, Scenario]], int]:
    """The place with each set of numbers that it takes, and how many it refuses."""
    found: list[tuple[int, Scenario]] = []
    for row, values in enumerate(numbers.values.tolist()):
        try:
            found.append((row, scenario.changed(**dict(zip(numbers.prior.names, values, strict=True)))))
        except InputError:
            continue
    return found, len(numbers.values) - len(found)


def _world(place: Scenario, result: ComparisonResult, seed: int, at: Moment) -> World:
    seeded = place.changed(seed=seed)
    return World(tuple(under_rule(seeded, rule, at=at) for rule in result.rules), result.days)


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


def headlines_told(found: DoubtResult) -> list[str]:
    """The outcomes of which there is anything to say, in the order of the headlines."""
    return [each.outcome for each in HEADLINES if found.differences.get(each.outcome)]
