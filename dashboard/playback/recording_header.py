"""The header of a recording: land, roads, sites and officers, as a run of chunks finds them."""

from __future__ import annotations

from typing import Any

import numpy as np

from jiaosuo.dashboard.playback.packing import Array, Packing, pack
from jiaosuo.experiments.provenance.settlements import titles
from jiaosuo.model import County
from jiaosuo.model.core.columns import Table
from jiaosuo.model.core.terms import (
    NOBODY,
    Area,
    CallState,
    Corps,
    Domain,
    Duty,
    LandClass,
    RoadClass,
    SiteLevel,
    word,
)
from jiaosuo.model.drawing import Points
from jiaosuo.model.kernels.step.accounts import faded_officers
from jiaosuo.model.landscape import Landscape, rules_of_townships

type Columns = dict[str, tuple[Array, Packing]]

WHOLE, RISING, HUNDREDTHS = Packing(), Packing(delta=True), Packing(0.01)
NAMED = ("title", "title_zh", "question")


def recording_header(county: County) -> bytes:
    """The resource `head`: tables, and names as plain JSON."""
    scenario, land = county.in_force, county.land
    links = county.vehicles.roads.links
    tables: dict[str, Columns] = {
        "cells": _cells(land, scenario["cell_km"]),
        "links": {
            "tail": (links["tail"], RISING),
            "head": (links["head"], WHOLE),
            "road_class": (links["road_class"], WHOLE),
            "length_km": (links["length_km"], Packing(0.01)),
            "capacity": (links["capacity"], WHOLE),
            "free_minutes": (links["free_minutes"], Packing(0.01)),
        },
        "sites": _sites(land),
        "posts": {name: (county.force.posts[name], WHOLE) for name in ("cell", "township")},
        "officers": officers_columns(county.force.columns, skill_now(county)),
    }
    x, y = _grid(land, scenario["cell_km"])
    size = {"width": int(x.max()) + 1, "height": int(y.max()) + 1, "cell_km": scenario["cell_km"]}
    said = {"grid": size, **_drawing(county), **_names(county)}
    return pack("head", tables, **{"from": county.minute, "to": None, **said})


def skill_now(county: County) -> Array:
    """Each officer's skill by domain at this minute, faded since it was last used."""
    tables = county.dispatch.tables
    faded: Array = faded_officers(tables.officers, tables.levers, float(county.minute))["skill"].copy()
    return faded


def officers_columns(officers: Table, skill: Array) -> Columns:
    """Who the officers are, where they work from, what they can; the row is the person, for the whole run."""
    plain = {name: (officers[name], WHOLE) for name in ("corps", "township", "home_cell")}
    by_domain = {f"skill_{word(d)}": (skill[:, d], HUNDREDTHS) for d in Domain}
    return plain | {"serving": (officers["establishment_post"] != NOBODY, WHOLE)} | by_domain


def _grid(land: Landscape, side: float) -> tuple[Array, Array]:
    """Column and row of each cell, from the south-west corner."""
    x, y = land.cells["x_km"], land.cells["y_km"]
    return np.rint((x - x.min()) / side).astype(int), np.rint((y - y.min()) / side).astype(int)


def _cells(land: Landscape, side: float) -> Columns:
    x, y = _grid(land, side)
    plain = {name: (land.cells[name], WHOLE) for name in ("land", "township", "area", "road_class")}
    return {"x": (x, RISING), "y": (y, RISING), **plain, "people": (land.cells["people"], WHOLE)}


def _drawing(county: County) -> dict[str, Any]:
    """Rivers, areas of water and outline, in cells from the south-west corner: for drawing alone."""
    side, cells = county.in_force["cell_km"], county.land.cells
    west, south = float(cells["x_km"].min()), float(cells["y_km"].min())
    drawing = county.in_force.about.drawing

    def in_cells(points: Points) -> list[list[float]]:
        return [[round((x - west) / side, 3), round((y - south) / side, 3)] for x, y in points]

    rivers = [
        {
            "name": each.name,
            "title_zh": each.name_zh,
            "width": round(each.width_km / side, 3),
            "points": in_cells(each.points),
        }
        for each in drawing.rivers
    ]
    waters = [
        {"name": each.name, "title_zh": each.name_zh, "rings": [in_cells(ring) for ring in each.rings]}
        for each in drawing.waters
    ]
    return {"rivers": rivers, "waters": waters, "outline": in_cells(drawing.outline)}


def _sites(land: Landscape) -> Columns:
    """Every place that officers work from, by level."""
    rows = [
        (int(cell), SiteLevel.STATION, township)
        for township, cells in enumerate(land.station_cells)
        for cell in cells
    ]
    for level, seats in ((SiteLevel.CENTRAL_STATION, land.central), (SiteLevel.SQUADRON, land.district)):
        rows += [(int(land.seats[seat]), level, int(seat)) for seat in sorted(set(seats.tolist()))]
    rows.append((int(land.seats[land.county_seat]), SiteLevel.COUNTY, land.county_seat))
    names = ("cell", "level", "township")
    return {name: (np.array([row[place] for row in rows]), WHOLE) for place, name in enumerate(names)}


def _names(county: County) -> dict[str, Any]:
    scenario, land = county.in_force, county.land
    rules = rules_of_townships(scenario.rule, scenario, land)
    about = {name: getattr(scenario.about, name) for name in NAMED}
    named = titles([(each.name, each.name_zh) for each in land.townships], land.urbanization[0])
    townships = [
        {
            "name": each.name,
            "label": named[row][0],
            "title_zh": named[row][1],
            "seat": int(land.seats[row]),
            "population": each.population,
            "people_per_km2": round(float(land.density[row]), 1),
            "rule": rules[row].name,
        }
        for row, each in enumerate(land.townships)
    ]
    kinds = [
        {
            "name": kind.name,
            "domain": int(kind.domain),
            "priority": int(scenario.values.get(f"{kind.name}_priority", 0)),
            "label": kind.name.replace("_", " "),
        }
        for kind in scenario.kinds
    ]
    terms = {
        "corps": Corps, "duties": Duty, "domains": Domain, "areas": Area, "land": LandClass,
        "roads": RoadClass, "levels": SiteLevel, "states": CallState,
    }  # fmt: skip
    return {
        "place": {"name": scenario.place, **about},
        "townships": townships,
        "kinds": kinds,
        **{name: [word(each) for each in members] for name, members in terms.items()},
        "people_per_agent": scenario["people_per_agent"],
        "values": dict(scenario.values),
    }
