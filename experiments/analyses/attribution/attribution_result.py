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
    """An answer of a rule.

    Attributes
    ----------
    name : str
        Which question it answers.
    words : str
        What it says.
    """

    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Share(Record):
    """An answer's share of a difference.

    Attributes
    ----------
    share : Estimate
        The share, in the outcome's unit.
    p : float or None
        The p-value, adjusted over the answers of the measure (Holm).
    alone : Estimate
        What it changes when it moves first.
    last : Estimate
        What it changes after all others.
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
    """A difference shared out over the answers.

    Attributes
    ----------
    first : Estimate
        The baseline's mean.
    later : Estimate
        The alternative's mean.
    difference : Estimate
        The difference, paired by world.
    shares : mapping of str to Share
        By answer.
    rules : tuple of float
        The mean under every mixed rule.
    """

    first: Estimate
    later: Estimate
    difference: Estimate
    shares: Mapping[str, Share]
    rules: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SwitchedDifference(Record):
    """The difference with a mechanism switched.

    Attributes
    ----------
    difference : Estimate
        The difference then.
    change : Estimate
        By how much that moved it.
    """

    difference: Estimate
    change: Estimate


@dataclass(frozen=True, kw_only=True)
class SwitchedMechanism(Record):
    """A mechanism of the world that was switched.

    Attributes
    ----------
    name : str
        Its name.
    words : str
        What it is.
    turned : str
        The way it was turned.
    outcomes : mapping of str to SwitchedDifference
        By outcome the difference then.
    """

    name: str
    words: str
    turned: str
    outcomes: Mapping[str, SwitchedDifference]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place.

    Attributes
    ----------
    name : str
        Name of the place.
    title : str
        Its title.
    answers : tuple of Named
        The answers that differ.
    idle : tuple of Named
        Answers that cannot act here.
    rules : int
        How many rules were mixed.
    outcomes : mapping of str to SharedDifference
        By outcome.
    mechanisms : tuple of SwitchedMechanism
        The mechanisms that were switched.
    """

    name: str
    title: str
    answers: tuple[Named, ...]
    idle: tuple[Named, ...]
    rules: int
    outcomes: Mapping[str, SharedDifference]
    mechanisms: tuple[SwitchedMechanism, ...]


@dataclass(frozen=True, kw_only=True)
class AttributionResult(StudyResult):
    """Why the alternative differs from the baseline.

    Attributes
    ----------
    from_ : str
        Name of the baseline; `from` in JSON.
    to : str
        Name of the alternative.
    outcomes : mapping of str to Measure
        The outcomes.
    days : float
        Length of each run, days.
    replications : int
        Worlds.
    places : tuple of Place
        The places.
    """

    STUDY: ClassVar[str] = "why"

    from_: Annotated[str, Key("from")]
    to: str
    outcomes: Mapping[str, Measure]
    days: float
    replications: int
    places: tuple[Place, ...]
