"""What a place expects of its calls for each unit of a rate: by kind, township and area, before a run.

Calls of people follow the crowd of the hour, calls of the road the planned flow; both are thinned by what is
seen of the police at the balance with which a run begins, and by who reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiaosuo.model import County
from jiaosuo.model.calls import candidates
from jiaosuo.model.citizens import citizens
from jiaosuo.model.core.terms import Area, Basis, word
from jiaosuo.model.core.units import DAYS_A_YEAR, HOURS_A_DAY
from jiaosuo.model.demand import density_weight
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.kernels.officers.deterrence import FARTHEST

type Floats = npt.NDArray[np.float64]

WORKING = (8, 18)
"""Hours in which people are where they work; see `draw_day`."""
WORLDS = 12
"""Worlds over which it is averaged who lives where."""


@dataclass(frozen=True)
class Exposure:
    """Reported calls a day of a kind for a rate of 1, (townships, areas), rural first."""

    kind: str
    daily: Floats


def exposures(county: County) -> dict[str, Exposure]:
    """The exposure of each kind that follows people or the flow, of a county that has not run."""
    found: dict[str, Exposure] = {}
    for row, kind in enumerate(county.scenario.kinds):
        if kind.basis == Basis.PEOPLE:
            cells = _of_people(county, kind, county.citizens.crowd)
        elif kind.basis == Basis.FLOW:
            cells = _of_flow(county, row, kind)
        else:
            continue
        left = _deterred(county, kind) * county.scenario[f"{kind.name}_report_share"]
        owner, count = county.land.cells["township"], len(county.land.townships)
        columns = [np.bincount(owner, weights=cells[:, area] * left, minlength=count) for area in Area]
        found[kind.name] = Exposure(kind.name, np.column_stack(columns))
    return found


def expected_by_cell(county: County, rates: Mapping[str, float]) -> dict[str, Floats]:
    """Reported calls that are expected in each cell, (cells,), of each kind that may be weighed by cell.

    `rates` take the place of the scenario's, by name of the parameter; only how cells compare is told. Calls
    of people are those of an average world: who happens to live where in this one is of no matter to a log.
    """
    found: dict[str, Floats] = {}
    crowd = _usual_crowd(county)
    for row, kind in enumerate(county.scenario.kinds):
        if kind.basis == Basis.PEOPLE:
            cells = _of_people(county, kind, crowd)
        elif kind.basis == Basis.FLOW:
            cells = _of_flow(county, row, kind)
        elif kind.basis == Basis.COUNTY:
            found[kind.name] = county.land.cells["people"] * _deterred(county, kind)
            continue
        else:
            continue
        names = [f"{kind.name}_rate_{word(area)}" for area in Area]
        by_area = np.array([rates.get(name, county.scenario[name]) for name in names])
        found[kind.name] = cells @ by_area * _deterred(county, kind)
    return found


def _usual_crowd(county: County) -> Floats:
    """People in each cell at night and in working hours, (2, cells), in the average of some worlds."""
    worlds = [citizens(county.scenario, county.land, seed).crowd for seed in range(WORLDS)]
    average: Floats = np.mean(worlds, axis=0)
    return average


def _of_people(county: County, kind: Kind, crowd: Floats) -> Floats:
    """Incidents a day in each cell for a rate of 1 for 1,000 people a year, (cells, areas).

    All rates are times `call_volume`, as `rates_of` has it.
    """
    hours = np.array(kind.hours)
    working = (np.arange(HOURS_A_DAY) >= WORKING[0]) & (np.arange(HOURS_A_DAY) < WORKING[1])
    night, day = crowd
    present = (night * hours[~working].sum() + day * hours[working].sum()) / HOURS_A_DAY
    dense = density_weight(county.land, county.scenario)
    base = county.scenario["call_volume"] * present / 1000 / DAYS_A_YEAR
    return np.column_stack([base * (1 - dense), base * dense])


def _of_flow(county: County, row: int, kind: Kind) -> Floats:
    """Incidents a day in each cell for a rate of 1 for a vehicle a year as planned, (cells, areas)."""
    rates = {f"{kind.name}_rate_rural": 1.0, f"{kind.name}_rate_urban": 1.0}
    scenario = county.scenario.changed(**rates)
    key = county.candidates.seed
    made = candidates(scenario, county.land, county.citizens, county.vehicles, key)
    planned = (county.vehicles.planned * np.array(kind.hours)).sum(axis=1)
    links = county.land.links
    area = county.land.cells["area"][links["tail"]]
    cells = np.zeros((len(county.land.cells), len(Area)))
    np.add.at(cells, (links["tail"], area), made.exposure[row] * planned)
    return cells


def _deterred(county: County, kind: Kind) -> Floats:
    """What is left of a rate in each cell under the eyes of the police at the beginning; see the kernel."""
    scenario = county.scenario
    by_sight, by_stops = (scenario[f"{kind.name}_deterred_by_{name}"] for name in ("sight", "stops"))
    cells, presence = county.land.cells, county.force.presence
    if by_sight + by_stops <= 0:
        return np.ones(len(cells))
    halo = scenario["halo_km"]
    east, north = (np.abs(cells[name][:, None] - cells[name][None, :]) for name in ("x_km", "y_km"))
    near = np.where(np.maximum(east, north) <= FARTHEST * halo, np.exp(-np.hypot(east, north) / halo), 0.0)
    left = by_sight * np.log1p(near @ presence["sight"] / scenario["sight_scale"])
    left += by_stops * np.log1p(near @ presence["stops"] / scenario["stops_scale"])
    found: Floats = np.maximum(scenario["deterrence_floor"], np.exp(-scenario["deterrence_strength"] * left))
    return found
