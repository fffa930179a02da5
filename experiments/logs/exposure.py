"""What a place expects of its calls for each unit of a rate: by kind, township and area, before a run.

Calls of people follow the crowd of the hour, calls of the road the planned flow; both are thinned by what is
seen of the police at the balance with which a run begins, and by who reports.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiaosuo.model import County
from jiaosuo.model.calls import candidates
from jiaosuo.model.core.terms import Area, Basis
from jiaosuo.model.core.units import DAYS_A_YEAR, HOURS_A_DAY
from jiaosuo.model.demand import density_weight
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.kernels.officers.deterrence import FARTHEST

type Floats = npt.NDArray[np.float64]

WORKING = (8, 18)
"""Hours in which people are where they work; see `draw_day`."""


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
            cells = _of_people(county, kind)
        elif kind.basis == Basis.FLOW:
            cells = _of_flow(county, row, kind)
        else:
            continue
        left = _deterred(county, kind) * county.scenario[f"{kind.name}_report_share"]
        owner, count = county.land.cells["township"], len(county.land.townships)
        columns = [np.bincount(owner, weights=cells[:, area] * left, minlength=count) for area in Area]
        found[kind.name] = Exposure(kind.name, np.column_stack(columns))
    return found


def _of_people(county: County, kind: Kind) -> Floats:
    """Incidents a day in each cell for a rate of 1 for 1,000 people a year, (cells, areas).

    All rates are times `call_volume`, as `rates_of` has it.
    """
    hours = np.array(kind.hours)
    working = (np.arange(HOURS_A_DAY) >= WORKING[0]) & (np.arange(HOURS_A_DAY) < WORKING[1])
    night, day = county.citizens.crowd
    crowd = (night * hours[~working].sum() + day * hours[working].sum()) / HOURS_A_DAY
    dense = density_weight(county.land, county.scenario)
    base = county.scenario["call_volume"] * crowd / 1000 / DAYS_A_YEAR
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
