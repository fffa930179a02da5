"""Vehicles: who owns them, and how they flow over the roads in the queue model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import mesa
import numpy as np
import numpy.typing as npt

from jiaosuo.model.citizens import Citizens
from jiaosuo.model.core.columns import Column, Table, row_of, table
from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.shortest_paths import graph_of
from jiaosuo.model.kernels.base.travel_times import News, no_news
from jiaosuo.model.kernels.roads.tables import AGENDA_FIELDS, LINK_STATE, TRAFFIC_FIELDS, Roads
from jiaosuo.model.kernels.roads.traffic import run_traffic
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.parameters.traffic import TRAFFIC
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.trips import Chance, planned_flow, planned_trips, uniform_of

type Floats = npt.NDArray[np.float64]

VEHICLE_FIELDS = [
    ("owner", np.int32),
    ("kind", np.int8),
    ("compliance", np.float32),
    ("risk", np.float64),
    ("informed", np.bool_),
    ("warned", np.bool_),
    ("link", np.int64),
    ("goal", np.int64),
    ("ready", np.float64),
    ("entered", np.float64),
    ("behind", np.int64),
    ("cell", np.int64),
    ("home", np.int64),
    ("trip", np.int64),
    ("trips", np.int64),
    ("held", np.bool_),
]
"""What a crossing reads and writes stands together: `risk` to `behind`."""


class VehicleKind(IntEnum):
    """What a vehicle is."""

    CAR = 0
    TRUCK = 1
    MOTORCYCLE = 2


class Vehicle(mesa.Agent):
    """A view of one row of the vehicles: stands for `people_per_agent` vehicles."""

    owner, compliance, trips = Column("owner"), Column("compliance"), Column("trips")
    cell, link, goal = Column("cell"), Column("link"), Column("goal")

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.columns, self.row = model.vehicles.columns, row

    @property
    def kind(self) -> VehicleKind:
        """Car, truck or motorcycle."""
        return VehicleKind(int(self.columns["kind"][self.row]))

    @property
    def on_road(self) -> bool:
        """Whether the vehicle is on a link now; else it is parked in its cell."""
        return bool(self.link != NOBODY)


@dataclass
class Vehicles:
    """The vehicles and the roads under them; `planned`: (links, 24) vehicles an hour by the plans alone."""

    roads: Roads
    planned: Floats

    @property
    def columns(self) -> Table:
        """The rows of the vehicles."""
        return self.roads.vehicles

    @property
    def trips(self) -> Table:
        """The planned trips, by departure."""
        return self.roads.trips

    @property
    def on_road(self) -> int:
        """Agents on the roads now."""
        return int(self.roads.clock["on_road"][0])

    @property
    def vehicle_hours(self) -> float:
        """Time that all vehicles have spent on the roads, or held at an entry without room, h."""
        agents = self.roads.levers["people_per_agent"][0]
        return float(self.roads.clock["vehicle_minutes"][0] * agents / MINUTES_AN_HOUR)

    def move(self, until: float) -> None:
        """Let the traffic flow until a minute."""
        run_traffic(self.roads, until)

    def afresh(self) -> Vehicles:
        """The same vehicles at home when they first drove, on roads of their own, to run beside these."""
        return Vehicles(_roads_afresh(self.roads), self.planned)


def vehicles(scenario: Scenario, land: Landscape, people: Citizens, seed: int) -> Vehicles:
    """Draw the vehicles of all who drive, and plan their day. Draws are keyed by owner."""
    owners = np.flatnonzero(people.columns["drives"])
    chance = uniform_of(seed, owners, len(people.columns))
    fleet = _fleet(owners, people, scenario, chance)
    home, work = (people.columns[place][owners].astype(np.int64) for place in ("home", "work"))
    trips = planned_trips(home, work, land, scenario, chance)
    roads = Roads(
        clock=table(TRAFFIC_FIELDS, 1),
        levers=traffic_levers(scenario),
        links=_links(scenario, land),
        vehicles=fleet,
        trips=trips,
        demand=demand_by_day(scenario),
        pending=np.zeros(2 * len(trips) + 16, np.int64),
        agenda=table(AGENDA_FIELDS, len(land.links) + 1),
        later=table(AGENDA_FIELDS, len(land.links)),
        places=np.full(len(land.links), NOBODY),
        heads=land.heads,
        links_out=land.links_out,
        habit=land.hops,
        news=_news(land),
        homeward=land.homeward,
        zone_of_cell=land.zone_of_cell,
        zone_cells=land.zone_cells,
    )
    return Vehicles(roads, planned_flow(trips, land) * scenario["people_per_agent"])


def _news(land: Landscape) -> News:
    graph = graph_of(land.links_in, land.links["tail"], land.links["free_minutes"])
    return no_news(graph, land.hops, land.zone_minutes, land.zone_cells)


def traffic_levers(scenario: Scenario) -> Table:
    """The numbers that the traffic reads, one row."""
    names = ["people_per_agent", *(each.name for each in TRAFFIC)]
    return row_of({name: float(scenario[name]) for name in names})


def undisturbed_hours(fleet: Vehicles, minutes: float) -> float:
    """Vehicle-hours of the same trips where nothing happens and no junction is staffed."""
    beside = fleet.afresh()
    beside.move(minutes)
    return beside.vehicle_hours + float(fleet.roads.clock["undisturbed_before"][0])


def clock_at(minute: float, trips: Table) -> Table:
    """The clock of roads that are empty at a minute."""
    clock = table(TRAFFIC_FIELDS, 1)
    clock["now"] = clock["counted_at"] = clock["since"] = minute
    clock["day"] = minute // MINUTES_A_DAY
    clock["next_trip"] = np.searchsorted(trips["leaves"], minute % MINUTES_A_DAY)
    return clock


def demand_by_day(scenario: Scenario) -> Floats:
    """Share of vehicles that make a round trip more than on ordinary days, (days,): holidays make them."""
    levels = {0: 0.0}
    for entry in scenario.entries:
        if entry.surge is not None and f"{entry.surge}_trips" in scenario.values:
            more = (scenario[f"{entry.surge}_trips"] - 1) * scenario["trips_per_day"] / 2
            first = entry.minute // MINUTES_A_DAY
            levels |= {first + day: min(1.0, more) for day in range(int(scenario[f"{entry.surge}_days"]))}
    return np.array([levels.get(day, 0.0) for day in range(max(levels) + 2)])


def close_link(fleet: Vehicles, link: int, until: float) -> None:
    """Close a link, both ways, up to a minute; the next look at the roads finds ways round it."""
    links = fleet.roads.links
    tail, head = links["tail"][link], links["head"][link]
    both = (links["tail"] == tail) & (links["head"] == head) | (links["tail"] == head) & (
        links["head"] == tail
    )
    links["closed_until"][both] = np.maximum(links["closed_until"][both], until)


def carry_roads(old: Vehicles, new: Vehicles) -> None:
    """Other vehicles drive on from now, all at home: what blocks the links, and the counts, go on."""
    was, roads = old.roads, new.roads
    now = float(was.clock["now"][0])
    roads.clock[...] = clock_at(now, roads.trips)
    roads.clock["undisturbed_before"] = undisturbed_hours(old, now)
    for name in ("vehicle_minutes", "refused", "forced", "plans"):
        roads.clock[name] = was.clock[name]
    for name in _OF_THE_LINK:
        roads.links[name] = was.links[name]


_OF_THE_LINK = (
    "blocked", "blocked_since", "blocked_minutes", "posted", "closed_until", "entered", "risk", "flow",
    "risky_flow", "peak_flow", "crossings", "crossing_minutes",
)  # fmt: skip


def _fleet(owners: npt.NDArray[np.int64], people: Citizens, scenario: Scenario, chance: Chance) -> Table:
    fleet = table(VEHICLE_FIELDS, len(owners))
    fleet["owner"] = owners
    fleet["home"] = fleet["cell"] = people.columns["home"][owners]
    fleet["kind"] = _kinds(chance("kind"), scenario)
    fleet["compliance"] = np.clip(scenario["compliance"] + 0.2 * (chance("compliance") - 0.5), 0, 1)
    lapse = scenario["surveyed_compliance"] - fleet["compliance"].astype(float)
    fleet["risk"] = np.exp(scenario["compliance_risk"] * lapse)
    fleet["informed"] = chance("informed") < scenario["informed_share"]
    fleet["link"] = fleet["trip"] = fleet["behind"] = NOBODY
    return fleet


def _kinds(chance: Floats, scenario: Scenario) -> npt.NDArray[np.int8]:
    truck = scenario["truck_share"]
    kinds = np.where(chance < truck, VehicleKind.TRUCK, VehicleKind.CAR)
    motorcycles = min(scenario["motorcycle_share"], 1 - truck)
    return np.where(chance > 1 - motorcycles, VehicleKind.MOTORCYCLE, kinds).astype(np.int8)


def car_units(scenario: Scenario) -> float:
    """Cars' worth of room and capacity that an average vehicle takes: motorcycles little, trucks much."""
    trucks = scenario["truck_share"]
    motorcycles = min(scenario["motorcycle_share"], 1 - trucks)
    more = trucks * (scenario["truck_units"] - 1) - motorcycles * (1 - scenario["motorcycle_units"])
    return float(1 + more)


def _links(scenario: Scenario, land: Landscape) -> Table:
    """The state of every link at midnight of the first day: empty. Storage is one agent at the least."""
    links = table(LINK_STATE, len(land.links))
    for name in ("tail", "head", "road_class", "length_km", "free_minutes", "capacity"):
        links[name] = land.links[name]
    links["capacity"] /= car_units(scenario)
    stands = land.links["length_km"] * land.links["lanes"] * scenario["jam_density"] / car_units(scenario)
    links["storage"] = np.maximum(1, stands // scenario["people_per_agent"])
    return _emptied(links)


def _emptied(links: Table) -> Table:
    for name in ("first", "last", "waits_for", "first_waiter", "next_waiter"):
        links[name] = NOBODY
    links["waited_since"] = np.nan
    links["minutes_now"] = links["planned_minutes"] = links["free_minutes"]
    return links


def _roads_afresh(roads: Roads) -> Roads:
    links = table(LINK_STATE, len(roads.links))
    for name in ("tail", "head", "road_class", "length_km", "free_minutes", "capacity", "storage"):
        links[name] = roads.links[name]
    fleet = roads.vehicles.copy()
    fleet["cell"] = fleet["home"]
    fleet["link"] = fleet["trip"] = fleet["behind"] = NOBODY
    fleet["held"], fleet["warned"], fleet["trips"] = False, False, 0
    was = roads.news
    graph = graph_of(was.graph.into["link"], roads.links["tail"], roads.links["free_minutes"])
    return roads._replace(
        clock=clock_at(float(roads.clock["since"][0]), roads.trips),
        links=_emptied(links),
        vehicles=fleet,
        pending=np.zeros_like(roads.pending),
        agenda=np.zeros_like(roads.agenda),
        later=np.zeros_like(roads.later),
        places=np.full_like(roads.places, NOBODY),
        news=no_news(graph, roads.habit, was.between["free_minutes"], roads.zone_cells),
    )
