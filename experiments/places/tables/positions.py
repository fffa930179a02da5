"""Where townships lie, in kilometres: degrees are projected, metres of a survey shifted, mixtures refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.tables.rows import ReadRow, Value
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_
from jiaosuo.model.station_places import STATIONS_AT, moved
from jiaosuo.model.township import COLUMNS

type Point = tuple[float, float]

KM_A_DEGREE = 6371.0088 * math.pi / 180
"""Of latitude, on a ball of the earth's mean radius; over a county the error is below half a per cent."""

LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)
"""Where a single row is taken for degrees: China. A whole table may be anywhere."""

WIDEST = 10.0
"""Degrees across a county at most."""

SQUEEZED = 0.05
"""Seats that lie in less than this share of the land that the areas make are no kilometres."""

PROJECTED = N_(
    "{file}: the positions are degrees; kilometres were reckoned from {lon} E, {lat} N as the south-west."
)
SWAPPED = N_("{file}: latitude stands in the column of x; the two were exchanged.")
SURVEYED = N_("{file}: the positions are metres of a survey; kilometres were reckoned from its least values.")
NORTH_FIRST = N_("{file}: x is the way north, as surveyors write it; the two were exchanged.")
SHIFTED = N_("{file}: the positions were moved by {x} km east and {y} km north, so that none is below 0.")


def positioned(rows: Sequence[ReadRow], degrees: bool) -> tuple[list[ReadRow], list[Note]]:
    """The rows with x_km and y_km in kilometres from the south-west.

    `degrees`: the headings say longitude and latitude. InputError for a row that is of another kind than the
    rest. Rows without positions are left as they are.
    """
    found = [_point(row) for row in rows]
    points = [each for each in found if each is not None]
    if not points or len(points) < len(rows):
        return list(rows), []
    file = rows[0].file
    if degrees or _all_degrees(points, _land(rows)):
        return _projected(rows, points, file)
    _refuse_mixture(rows, points)
    if all(max(abs(x), abs(y)) > 2_000 for x, y in points):
        return _surveyed(rows, points, file)
    return _shifted(rows, points, file)


def check_spread(rows: Sequence[ReadRow]) -> None:
    """Refuse seats that lie on one heap although the areas make a wide land, and two in one place."""
    points = {each: point for each in range(len(rows)) if (point := _point(rows[each])) is not None}
    seen: dict[Point, int] = {}
    for at, point in points.items():
        first = seen.setdefault(point, at)
        if first != at:
            where = rows[at].place("x_km y_km")
            allowed = f"{rows[first].name} (line {rows[first].line}) has its seat in the same place; move one"
            raise InputError(where, f"{point[0]:g}, {point[1]:g}", allowed)
    land = _land(rows)
    if len(points) > 2 and land and _box(list(points.values())) < (SQUEEZED * math.sqrt(land)) ** 2:
        widest = max(math.dist(a, b) for a in points.values() for b in points.values())
        allowed = (
            f"all seats lie within {widest:.2g} km of each other, but the areas make {land:,.0f} km2; "
            "give positions and areas that fit: kilometres, or degrees with enough decimals"
        )
        raise InputError(f"{rows[0].file} x_km and y_km", f"{widest:.2g} km", allowed)


def _point(row: ReadRow) -> Point | None:
    x, y = row.number("x_km"), row.number("y_km")
    return None if x is None or y is None else (float(x), float(y))


def _land(rows: Sequence[ReadRow]) -> float:
    """Square kilometres of all rows; 0 if one has no area."""
    areas = [row.number("area_km2") for row in rows]
    return 0.0 if None in areas else float(sum(each for each in areas if each is not None))


def _box(points: Sequence[Point]) -> float:
    """Square of the longer side of the box around points."""
    return max(_reach(points, 0), _reach(points, 1)) ** 2


def _reach(points: Sequence[Point], axis: int) -> float:
    return max(each[axis] for each in points) - min(each[axis] for each in points)


def _all_degrees(points: Sequence[Point], land: float) -> bool:
    """Whether all points are degrees by their looks: on the globe, and one heap as kilometres."""
    on_globe = all(
        (abs(x) <= 180 and abs(y) <= 90) or (abs(x) <= 90 and abs(y) <= 180) for x, y in points
    ) and any(x % 1 or y % 1 for x, y in points)
    near = max(_reach(points, 0), _reach(points, 1)) <= WIDEST
    if not on_globe or not near or not land:
        return False
    # one or two seats may lie near each other anywhere: only far from 0 is that no place in kilometres
    squeezed = math.sqrt(_box(points)) < math.sqrt(land) * (0.12 if len(points) > 2 else 0.03)
    return squeezed and (len(points) > 2 or all(_chinese(x, y) for x, y in points))


def _chinese(x: float, y: float) -> bool:
    return LONGITUDES[0] <= x <= LONGITUDES[1] and LATITUDES[0] <= y <= LATITUDES[1]


def _projected(
    rows: Sequence[ReadRow], points: Sequence[Point], file: str
) -> tuple[list[ReadRow], list[Note]]:
    notes = []
    if all(abs(x) <= 90 for x, _ in points) and any(abs(y) > 90 for _, y in points):
        points, notes = [(y, x) for x, y in points], [Note(SWAPPED, {"file": file})]
    exchanged = bool(notes)
    _refuse_far(rows, points)
    west, south = min(x for x, _ in points), min(y for _, y in points)
    wide = KM_A_DEGREE * math.cos(math.radians(sum(y for _, y in points) / len(points)))

    def reckoned(point: Point) -> Point:
        x, y = (point[1], point[0]) if exchanged else point
        return (x - west) * wide, (y - south) * KM_A_DEGREE

    found = _moved(rows, reckoned)
    notes.append(Note(PROJECTED, {"file": file, "lon": f"{west:g}", "lat": f"{south:g}"}))
    return found, notes


def _refuse_far(rows: Sequence[ReadRow], points: Sequence[Point]) -> None:
    """A row that is no point on the globe or lies far from the rest."""
    middle = [sorted(each[axis] for each in points)[len(points) // 2] for axis in (0, 1)]
    for row, (x, y) in zip(rows, points, strict=True):
        off = abs(x) > 180 or abs(y) > 90
        if off or abs(x - middle[0]) > WIDEST or abs(y - middle[1]) > WIDEST:
            allowed = (
                f"the positions are degrees, and the others lie near {middle[0]:g}, {middle[1]:g}; give this "
                "row in degrees too, or all rows in kilometres"
            )
            raise InputError(row.place("x_km y_km"), _cells(row), allowed)


def _refuse_mixture(rows: Sequence[ReadRow], points: Sequence[Point]) -> None:
    """Rows in degrees among kilometres: they look like degrees and lie far from all others."""
    land = _land(rows)
    if len(points) < 2 or not land:
        return
    reach = 1.5 * math.sqrt(land / math.pi)
    like = [at for at, (x, y) in enumerate(points) if _chinese(x, y)]
    rest = [points[at] for at in range(len(points)) if at not in like]
    for at in like if rest else ():
        if min(math.dist(points[at], other) for other in rest) > reach:
            allowed = (
                "the other rows are kilometres, and this looks like degrees of longitude and latitude; give "
                "its kilometres, or degrees in all rows"
            )
            raise InputError(rows[at].place("x_km y_km"), _cells(rows[at]), allowed)


def _cells(row: ReadRow) -> str:
    return f"{row.given.get('x_km', '')}, {row.given.get('y_km', '')}"


def _surveyed(
    rows: Sequence[ReadRow], points: Sequence[Point], file: str
) -> tuple[list[ReadRow], list[Note]]:
    """Metres, as in a national grid: a northing has seven digits, an easting six, or eight with its zone."""
    notes = []
    if all(1e6 <= x < 1e7 and not 1e6 <= y < 1e7 for x, y in points):
        points, notes = [(y, x) for x, y in points], [Note(NORTH_FIRST, {"file": file})]
    exchanged = bool(notes)
    west, south = min(x for x, _ in points), min(y for _, y in points)

    def reckoned(point: Point) -> Point:
        x, y = (point[1], point[0]) if exchanged else point
        return (x - west) / 1000, (y - south) / 1000

    found = _moved(rows, reckoned)
    notes.append(Note(SURVEYED, {"file": file}))
    return found, notes


def _shifted(rows: Sequence[ReadRow], points: Sequence[Point], file: str) -> tuple[list[ReadRow], list[Note]]:
    """Kilometres from an origin of their own, where they are not from the south-west already."""
    by = []
    for axis, column in enumerate(("x_km", "y_km")):
        values = [each[axis] for each in points]
        inside = min(values) >= 0 and max(values) <= COLUMNS[column].high
        by.append(0.0 if inside else -min(values))
    if not any(by):
        return list(rows), []
    found = _moved(rows, lambda point: (point[0] + by[0], point[1] + by[1]))
    return found, [Note(SHIFTED, {"file": file, "x": f"{by[0]:g}", "y": f"{by[1]:g}"})]


def _moved(rows: Sequence[ReadRow], to: Callable[[Point], Point]) -> list[ReadRow]:
    """The rows, which all have a point, with it and their stations elsewhere, to the nearest ten metres."""
    return [replace(row, values={**row.values, **_elsewhere(row, to)}) for row in rows]


def _elsewhere(row: ReadRow, to: Callable[[Point], Point]) -> dict[str, Value]:
    point = _point(row)
    x, y = to(point) if point is not None else (0.0, 0.0)
    found: dict[str, Value] = {"x_km": _hundredths(x), "y_km": _hundredths(y)}
    if stations := str(row.values.get(STATIONS_AT, "")):
        found[STATIONS_AT] = moved(stations, lambda place: _to_ten_metres(to(place)))
    return found


def _to_ten_metres(point: Point) -> Point:
    return round(point[0], 2), round(point[1], 2)


def _hundredths(value: float) -> Fraction:
    return Fraction(round(value * 100), 100)
