"""What a comparison holds of the assumptions that would flip it; needs nothing but the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.estimate import Estimate

type Basis = Literal["plausible", "allowed", "half to twice"]
type Status = Literal["open", "lost", "judged"]
type Verdict = Literal["flips", "blurs", "holds", "unclear", "no power", "not observed"]


@dataclass(frozen=True)
class Uncertain(Record):
    """An assumption, its value in use, and the ends of the range in which it is tried."""

    name: str
    used: float
    low: float
    high: float
    basis: Basis
    reason: str

    @property
    def ends(self) -> tuple[float, ...]:
        """The ends that change something."""
        return tuple(end for end in (self.low, self.high) if end != self.used)


@dataclass(frozen=True, kw_only=True)
class WorldsTried(Record):
    """Worlds of the first look and of the second, in which what came near is judged."""

    screened: int
    judged: int


@dataclass(frozen=True, kw_only=True)
class JudgedEnd(Record):
    """An assumption at an end of its range, and what it does to a difference.

    `interval` holds for all ends that were judged at once; `p_holm` is adjusted for them.
    """

    name: str
    value: float
    verdict: Verdict
    difference: Estimate
    interval: tuple[float, ...] | None
    p_holm: float | None


@dataclass(frozen=True, kw_only=True)
class RuleFlips(Record):
    """What would flip or blur a later rule's difference.

    `status` "open": the comparison does not tell the rule from the first; "lost": the worlds of the trial do
    not, where the difference is `as_it_is`.
    """

    status: Status
    as_it_is: Estimate | None
    judged: tuple[JudgedEnd, ...]
    not_judged: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RobustResult(Record):
    """What was tried, and by headline and later rule what came of it."""

    days: float
    worlds: WorldsTried
    runs: int
    assumptions: tuple[Uncertain, ...]
    refused: tuple[str, ...]
    headlines: Mapping[str, Mapping[str, RuleFlips]]
    failures: tuple[str, ...]
