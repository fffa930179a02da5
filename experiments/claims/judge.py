"""Claims judged as a family, so that many of them do not come out by chance.

Tests are Holm-adjusted over the claims of the family (family-wise error 5 %); criteria that look at an
interval look at one widened so that the intervals of all these claims hold at once (Bonferroni).

A verdict must be able to go either way. A claim on fewer events than `LEAST_EVENTS` is not judged and is no
member of the family. One that is not decided, and whose interval is wider than what its criterion would have
to see, has not enough power; so has one whose limit is a share of a mean that is not above 0. A test against
0 needs no such limit: what is significant is decided all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import Criterion, Interval, Observed
from jiaosuo.experiments.claims.verdict import Verdict
from jiaosuo.experiments.statistics.intervals import family_interval, holm, p_value, shifted
from jiaosuo.experiments.statistics.power import may_be_nothing, too_few


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict (None: not to be judged) and its adjusted p-value (None: no test)."""

    claim: Claim
    verdict: Verdict | None
    p: float | None


def judge(claims: Sequence[Claim]) -> list[Judged]:
    """The claims, judged as one family."""
    adjusted = holm([_raw_p(claim) for claim in claims])
    family = sum(claim.criterion is not None and _unsaid(claim) is None for claim in claims)
    return [Judged(claim, _verdict(claim, p, family), p) for claim, p in zip(claims, adjusted, strict=True)]


def verdict_on(claim: Claim) -> Verdict | None:
    """The verdict on a claim that stands alone."""
    return judge([claim])[0].verdict


def _raw_p(claim: Claim) -> float | None:
    if claim.criterion is None or claim.criterion.null is None or _unsaid(claim) is not None:
        return None
    return p_value(shifted(claim.estimate, -claim.criterion.null))


def _verdict(claim: Claim, p: float | None, family: int) -> Verdict | None:
    if claim.criterion is None:
        return None
    if claim.estimate.mean is None or (unsaid := _unsaid(claim)) is not None:
        return Verdict.UNSEEN if claim.estimate.mean is None else unsaid
    wide = _interval(claim, claim.criterion, claim.estimate.mean, family)
    if wide is None:
        return Verdict.UNCLEAR
    seen = Observed(claim.estimate.mean, wide, 1.0 if p is None else p, claim.beyond, claim.worlds)
    verdict = claim.criterion.verdict(seen)
    return Verdict.NO_POWER if _is_blunt(claim, claim.criterion, wide, verdict) else verdict


def _unsaid(claim: Claim) -> Verdict | None:
    """Why nothing can be said of a claim before it is judged; None: it can be judged."""
    if claim.estimate.mean is None:
        return Verdict.UNSEEN
    if too_few(claim.events):
        return Verdict.TOO_FEW
    tests = claim.criterion is not None and claim.criterion.null is not None
    return Verdict.NO_POWER if _has_no_scale(claim) and not tests else None


def _has_no_scale(claim: Claim) -> bool:
    """Whether the criterion states a share of a mean that is not above 0."""
    scale = claim.scale
    return scale is not None and (may_be_nothing(scale) or (scale.mean or 0.0) < 0.0)


def _is_blunt(claim: Claim, criterion: Criterion, wide: Interval, verdict: Verdict) -> bool:
    """Whether the claim is open because its interval is wider than what had to be seen.

    An interval of the mean alone, for a criterion that looks at none, is as wide as the claim's own.
    """
    if criterion.needed is None or verdict not in criterion.open_verdicts:
        return False
    if _has_no_scale(claim):
        return True
    own = claim.estimate.half_width
    half = (wide[1] - wide[0]) / 2 if criterion.needs_interval else own
    return half is not None and half > criterion.needed


def _interval(claim: Claim, criterion: Criterion, mean: float, family: int) -> Interval | None:
    """The interval that a criterion looks at; for one that looks at none, the mean alone will do."""
    if not criterion.needs_interval:
        return mean, mean
    return claim.estimate.interval if family == 1 else family_interval(claim.estimate, family).interval
