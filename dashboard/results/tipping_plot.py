"""The tipping map as a plot: where tiles, lines and points lie, in per cents from the left and the top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiaosuo.dashboard.choice.map_point import MapPoint
from jiaosuo.dashboard.choice.plain import plain
from jiaosuo.dashboard.results import stored_studies
from jiaosuo.dashboard.results.tipping_cells import cell_words, certainty, point_words, where
from jiaosuo.experiments.analyses.tipping_point.tipping_result import (
    Cell,
    Place,
    Standing,
    TippingResult,
    edges,
)
from jiaosuo.experiments.comparison.result import number
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import speaker

SIGNS = {"open": "≈", "same": "="}
"""What stands in a cell in which nobody wins."""


@dataclass(frozen=True)
class Spot:
    """A place on the plot."""

    left: float
    top: float


@dataclass(frozen=True)
class Tick:
    """A mark of an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Axis:
    """Title and ticks of an axis."""

    title: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Tile:
    """One cell. `surely`: how surely somebody wins; `low`: whether its words stand in its lower half."""

    left: float
    top: float
    width: float
    height: float
    surely: str
    hue: str
    text: str
    change: str
    title: str
    low: bool


@dataclass(frozen=True)
class Span:
    """A 95 % interval of the boundary in one row."""

    start: float
    end: float
    top: float


@dataclass(frozen=True)
class BoundaryLine:
    """Where the two rules cross, as `simulated` or by `theory`; `path`: the points of an SVG polyline."""

    kind: str
    path: str
    dots: tuple[Spot, ...]
    spans: tuple[Span, ...]

    def to_json(self) -> JsonObject:
        """The line under the names of the panel's template."""
        spans = [{"from": each.start, "to": each.end, "top": each.top} for each in self.spans]
        return plain(self) | {"spans": spans}


@dataclass(frozen=True)
class RefinedSpot:
    """A point that was run in fresh worlds, in the colour of the rule that wins there."""

    left: float
    top: float
    hue: str
    surely: str
    title: str


class Plot:
    """Where values of the two levers lie."""

    def __init__(self, result: TippingResult) -> None:
        self.levers = {"x": result.x, "y": result.y}
        values = {side: lever.values for side, lever in self.levers.items()}
        self.edges = {side: {value: edges(each, value) for value in each} for side, each in values.items()}
        self.low = {side: edges[values[side][0]][0] for side, edges in self.edges.items()}
        self.high = {side: edges[values[side][-1]][1] for side, edges in self.edges.items()}

    def share(self, side: str, value: float) -> float:
        """How far along an axis, in per cent, kept inside it."""
        along = (value - self.low[side]) / (self.high[side] - self.low[side])
        return round(100 * min(max(along, 0.0), 1.0), 2)

    def at(self, x: float, y: float) -> Spot:
        """Where a point lies, from the left and from the top."""
        return Spot(self.share("x", x), round(100 - self.share("y", y), 2))

    def inside(self, x: float, y: float) -> bool:
        """Whether a point lies on the map."""
        return all(self.low[side] <= value <= self.high[side] for side, value in (("x", x), ("y", y)))

    def is_marked_above(self, cell: Cell, marks: Iterable[tuple[float, float]]) -> bool:
        """Whether a mark lies in the upper half of a cell, so that its words had better stand below."""
        (west, east), (_low, north) = self.edges["x"][cell.x], self.edges["y"][cell.y]
        return any(west <= x <= east and cell.y < y <= north for x, y in marks)

    def axis(self, side: str, language: str) -> Axis:
        """Title and ticks of an axis."""
        lever, _ = self.levers[side], speaker(language)
        percent = lever.unit in ("share", "0..1")
        name, unit = (
            stored_studies.lever_name(lever, language),
            speaker(language)(lever.unit).strip("-"),
        )
        ticks = tuple(
            Tick(self.share(side, value), f"{100 * value:g} %" if percent else f"{value:g}")
            for value in lever.values
        )
        titled = name if percent else _("{title} ({unit})", title=name, unit=unit)
        return Axis(titled, ticks)

    def tile(
        self,
        cell: Cell,
        result: TippingResult,
        hues: Mapping[str, str],
        marks: Iterable[tuple[float, float]],
        language: str,
    ) -> Tile:
        """One cell: where, in which colour, with which words; `marks`: points that these must not cover."""
        (west, east), (south, north) = self.edges["x"][cell.x], self.edges["y"][cell.y]
        corner, far = self.at(west, north), self.at(east, south)
        surely = certainty(cell)
        wins = surely in ("very", "sure")
        position = where(result, cell.x, cell.y, language)
        return Tile(
            left=corner.left,
            top=corner.top,
            width=far.left - corner.left,
            height=far.top - corner.top,
            surely=surely,
            hue=hues[cell.leader or ""] if wins else "",
            text=speaker(language)(cell.leader or "") if wins else SIGNS.get(surely, "–"),
            change=_change(cell, result.rules[0]) if wins else "",
            title=f"{position}: {cell_words(cell, result, language)}",
            low=self.is_marked_above(cell, marks),
        )

    def lines(self, place: Place, outcome: str) -> Iterator[BoundaryLine]:
        """The boundary as simulated, with intervals, and as theory expects it; only where the rules cross."""
        simulated = [each for each in place.boundary.get(outcome, ()) if each.is_inside]
        expected = [each for each in place.theory.boundary.get(outcome, ()) if each.is_inside]
        if simulated:
            dots = tuple(self.at(each.at.mean or 0.0, each.y) for each in simulated)
            ends = (each.at.span for each in simulated)
            spans = (self._span(low, high, dot) for (low, high), dot in zip(ends, dots, strict=True))
            yield BoundaryLine("simulated", _path(dots), dots, tuple(spans))
        if expected:
            dots = tuple(self.at(each.mean or 0.0, each.y) for each in expected)
            yield BoundaryLine("theory", _path(dots), dots, ())

    def _span(self, low: float, high: float, dot: Spot) -> Span:
        return Span(self.share("x", low), self.share("x", high), dot.top)

    def point(
        self,
        asked: MapPoint,
        cell: Standing,
        hues: Mapping[str, str],
        result: TippingResult,
        language: str,
    ) -> RefinedSpot:
        """A refined point, in the colour of the rule that wins there, or grey."""
        surely = certainty(cell)
        hue = hues.get(cell.leader or "", "") if surely in ("very", "sure") else ""
        spot = self.at(*asked.at)
        return RefinedSpot(spot.left, spot.top, hue, surely, point_words(asked, cell, result, language))


def _path(dots: Sequence[Spot]) -> str:
    return " ".join(f"{dot.left},{dot.top}" for dot in dots)


def _change(cell: Cell, first: str) -> str:
    """The winner's change against the first rule, in per cent."""
    change, base = cell.change_of_leader(), cell.means.get(first)
    return "" if change is None or not base else f"{number(100 * change / abs(base), 0, signed=True)} %"
