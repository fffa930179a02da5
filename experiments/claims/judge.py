"""Claims judged as a family, so that many of them do not come out by chance.

Tests are Holm-adjusted over the claims of the family (family-wise error 5 %); criteria that look at an
interval look at one widened so that the intervals of all these claims hold at once (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import Criterion, Interval, Observed
from jiaosuo.experiments.claims.verdict import Verdict
from jiaosuo.experiments.statistics.intervals import family_interval, holm, p_value, shifted


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict (None: not to be judged) and its adjusted p-value (None: no test)."""

    claim: Claim
    verdict: Verdict | None
    p: float | None


def judge(claims: Sequence[Claim]) -> list[Judged]:
    """The claims, judged as one family."""
    adjusted = holm([_raw_p(claim) for claim in claims])
    family = sum(claim.criterion is not None and claim.estimate.mean is not None for claim in claims)
    return [Judged(claim, _verdict(claim, p, family), p) for claim, p in zip(claims, adjusted, strict=True)]


def verdict_on(claim: Claim) -> Verdict | None:
    """The verdict on a claim that stands alone."""
    return judge([claim])[0].verdict


def _raw_p(claim: Claim) -> float | None:
    if claim.criterion is None or claim.criterion.null is None:
        return None
    return p_value(shifted(claim.estimate, -claim.criterion.null))


def _verdict(claim: Claim, p: float | None, family: int) -> Verdict | None:
    if claim.criterion is None:
        return None
    if claim.estimate.mean is None:
        return Verdict.UNSEEN
    wide = _interval(claim, claim.criterion, claim.estimate.mean, family)
    if wide is None:
        return Verdict.UNCLEAR
    seen = Observed(claim.estimate.mean, wide, 1.0 if p is None else p, claim.beyond, claim.worlds)
    return claim.criterion.verdict(seen)


def _interval(claim: Claim, criterion: Criterion, mean: float, family: int) -> Interval | None:
    """The interval that a criterion looks at; for one that looks at none, the mean alone will do."""
    if not criterion.needs_interval:
        return mean, mean
    return claim.estimate.interval if family == 1 else family_interval(claim.estimate, family).interval
