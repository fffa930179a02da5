"""Criteria: how a claim is judged. Each says what it expects, and gives the verdict on what was observed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import ClassVar, Protocol

from jiaosuo.experiments.claims.verdict import Verdict
from jiaosuo.experiments.statistics.estimate import ALPHA

UNDECIDED = frozenset({Verdict.UNCLEAR})

type Format = Callable[[float], str]
type Interval = tuple[float, float]


@dataclass(frozen=True)
class Observed:
    """What a criterion judges: the mean, its widened interval, and the adjusted p-value of its test.

    `beyond` is -1 or +1 where the quantity lies at or past the lower or upper end of what was looked at.
    `worlds`: the value in each world, where the claim brings them (nan: not observed).
    """

    mean: float
    wide: Interval
    p: float
    beyond: int = 0
    worlds: tuple[float, ...] = ()

    @property
    def significant(self) -> bool:
        """Whether its test refutes the value that the criterion names."""
        return self.p <= ALPHA


class Criterion(Protocol):
    """How a claim is judged. `null` is the value its test refutes; None: it makes no test.

    One that `needs_interval` leaves a mean without an interval undecided. Of the `open_verdicts`, one that
    was given though half the interval is wider than `needed` (None: any will do) is for lack of power.
    """

    needs_interval: ClassVar[bool]
    open_verdicts: ClassVar[frozenset[Verdict]]

    @property
    def needed(self) -> float | None:
        """The half-width at which the data can say yes and no, in the unit of the estimate."""

    @property
    def null(self) -> float | None:
        """The value the test tries to refute."""

    def expected(self, format_value: Format) -> str:
        """What was expected, for a reader."""

    def verdict(self, observed: Observed) -> Verdict:
        """The verdict."""


@dataclass(frozen=True)
class Band:
    """Came out: significant, mean inside the band. In part: significant the same way, mean outside.

    Did not: significant the other way, or no overlap of interval and band. The band lies to one side of 0.
    Power: half the interval no wider than from 0 to the nearer end of the band.
    """

    low: float
    high: float
    null: float = 0.0
    needs_interval: ClassVar[bool] = True
    open_verdicts: ClassVar[frozenset[Verdict]] = UNDECIDED

    @property
    def needed(self) -> float:
        """The least effect of the band."""
        return min(abs(self.low), abs(self.high))

    def expected(self, format_value: Format) -> str:
        """The band."""
        return f"band {format_value(self.low)} to {format_value(self.high)}"

    def verdict(self, observed: Observed) -> Verdict:
        """Significant or not, inside or not."""
        if observed.significant:
            if observed.mean * (self.low + self.high) < 0:
                return Verdict.DID_NOT
            return Verdict.CAME_OUT if self.low <= observed.mean <= self.high else Verdict.IN_PART
        return Verdict.UNCLEAR if _overlap(observed.wide, self.low, self.high) else Verdict.DID_NOT


@dataclass(frozen=True)
class Side:
    """Came out: significantly on the side of the limit that `sign` says. Did not: on the other, or on it.

    Power: half the interval no wider than the least `effect` worth seeing, where one is stated.
    """

    sign: int
    null: float = 0.0
    effect: float | None = None
    needs_interval: ClassVar[bool] = True
    open_verdicts: ClassVar[frozenset[Verdict]] = UNDECIDED

    @property
    def needed(self) -> float | None:
        """The effect."""
        return self.effect

    def expected(self, format_value: Format) -> str:
        """The limit."""
        seen = "" if self.effect is None else f", to be seen from {format_value(self.effect)}"
        return f"{'above' if self.sign > 0 else 'below'} {format_value(self.null)}{seen}"

    def verdict(self, observed: Observed) -> Verdict:
        """Which side, if any."""
        if observed.significant:
            return Verdict.CAME_OUT if (observed.mean - self.null) * self.sign > 0 else Verdict.DID_NOT
        exactly = observed.wide == (self.null, self.null)
        return Verdict.DID_NOT if exactly else Verdict.UNCLEAR


def above(limit: float = 0.0, effect: float | None = None) -> Side:
    """More than a limit; `effect`: the least distance from it worth seeing."""
    return Side(+1, limit, effect)


def below(limit: float = 0.0, effect: float | None = None) -> Side:
    """Less than a limit; `effect`: the least distance from it worth seeing."""
    return Side(-1, limit, effect)


@dataclass(frozen=True)
class AtMost:
    """Came out: the whole interval at or below the limit. Did not: the whole interval above it.

    Power: half the interval no wider than the limit.
    """

    limit: float
    words: str = ""
    null: None = None
    needs_interval: ClassVar[bool] = True
    open_verdicts: ClassVar[frozenset[Verdict]] = UNDECIDED

    @property
    def needed(self) -> float:
        """The limit."""
        return self.limit

    def expected(self, format_value: Format) -> str:
        """The limit, or the words for it."""
        return f"at most {self.words or format_value(self.limit)}"

    def verdict(self, observed: Observed) -> Verdict:
        """Where the interval lies."""
        if observed.wide[1] <= self.limit:
            return Verdict.CAME_OUT
        return Verdict.DID_NOT if observed.wide[0] > self.limit else Verdict.UNCLEAR


@dataclass(frozen=True)
class Inside:
    """Came out: interval inside the range. In part: the mean is. Did not: no overlap, or past the end.

    Power: half the interval no wider than the range.
    """

    low: float
    high: float
    null: None = None
    needs_interval: ClassVar[bool] = True
    open_verdicts: ClassVar[frozenset[Verdict]] = UNDECIDED | {Verdict.IN_PART}

    @property
    def needed(self) -> float:
        """The width of the range."""
        return self.high - self.low

    def expected(self, format_value: Format) -> str:
        """The range."""
        return f"inside {format_value(self.low)} to {format_value(self.high)}"

    def verdict(self, observed: Observed) -> Verdict:
        """Where the interval lies; what lies past an end of the axis is outside if that end is."""
        if observed.beyond:
            out = observed.mean >= self.high if observed.beyond > 0 else observed.mean <= self.low
            return Verdict.DID_NOT if out else Verdict.UNCLEAR
        if self.low <= observed.wide[0] and observed.wide[1] <= self.high:
            return Verdict.CAME_OUT
        if self.low <= observed.mean <= self.high:
            return Verdict.IN_PART
        return Verdict.UNCLEAR if _overlap(observed.wide, self.low, self.high) else Verdict.DID_NOT


@dataclass(frozen=True)
class Moves:
    """A boundary moves up (+1) or down (-1), `moved` by so much.

    The estimate is how much more a rule loses along the axis. Came out: significant the right way, and the
    boundary moved with it. In part: significant, but the boundary stays (at an end of the axis). Did not:
    significant the other way. Power: half the interval no wider than the least `effect` worth seeing.
    """

    sign: int
    moved: float
    null: float = 0.0
    effect: float | None = None
    needs_interval: ClassVar[bool] = True
    open_verdicts: ClassVar[frozenset[Verdict]] = UNDECIDED

    @property
    def needed(self) -> float | None:
        """The effect."""
        return self.effect

    def expected(self, format_value: Format) -> str:
        """Which way."""
        side, way = ("below", "up") if self.sign > 0 else ("above", "down")
        return f"{side} {format_value(self.null)}, boundary {way}"

    def verdict(self, observed: Observed) -> Verdict:
        """Which way, if any."""
        if not observed.significant:
            return Verdict.DID_NOT if observed.wide == (0.0, 0.0) else Verdict.UNCLEAR
        if observed.mean * self.sign > 0:
            return Verdict.DID_NOT
        return Verdict.CAME_OUT if self.moved * self.sign > 0 else Verdict.IN_PART


@dataclass(frozen=True)
class MeanInside:
    """Came out: the mean lies in the range, wherever its interval ends. Did not: it lies outside.

    Power: half the interval no wider than the range, else a mean inside it is luck.
    """

    low: float
    high: float
    null: None = None
    needs_interval: ClassVar[bool] = False
    open_verdicts: ClassVar[frozenset[Verdict]] = frozenset({Verdict.CAME_OUT})

    @property
    def needed(self) -> float:
        """The width of the range."""
        return self.high - self.low

    def expected(self, format_value: Format) -> str:
        """The range."""
        return f"{format_value(self.low)}-{format_value(self.high)}"

    def verdict(self, observed: Observed) -> Verdict:
        """Where the mean lies."""
        return Verdict.CAME_OUT if self.low <= observed.mean <= self.high else Verdict.DID_NOT


@dataclass(frozen=True)
class Covers:
    """Came out: the interval covers the value, and the mean is within `near` of it, as a share of the value.

    Every world counts: one in which nothing was observed would make the mean that of a chosen few.
    """

    value: float
    near: float
    null: None = None
    needs_interval: ClassVar[bool] = True
    open_verdicts: ClassVar[frozenset[Verdict]] = frozenset()
    needed: ClassVar[None] = None  # a mean that is not near does not come out, however wide the interval

    def expected(self, format_value: Format) -> str:
        """The value."""
        return format_value(self.value)

    def verdict(self, observed: Observed) -> Verdict:
        """Where the interval and the mean lie."""
        covered = observed.wide[0] <= self.value <= observed.wide[1]
        near = abs(observed.mean - self.value) <= self.near * abs(self.value)
        seen = all(map(isfinite, observed.worlds))
        return Verdict.CAME_OUT if covered and near and seen else Verdict.DID_NOT


@dataclass(frozen=True)
class InEveryWorld:
    """Came out: no world farther from the value than allowed; one that observed nothing is."""

    value: float
    allowed: float = 0.0
    null: None = None
    needs_interval: ClassVar[bool] = False
    open_verdicts: ClassVar[frozenset[Verdict]] = frozenset()
    needed: ClassVar[None] = None

    def expected(self, format_value: Format) -> str:
        """The value, and how far off a world may be."""
        off = f", {format_value(self.allowed)} off at most" if self.allowed else ""
        return f"{format_value(self.value)} in every world{off}"

    def verdict(self, observed: Observed) -> Verdict:
        """Whether all worlds are near enough."""
        near = all(abs(each - self.value) <= self.allowed for each in observed.worlds)
        return Verdict.CAME_OUT if near else Verdict.DID_NOT


def _overlap(interval: Interval, low: float, high: float) -> bool:
    return interval[0] <= high and low <= interval[1]
