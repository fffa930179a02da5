"""Every law tried: worlds run, each figure a claim that is judged, one result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.judge import verdict_on
from jiaosuo.experiments.claims.verdict import Verdict
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.statistics.intervals import mean_interval, paired_difference
from jiaosuo.experiments.validation import LAWS
from jiaosuo.experiments.validation.law import LEVEL, NEAR, QUICKLY_NEAR, Case, Figures, Law
from jiaosuo.experiments.validation.validation_result import FigureResult, LawResult, ValidationResult


@dataclass(frozen=True)
class CaseRun:
    """One world of a case: plain numbers and names, so that any process can run it."""

    law: str
    case: int
    seed: int
    days: float


@dataclass(frozen=True)
class World:
    """The figures of one world, and what its twin says they are (None: a formula says it of all)."""

    seen: Figures
    twin: Figures | None


def look(run: CaseRun) -> World:
    """One world, and its twin where it has one."""
    case = LAWS[run.law].cases[run.case]
    seen = case.look(run.seed, run.days)
    return World(seen, None if case.twin is None else case.twin(run.seed, run.days))


def validate(
    quick: bool = False,
    jobs: int = 1,
    on_done: Callable[[int, int], None] | None = None,
    laws: Mapping[str, Law] = LAWS,
) -> ValidationResult:
    """All laws: figures beside theory and whether they hold, the same for any number of jobs.

    Worlds have seeds 1 to n. The longest run first, so that two workers end together.
    """
    runs = sorted(planned(laws, quick), key=lambda run: -run.days)
    done = 0

    def on_run(_: CaseRun, __: object) -> None:
        nonlocal done
        done += 1
        if on_done is not None:
            on_done(done, len(runs))

    found = dict(zip(runs, run_all(look, runs, jobs, on_run), strict=True))
    tried = tuple(_law(law, quick, found) for law in laws.values())
    failures = tuple(
        f"{each.law}, seed {each.seed}: {one.error}"
        for each, one in found.items()
        if isinstance(one, Failure)
    )
    return ValidationResult(
        validation="quick" if quick else "full",
        level=LEVEL,
        tolerance=QUICKLY_NEAR if quick else NEAR,
        holds=not failures and all(law.holds for law in tried),
        claims=tried,
        failures=failures,
    )


def planned(laws: Mapping[str, Law], quick: bool) -> list[CaseRun]:
    """The worlds of all cases that the set has."""
    return [
        CaseRun(name, number, seed, effort.days)
        for name, law in laws.items()
        for number, case in enumerate(law.cases)
        if (effort := case.effort(quick)) is not None
        for seed in range(1, effort.worlds + 1)
    ]


def _law(law: Law, quick: bool, found: Mapping[CaseRun, World | Failure]) -> LawResult:
    rows: list[FigureResult] = []
    for number, case in enumerate(law.cases):
        if (effort := case.effort(quick)) is None:
            continue
        seen = [found[CaseRun(law.name, number, seed, effort.days)] for seed in range(1, effort.worlds + 1)]
        kept = [each for each in seen if not isinstance(each, Failure)]
        for figure, theory in said(case, kept).items():
            worlds = [each.seen[figure] for each in kept]
            twins = [each.twin[figure] for each in kept if each.twin is not None]
            rows.append(_row(case, theory, claim_of(case, figure, theory, worlds, quick, twins)))
    return LawResult(
        name=law.name,
        words=law.words,
        source=law.source,
        holds=bool(rows) and all(row.holds for row in rows),
        rows=tuple(rows),
    )


def said(case: Case, worlds: Sequence[World]) -> Figures:
    """What theory says: its formula, or the means over the worlds of the twin."""
    if case.theory is not None:
        return case.theory()
    twins = [each.twin for each in worlds if each.twin is not None]
    return {name: float(np.mean([each[name] for each in twins])) for name in (twins[0] if twins else ())}


def claim_of(
    case: Case, figure: str, theory: float, worlds: Sequence[float], quick: bool, twins: Sequence[float] = ()
) -> Claim:
    """That a figure is what theory says; `worlds`: its value in each, nan where not observed.

    `twins`: what theory says of each world, where it is a simulation. `theory` is then their mean, and the
    interval is that of the differences, laid around the mean of the county.
    """
    if twins:
        estimate = _moved(paired_difference(twins, worlds, LEVEL), theory)
    else:
        estimate = mean_interval(worlds, LEVEL)
    return Claim(figure, estimate, case.criterion(theory, quick), worlds=tuple(worlds))


def _moved(estimate: Estimate, by: float) -> Estimate:
    if estimate.mean is None or estimate.interval is None:
        return estimate
    low, high = estimate.interval
    return replace(estimate, mean=estimate.mean + by, interval=(low + by, high + by))


def holds(claim: Claim) -> bool:
    """Whether it came out; each stands alone, at the level of its interval."""
    return verdict_on(claim) == Verdict.CAME_OUT


def _row(case: Case, theory: float, claim: Claim) -> FigureResult:
    mean = claim.estimate.mean
    return FigureResult(
        case=case.words.format(**case.values) if case.values else case.words,
        words=case.words,
        values=dict(case.values),
        figure=claim.text,
        theory=theory,
        mean=mean,
        interval=claim.estimate.interval,
        difference=None if not theory or mean is None else mean / theory - 1,
        n=claim.estimate.n,
        judged=case.agreement.value,
        allowed=case.allowed,
        holds=holds(claim),
    )
