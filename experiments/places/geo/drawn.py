"""What the map draws of a place: its outline, rivers and areas of water, few enough points for a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import shapely

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.folder import written_text
from jiaosuo.experiments.places.geo.areas import Areas
from jiaosuo.experiments.places.geo.cells import CellMap
from jiaosuo.experiments.places.geo.layers import Layer, Shapes
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.words import N_
from jiaosuo.model.drawing import (
    MOST_POINTS,
    MOST_RINGS,
    MOST_RIVERS,
    MOST_WATERS,
    Drawing,
    Points,
    River,
    Water,
)

FINEST_KM = 0.05
MARGIN_KM = 3.0
NAMES = ("name", "name_zh", "名称", "fullname", "waterway")

LARGEST_ONLY = N_("{file}: the {count} largest of {all} waters are drawn.")


def outline_of(areas: Areas, seats: Mapping[str, tuple[float, float]]) -> tuple[Points, str]:
    """The border of the largest piece of land, or none and the name of a seat that it would leave out."""
    largest = max(shapely.get_parts(areas.outline), key=lambda part: part.area)
    ring = _ring(largest.exterior)
    area = shapely.Polygon(ring)
    for name, (x, y) in seats.items():
        if not area.contains(shapely.Point(x, y)):
            return (), name
    return (ring, "") if area.is_valid else ((), "")


def waters_of(
    layer: Layer, shapes: Shapes, cells: CellMap
) -> tuple[tuple[River, ...], tuple[Water, ...], list[Note]]:
    """Lines as rivers and areas as waters, near the place, the longest and largest of them."""
    low, high = cells.centres.min(axis=0) - MARGIN_KM, cells.centres.max(axis=0) + MARGIN_KM
    window = shapely.box(*low, *high)
    column = next((each for name in NAMES for each in layer.columns if each.lower() == name), None)
    names = layer.texts(column) if column else [""] * len(shapes)
    lines, land = [], []
    for name, shape in zip(names, shapes, strict=True):
        if shape is None or shape.is_empty or not (part := shapely.make_valid(shape).intersection(window)):
            continue
        for each in shapely.get_parts(part):
            if each.geom_type == "LineString" and each.length > 4 * FINEST_KM:
                lines.append((name or "water", each))
            elif each.geom_type == "Polygon" and each.area > FINEST_KM**2:
                land.append((name or "water", each))
    if not lines and not land:
        raise InputError("water", layer.file, "must have lines or areas near the place")
    lines.sort(key=lambda pair: -pair[1].length)
    land.sort(key=lambda pair: -pair[1].area)
    count = len(lines) + len(land)
    lines, land = lines[:MOST_RIVERS], land[:MOST_WATERS]
    notes = []
    if (kept := len(lines) + len(land)) < count:
        notes.append(Note(LARGEST_ONLY, {"file": layer.file, "count": kept, "all": count}))
    rivers = tuple(River(name[:80], _points(line)) for name, line in lines)
    waters = tuple(Water(name[:80], _rings(area)) for name, area in land)
    return rivers, waters, notes


def _rings(area: shapely.Polygon) -> tuple[Points, ...]:
    islands = sorted(area.interiors, key=lambda ring: -shapely.Polygon(ring).area)
    return tuple(_ring(each) for each in (area.exterior, *islands[: MOST_RINGS - 1]))


def _ring(ring: shapely.LinearRing) -> Points:
    """A ring without its last point, which is its first; it still does not cross itself."""
    area, grain = shapely.Polygon(ring), FINEST_KM
    fewer = area.simplify(grain)
    while len(fewer.exterior.coords) > MOST_POINTS:
        grain *= 1.5
        fewer = area.simplify(grain)
    return _rounded(fewer.exterior)[:-1]


def _points(line: shapely.LineString) -> Points:
    """The points of a line, as few as a file may have."""
    grain = FINEST_KM
    fewer = line.simplify(grain)
    while len(fewer.coords) > MOST_POINTS:
        grain *= 1.5
        fewer = line.simplify(grain)
    return _rounded(fewer)


def _rounded(line: shapely.LineString) -> Points:
    """To metres."""
    return tuple((round(x, 3), round(y, 3)) for x, y, *_ in line.coords)


def write_drawing(file: Path, drawing: Drawing) -> Path:
    """The drawing as TOML; the file."""
    lines = [
        "# What the map draws: for drawing only, the model does not read it. Km in the grid of townships.csv."
    ]
    if drawing.outline:
        lines.append(f"outline = {_array(drawing.outline)}")
    for river in drawing.rivers:
        lines += ["", "[[river]]", *_named(river.name, river.name_zh), f"width_km = {river.width_km:g}"]
        lines.append(f"points = {_array(river.points)}")
    for water in drawing.waters:
        lines += ["", "[[water]]", *_named(water.name, water.name_zh)]
        lines.append(f"rings = [{', '.join(map(_array, water.rings))}]")
    return put_text(file, "\n".join(lines) + "\n")


def _named(name: str, name_zh: str) -> list[str]:
    return [f"name = {written_text(name)}"] + ([f"name_zh = {written_text(name_zh)}"] if name_zh else [])


def _array(points: Points) -> str:
    return "[" + ", ".join(f"[{x:g}, {y:g}]" for x, y in points) + "]"
