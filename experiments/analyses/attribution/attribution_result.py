"""The result of `why`: each answer's share of the difference between two rules, and mechanisms switched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from jiaosuo.experiments.results.record import MERGED, Key, Record
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import Measure, StudyResult, is_significant


@dataclass(frozen=True, kw_only=True)
class Named(Record):
    """An answer of a rule with what it says."""

    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Share(Record):
    """An answer's share of a difference; `p`: adjusted over the answers of the measure (Holm).

    `alone`: what it changes when it moves first; `last`: after all others.
    """

    share: Annotated[Estimate, MERGED]
    p: float | None
    alone: Estimate
    last: Estimate

    @property
    def is_significant(self) -> bool:
        """Whether the share differs significantly from none."""
        return is_significant(self.p)


@dataclass(frozen=True, kw_only=True)
class SharedDifference(Record):
    """A difference shared out over the answers; `rules`: the mean under every mixed rule."""

    first: Estimate
    later: Estimate
    difference: Estimate
    shares: Mapping[str, Share]
    rules: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SwitchedDifference(Record):
    """The difference with a mechanism switched, and by how much that moved it."""

    difference: Estimate
    change: Estimate


@dataclass(frozen=True, kw_only=True)
class SwitchedMechanism(Record):
    """A mechanism of the world, the way it was turned, and each outcome's difference then."""

    name: str
    words: str
    turned: str
    outcomes: Mapping[str, SwitchedDifference]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place; `idle`: answers that cannot act here; `rules`: how many were mixed."""

    name: str
    title: str
    answers: tuple[Named, ...]
    idle: tuple[Named, ...]
    rules: int
    outcomes: Mapping[str, SharedDifference]
    mechanisms: tuple[SwitchedMechanism, ...]


@dataclass(frozen=True, kw_only=True)
class AttributionResult(StudyResult):
    """Why the alternative (`to`) differs from the baseline (`from_`), by outcome."""

    STUDY: ClassVar[str] = "why"

    from_: Annotated[str, Key("from")]
    to: str
    outcomes: Mapping[str, Measure]
    days: float
    replications: int
    places: tuple[Place, ...]
