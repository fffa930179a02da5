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
    """An assumption, its value in use, and the range in which it is tried.

    Attributes
    ----------
    name : str
        Name of the parameter.
    used : float
        Its value in use, in its own unit.
    low, high : float
        The ends that are tried.
    basis : {"plausible", "allowed", "half to twice"}
        What the range is.
    reason : str
        Why it is that.
    """

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
    """Worlds in which assumptions are tried.

    Attributes
    ----------
    screened : int
        Worlds of the first look.
    judged : int
        Worlds of the second, in which what came near is judged.
    """

    screened: int
    judged: int


@dataclass(frozen=True, kw_only=True)
class JudgedEnd(Record):
    """An assumption at an end of its range, and what it does to a difference.

    Attributes
    ----------
    name : str
        Name of the parameter.
    value : float
        The end, in its own unit.
    verdict : str
        `flips`, `blurs`, `holds`, `unclear`, `no power` or `not observed`.
    difference : Estimate
        The difference there.
    interval : tuple of float or None
        It holds for all ends that were judged at once.
    p_holm : float or None
        Adjusted for them.
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

    Attributes
    ----------
    status : {"open", "lost", "judged"}
        `open`: the comparison does not tell the rule from the first; `lost`: the worlds of the trial do not.
    as_it_is : Estimate or None
        The difference in the worlds of the trial.
    judged : tuple of JudgedEnd
        What was judged.
    not_judged : tuple of str
        Parameters that came near and were not.
    """

    status: Status
    as_it_is: Estimate | None
    judged: tuple[JudgedEnd, ...]
    not_judged: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RobustResult(Record):
    """What was tried of the assumptions, and what came of it.

    Attributes
    ----------
    days : float
        Length of each run, days.
    worlds : WorldsTried
        Worlds that were run.
    runs : int
        Counties that were run.
    assumptions : tuple of Uncertain
        What was tried.
    refused : tuple of str
        What the place would not take.
    headlines : mapping of str to mapping of str to RuleFlips
        By headline and later rule.
    failures : tuple of str
        What each world that failed says.
    """

    days: float
    worlds: WorldsTried
    runs: int
    assumptions: tuple[Uncertain, ...]
    refused: tuple[str, ...]
    headlines: Mapping[str, Mapping[str, RuleFlips]]
    failures: tuple[str, ...]
