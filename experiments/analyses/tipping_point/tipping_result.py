"""The result of the tipping points: a grid of cells a place, the boundary in it, and the theory beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from jiaosuo.experiments.results.record import MERGED, Record
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate
from jiaosuo.experiments.study_tools.result import Measure, StudyResult


@dataclass(frozen=True, kw_only=True)
class Lever(Record):
    """A parameter that is moved along an axis.

    Attributes
    ----------
    name : str
        Name of the parameter.
    meaning : str
        What it is.
    unit : str
        Its unit.
    values : tuple of float
        The values at which it was looked at.
    """

    name: str
    meaning: str
    unit: str
    values: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Position(Record):
    """Values of the two levers.

    Attributes
    ----------
    x, y : float
        Of the lever across and of the lever up, each in its own unit.
    """

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Standing(Record):
    """Who leads by an outcome and how surely: in a cell of the grid, or at a point by itself.

    Attributes
    ----------
    outcome : str
        Name of the outcome.
    worlds : int
        Worlds that it rests on.
    failed_worlds : int
        Worlds that could not be run.
    leader : str or None
        Name of the rule that leads; None: nobody does.
    same : tuple of str
        Rules that gave the same as the leader in every world.
    decided : bool
        Whether it leads beyond chance.
    all_same : bool
        Whether all rules gave the same.
    p : float or None
        The p-value, adjusted over the family.
    means : mapping of str to float or None
        By rule its mean, in the outcome's unit.
    differences : mapping of str to Estimate
        By alternative its difference from the first rule.
    """

    outcome: str
    worlds: int
    failed_worlds: int
    leader: str | None
    same: tuple[str, ...]
    decided: bool
    all_same: bool
    p: float | None
    means: Mapping[str, float | None]
    differences: Mapping[str, Estimate]

    def change_of_leader(self) -> float | None:
        """What the leader changes against the first rule.

        Returns
        -------
        float or None
            The change in the outcome's unit; None where the leader is the first rule, or nobody leads.
        """
        return self.differences.get(self.leader or "", NOT_OBSERVED).mean


@dataclass(frozen=True, kw_only=True)
class Cell(Standing):
    """A cell of the grid by one outcome: a standing, and where.

    Attributes
    ----------
    x, y : float
        Values of the two levers.
    look : int
        At which of the two looks it was judged.
    """

    x: float
    y: float
    look: int = 1


@dataclass(frozen=True, kw_only=True)
class Crossing(Record):
    """Where along x two rules cross at one value of y.

    Attributes
    ----------
    y : float
        Value of the lever up.
    at : Estimate
        Where on the lever across.
    beyond : int
        -1 or 1: nowhere, or all along the axis.
    same : bool
        Whether the two gave the same all along.
    """

    y: float
    at: Annotated[Estimate, MERGED]
    beyond: int
    same: bool = False

    @property
    def is_inside(self) -> bool:
        """Whether the rules cross within the axis."""
        return self.at.mean is not None and not self.beyond and not self.same


@dataclass(frozen=True, kw_only=True)
class ExpectedCrossing(Record):
    """Where along x two rules cross by theory, which has no interval.

    Attributes
    ----------
    y : float
        Value of the lever up.
    mean : float or None
        Where on the lever across.
    beyond : int
        -1 or 1: nowhere, or all along the axis.
    """

    y: float
    mean: float | None
    beyond: int

    @property
    def is_inside(self) -> bool:
        """Whether the rules cross within the axis."""
        return self.mean is not None and not self.beyond


@dataclass(frozen=True, kw_only=True)
class ExpectedCell(Position):
    """What theory expects of the alternative against the baseline in a cell.

    Attributes
    ----------
    x, y : float
        Values of the two levers.
    gap : mapping of str to float
        By outcome the difference, minutes a call.
    parts : mapping of str to float
        Parts of it, minutes: desk, wait, travel, handling.
    load : float
        Offered load over the officers on duty, of the busiest pool.
    penalty : float or None
        Share by which the generalists' rate of service is lower.
    break_even : float or None
        The penalty at which one queue is no better than two.
    """

    gap: Mapping[str, float]
    parts: Mapping[str, float]
    load: float
    penalty: float | None
    break_even: float | None


@dataclass(frozen=True, kw_only=True)
class Theory(Record):
    """What theory expects of all cells.

    Attributes
    ----------
    cells : tuple of ExpectedCell
        The cells.
    boundary : mapping of str to tuple of ExpectedCrossing
        By outcome where the rules cross.
    """

    cells: tuple[ExpectedCell, ...]
    boundary: Mapping[str, tuple[ExpectedCrossing, ...]]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place.

    Attributes
    ----------
    name : str
        Name of the place.
    title : str
        Its title.
    here : Position
        Where the place itself is on the two levers.
    staffing : str
        How the force is split before any rule is chosen.
    seed : int
        Seed of the first world.
    cells : tuple of Cell
        The cells, by every outcome.
    boundary : mapping of str to tuple of Crossing
        By outcome where the rules cross.
    theory : Theory
        What theory expects.
    """

    name: str
    title: str
    here: Position
    staffing: str
    seed: int
    cells: tuple[Cell, ...]
    boundary: Mapping[str, tuple[Crossing, ...]]
    theory: Theory

    def cells_by(self, outcome: str) -> list[Cell]:
        """The cells of one outcome, row by row from below.

        Parameters
        ----------
        outcome : str
            Name of the outcome.

        Returns
        -------
        list of Cell
            The cells.
        """
        return [cell for cell in self.cells if cell.outcome == outcome]


@dataclass(frozen=True, kw_only=True)
class TippingResult(StudyResult):
    """Who wins over two levers.

    Attributes
    ----------
    x, y : Lever
        The lever across and the lever up.
    rules : tuple of str
        Names of the rules.
    between : tuple of str
        The two rules whose boundary is drawn.
    outcomes : mapping of str to Measure
        The outcomes.
    days : float
        Length of each run, days.
    replications : int
        Worlds of each cell.
    budget : int
        Cells that got as many worlds again.
    looks : int
        How often cells were judged, 1 or 2.
    theory_ignores : str
        What theory leaves out.
    places : tuple of Place
        The places.
    """

    STUDY: ClassVar[str] = "tipping-point"

    x: Lever
    y: Lever
    rules: tuple[str, ...]
    between: tuple[str, ...]
    outcomes: Mapping[str, Measure]
    days: float
    replications: int
    budget: int
    looks: int
    theory_ignores: str = ""
    places: tuple[Place, ...]

    def lever(self, side: str) -> Lever:
        """One of the two levers.

        Parameters
        ----------
        side : {"x", "y"}
            Across or up.

        Returns
        -------
        Lever
            The lever.
        """
        return self.x if side == "x" else self.y


def edges(values: tuple[float, ...], value: float) -> tuple[float, float]:
    """Where a cell of a grid begins and ends: half-way to its neighbours, as far out at the rims."""
    at = values.index(value)
    below = (value - values[at - 1]) / 2 if at else None
    above = (values[at + 1] - value) / 2 if at + 1 < len(values) else None
    half = below if below is not None else above if above is not None else 0.5
    return value - (below if below is not None else half), value + (above if above is not None else half)
