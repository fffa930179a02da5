"""What a place draws of itself on the map: rivers, lakes and its outline. For people, never for the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.reading import parse_toml, read_text
from jiaosuo.model.township import Township

type Points = tuple[tuple[float, float], ...]

MOST_RIVERS, MOST_WATERS, MOST_RINGS, MOST_POINTS = 40, 40, 20, 500

COORDINATE = Parameter("point", 0, -200, 1_200, "km", "East or north of the south-west corner of the table")
WIDTH = Parameter("width_km", 0.2, 0.02, 10, "km", "Width of a river")

KEYS = ("outline", "river", "water")
RIVER_KEYS = ("name", "name_zh", "width_km", "points")
WATER_KEYS = ("name", "name_zh", "rings")


@dataclass(frozen=True)
class River:
    """A river that is drawn on the map.

    Parameters
    ----------
    name : str
        Its name, of 1 to 80 characters.
    points : tuple of (float, float)
        From source to mouth, km east and north in the grid of `townships.csv`.
    width_km : float, default 0.2
        Its width, 0.02 to 10 km.
    name_zh : str, default ""
        Its name in Chinese.
    """

    name: str
    points: Points
    width_km: float = WIDTH.default
    name_zh: str = ""


@dataclass(frozen=True)
class Water:
    """A lake, a reservoir or a wide river that is drawn on the map.

    Parameters
    ----------
    name : str
        Its name, of 1 to 80 characters.
    rings : tuple of tuple of (float, float)
        Its shores in km: the outer ring, then those of its islands.
    name_zh : str, default ""
        Its name in Chinese.
    """

    name: str
    rings: tuple[Points, ...]
    name_zh: str = ""


@dataclass(frozen=True)
class Drawing:
    """What a place draws of itself: for people, never for the model.

    Parameters
    ----------
    rivers : tuple of River, optional
        Rivers, at most 40.
    outline : tuple of (float, float), optional
        The border of the county as a ring, km; empty: it follows the cells.
    waters : tuple of Water, optional
        Areas of water, at most 40.
    """

    rivers: tuple[River, ...] = ()
    outline: Points = ()
    waters: tuple[Water, ...] = ()


def read_drawing(file: Path, townships: Sequence[Township] = ()) -> Drawing:
    """The content of a `drawing.toml`; InputError names the river and field of whatever is wrong.

    An outline must hold the seats of `townships`.
    """
    content = parse_toml(read_text(file, "drawing.toml", "TOML"), file.name)
    for key in content:
        if key not in KEYS:
            raise unknown(file.name, key, KEYS)
    rivers = content.get("river", [])
    if not isinstance(rivers, list) or len(rivers) > MOST_RIVERS:
        raise InputError(f"{file.name} river", rivers, f"must be at most {MOST_RIVERS} tables [[river]]")
    found = tuple(_river(each, f"{file.name} river {row}") for row, each in enumerate(rivers, 1))
    said = content.get("water", [])
    if not isinstance(said, list) or len(said) > MOST_WATERS:
        raise InputError(f"{file.name} water", said, f"must be at most {MOST_WATERS} tables [[water]]")
    waters = tuple(_water(each, f"{file.name} water {row}") for row, each in enumerate(said, 1))
    outline = _outline(content["outline"], file.name) if "outline" in content else ()
    for each in townships if outline else ():
        if not _holds(outline, each.x_km, each.y_km):
            allowed = "must go around the seats of all townships"
            raise InputError(f"{file.name} outline", f"without {each.name}", allowed)
    return Drawing(found, outline, waters)


def _river(said: object, place: str) -> River:
    if not isinstance(said, dict):
        raise InputError(place, said, "must be a table of NAME = VALUE")
    for key in said:
        if key not in RIVER_KEYS:
            raise unknown(place, key, RIVER_KEYS)
    name, name_zh = (_name(said.get(key, ""), f"{place} {key}", key) for key in ("name", "name_zh"))
    width = WIDTH.check(said.get("width_km", WIDTH.default), f"{place} width_km")
    return River(name, _points(said.get("points"), f"{place} points", 2), width, name_zh)


def _water(said: object, place: str) -> Water:
    if not isinstance(said, dict):
        raise InputError(place, said, "must be a table of NAME = VALUE")
    for key in said:
        if key not in WATER_KEYS:
            raise unknown(place, key, WATER_KEYS)
    name, name_zh = (_name(said.get(key, ""), f"{place} {key}", key) for key in ("name", "name_zh"))
    rings = said.get("rings")
    if not isinstance(rings, list) or not 1 <= len(rings) <= MOST_RINGS:
        raise InputError(f"{place} rings", rings, f"must be 1 to {MOST_RINGS} rings of points")
    found = tuple(_points(each, f"{place} ring {row}", 3) for row, each in enumerate(rings, 1))
    return Water(name, found, name_zh)


def _name(value: Any, field: str, key: str) -> str:
    if not isinstance(value, str) or len(value) > 80 or not (value.isprintable() if value else key != "name"):
        raise InputError(field, value, "must be a printable name of 1 to 80 characters")
    return value


def _points(value: object, field: str, least: int) -> Points:
    """Points as [km east, km north], at least so many."""
    allowed = f"must be {least} to {MOST_POINTS} points as [km east, km north]"
    if not isinstance(value, list) or not least <= len(value) <= MOST_POINTS:
        raise InputError(field, value, allowed)
    for row, each in enumerate(value, 1):
        if not isinstance(each, list) or len(each) != 2:
            raise InputError(f"{field} {row}", each, "must be a point as [km east, km north]")
    return tuple(
        (COORDINATE.check(x, f"{field} {row}"), COORDINATE.check(y, f"{field} {row}"))
        for row, (x, y) in enumerate(value, 1)
    )


def _outline(value: object, file: str) -> Points:
    ring = _points(value, f"{file} outline", 3)
    sides = list(zip(ring, (*ring[1:], ring[0]), strict=True))
    for first, side in enumerate(sides):
        for second in range(first + 1, len(sides)):
            beside = second == first + 1 or (first == 0 and second == len(sides) - 1)
            if not beside and _cross(side, sides[second]):
                allowed = f"must not cross itself: its sides {first + 1} and {second + 1} do"
                raise InputError(f"{file} outline", f"{side[0]} to {side[1]}", allowed)
    return ring


def _holds(ring: Points, x: float, y: float) -> bool:
    """Whether a place lies inside a ring: an odd number of its sides are east of it."""
    odd = False
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


def _cross(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> bool:
    """Whether two sides have a place in common."""
    (a, b), (c, d) = one, other
    turns = [_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)]
    return turns[0] * turns[1] <= 0 and turns[2] * turns[3] <= 0 and any(turns)


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Above 0 where a walk from a over b to c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
