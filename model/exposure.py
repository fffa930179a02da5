"""Exposure: how many incidents each vehicle a day brings to a link, from the plans and the rates counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jiaosuo.model.call_weights import weighed
from jiaosuo.model.core.terms import Area, word
from jiaosuo.model.demand import rate_per_vehicle, weights_of
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.vehicles import Vehicles

type Floats = npt.NDArray[np.float64]

_AREAS = (word(Area.URBAN), word(Area.RURAL))


def exposure_of(kind: Kind, scenario: Scenario, land: Landscape, fleet: Vehicles) -> Floats:
    """Incidents a day on each link for each vehicle a day, (links,).

    Grows with the link's planned daily flow to the exponent less one (HSM 2010: exponents are for daily
    flow); scaled so that at the vehicles of the survey the plans give the yearly rate per vehicle. A place's
    own weights move incidents between links and leave that rate.
    """
    area = land.cells["area"][land.links["tail"]]
    now, then = vehicles_per_head(scenario), scenario["surveyed_vehicles_per_1000"] / 1000
    daily = fleet.planned.sum(axis=1)
    exponent = np.where(area == Area.URBAN, *(scenario[f"{kind.name}_flow_exponent_{a}"] for a in _AREAS))
    growth = np.power(np.maximum(daily, 1.0), exponent - 1) * land.links["length_km"]
    surveyed = daily * then / now
    at_survey = np.power(np.maximum(surveyed, 1.0), exponent - 1) * land.links["length_km"]
    by_hour = (fleet.planned * np.array(kind.hours)).sum(axis=1) * then / now
    travelled = surveyed * land.links["length_km"]
    counted = scenario["population"] * then * rate_per_vehicle(kind, area, scenario)
    exposure = np.zeros(len(land.links))
    for each in Area:
        here = area == each
        wanted = (counted * travelled)[here].sum() / max(travelled.sum(), 1e-9)
        expected = (at_survey * by_hour)[here].sum()
        exposure[here] = growth[here] * (wanted / expected if expected > 0 else 0.0)
    calibrated: Floats = exposure * (scenario["crash_calibration"] if kind.is_crash else 1.0)
    weights = weights_of(kind, land, scenario)
    by_tail = None if weights is None else weights[land.links["tail"]]
    return weighed(calibrated, by_tail, kind.name, by_hour)
