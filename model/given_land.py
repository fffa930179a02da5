"""Land that a place gives itself: which cells each township has, and the roads from cell to cell.

`cells.csv` and `links.csv` stand beside `scenario.toml`, in km on the grid of `cell_km`. They say what the
ground and the roads would else be drawn from: seats and areas.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jiaosuo.model.cell_tables import CELL_KM, centre_of, number_in, rows_of, take_flag
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.spreadsheet import guarded, unguarded
from jiaosuo.model.core.terms import RoadClass, word
from jiaosuo.model.township import Township

type Place = tuple[float, float]

CELLS_FILE, LINKS_FILE = "cells.csv", "links.csv"
ROADS = {word(each): each for each in RoadClass}

PEOPLE = Parameter("people", 0, 0, 5_000_000, "people", "People of a cell, beside those of other cells")
LENGTH = Parameter("length_km", 0, 0.001, 500, "km", "Length of the road from cell to cell")
SPEED = Parameter("speed_kmh", 0, 1, 130, "km/h", "Free speed on the road")

CELL_COLUMNS = ("x_km", "y_km", "township")
ENDS = ("from_x_km", "from_y_km", "to_x_km", "to_y_km")
LINK_COLUMNS = (*ENDS, "road_class")


@dataclass(frozen=True)
class GivenCell:
    """A cell that a place gives itself.

    Parameters
    ----------
    x_km, y_km : float
        Its centre, km east and north of the south-west corner.
    township : str
        Name of its township.
    people : float, optional
        How many live there; None: the file says none.
    """

    x_km: float
    y_km: float
    township: str
    people: float | None = None

    @property
    def place(self) -> Place:
        """East and north, km."""
        return self.x_km, self.y_km


@dataclass(frozen=True)
class GivenLink:
    """A road between two cells, open both ways.

    Parameters
    ----------
    tail, head : tuple of (float, float)
        Centres of the cells, km east and north.
    road_class : RoadClass
        Its class.
    length_km : float, optional
        Its length in km; without it as long as its class says.
    speed_kmh : float, optional
        Free speed in km/h; without it as fast as its class says.
    """

    tail: Place
    head: Place
    road_class: RoadClass
    length_km: float | None = None
    speed_kmh: float | None = None


@dataclass(frozen=True)
class GivenLand:
    """Ground and roads that a place gives itself.

    Parameters
    ----------
    cell_km : float
        Side of a cell in km.
    cells : tuple of GivenCell
        The cells from west to east.
    links : tuple of GivenLink, optional
        The roads; without them roads are drawn as elsewhere.
    """

    cell_km: float
    cells: tuple[GivenCell, ...]
    links: tuple[GivenLink, ...] | None = None

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.cell_km, self.cells, self.links))

    def __reduce__(self) -> tuple[Any, ...]:
        """Without the hash: that of a text is another one in each process."""
        return GivenLand, (self.cell_km, self.cells, self.links)

    def to_json(self) -> dict[str, Any]:
        """Plain data, for saved counties and names of runs.

        Returns
        -------
        dict
            `cell_km`, and lists of cells and links.
        """
        links = self.links
        return {
            "cell_km": self.cell_km,
            "cells": [[each.x_km, each.y_km, each.township, each.people] for each in self.cells],
            "links": None
            if links is None
            else [[*each.tail, *each.head, word(each.road_class), each.length_km, each.speed_kmh]
                  for each in links],
        }  # fmt: skip

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> GivenLand:
        """Read back what `to_json` gave.

        Parameters
        ----------
        said : mapping
            Plain data.

        Returns
        -------
        GivenLand
            The land.
        """
        links = said["links"]
        return cls(
            said["cell_km"],
            tuple(GivenCell(*each) for each in said["cells"]),
            None
            if links is None
            else tuple(GivenLink((a, b), (c, d), ROADS[road], *rest) for a, b, c, d, road, *rest in links),
        )


def take_given_land(
    content: dict[str, Any], folder: Path, townships: Sequence[Township], values: Mapping[str, Any]
) -> GivenLand | None:
    """Take `cells_csv` and `links_csv` out of a scenario file's content; the land they name, None: none.

    `values` are what the file sets, `cell_km` among them. InputError names file, line and column of whatever
    is wrong.
    """
    has_cells, has_links = (take_flag(content, key) for key in ("cells_csv", "links_csv"))
    if has_links and not has_cells:
        raise InputError("links_csv", True, "needs cells_csv = true: roads go from cell to cell")
    if not has_cells:
        return None
    if not townships:
        raise InputError("cells_csv", True, "needs townships_csv = true: cells belong to its townships")
    side = CELL_KM.check(values.get("cell_km", CELL_KM.default))
    return read_given_land(folder, [each.name for each in townships], side, has_links)


def read_given_land(folder: Path, townships: Sequence[str], cell_km: float, links: bool = True) -> GivenLand:
    """The land of `cells.csv`, and of `links.csv` if `links`; InputError names what is wrong with them."""
    cells = _read_cells(folder / CELLS_FILE, townships, cell_km)
    roads = _read_links(folder / LINKS_FILE, {each.place for each in cells}, cell_km) if links else None
    return GivenLand(cell_km, cells, roads)


def _read_cells(file: Path, townships: Sequence[str], side: float) -> tuple[GivenCell, ...]:
    found: dict[Place, GivenCell] = {}
    for place, row in rows_of(file, CELL_COLUMNS, ("people",)):
        cell = _cell(row, place, townships, side)
        if cell.place in found:
            allowed = f"each cell only once; {found[cell.place].township} has it above"
            raise InputError(place, f"{cell.x_km:g}, {cell.y_km:g}", allowed)
        found[cell.place] = cell
    cells = tuple(sorted(found.values(), key=lambda each: each.place))
    owners = {each.township for each in cells}
    for name in townships:
        if name not in owners:
            raise InputError(f"{file.name} township", name, "must have at least one cell")
    _check_people(cells, file.name)
    return cells


def _cell(row: dict[str, str], place: str, townships: Sequence[str], side: float) -> GivenCell:
    x, y = (centre_of(row[key], f"{place} {key}", side) for key in ("x_km", "y_km"))
    township = unguarded(row["township"])
    if township not in townships:
        raise unknown(f"{place} township", township, townships)
    return GivenCell(x, y, township, _number(row, "people", PEOPLE, place))


def _check_people(cells: Sequence[GivenCell], file: str) -> None:
    """People of cells count beside one another: all rows of a township give them, or none of any does."""
    given = [each.people is not None for each in cells]
    if any(given) and not all(given):
        cell = cells[given.index(False)]
        where = f"{file} people of {cell.x_km:g}, {cell.y_km:g} ({cell.township})"
        raise InputError(where, "", "must be given for all cells or for none; 0 where nobody lives")


def _read_links(file: Path, cells: set[Place], side: float) -> tuple[GivenLink, ...]:
    found: dict[tuple[Place, Place], GivenLink] = {}
    for place, row in rows_of(file, LINK_COLUMNS, ("length_km", "speed_kmh")):
        link = _link(row, place, cells, side)
        pair = link.tail, link.head
        if pair in found:
            allowed = "each pair of cells only once, in one direction: a road is open both ways"
            raise InputError(place, f"{link.tail} to {link.head}", allowed)
        found[pair] = link
    links = tuple(found[pair] for pair in sorted(found))
    _check_joined(links, cells, file.name)
    return links


def _link(row: dict[str, str], place: str, cells: set[Place], side: float) -> GivenLink:
    x, y, to_x, to_y = (centre_of(row[key], f"{place} {key}", side) for key in ENDS)
    for end in ((x, y), (to_x, to_y)):
        if end not in cells:
            raise InputError(place, f"{end[0]:g}, {end[1]:g}", f"must be a cell of {CELLS_FILE}")
    if (x, y) == (to_x, to_y):
        raise InputError(place, f"{x:g}, {y:g}", "must go from one cell to another")
    if row["road_class"] not in ROADS:
        raise unknown(f"{place} road_class", row["road_class"], ROADS)
    tail, head = sorted(((x, y), (to_x, to_y)))
    length, speed = _number(row, "length_km", LENGTH, place), _number(row, "speed_kmh", SPEED, place)
    return GivenLink(tail, head, ROADS[row["road_class"]], length, speed)


def _check_joined(links: Sequence[GivenLink], cells: set[Place], file: str) -> None:
    """Who cannot be reached by road cannot call: the pieces are named, for whoever mends the file."""
    found = pieces(cells, links)
    if len(found) > 1:
        some = [(len(each), *min(each)) for each in found[1:4]]
        apart = "; ".join(f"{cells} cells from {x:g}, {y:g} on" for cells, x, y in some)
        allowed = f"must join all cells, by a ferry or a pass if need be; joined to no other: {apart}"
        raise InputError(file, f"{len(found)} pieces", allowed)


def pieces(cells: set[Place], links: Sequence[GivenLink]) -> list[set[Place]]:
    """Sets of cells that the links join, the largest first; of equal ones the most western."""
    beside: dict[Place, list[Place]] = {cell: [] for cell in cells}
    for link in links:
        beside[link.tail].append(link.head)
        beside[link.head].append(link.tail)
    left = set(cells)
    found = [_reached(start, beside, left) for start in sorted(cells) if start in left]
    return sorted(found, key=lambda piece: (-len(piece), min(piece)))


def _reached(start: Place, beside: Mapping[Place, list[Place]], left: set[Place]) -> set[Place]:
    """The cells that roads lead to from `start`; they are taken out of `left`."""
    line = [start]
    left.discard(start)
    for here in line:
        for there in beside[here]:
            if there in left:
                left.discard(there)
                line.append(there)
    return set(line)


def _number(row: Mapping[str, str], key: str, column: Parameter, place: str) -> float | None:
    text = row.get(key, "")
    return number_in(text, column, f"{place} {key}") if text else None


def write_given_land(folder: Path, land: GivenLand) -> None:
    """`cells.csv` and, where roads are given, `links.csv`, that read back as the very same land."""
    cells = [[each.x_km, each.y_km, guarded(each.township), each.people] for each in land.cells]
    has_people = any(each.people is not None for each in land.cells)
    header = [*CELL_COLUMNS, "people"] if has_people else [*CELL_COLUMNS]
    _write(folder / CELLS_FILE, header, [row[: len(header)] for row in cells])
    if land.links is not None:
        _write(folder / LINKS_FILE, [*LINK_COLUMNS, "length_km", "speed_kmh"], land.to_json()["links"])


def _write(file: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(header)
        lines.writerows([_text(value) for value in row] for row in rows)


def _text(value: object) -> str:
    return "" if value is None else str(value)
