"""The result of `professionals`: two forces against one unit, over the load, and what decides it.

Differences are of the merged rule less two forces, as everywhere. Needs nothing but the record, so that the
pages of evidence are written without the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate
from jiaosuo.experiments.study_tools.result import NamedMeasure, StudyResult, is_significant

INDEX = "index"
"""The efficiency index among the measures: more is better, 0 is two forces."""
CITY = 0.65
"""Share of people in town from which a place is spoken of as a city (assumption)."""

ALWAYS, FROM, UP_TO, AT, NEVER, OPEN, TOO_FEW, UNSEEN = (
    "always", "from", "up to", "at", "never", "open", "too few", "unseen",
)  # fmt: skip
"""Where two forces win by a measure: at every load tried, from one on, up to one, at some, at none because
one unit wins, at none because nothing can be told, or too little happened."""
WON = (ALWAYS, FROM, UP_TO, AT)


@dataclass(frozen=True, kw_only=True)
class AtLoad(Record):
    """A measure at a load; `p`: of no difference, adjusted over the loads (Holm)."""

    load: float
    before: Estimate
    after: Estimate
    difference: Estimate
    p: float | None = None

    @property
    def is_told(self) -> bool:
        """Whether the difference is told from none."""
        return is_significant(self.p)


@dataclass(frozen=True, kw_only=True)
class Told(Record):
    """A measure over the loads; `word`: where two forces win.

    `turn`: the load at which the means cross, with the interval of resampled worlds, where they cross in a
    way that `word` speaks of; `beyond`: -1 below the lowest load, 1 above the highest.
    """

    word: str
    loads: tuple[AtLoad, ...]
    turn: Estimate = NOT_OBSERVED
    beyond: int = 0

    def at(self, load: float) -> AtLoad:
        """The measure at a load that was tried."""
        return next(each for each in self.loads if each.load == load)


@dataclass(frozen=True, kw_only=True)
class Contrast(Record):
    """A merged rule against two forces; `measures` by their names."""

    rule: str
    measures: Mapping[str, Told]


@dataclass(frozen=True, kw_only=True)
class Busy(Record):
    """How busy officers are at a load under a rule: means by the name of the outcome."""

    load: float
    rule: str
    shares: Mapping[str, Estimate]


@dataclass(frozen=True, kw_only=True)
class Switched(Record):
    """The difference with a mechanism off, and by how much that moved it; `p` adjusted over mechanisms."""

    difference: Estimate
    change: Estimate
    p: float | None = None


@dataclass(frozen=True, kw_only=True)
class Decided(Record):
    """A measure with each mechanism off, in fresh worlds; `by` turns it or makes most of it."""

    difference: Estimate
    switched: Mapping[str, Switched]
    by: str = ""
    turns: bool = False


@dataclass(frozen=True, kw_only=True)
class Decision(Record):
    """What decides the differences of `rule` at a load."""

    rule: str
    load: float
    measures: Mapping[str, Decided]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place, in `replications` worlds of `days` at each load."""

    name: str
    title: str
    title_zh: str
    urbanization: float
    days: float
    replications: int
    baseline: str
    contrasts: tuple[Contrast, ...]
    busy: tuple[Busy, ...]
    decision: Decision

    @property
    def is_city(self) -> bool:
        """Whether most of its people live in town."""
        return self.urbanization >= CITY


@dataclass(frozen=True, kw_only=True)
class ProfessionalsResult(StudyResult):
    """Where, by which measure and from which load on two forces win, and what decides it."""

    STUDY: ClassVar[str] = "professionals"

    loads: tuple[float, ...]
    measures: tuple[NamedMeasure, ...]
    mechanisms: Mapping[str, str]
    places: tuple[Place, ...]

    def measure(self, name: str) -> NamedMeasure:
        """A measure by its name."""
        return next(each for each in self.measures if each.name == name)

    def is_for_two_forces(self, name: str, found: AtLoad) -> bool:
        """Whether two forces are told to be better by a measure at a load."""
        mean = found.difference.mean
        return found.is_told and mean is not None and not self.measure(name).is_better(mean)

    def is_for_one_unit(self, name: str, found: AtLoad) -> bool:
        """Whether the merged rule is told to be better by a measure at a load."""
        mean = found.difference.mean
        return found.is_told and mean is not None and self.measure(name).is_better(mean)
