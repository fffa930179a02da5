"""Which assumptions would flip a comparison: each moved to the ends of its range, on the same worlds.

Two looks. All ends are tried in a few worlds. Those near to turning a headline are judged anew in fresh
worlds, which had no part in picking them: a flip is a paired difference, significant on the other side (Holm
over all that is judged of the headline); a blur is one no longer told from 0 that has moved towards it beyond
chance; what is not told from 0 but has not moved either is unclear, or, where its interval is wider than the
difference that it may have lost, without power to say. The difference as it is must stand in the same worlds,
else nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from jiaosuo.experiments.comparison.plausible import uncertain
from jiaosuo.experiments.comparison.result import ComparisonResult, difference, moved, told
from jiaosuo.experiments.comparison.robust_result import (
    JudgedEnd,
    RobustResult,
    RuleFlips,
    Status,
    Uncertain,
    Verdict,
    WorldsTried,
)
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.replication.columns import column_of
from jiaosuo.experiments.replication.replicate import replicate
from jiaosuo.experiments.replication.world import World, under_rule
from jiaosuo.experiments.statistics.intervals import (
    LEVEL,
    Estimate,
    Values,
    family_interval,
    holm,
    p_value,
    paired_difference,
)
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.limits import check_days
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.scenario import Scenario

DAYS = 2.0
"""Days of a run by default, if the comparison has as many: much is looked at, for a short time."""
LEAST_WORLDS = 3
NEAR = 0.5
"""Of the difference as it is, what may be left in the first look for an end to be judged in the second."""
MOST = 6
"""Ends that are judged, those that turned it most."""

type Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """The request: headlines (None: the first that is told), assumptions, days of a run, worlds by look."""

    headlines: tuple[str, ...] | None
    assumptions: tuple[Uncertain, ...]
    days: float
    judged: int = 8
    screened: int = 2


@dataclass(frozen=True)
class End:
    """An assumption at an end of its range; nothing of it: as it is."""

    assumption: Uncertain | None = None
    value: float = 0.0

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario with the assumption there."""
        return scenario if self.assumption is None else scenario.changed(**{self.assumption.name: self.value})


AS_IT_IS = End()

type Columns = dict[End, dict[str, Values]]
"""For each end, each outcome in each world under each rule, (worlds, rules); nan where not observed."""


def asked(
    scenario: Scenario,
    days: float,
    headlines: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    worlds: int = 8,
    robust_days: float | None = None,
) -> Asked:
    """The request, checked before anything is run; `days` are those of the comparison.

    `names`: the assumptions to try, see `uncertain`. Runs are of `robust_days` (default: two, or the
    comparison's if it has less; a path says its own). Raises InputError for what is unknown or out of range.
    """
    for name in headlines or ():
        if name not in OUTCOMES:
            raise unknown("headline", name, OUTCOMES)
    if worlds < LEAST_WORLDS:
        raise InputError("robust-worlds", worlds, f"must be a whole number from {LEAST_WORLDS}")
    if robust_days is not None:
        robust_days = check_days(robust_days)
        if scenario.path is not None:
            raise InputError(
                "robust-days", robust_days, f"the path of {scenario.place} says which days are run"
            )
    short = days if scenario.path is not None else min(DAYS, days)
    chosen = None if headlines is None else tuple(dict.fromkeys(headlines))
    return Asked(
        chosen, tuple(uncertain(scenario, names)), short if robust_days is None else robust_days, worlds
    )


def robust(
    scenario: Scenario,
    result: ComparisonResult,
    asked: Asked,
    jobs: int = 1,
    progress: Progress | None = None,
    at: Moment = Moment.LONG_RUN,
) -> RobustResult:
    """What would flip the headlines of a comparison's `result`.

    A rule that the comparison does not tell from the first has nothing to flip, and if none is told nothing
    is run. `at` as in the comparison. The same for any number of jobs.
    """
    outcomes = asked.headlines or tuple(headline.outcome for headline in told(result)[:1])
    ends, refused = _possible(scenario, asked.assumptions)
    rules = {outcome: [rule for rule, real in moved(result, outcome).items() if real] for outcome in outcomes}
    runs = _Runs(scenario, list(result.rules), asked.days, at, jobs, progress)
    near: dict[str, list[tuple[End, str]]] = {outcome: [] for outcome in outcomes}
    seen: Columns = {}
    if any(rules.values()):
        seed = scenario.seed + result.replications
        looked = runs.columns([AS_IT_IS, *ends], seed, asked.screened)
        near |= {outcome: _nearest(result, outcome, rules[outcome], looked) for outcome in outcomes}
        picked = dict.fromkeys(end for each in near.values() for end, _ in each[:MOST])
        seen = runs.columns([AS_IT_IS, *picked], seed + asked.screened, asked.judged)
    return RobustResult(
        days=asked.days,
        worlds=WorldsTried(screened=asked.screened, judged=asked.judged),
        runs=runs.done,
        assumptions=asked.assumptions,
        refused=tuple(refused),
        headlines={name: _judged(result, name, rules[name], near[name], seen) for name in outcomes},
        failures=tuple(runs.failures),
    )


def _possible(scenario: Scenario, tried: Sequence[Uncertain]) -> tuple[list[End], list[str]]:
    """All ends that the scenario takes, and in words those it refuses beside its other values."""
    ends, refused = [], []
    for each in tried:
        for value in each.ends:
            end = End(each, value)
            try:
                end.of(scenario)
            except InputError as error:
                refused.append(str(error))
            else:
                ends.append(end)
    return ends, refused


@dataclass
class _Runs:
    """Runs worlds under every rule at each end; counts them, and keeps what failed."""

    scenario: Scenario
    rules: list[str]
    days: float
    at: Moment
    jobs: int
    progress: Progress | None
    done: int = 0
    failures: list[str] = field(default_factory=list)

    def columns(self, ends: list[End], seed: int, worlds: int) -> Columns:
        """Worlds with seeds from `seed` on, the same at every end."""
        items = [(end, seed + number) for end in ends for number in range(worlds)]
        total, done = self.done + len(items), 0

        def on_done(_: World, __: object) -> None:
            nonlocal done
            done += 1
            if self.progress is not None:
                self.progress(self.done + done, total)

        found = run_all(replicate, [self._world(end, at) for end, at in items], self.jobs, on_done)
        self.done = total
        for (end, at), each in zip(items, found, strict=True):
            if isinstance(each, Failure):
                self.failures.append(f"{_words(end)}, seed {at}: {each.error}")
        rows = [found[start : start + worlds] for start in range(0, len(found), worlds)]
        return {
            end: {name: column_of(row, name, len(self.rules)) for name in OUTCOMES}
            for end, row in zip(ends, rows, strict=True)
        }

    def _world(self, end: End, seed: int) -> World:
        here = end.of(self.scenario).changed(seed=seed)
        return World(tuple(under_rule(here, rule, at=self.at) for rule in self.rules), self.days)


def _words(end: End) -> str:
    return "as it is" if end.assumption is None else f"{end.assumption.name}={end.value:g}"


def _nearest(
    result: ComparisonResult, outcome: str, rules: Sequence[str], seen: Columns
) -> list[tuple[End, str]]:
    """The ends, with the rule, at which little is left of the difference or it turns, the nearest first."""
    left = []
    for rule in rules:
        place, sign = result.rules.index(rule), _sign(result, outcome, rule)
        gaps = {end: sign * _mean_gap(table[outcome], place) for end, table in seen.items()}
        still = abs(gaps.pop(AS_IT_IS)) or 1.0
        left += [(gap / still, end, rule) for end, gap in gaps.items() if gap < NEAR * still]
    left.sort(key=lambda each: each[0])
    return [(end, rule) for _, end, rule in left]


def _mean_gap(columns: Values, place: int) -> float:
    gaps = _gaps(columns, place)
    observed = gaps[np.isfinite(gaps)]
    return float(observed.mean()) if observed.size else np.nan  # which is near to nothing


def _sign(result: ComparisonResult, outcome: str, rule: str) -> float:
    return float(np.sign(difference(result, outcome, rule).mean or 0.0))


def _judged(
    result: ComparisonResult,
    outcome: str,
    rules: Sequence[str],
    near: Sequence[tuple[End, str]],
    seen: Columns,
) -> dict[str, RuleFlips]:
    """For each later rule: what would flip or blur its difference, or why nothing is said of it."""
    rows = {rule: _as_it_is(result, outcome, rule, rules, seen) for rule in result.later}
    held = [(end, rule) for end, rule in near[:MOST] if rows[rule].status == "judged"]
    ends = list(zip(held, _verdicts(result, outcome, held, seen), strict=True))
    return {
        rule: replace(
            row,
            judged=tuple(judged for (_, of), judged in ends if of == rule),
            not_judged=tuple(_words(end) for end, of in near[MOST:] if of == rule),
        )
        for rule, row in rows.items()
    }


def _as_it_is(
    result: ComparisonResult, outcome: str, rule: str, rules: Sequence[str], seen: Columns
) -> RuleFlips:
    """ "open": the comparison does not tell the rule from the first. "lost": these worlds do not."""
    if rule not in rules:
        return RuleFlips(status="open", as_it_is=None, judged=(), not_judged=())
    change = _difference(result, outcome, rule, seen[AS_IT_IS])
    p, same = p_value(change), (change.mean or 0.0) * _sign(result, outcome, rule) > 0
    status: Status = "judged" if same and p is not None and p <= 1 - LEVEL else "lost"
    return RuleFlips(status=status, as_it_is=change, judged=(), not_judged=())


def _difference(result: ComparisonResult, outcome: str, rule: str, table: Mapping[str, Values]) -> Estimate:
    return paired_difference(table[outcome][:, 0], table[outcome][:, result.rules.index(rule)])


def _verdicts(
    result: ComparisonResult, outcome: str, held: Sequence[tuple[End, str]], seen: Columns
) -> list[JudgedEnd]:
    """What each end does; Holm over all differences that are judged, and over how they moved."""
    places = [(end, result.rules.index(rule)) for end, rule in held]
    gaps = [(_gaps(seen[AS_IT_IS][outcome], at), _gaps(seen[end][outcome], at)) for end, at in places]
    changes = [_difference(result, outcome, rule, seen[end]) for end, rule in held]
    shifts = [paired_difference(before, after) for before, after in gaps]
    rows = []
    for (end, rule), change, shift, p, p_shift in zip(
        held, changes, shifts, holm([*map(p_value, changes)]), holm([*map(p_value, shifts)]), strict=True
    ):
        assert end.assumption is not None
        sign = _sign(result, outcome, rule)
        wide = family_interval(change, len(held))
        verdict = _verdict(sign * (change.mean or 0.0), p, sign * (shift.mean or 0.0), p_shift)
        as_it_is = _difference(result, outcome, rule, seen[AS_IT_IS]).mean or 0.0
        if verdict == "unclear" and (wide.half_width or 0.0) > abs(as_it_is):
            verdict = "no power"
        rows.append(
            JudgedEnd(
                name=end.assumption.name,
                value=end.value,
                verdict=verdict,
                difference=change,
                interval=wide.interval,
                p_holm=p,
            )
        )
    return rows


def _gaps(columns: Values, place: int) -> Values:
    """How much more of the outcome there is under a rule than under the first, (worlds,)."""
    return columns[:, place] - columns[:, 0]


def _verdict(along: float, p: float | None, moved_by: float, p_shift: float | None) -> Verdict:
    """`along`: the difference, above 0 on the side that the comparison found; `moved_by`: how it moved."""
    if p is None:
        return "not observed"
    if p <= 1 - LEVEL:
        return "flips" if along < 0 else "holds"
    towards = p_shift is not None and p_shift <= 1 - LEVEL and moved_by < 0
    return "blurs" if towards else "unclear"
