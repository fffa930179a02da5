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
    """A parameter that is moved along an axis, and the values it was looked at."""

    name: str
    meaning: str
    unit: str
    values: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Position(Record):
    """Values of the two levers."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Standing(Record):
    """Who leads by an outcome and how surely: in a cell of the grid, or at a point by itself.

    `same`: the rules that gave the same as the leader in every world; `p`: adjusted over the family;
    `means` by rule, `differences` of each alternative from the first rule.
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
        """What the leader changes against the first rule; None where it is the first, or nobody leads."""
        return self.differences.get(self.leader or "", NOT_OBSERVED).mean


@dataclass(frozen=True, kw_only=True)
class Cell(Standing):
    """A cell of the grid by one outcome; `look`: at which of the two looks it was judged."""

    x: float
    y: float
    look: int = 1


@dataclass(frozen=True, kw_only=True)
class Crossing(Record):
    """Where along x two rules cross at one value of y; `beyond` -1 or 1: nowhere, or all along the axis.

    `same`: the two gave the same all along.
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
    """The same by theory, which has no interval."""

    y: float
    mean: float | None
    beyond: int

    @property
    def is_inside(self) -> bool:
        """Whether the rules cross within the axis."""
        return self.mean is not None and not self.beyond


@dataclass(frozen=True, kw_only=True)
class ExpectedCell(Position):
    """What theory expects of the alternative against the baseline in a cell, in minutes a call.

    `gap` by outcome; `parts` of it: desk, wait, travel, handling. `penalty`: the share by which the
    generalists' rate of service is lower; `break_even`: the penalty at which one queue is no better than two.
    """

    gap: Mapping[str, float]
    parts: Mapping[str, float]
    load: float
    penalty: float | None
    break_even: float | None


@dataclass(frozen=True, kw_only=True)
class Theory(Record):
    """What theory expects of all cells, and where it has the rules cross, by outcome."""

    cells: tuple[ExpectedCell, ...]
    boundary: Mapping[str, tuple[ExpectedCrossing, ...]]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """What was found at one place; `here`: where the place itself is on the two levers."""

    name: str
    title: str
    here: Position
    staffing: str
    seed: int
    cells: tuple[Cell, ...]
    boundary: Mapping[str, tuple[Crossing, ...]]
    theory: Theory

    def cells_by(self, outcome: str) -> list[Cell]:
        """The cells of one outcome, row by row from below."""
        return [cell for cell in self.cells if cell.outcome == outcome]


@dataclass(frozen=True, kw_only=True)
class TippingResult(StudyResult):
    """Who wins over two levers; the rules of `between` are those whose boundary is drawn."""

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
        """The lever across (`x`) or up (`y`)."""
        return self.x if side == "x" else self.y


def edges(values: tuple[float, ...], value: float) -> tuple[float, float]:
    """Where a cell of a grid begins and ends: half-way to its neighbours, as far out at the rims."""
    at = values.index(value)
    below = (value - values[at - 1]) / 2 if at else None
    above = (values[at + 1] - value) / 2 if at + 1 < len(values) else None
    half = below if below is not None else above if above is not None else 0.5
    return value - (below if below is not None else half), value + (above if above is not None else half)
