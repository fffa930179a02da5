"""Stations and settlements as points: from tables with longitude and latitude, or from files of shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.inputs.text import plain
from jiaosuo.experiments.places.geo.cells import CellMap
from jiaosuo.experiments.places.geo.layers import DEGREES, Frame, read_layer
from jiaosuo.experiments.places.geo.names import bare
from jiaosuo.experiments.places.tables.headings import synonyms
from jiaosuo.experiments.places.tables.table import read_table
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_
from jiaosuo.model.station_places import MOST, Place
from jiaosuo.model.township import HEADCOUNTS

type Floats = npt.NDArray[np.float64]

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods")
NAMED = dict.fromkeys(
    ("派出所", "派出所名称", "所名", "中队", "中队名称", "Station", "station", "村", "村名"), "name"
)
"""Headings that are names here, though not in a table of townships."""

NEAR_KM = 2.0
"""A station so near to the land of the place belongs to it: banks and borders are drawn roughly."""

OFF_LAND = N_("{file}: {names} lie off the land of the place and are left out.")
BY_NAME = N_("{file}: {name} has no position and is placed by its name in {township}.")
BORDER = N_("{file}: {name} lies near the border, in {other}; it is taken for the station of {township}.")
SEVERAL = N_("{file}: {township} has {count} stations; the one with most officers, {name}, is its seat.")


@dataclass(frozen=True)
class Point:
    """A place with a name; `place` in km, None where the file has none. `numbers` by our columns."""

    name: str
    place: tuple[float, float] | None
    numbers: Mapping[str, float]


@dataclass(frozen=True)
class Points:
    """The points of a file, what it was and what was guessed."""

    file: str
    points: tuple[Point, ...]
    how: Mapping[str, str]
    columns: Mapping[str, str]
    notes: tuple[Note, ...] = ()


def read_points(file: Path, frame: Frame, crs: str | None, field: str) -> Points:
    """The points of a table or a layer, in km; InputError names what is wrong.

    Positions of a table are longitude and latitude where its headings say so or `crs` is declared, else km.
    """
    if file.suffix.lower() in TABLES:
        return _of_table(file, frame, crs)
    return _of_layer(file, frame, crs, field)


def _of_table(file: Path, frame: Frame, crs: str | None) -> Points:
    found = read_table(file, NAMED)
    numbers = [
        {column: float(value) for column in row.values if (value := row.number(column)) is not None}
        for row in found.rows
    ]
    given = [(row.pop("x_km", None), row.pop("y_km", None)) for row in numbers]
    places: list[tuple[float, float] | None] = [None if x is None or y is None else (x, y) for x, y in given]
    if found.degrees or crs is not None:
        rows = [row for row, each in enumerate(places) if each is not None]
        moved = frame.kilometres(shapely.points([places[row] for row in rows]), crs or DEGREES)
        for row, point in zip(rows, moved, strict=True):
            places[row] = (float(point.x), float(point.y))
    points = tuple(
        Point(row.name, place, each) for row, place, each in zip(found.rows, places, numbers, strict=True)
    )
    how = {**found.how, "crs": crs or DEGREES} if found.degrees or crs else dict(found.how)
    return Points(file.name, points, how, found.columns, found.notes)


def _of_layer(file: Path, frame: Frame, crs: str | None, field: str) -> Points:
    layer = read_layer(file, crs, field)
    shapes = frame.kilometres(layer.shapes, layer.crs)
    ours = {
        name: known[0] for name in layer.columns if (known := synonyms().columns.get(plain(name))) is not None
    }
    named = next((name for name, column in ours.items() if column == "name"), None)
    names = layer.texts(named) if named else [""] * len(shapes)
    points = []
    for row, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        middle = None if shape is None or shape.is_empty else shape.representative_point()
        numbers = {}
        for said, column in ours.items():
            number = _number(layer.columns[said][row])
            if column != "name" and number is not None:
                numbers[column] = number
        points.append(Point(name, None if middle is None else (middle.x, middle.y), numbers))
    columns = {name: ours.get(name, "") for name in layer.columns}
    return Points(file.name, tuple(points), layer.how, columns)


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def rows_of_places(places: Floats, cells: CellMap, near: float) -> npt.NDArray[np.int64]:
    """The nearest cell of each place, (places,); -1 farther than `near` km beyond all cells."""
    rows = cells.at(places)
    off = np.flatnonzero(rows < 0)
    low, high = cells.centres - cells.side / 2, cells.centres + cells.side / 2
    tree = shapely.STRtree(shapely.box(*low.T, *high.T))
    which, found = tree.query_nearest(shapely.points(places[off]), max_distance=near, all_matches=False)
    rows[off[which]] = found
    return rows


@dataclass(frozen=True)
class Sites:
    """By township: how many stations, where its seat is (km), and officers by corps where they are given.

    `places`: where each of several stations is (km), that at the seat first.
    """

    count: Mapping[str, int]
    seat: Mapping[str, Place]
    places: Mapping[str, tuple[Place, ...]]
    officers: Mapping[str, Mapping[str, int]]
    notes: tuple[Note, ...]


def sites_of(found: Points, cells: CellMap, names: Sequence[str]) -> Sites:
    """The stations of a file by township: by position, or by name where they have none."""
    notes, lost = list(found.notes), []
    at: dict[str, list[Point]] = {}
    for each in found.points:
        township, inside = _township(each, cells, names)
        if township is None:
            lost.append(each.name)
            continue
        if inside is not None and inside != township:
            values = {"file": found.file, "name": each.name, "other": inside, "township": township}
            notes.append(Note(BORDER, values))
        if each.place is None:
            notes.append(Note(BY_NAME, {"file": found.file, "name": each.name, "township": township}))
        at.setdefault(township, []).append(each)
    if lost and not at:
        allowed = "none of its stations lies in the place or is named after a township; check crs and names"
        raise InputError("stations", found.file, allowed)
    if lost:
        notes.append(Note(OFF_LAND, {"file": found.file, "names": ", ".join(lost[:12])}))
    seats: dict[str, Place] = {}
    several_at: dict[str, tuple[Place, ...]] = {}
    for township, points in at.items():
        placed = [each for each in points if each.place is not None]
        if placed:
            first = max(placed, key=lambda each: sum(each.numbers.get(name, 0) for name in HEADCOUNTS))
            assert first.place is not None
            seats[township] = first.place
            if len(placed) > 1:
                others = [each.place for each in placed if each is not first and each.place is not None]
                several_at[township] = (first.place, *others)[:MOST]
            if len(points) > 1:
                several: dict[str, str | float] = {
                    "file": found.file,
                    "township": township,
                    "name": first.name,
                }
                notes.append(Note(SEVERAL, {**several, "count": len(points)}))
    return Sites(
        count={name: sum(int(each.numbers.get("stations", 1)) for each in on) for name, on in at.items()},
        seat=seats,
        places=several_at,
        officers={name: _officers(on) for name, on in at.items()},
        notes=tuple(notes),
    )


def _officers(points: Sequence[Point]) -> dict[str, int]:
    given = {name for each in points for name in HEADCOUNTS if name in each.numbers}
    return {name: round(sum(each.numbers.get(name, 0) for each in points)) for name in sorted(given)}


def _township(point: Point, cells: CellMap, names: Sequence[str]) -> tuple[str | None, str | None]:
    """The township of a station, and in whose land it lies.

    One named after a township near by belongs to that: stations stand at borders, which are drawn roughly.
    """
    meant = next((row for row, name in enumerate(names) if bare(name) == bare(point.name)), None)
    if point.place is None:
        return (None if meant is None else names[meant]), None
    row = rows_of_places(np.array([point.place]), cells, NEAR_KM)[0]
    inside = None if row < 0 else names[cells.owner[row]]
    if meant is not None:
        own = cells.centres[cells.owner == meant]
        if np.hypot(*(own - point.place).T).min() <= NEAR_KM:
            return names[meant], inside
    return inside, inside


def people_of_points(found: Points, cells: CellMap) -> Floats:
    """People of each cell by settlements, (cells,); InputError where a file says no people of here."""
    placed = [each for each in found.points if each.place is not None and "population" in each.numbers]
    if not placed:
        raise InputError("people", found.file, "must have points with a column of people, such as population")
    rows = rows_of_places(np.array([each.place for each in placed]), cells, cells.side)
    people = np.array([each.numbers["population"] for each in placed])
    return summed(rows, people, len(cells.owner), found.file)


def summed(rows: npt.NDArray[np.int64], people: Floats, cells: int, file: str) -> Floats:
    """People by cell, (cells,), rows below 0 left out; InputError where nobody is left."""
    here = rows >= 0
    found: Floats = np.bincount(rows[here], weights=people[here], minlength=cells)
    if not found.any():
        raise InputError("people", file, "nobody in it lives in the place; check its coordinates")
    return found
