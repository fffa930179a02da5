"""What the player takes of a curve, as plain data: bands along each lever, crossings, the plane of two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.experiments.results.record import NULL, Record


@dataclass(frozen=True, kw_only=True)
class CurveOutcome(Record):
    """The outcome that is looked at; `better`: `less` or `more`."""

    name: str
    label: str
    unit: str
    better: str


@dataclass(frozen=True, kw_only=True)
class CurveRule(Record):
    """A rule with the side that it has, if any."""

    name: str
    label: str
    side: str = ""


@dataclass(frozen=True, kw_only=True)
class CurveBand(Record):
    """A mean with its 95 % band along a lever."""

    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class CurveCrossing(Record):
    """Where the difference changes sign, with its 95 % interval."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class LeverCurve(Record):
    """All that is told along one lever; mean and band by rule; `difference`: right less left."""

    at: tuple[float, ...]
    mean: Mapping[str, tuple[float, ...]]
    low: Mapping[str, tuple[float, ...]]
    high: Mapping[str, tuple[float, ...]]
    difference: Annotated[CurveBand | None, NULL] = None
    crossing: Annotated[CurveCrossing | None, NULL] = None
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Plane(Record):
    """The difference over two levers, row by row of `y`; `sure`: its sign where the band leaves out 0."""

    x: str
    y: str
    at_x: tuple[float, ...]
    at_y: tuple[float, ...]
    difference: tuple[tuple[float, ...], ...]
    sure: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Curve(Record):
    """What the player takes. `n` of `of` worlds are run; `coverage`: share of `held_out` in their bands."""

    state: str
    n: int = 0
    of: int = 0
    coverage: Annotated[float | None, NULL] = None
    held_out: int = 0
    note: str = ""
    outcome: CurveOutcome
    rules: tuple[CurveRule, ...] = ()
    levers: Mapping[str, LeverCurve]
    plane: Annotated[Plane | None, NULL] = None
