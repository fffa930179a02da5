"""What a comparison holds of both kinds of doubt: the chance of worlds, and numbers nobody has measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.experiments.results.record import Record


@dataclass(frozen=True, kw_only=True)
class ParameterDoubt(Record):
    """A number and what it does to a difference.

    `share`: of the variance that all numbers make; `p_holm`: that it is none, adjusted for all numbers tried;
    `worth`: how much better the choice between the two rules would be on average, were it known, in the
    outcome's unit.
    """

    name: str
    share: float
    p_holm: float
    worth: float


@dataclass(frozen=True, kw_only=True)
class DifferenceDoubt(Record):
    """Of a later rule's difference: mean and 95 % interval over numbers and worlds, and what makes it wide.

    `ignorance`: variance that the numbers make; `chance`: that of the comparison's own mean, by its worlds;
    `share`: ignorance over both; `p`: that the numbers make none.
    """

    mean: float
    interval: tuple[float, ...]
    ignorance: float
    chance: float
    share: float
    p: float
    draws: int
    parameters: tuple[ParameterDoubt, ...]


@dataclass(frozen=True, kw_only=True)
class DoubtResult(Record):
    """Differences by outcome and later rule. `of_log`: the numbers are a posterior's, else plausible ones."""

    days: float
    draws: int
    worlds: int
    of_log: bool
    names: tuple[str, ...]
    differences: Mapping[str, Mapping[str, DifferenceDoubt]]
    refused: int = 0
    failures: tuple[str, ...] = ()
