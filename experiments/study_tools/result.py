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
    """What made a result.

    Attributes
    ----------
    study : str
        Name of the study.
    command : str
        The command as typed.
    quick : bool
        Whether it was a look at the form, with far too few worlds.
    code : str
        A hash of its sources, 32 hexadecimal digits.
    versions : mapping of str to str
        Versions of the package, of Python and of the libraries that decide the numbers.
    version : int
        Number of the form of the document.
    again : int or None
        So many of its worlds were run again by the sources of the hash, which are later ones than those that
        made it, and gave the same; None: the sources made it.
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
    """What every study's result has beside its own fields.

    Attributes
    ----------
    origin : Origin
        What made it.
    runs : int
        Counties that were run.
    failures : tuple of str
        What each world that failed says.
    """

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
    """An outcome as a result names it.

    Attributes
    ----------
    label : str
        What it is called for people.
    unit : str
        Its unit; `-` for none.
    better : {"less", "more", "neither"}
        Which way is better.
    """

    label: str
    unit: str
    better: str = "neither"

    @property
    def shown_unit(self) -> str:
        """The unit as it is printed: a pure number has none."""
        return self.unit.strip("-")

    def is_better(self, change: float) -> bool:
        """Whether a change is for the better.

        Parameters
        ----------
        change : float
            The change, in the measure's unit.

        Returns
        -------
        bool
            Whether it goes the way that is better.
        """
        return (change < 0) == (self.better == "less")


@dataclass(frozen=True, kw_only=True)
class NamedMeasure(Measure):
    """A measure with the name it is declared under.

    Attributes
    ----------
    name : str
        That name.
    """

    name: str


def is_significant(p: float | None) -> bool:
    """Whether an adjusted p-value stands for a significant difference."""
    return p is not None and p <= ALPHA


def p_value_shown(p: float | None) -> str:
    """A p-value as it is printed."""
    return "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"
