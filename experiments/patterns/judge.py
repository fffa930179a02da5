"""Verdicts by stated criteria; nobody writes one by hand.

A claim is an estimate and a criterion. Tests are Holm-adjusted over the claims of one pattern at one place
(family-wise error 5 %); criteria that look at an interval look at one widened so that the intervals of all
these claims hold at once (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from jiaosuo.experiments.statistics.intervals import Estimate, family_interval, holm, p_value, shifted

ALPHA = 0.05

type Show = Callable[[float], str]
type Interval = tuple[float, float]


class Verdict(StrEnum):
    """What can be said of a claim, or of a pattern."""

    CAME_OUT = "came out"
    IN_PART = "in part"
    DID_NOT = "did not"
    UNCLEAR = "not distinguishable"
    UNSEEN = "not observed"
    FAILED = "failed"


DECIDED = (Verdict.CAME_OUT, Verdict.IN_PART, Verdict.DID_NOT)


@dataclass(frozen=True)
class Evidence:
    """What a criterion judges: the mean, its widened interval, and the adjusted p-value of its test.

    `beyond` is -1 or +1 where the quantity lies at or past the lower or upper end of what was looked at.
    """

    mean: float
    wide: Interval
    p: float
    beyond: int = 0


class Criterion(Protocol):
    """How a claim is judged. `null` is the value its test refutes; None: it looks at the interval alone."""

    @property
    def null(self) -> float | None:
        """The value the test tries to refute."""

    def expected(self, show: Show) -> str:
        """What was expected, for a reader."""

    def verdict(self, seen: Evidence) -> Verdict:
        """The verdict."""


@dataclass(frozen=True)
class Band:
    """Came out: beyond chance, mean inside the band. In part: beyond chance the same way, mean outside.

    Did not: beyond chance the other way, or no overlap of interval and band. The band lies to one side of 0.
    """

    low: float
    high: float
    null: float = 0.0

    def expected(self, show: Show) -> str:
        """The band."""
        return f"band {show(self.low)} to {show(self.high)}"

    def verdict(self, seen: Evidence) -> Verdict:
        """Beyond chance or not, inside or not."""
        if seen.p <= ALPHA:
            if seen.mean * (self.low + self.high) < 0:
                return Verdict.DID_NOT
            return Verdict.CAME_OUT if self.low <= seen.mean <= self.high else Verdict.IN_PART
        overlaps = seen.wide[0] <= self.high and self.low <= seen.wide[1]
        return Verdict.UNCLEAR if overlaps else Verdict.DID_NOT


@dataclass(frozen=True)
class Side:
    """Came out: beyond chance on the side of the limit that `sign` says. Did not: on the other, or on it."""

    sign: int
    null: float = 0.0

    def expected(self, show: Show) -> str:
        """The limit."""
        return f"{'above' if self.sign > 0 else 'below'} {show(self.null)}"

    def verdict(self, seen: Evidence) -> Verdict:
        """Which side, if any."""
        if seen.p <= ALPHA:
            return Verdict.CAME_OUT if (seen.mean - self.null) * self.sign > 0 else Verdict.DID_NOT
        exactly = seen.wide == (self.null, self.null)
        return Verdict.DID_NOT if exactly else Verdict.UNCLEAR


def above(limit: float = 0.0) -> Side:
    """More than a limit."""
    return Side(+1, limit)


def below(limit: float = 0.0) -> Side:
    """Less than a limit."""
    return Side(-1, limit)


@dataclass(frozen=True)
class AtMost:
    """Came out: the whole interval at or below the limit. Did not: the whole interval above it."""

    limit: float
    words: str = ""
    null: None = None

    def expected(self, show: Show) -> str:
        """The limit, or the words for it."""
        return f"at most {self.words or show(self.limit)}"

    def verdict(self, seen: Evidence) -> Verdict:
        """Where the interval lies."""
        if seen.wide[1] <= self.limit:
            return Verdict.CAME_OUT
        return Verdict.DID_NOT if seen.wide[0] > self.limit else Verdict.UNCLEAR


@dataclass(frozen=True)
class Inside:
    """Came out: interval inside the range. In part: the mean is. Did not: no overlap, or past the end."""

    low: float
    high: float
    null: None = None

    def expected(self, show: Show) -> str:
        """The range."""
        return f"inside {show(self.low)} to {show(self.high)}"

    def verdict(self, seen: Evidence) -> Verdict:
        """Where the interval lies; what lies past an end of the axis is outside if that end is."""
        if seen.beyond:
            out = seen.mean >= self.high if seen.beyond > 0 else seen.mean <= self.low
            return Verdict.DID_NOT if out else Verdict.UNCLEAR
        if self.low <= seen.wide[0] and seen.wide[1] <= self.high:
            return Verdict.CAME_OUT
        if self.low <= seen.mean <= self.high:
            return Verdict.IN_PART
        overlaps = seen.wide[0] <= self.high and self.low <= seen.wide[1]
        return Verdict.UNCLEAR if overlaps else Verdict.DID_NOT


@dataclass(frozen=True)
class Moves:
    """A boundary moves up (+1) or down (-1), `moved` by so much.

    The estimate is how much more a rule loses along the axis. Came out: beyond chance the right way, and the
    boundary moved with it. In part: beyond chance, but the boundary stays (at an end of the axis). Did not:
    beyond chance the other way.
    """

    sign: int
    moved: float
    null: float = 0.0

    def expected(self, show: Show) -> str:
        """Which way."""
        side, way = ("below", "up") if self.sign > 0 else ("above", "down")
        return f"{side} {show(self.null)}, boundary {way}"

    def verdict(self, seen: Evidence) -> Verdict:
        """Which way, if any."""
        if seen.p > ALPHA:
            return Verdict.DID_NOT if seen.wide == (0.0, 0.0) else Verdict.UNCLEAR
        if seen.mean * self.sign > 0:
            return Verdict.DID_NOT
        return Verdict.CAME_OUT if self.moved * self.sign > 0 else Verdict.IN_PART


@dataclass(frozen=True)
class Claim:
    """Something a pattern says of a place. Without a criterion it is shown and not judged.

    `unit` "%" is for shares, printed times 100. `beyond`: see `Evidence`.
    """

    text: str
    estimate: Estimate
    criterion: Criterion | None = None
    unit: str = "min"
    beyond: int = 0
    note: str = ""


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict (None: not to be judged) and its adjusted p-value (None: no test)."""

    claim: Claim
    verdict: Verdict | None
    p: float | None


def judged(claims: Sequence[Claim]) -> list[Judged]:
    """The claims of one pattern at one place, judged as a family."""
    adjusted = holm([_raw_p(claim) for claim in claims])
    family = sum(claim.criterion is not None and claim.estimate.mean is not None for claim in claims)
    return [Judged(claim, _verdict(claim, p, family), p) for claim, p in zip(claims, adjusted, strict=True)]


def combined(verdicts: Iterable[Verdict | None]) -> Verdict:
    """A pattern's verdict from those of its claims; what was not observed can only keep it from coming out.

    All came out: came out. Some came out, or any in part: in part. None did, and some did not: did not.
    """
    given = {each for each in verdicts if each is not None}
    heard = given - {Verdict.UNSEEN}
    if not heard:
        return Verdict.UNSEEN
    if len(given) == 1 or (len(heard) == 1 and Verdict.CAME_OUT not in heard):
        return Verdict(heard.pop())
    if heard & {Verdict.CAME_OUT, Verdict.IN_PART}:
        return Verdict.IN_PART
    return Verdict.DID_NOT


def _raw_p(claim: Claim) -> float | None:
    if claim.criterion is None or claim.criterion.null is None:
        return None
    return p_value(shifted(claim.estimate, -claim.criterion.null))


def _verdict(claim: Claim, p: float | None, family: int) -> Verdict | None:
    if claim.criterion is None:
        return None
    if claim.estimate.mean is None:
        return Verdict.UNSEEN
    wide = family_interval(claim.estimate, family).interval
    if wide is None:
        return Verdict.UNCLEAR
    return claim.criterion.verdict(Evidence(claim.estimate.mean, wide, 1.0 if p is None else p, claim.beyond))
