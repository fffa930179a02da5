"""Trips: the day that each vehicle plans, and the flow those plans would put on the roads at free speed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.terms import Area
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.roads.assignment import load_links
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.sampling import sample
from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type Chance = Callable[[str], Floats]

TRIP_FIELDS = [
    ("vehicle", np.int32),
    ("leaves", np.float64),
    ("origin", np.int32),
    ("goal", np.int32),
    ("level", np.float32),
]
"""`leaves` in minutes of the day. A trip is made on days whose demand reaches its `level`: 0 on every day."""

EXTRA_ROUND_TRIPS = 1
"""Round trips a vehicle has in store for days of more than ordinary demand."""


def planned_trips(home: Ints, work: Ints, land: Landscape, scenario: Scenario, chance: Chance) -> Table:
    """Round trips of a day by departure: to work in the peaks, or an errand to the own or the county seat.

    `home`, `work` (vehicles,) cells; `chance(name)` the vehicles' uniform draws of that name.
    """
    round_trips = scenario["trips_per_day"] / 2
    errand = _errands(home, land, scenario, chance)
    parts = []
    ordinary = int(np.ceil(round_trips))
    for number in range(ordinary + EXTRA_ROUND_TRIPS):
        wanted = chance(f"round trip {number}")
        extra = number >= ordinary
        makes = np.flatnonzero(wanted < (1.0 if extra else round_trips - number))
        commute = (work != home) & (number == 0)
        goal = np.where(commute, work, errand)
        out_chance, stay_chance = chance(f"out {number}"), chance(f"stay {number}")
        out = np.where(commute, 450 + 45 * _bell(out_chance), 480 + 480 * out_chance)
        stay = np.where(commute, 560 + 60 * _bell(stay_chance), 30 + 150 * stay_chance)
        level = np.maximum(wanted, 1e-6) if extra else np.zeros(len(home))
        parts += _there_and_back(makes, home, goal, out, stay, level, land)
    trips = np.concatenate(parts) if parts else table(TRIP_FIELDS, 0)
    return trips[np.argsort(trips["leaves"], kind="stable")]


def _errands(home: Ints, land: Landscape, scenario: Scenario, chance: Chance) -> Ints:
    """Where each vehicle's errands go: to a place in town where one is at hand, else to the own seat.

    The places are drawn by the town's people. Town people go to one within two half-drives; villagers the
    less the farther it is, halved with every so many minutes.
    """
    rank = chance("errand place") * scenario["surveyed_urbanization"]
    place = land.urban_order[np.minimum(np.searchsorted(land.urban_share, rank), len(land.urban_order) - 1)]
    drives = land.travel_minutes[home, place] / scenario["errand_half_minutes"]
    villagers = scenario["town_errand_share"] * 0.5**drives
    in_town = land.cells["area"][home] == Area.URBAN
    wanted = np.where(in_town, drives <= 2, villagers)
    return np.where(chance("errand") < wanted, place, land.seats[land.cells["township"][home]])


def _bell(chance: Floats) -> Floats:
    """A standard normal number, at most 2 from 0, from a uniform one."""
    bell: Floats = np.clip(ndtri(np.clip(chance, 1e-9, 1 - 1e-9)), -2, 2)
    return bell


def _there_and_back(
    makes: Ints, home: Ints, goal: Ints, out: Floats, stay: Floats, level: Floats, land: Landscape
) -> list[Table]:
    there, back = table(TRIP_FIELDS, len(makes)), table(TRIP_FIELDS, len(makes))
    minutes = np.maximum(1, land.travel_minutes[home[makes], goal[makes]])
    there["vehicle"] = back["vehicle"] = makes
    there["level"] = back["level"] = level[makes]
    there["origin"], there["goal"] = home[makes], goal[makes]
    back["origin"], back["goal"] = goal[makes], home[makes]
    there["leaves"] = out[makes] % MINUTES_A_DAY
    back["leaves"] = (there["leaves"] + minutes + np.maximum(1, stay[makes])) % MINUTES_A_DAY
    return [there, back]


def planned_flow(trips: Table, land: Landscape) -> Floats:
    """Agents an hour on each link, (links, 24), every ordinary trip on its quickest path between zones."""
    zones = len(land.zone_cells)
    between = np.zeros((HOURS_A_DAY, zones, zones))
    usual = trips[trips["level"] == 0]
    hour = (usual["leaves"] // MINUTES_AN_HOUR).astype(np.int64)
    np.add.at(between, (hour, land.zone_of_cell[usual["goal"]], land.zone_of_cell[usual["origin"]]), 1.0)
    flows = np.zeros((len(land.links), HOURS_A_DAY))
    load_links(land.hops, land.nearest_last, land.links["head"], land.zone_cells, between, flows)
    return flows


def uniform_of(seed: int, owners: Ints, people: int) -> Chance:
    """Draws of vehicles, keyed by their owner among so many `people`."""

    def chance(name: str) -> Floats:
        of_owners: Floats = sample(seed, f"vehicle {name}", people)[owners]
        return of_owners

    return chance
