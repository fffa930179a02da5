"""The drawing of the map, tested under Node on the land of shipped and of generated places."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from jiaosuo.model.ground import Ground, ground_of
from jiaosuo.model.landscape import landscape
from jiaosuo.model.parameters.land import LAND
from jiaosuo.model.scenario import Scenario, counties
from jiaosuo.model.settlement import generated_townships
from jiaosuo.model.township import HEADCOUNTS
from tests.dashboard.node_path import NODE

SCRIPT = Path(__file__).parent / "node" / "map.test.mjs"
SEEDS = (0, 1, 2, 3, 4)
URBANIZATIONS = (0.1, 0.5, 0.9)


def ground(place: str, **values: float) -> tuple[Ground, float]:
    """The ground of a place, without its roads and people, and the side of its cells."""
    scenario = Scenario.preset(place, **values)
    numbers = {each.name: scenario[each.name] for each in LAND} | {"population": scenario["population"]}
    heads = {name: int(scenario[name]) for name in HEADCOUNTS}
    townships = scenario.townships or generated_townships(numbers, heads)
    return ground_of(townships, scenario["cell_km"]), scenario["cell_km"]


def grid(values: np.ndarray[Any, Any], side: float) -> list[int]:
    return np.rint((values - values.min()) / side).astype(int).tolist()


def land(name: str, found: Ground, side: float) -> dict[str, Any]:
    cells = {"x": grid(found.x, side), "y": grid(found.y, side), "township": found.township.tolist()}
    return {"name": name, "cells": cells | {"rows": len(found.x)}, "seats": found.seats.tolist()}


def settled(urbanization: float) -> dict[str, Any]:
    """Who lives where in the county town."""
    scenario = Scenario.preset("county-town", urbanization=urbanization)
    found, side = landscape(scenario), scenario["cell_km"]
    cells: dict[str, Any] = {axis: grid(found.cells[f"{axis}_km"], side) for axis in "xy"}
    cells |= {name: found.cells[name].tolist() for name in ("township", "people", "area")}
    townships = [{"people_per_km2": round(each, 1)} for each in found.density.tolist()]
    return {"cells": cells | {"rows": len(found.cells)}, "townships": townships, "cell_km": side}


def test_the_map_draws_people_land_names_and_officers_as_it_says(tmp_path: Path) -> None:
    places = [(place, *ground(place)) for place in counties()]
    generated = [(f"county-town {seed}", *ground("county-town", land_seed=seed)) for seed in SEEDS]
    content = {
        "lands": [land(*each) for each in places + generated],
        "settled": [settled(each) for each in URBANIZATIONS],
    }
    (tmp_path / "lands.json").write_text(json.dumps(content))
    ran = subprocess.run(
        [NODE, "--test", "--test-reporter=tap", str(SCRIPT)],
        env=os.environ | {"LANDS": str(tmp_path / "lands.json")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert "# fail 0" in ran.stdout
