"""The land of a county as shapes for the page: cells by what covers them, borders, roads, rivers, sites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.terms import LandClass, RoadClass, word
from jiaosuo.model.landscape import Landscape, landscape
from jiaosuo.model.scenario import Scenario

type Ints = npt.NDArray[np.int64]

DRAWN_ROADS = (RoadClass.VILLAGE, RoadClass.COUNTY, RoadClass.TRUNK)


def land_map(scenario: Scenario) -> JsonObject:
    """The map in cells from the north-west corner, parts as SVG paths; `west`, `south` in km.

    A point in km is at ((x - west) / side, height - (y - south) / side).
    """
    now = scenario.in_force(0)
    land, side = landscape(now), float(now["cell_km"])
    x, y = land.cells["x_km"], land.cells["y_km"]
    west, south = float(x.min()) - side / 2, float(y.min()) - side / 2
    columns, rows = (
        np.floor((each - least) / side).astype(np.int64) for each, least in ((x, west), (y, south))
    )
    grid = np.full((int(rows.max()) + 1, int(columns.max()) + 1), -1)
    height = grid.shape[0]
    grid[rows, columns] = np.arange(len(x))
    return {
        "width": grid.shape[1],
        "height": height,
        "side": side,
        "west": west,
        "south": south,
        "land": {word(each): _filled(grid, land.cells["land"] == each) for each in LandClass},
        "borders": _borders(grid, land.cells["township"]),
        "roads": {word(each): _roads(land, each, columns, rows, height) for each in DRAWN_ROADS},
        "waters": "".join(
            _line(ring, west, south, side, height) + "z"
            for water in scenario.about.drawing.waters
            for ring in water.rings
        ),
        "rivers": [
            {"path": _line(each.points, west, south, side, height), "width": round(each.width_km / side, 2)}
            for each in scenario.about.drawing.rivers
        ],
        "sites": list(_sites(land, columns, rows, height)),
    }


def _filled(grid: Ints, holds: npt.NDArray[np.bool_]) -> str:
    """The cells of which something holds, row by row as runs, as one path."""
    parts = []
    for at, row in enumerate(grid[::-1]):
        inside = np.concatenate([[False], (row >= 0) & holds[row], [False]])
        begins, ends = (np.flatnonzero(inside[1:] != inside[:-1])[each::2] for each in (0, 1))
        parts += [f"M{a} {at}h{b - a}v1h{a - b}z" for a, b in zip(begins, ends, strict=True)]
    return "".join(parts)


def _borders(grid: Ints, township: Ints) -> str:
    """The lines between townships, and around the county."""
    owner = np.pad(np.where(grid >= 0, township[grid], -1), 1, constant_values=-1)[::-1]
    parts = []
    for line, column in zip(*np.nonzero(owner[1:, 1:-1] != owner[:-1, 1:-1]), strict=True):
        parts.append(f"M{column} {line}h1")
    for line, column in zip(*np.nonzero(owner[1:-1, 1:] != owner[1:-1, :-1]), strict=True):
        parts.append(f"M{column} {line}v1")
    return "".join(parts)


def _roads(land: Landscape, road: RoadClass, columns: Ints, rows: Ints, height: int) -> str:
    links = land.links[(land.links["road_class"] == road) & (land.links["tail"] < land.links["head"])]
    ends = ((columns[each] + 0.5, height - rows[each] - 0.5) for each in (links["tail"], links["head"]))
    (x, y), (x2, y2) = ends
    lines = zip(x.tolist(), y.tolist(), x2.tolist(), y2.tolist(), strict=True)
    return "".join(f"M{a:g} {b:g}L{c:g} {d:g}" for a, b, c, d in lines)


def _line(points: Any, west: float, south: float, side: float, height: int) -> str:
    placed = (f"{(x - west) / side:.2f} {height - (y - south) / side:.2f}" for x, y in points)
    return "M" + "L".join(placed)


def _sites(land: Landscape, columns: Ints, rows: Ints, height: int) -> Iterator[JsonObject]:
    """Stations, and squadrons by the town they stand in."""
    for township, cells in enumerate(land.station_cells):
        for number, cell in enumerate(cells, 1):
            site = _site("station", int(cell), land.townships[township].name, columns, rows, height)
            where = {"x_km": float(land.cells["x_km"][cell]), "y_km": float(land.cells["y_km"][cell])}
            yield site | where | {"number": number}
    for seat in sorted(set(land.district.tolist())):
        cell = int(land.seats[seat])
        yield _site("squadron", cell, land.townships[int(seat)].name, columns, rows, height)


def _site(kind: str, cell: int, name: str, columns: Ints, rows: Ints, height: int) -> JsonObject:
    x, y = float(columns[cell]) + 0.5, height - float(rows[cell]) - 0.5
    return {"kind": kind, "x": x, "y": y, "name": name}
