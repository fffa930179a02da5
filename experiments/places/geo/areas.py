"""Boundaries of townships as areas without overlaps and gaps: mended where that is safe, else named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon, Polygon

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.geo.layers import Layer, Shapes
from jiaosuo.experiments.places.geo.names import matched
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import N_

type Land = Polygon | MultiPolygon

NAME_COLUMNS = (
    "name", "name_zh", "township", "town", "precinct", "beat", "district", "xzqmc", "qsdwmc",
    "乡镇", "乡镇名称", "街道", "名称", "行政区", "行政区名称", "辖区", "派出所", "name:zh", "full_name",
    "label", "id",
)  # fmt: skip
"""Where names are looked for, in this order."""

SLIVER_KM = 0.05
"""A gap or an overlap that is nowhere wider is a slip of the pen."""

GRID_KM = 1e-9
"""All corners lie on a grid of a micrometre: overlays of shapes between its points cannot fail."""

LEAST_NAMED = 0.01
"""km2 of overlap that are worth a note."""

NAMES_FROM = N_("{file}: names are those of the column {column}.")
MENDED = N_("{file}: {count} shapes cross themselves and were mended.")
NO_LAND = N_("{file}: {count} features are no areas and are left out.")
JOINED = N_("{file}: {name} stands in {count} features, which are put together.")
OVERLAP = N_("{file}: {first} and {second} overlap by {km2} km²; the smaller one keeps it.")
GAPS = N_("{file}: {count} gaps between areas ({km2} km² together) went to the neighbour along them.")
HOLE = N_("{file}: {km2} km² inside belong to nobody, around {x}, {y} km; no cell lies there.")
PIECES = N_("{name} has {count} pieces that do not touch, of {km2} km².")


@dataclass(frozen=True)
class Areas:
    """Areas by name, in km; no two overlap. `columns`: what else the file says of each."""

    names: tuple[str, ...]
    shapes: tuple[Land, ...]
    columns: Mapping[str, tuple[str, ...]]
    notes: tuple[Note, ...]

    @property
    def km2(self) -> list[float]:
        """Area of each."""
        return [float(each.area) for each in self.shapes]

    @property
    def outline(self) -> Land:
        """The border of all."""
        return _union(self.shapes)


def neighbours(shapes: Sequence[Land], least_km: float = 0.0) -> set[tuple[int, int]]:
    """Pairs of rows whose areas share more than so much border."""
    tree = shapely.STRtree(list(shapes))
    first, second = tree.query(list(shapes), predicate="dwithin", distance=SLIVER_KM)
    return {
        (int(a), int(b))
        for a, b in zip(first, second, strict=True)
        if a < b and _border(shapes[a], shapes[b]) > least_km
    }


def _border(one: Land, other: Land) -> float:
    """Length of the border of one along the other."""
    return float(one.boundary.intersection(other.buffer(SLIVER_KM / 2)).length)


def areas_of(
    layer: Layer,
    shapes: Shapes,
    name_column: str | None,
    wanted: Sequence[str] = (),
    also: Mapping[str, str] | None = None,
) -> Areas:
    """The areas of a layer, its `shapes` in km; `wanted`: townships of a table, which all need one,
    `also` their other names.

    InputError for a file without areas, without names, or without an area for a township of the table.
    """
    column, notes = _name_column(layer, name_column)
    land, more = _polygons(layer, shapes)
    notes += more
    texts = layer.texts(column)
    rows: dict[str, list[int]] = {}
    for row, (name, shape) in enumerate(zip(texts, land, strict=True)):
        if shape is not None and name:
            rows.setdefault(name, []).append(row)
    if not rows:
        raise InputError("boundaries", layer.file, f"must have areas with a name in the column {column}")
    names = list(rows)
    if wanted:
        found, more = matched(wanted, names, layer.file, also)
        notes += more
        rows = {name: rows[said] for name, said in found.items()}
    joined = {name: _union([land[row] for row in each]) for name, each in rows.items()}
    notes += [
        Note(JOINED, {"file": layer.file, "name": name, "count": len(each)})
        for name, each in rows.items()
        if len(each) > 1
    ]
    mended, more = mend(list(joined), list(joined.values()), layer.file)
    columns = {key: tuple(layer.texts(key)[each[0]] for each in rows.values()) for key in layer.columns}
    return Areas(tuple(joined), tuple(mended), columns, (*notes, *more))


def _name_column(layer: Layer, said: str | None) -> tuple[str, list[Note]]:
    if said is not None:
        if said not in layer.columns:
            raise unknown("name_column", said, layer.columns)
        return said, []
    for name in NAME_COLUMNS:
        for column in layer.columns:
            if column.lower() == name and any(layer.texts(column)):
                return column, [Note(NAMES_FROM, {"file": layer.file, "column": column})]
    allowed = f"say which column has the names: {', '.join(list(layer.columns)[:24])}"
    raise InputError("name_column", None, allowed)


def _polygons(layer: Layer, shapes: Shapes) -> tuple[list[Land | None], list[Note]]:
    """Each feature's area, None for one that has none."""
    notes, land = [], [_polygonal(each) for each in shapes]
    crossed = sum(1 for shape in shapes if shape is not None and not shape.is_valid)
    if crossed:
        notes.append(Note(MENDED, {"file": layer.file, "count": crossed}))
    if missing := sum(1 for each in land if each is None):
        notes.append(Note(NO_LAND, {"file": layer.file, "count": missing}))
    return land, notes


def _polygonal(shape: shapely.Geometry | None) -> Land | None:
    """The area of a shape, mended if it crosses itself; None where it has none."""
    if shape is None or shape.is_empty:
        return None
    valid = shape if shape.is_valid else shapely.make_valid(shape)
    parts = [each for each in shapely.get_parts(valid, return_index=False) if each.area > 0]
    areas = [each for part in parts for each in shapely.get_parts(part) if each.geom_type == "Polygon"]
    if not areas:
        return None
    return _union(areas)


def _union(shapes: Sequence[Land]) -> Land:
    whole: Land = shapely.union_all(list(shapes), grid_size=GRID_KM)
    return whole


def mend(names: Sequence[str], shapes: Sequence[Land], file: str) -> tuple[list[Land], list[Note]]:
    """The areas without overlaps and without gaps that are slips of the pen; what was done, what is left."""
    land = [_union([each]) for each in shapes]
    notes = _part(names, land, file) + _close(names, land, file)
    for name, each in zip(names, land, strict=True):
        parts = [part.area for part in shapely.get_parts(each) if part.area >= LEAST_NAMED]
        if len(parts) > 1:
            sizes = ", ".join(f"{area:.3g}" for area in sorted(parts, reverse=True)[:6])
            notes.append(Note(PIECES, {"name": name, "count": len(parts), "km2": sizes}))
    return land, notes


def _part(names: Sequence[str], land: list[Land], file: str) -> list[Note]:
    """Take each overlap from the larger area: the smaller one is drawn on top, as an enclave would be."""
    notes = []
    first, second = shapely.STRtree(land).query(land, predicate="intersects")
    size = [each.area for each in land]
    for a, b in sorted((int(a), int(b)) for a, b in zip(first, second, strict=True) if a < b):
        common = land[a].intersection(land[b], grid_size=GRID_KM)
        if common.area <= 1e-9:
            continue
        small, large = sorted((a, b), key=lambda row: (size[row], row))
        left = _polygonal(land[large].difference(land[small], grid_size=GRID_KM))
        if left is None:
            allowed = f"has no land of its own: all of it belongs to {names[small]} too"
            raise InputError(f"{file} area", names[large], allowed)
        land[large] = left
        if common.area >= LEAST_NAMED:
            values = {"file": file, "first": names[a], "second": names[b], "km2": f"{common.area:.3g}"}
            notes.append(Note(OVERLAP, values))
    return notes


def _close(names: Sequence[str], land: list[Land], file: str) -> list[Note]:
    """Fill gaps that are nowhere wide from the neighbour along them; name the others."""
    notes, closed = [], []
    gaps, holes = _gaps_and_holes(land)
    for gap in gaps:
        _share_out(gap, land)
        closed.append(gap.area)
    for hole in holes:
        if hole.area >= LEAST_NAMED:
            x, y = hole.representative_point().coords[0]
            values = {"file": file, "km2": f"{hole.area:.3g}", "x": f"{x:.1f}", "y": f"{y:.1f}"}
            notes.append(Note(HOLE, values))
    if closed:
        notes.append(Note(GAPS, {"file": file, "count": len(closed), "km2": f"{sum(closed):.2g}"}))
    return notes


def _share_out(gap: Land, land: list[Land]) -> None:
    """Give each part of a gap to the first area along it: one web of gaps may run between many areas."""
    left = gap
    for row, each in enumerate(land):
        if left.is_empty:
            return
        if each.distance(left) < SLIVER_KM:
            along = each.buffer(SLIVER_KM)
            taken = _polygons_in(left.intersection(along, grid_size=GRID_KM))
            land[row] = _union([each, *taken])
            left = _union(_polygons_in(left.difference(along, grid_size=GRID_KM)))


def _gaps_and_holes(land: Sequence[Land]) -> tuple[list[Polygon], list[Polygon]]:
    """Land inside that nobody has: what is nowhere wide, bays of the border among it, and the rest."""
    whole = _union(land)
    shut = _widened(_widened(whole, SLIVER_KM / 2), -SLIVER_KM / 2)
    filled = _union([Polygon(part.exterior) for part in shapely.get_parts(shut)])
    left = _union(_polygons_in(filled.difference(whole, grid_size=GRID_KM)))
    opened = _widened(_widened(left, -SLIVER_KM / 2), SLIVER_KM / 2)
    wide = _union(_polygons_in(opened.intersection(left, grid_size=GRID_KM)))
    return _polygons_in(left.difference(wide, grid_size=GRID_KM)), _polygons_in(wide)


def _widened(land: Land, km: float) -> Land:
    return land.buffer(km, join_style="mitre")


def _polygons_in(shape: shapely.Geometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 1e-9]
