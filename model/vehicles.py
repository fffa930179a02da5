"""Vehicles: who owns them, the trips they plan, and the flow those trips put on the links.

On roads with fixed speeds a vehicle is parked, or on its way along the quickest path until its planned
arrival.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import mesa
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from model.citizens import Citizens
from model.core.columns import Column, Table, table
from model.kernels import draws
from model.kernels.roads import move_vehicles
from model.kernels.travel import load_links
from model.landscape import Landscape
from model.scenario import Scenario

type Floats = npt.NDArray[np.float64]

VEHICLE_FIELDS = [
    ("owner", np.int32),
    ("kind", np.int8),
    ("compliance", np.float32),
    ("cell", np.int32),
    ("on_road", np.bool_),
    ("trip", np.int32),
    ("trips", np.int32),
]
TRIP_FIELDS = [
    ("vehicle", np.int32),
    ("leaves", np.int32),
    ("arrives", np.int32),
    ("origin", np.int32),
    ("goal", np.int32),
]
DAY = 1_440


class VehicleKind(IntEnum):
    """What a vehicle is."""

    CAR = 0
    TRUCK = 1
    MOTORCYCLE = 2


class Vehicle(mesa.Agent):
    """A view of one row of the vehicles: stands for `people_per_agent` vehicles."""

    owner, compliance, cell = Column("owner"), Column("compliance"), Column("cell")
    on_road, trips = Column("on_road"), Column("trips")

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.columns, self.row = model.vehicles.columns, row

    @property
    def kind(self) -> VehicleKind:
        """Car, truck or motorcycle."""
        return VehicleKind(int(self.columns["kind"][self.row]))


@dataclass
class Vehicles:
    """The columns, the planned trips of a day, and the planned flow: (links, 24) vehicles an hour."""

    columns: Table
    trips: Table
    flow: Floats
    leaving: npt.NDArray[np.int64]
    by_arrival: npt.NDArray[np.int64]
    arriving: npt.NDArray[np.int64]
    on_road: int = 0

    def move(self, minute: int) -> None:
        """Start and end the trips of this minute."""
        self.on_road += move_vehicles(
            self.columns, self.trips, self.leaving, self.by_arrival, self.arriving, minute % DAY
        )


def vehicles(scenario: Scenario, land: Landscape, people: Citizens, seed: int) -> Vehicles:
    """Draw the vehicles of all who drive, and plan their day. Draws are keyed by owner."""
    owners = np.flatnonzero(people.columns["drives"])
    count = len(people.columns)

    def chance(name: str) -> Floats:
        drawn: Floats = draws.uniforms(seed, draws.process(f"vehicle {name}"), count, 0)[owners]
        return drawn

    fleet = table(VEHICLE_FIELDS, len(owners))
    fleet["owner"], fleet["cell"] = owners, people.columns["home"][owners]
    fleet["kind"] = _kinds(chance("kind"), scenario)
    fleet["compliance"] = np.clip(scenario["compliance"] + 0.2 * (chance("compliance") - 0.5), 0, 1)
    trips = _planned_trips(fleet, people, land, scenario, chance)
    arrival = trips["arrives"] % DAY
    by_arrival = np.argsort(arrival, kind="stable")
    return Vehicles(
        columns=fleet,
        trips=trips,
        flow=_planned_flow(trips, land) * scenario["people_per_agent"],
        leaving=np.searchsorted(trips["leaves"], np.arange(DAY + 1)),
        by_arrival=by_arrival,
        arriving=np.searchsorted(arrival[by_arrival], np.arange(DAY + 1)),
    )


def _kinds(chance: Floats, scenario: Scenario) -> npt.NDArray[np.int8]:
    truck = scenario["truck_share"]
    kinds = np.where(chance < truck, VehicleKind.TRUCK, VehicleKind.CAR)
    motorcycles = min(scenario["motorcycle_share"], 1 - truck)
    return np.where(chance > 1 - motorcycles, VehicleKind.MOTORCYCLE, kinds).astype(np.int8)


def _planned_trips(fleet: Table, people: Citizens, land: Landscape, scenario: Scenario, chance: Any) -> Table:
    """Round trips of a day by departure: to work in the peaks, or an errand to the own or the county seat."""
    home = people.columns["home"][fleet["owner"]]
    work = people.columns["work"][fleet["owner"]]
    round_trips = scenario["trips_per_day"] / 2
    own_seat = land.seats[land.cells["township"][home]]
    errand = np.where(chance("errand") < 0.7, own_seat, land.seats[land.county_seat])
    parts = []
    for number in range(int(np.ceil(round_trips))):
        makes = np.flatnonzero(chance(f"round trip {number}") < round_trips - number)
        commute = (work != home) & (number == 0)
        goal = np.where(commute, work, errand)
        out = np.where(
            commute, 450 + 45 * _bell(chance(f"out {number}")), 480 + 480 * chance(f"out {number}")
        )
        stay = np.where(
            commute, 560 + 60 * _bell(chance(f"stay {number}")), 30 + 150 * chance(f"stay {number}")
        )
        parts += _there_and_back(makes, home, goal, out, stay, land)
    trips = np.concatenate(parts) if parts else table(TRIP_FIELDS, 0)
    return trips[np.argsort(trips["leaves"], kind="stable")]


def _bell(chance: Floats) -> Floats:
    """A bell-shaped number between -2 and 2 from a uniform one."""
    return 4 * np.abs(chance - 0.5) * np.sign(chance - 0.5) * np.abs(2 * chance - 1)


def _there_and_back(
    makes: npt.NDArray[np.int64],
    home: npt.NDArray[np.int32],
    goal: npt.NDArray[np.int64],
    out: Floats,
    stay: Floats,
    land: Landscape,
) -> list[Table]:
    there, back = table(TRIP_FIELDS, len(makes)), table(TRIP_FIELDS, len(makes))
    minutes = np.maximum(1, land.travel_minutes[home[makes], goal[makes]]).astype(np.int32)
    there["vehicle"] = back["vehicle"] = makes
    there["origin"], there["goal"] = home[makes], goal[makes]
    back["origin"], back["goal"] = goal[makes], home[makes]
    there["leaves"] = out[makes].astype(np.int32) % DAY
    there["arrives"] = there["leaves"] + minutes
    back["leaves"] = (there["arrives"] + np.maximum(1, stay[makes].astype(np.int32))) % DAY
    back["arrives"] = back["leaves"] + minutes
    return [there, back]


def _planned_flow(trips: Table, land: Landscape) -> Floats:
    """Vehicles an hour on each link, (links, 24), every trip on its quickest path at free speed."""
    zones = len(land.zone_cells)
    between = np.zeros((24, zones, zones))
    hour = trips["leaves"] // 60
    np.add.at(between, (hour, land.zone_of_cell[trips["origin"]], land.zone_of_cell[trips["goal"]]), 1.0)
    shape = (len(land.cells), len(land.cells))
    graph = csr_array((land.links["free_minutes"], (land.links["tail"], land.links["head"])), shape=shape)
    minutes, before = dijkstra(graph, indices=land.zone_cells, return_predecessors=True)
    flows = np.zeros((len(land.links), 24))
    farthest_first = np.argsort(-minutes, axis=1, kind="stable")
    load_links(farthest_first, before, land.heads, land.links_out, land.zone_cells, between, flows)
    return flows
