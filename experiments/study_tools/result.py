"""What the results of all studies hold, and how they are written as JSON and read back.

A result is a frozen dataclass; `version` counts its forms. Pages, charts and the dashboard take the object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from jiaosuo.experiments.results.record import MERGED, Record
from jiaosuo.experiments.results.tabled import Tabled
from jiaosuo.experiments.statistics.estimate import ALPHA


@dataclass(frozen=True, kw_only=True)
class Origin(Record):
    """What made a result: the study, the command as typed, a hash of its sources, and versions.

    `again`: so many of its worlds were run again by the sources of the hash, which are later ones than those
    that made it, and gave the same; None: the sources made it.
    """

    study: str
    command: str
    quick: bool = False
    code: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    again: int | None = None


@dataclass(frozen=True, kw_only=True)
class StudyResult(Tabled):
    """A study's whole result; `runs` counties were run, `failures` tells each world that failed."""

    STUDY: ClassVar[str] = ""
    """The study's name, where its results are stored for the page."""

    origin: Annotated[Origin, MERGED]
    runs: int = 0
    failures: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        """As its study shows it, where it was asked from here; else its main table."""
        show = _SHOWN.get(type(self))
        return super()._repr_html_() if show is None else show(self)


_SHOWN: dict[type[StudyResult], Callable[[Any], str]] = {}
"""How a notebook shows the results of a class; a result does not know its study."""


def shown_by(result: type[StudyResult], show: Callable[[Any], str]) -> None:
    """From now on results of a class are shown so in a notebook, in HTML."""
    _SHOWN[result] = show


@dataclass(frozen=True, kw_only=True)
class Measure(Record):
    """An outcome as a result names it: label, unit, and which way is better (`less`, `more`, `neither`)."""

    label: str
    unit: str
    better: str = "neither"

    @property
    def shown_unit(self) -> str:
        """The unit as it is printed: a pure number has none."""
        return self.unit.strip("-")

    def is_better(self, change: float) -> bool:
        """Whether a change is for the better."""
        return (change < 0) == (self.better == "less")


@dataclass(frozen=True, kw_only=True)
class NamedMeasure(Measure):
    """A measure with the name it is declared under."""

    name: str


def is_significant(p: float | None) -> bool:
    """Whether an adjusted p-value stands for a significant difference."""
    return p is not None and p <= ALPHA


def p_value_shown(p: float | None) -> str:
    """A p-value as it is printed."""
    return "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"
