"""Vehicles: who owns them, and how they flow over the roads in the queue model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.agents import RowAgent
from jiaosuo.model.citizens import Citizens
from jiaosuo.model.core.columns import AMOUNT, SHARE, YES_NO, Column, Table, row_of, table
from jiaosuo.model.core.copies import deepcopy_but
from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.shortest_paths import graph_of
from jiaosuo.model.kernels.base.travel_times import TravelTimes, free_flow
from jiaosuo.model.kernels.roads.tables import LINK_EVENT_FIELDS, LINK_STATE, TRAFFIC_FIELDS, TrafficTables
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


class Vehicle(RowAgent):
    """A vehicle as a Mesa agent: a view of one row of the vehicles.

    Parameters
    ----------
    model : County
        The county, which alone makes agents: take them from `county.agents_by_type[Vehicle]`.
    row : int
        Row of the table, from 0.

    Raises
    ------
    InputError
        When somebody else makes one, or an attribute is given a value that is out of its range.
    LookupError
        When the row is no longer in the county.

    Notes
    -----
    Every attribute says what it is, with its unit, in its own docstring. Times are in minutes of the run.

    Examples
    --------
    >>> from jiaosuo import County, Scenario, Vehicle
    >>> county = County(Scenario.preset("county-town", people_per_agent=25))
    >>> vehicle = county.agents_by_type[Vehicle][0]
    >>> vehicle.on_road, vehicle.trips
    (False, 0)
    """

    FEWER = "vehicles are as many as people have: give fewer by vehicles_per_1000"

    owner = Column("owner", "Row of the citizen who owns it.")
    kind = Column("kind", "Car, truck or motorcycle.", term=VehicleKind)
    compliance = Column("compliance", "How far the driver keeps to the law, 0 to 1.", within=SHARE)
    risk = Column(
        "risk", "Risk of a crash beside that of a driver as compliant as at the survey.", within=AMOUNT
    )
    informed = Column("informed", "Whether the driver hears how long the links take now.", within=YES_NO)
    warned = Column("warned", "Whether the driver has left the habitual way on this trip.", within=YES_NO)
    link = Column("link", "Row of the link that it is on; None: parked.", none=NOBODY)
    ready = Column(
        "ready", "When it can have crossed the present or last link at free speed, min.", within=AMOUNT
    )
    entered = Column("entered", "When it came onto the present or last link, min.", within=AMOUNT)
    behind = Column(
        "behind", "Row of the vehicle behind it on the link; None: the last, or parked.", none=NOBODY
    )
    cell = Column("cell", "Cell in which it is parked or from which it set out.", within="cells")
    home = Column("home", "Cell of its owner's home.", within="cells")
    trip = Column(
        "trip", "Row of the present or last trip in `vehicles.trips`; None: not driven yet.", none=NOBODY
    )
    trips = Column("trips", "Trips completed so far.", within=AMOUNT)
    held = Column("held", "Whether it waits at home or at work for room on its first link.")

    @property
    def columns(self) -> Table:
        """The table whose row this is: a new one once other vehicles drive."""
        columns: Table = self.model.vehicles.columns
        return columns

    @property
    def goal(self) -> int | None:
        """Cell that the present or last trip goes to; None: not driven yet."""
        return None if self.trip is None else int(self.columns["goal"][self.row])

    @property
    def on_road(self) -> bool:
        """Whether the vehicle is on a link now; else it is parked in its cell."""
        return self.link is not None


@dataclass
class Vehicles:
    """The vehicles and the roads under them; `planned`: (links, 24) vehicles an hour by the plans alone."""

    roads: TrafficTables
    planned: Floats

    def __deepcopy__(self, memo: dict[int, Any]) -> Vehicles:
        return deepcopy_but(self, memo, self.trips, self.planned)

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
    roads = TrafficTables(
        clock=table(TRAFFIC_FIELDS, 1),
        levers=traffic_levers(scenario),
        links=_links(scenario, land),
        vehicles=fleet,
        trips=trips,
        demand=demand_by_day(scenario),
        pending=np.zeros(2 * len(trips) + 16, np.int64),
        heap=table(LINK_EVENT_FIELDS, len(land.links) + 1),
        later=table(LINK_EVENT_FIELDS, len(land.links)),
        heap_index=np.full(len(land.links), NOBODY),
        heads=land.heads,
        links_out=land.links_out,
        habit=land.hops,
        travel_times=_travel_times(land),
        homeward=land.homeward,
        zone_of_cell=land.zone_of_cell,
        zone_cells=land.zone_cells,
    )
    return Vehicles(roads, planned_flow(trips, land) * scenario["people_per_agent"])


def _travel_times(land: Landscape) -> TravelTimes:
    graph = graph_of(land.links_in, land.links["tail"], land.links["free_minutes"])
    return free_flow(graph, land.hops, land.zone_minutes, land.zone_cells)


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
    "risky_flow", "peak_flow", "crossings", "crossing_minutes", "post_edge", "scene_gap",
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


def _roads_afresh(roads: TrafficTables) -> TrafficTables:
    links = table(LINK_STATE, len(roads.links))
    for name in ("tail", "head", "road_class", "length_km", "free_minutes", "capacity", "storage"):
        links[name] = roads.links[name]
    fleet = roads.vehicles.copy()
    fleet["cell"] = fleet["home"]
    fleet["link"] = fleet["trip"] = fleet["behind"] = NOBODY
    fleet["held"], fleet["warned"], fleet["trips"] = False, False, 0
    was = roads.travel_times
    graph = graph_of(was.graph.into["link"], roads.links["tail"], roads.links["free_minutes"])
    return roads._replace(
        clock=clock_at(float(roads.clock["since"][0]), roads.trips),
        links=_emptied(links),
        vehicles=fleet,
        pending=np.zeros_like(roads.pending),
        heap=np.zeros_like(roads.heap),
        later=np.zeros_like(roads.later),
        heap_index=np.full_like(roads.heap_index, NOBODY),
        travel_times=free_flow(graph, roads.habit, was.between["free_minutes"], roads.zone_cells),
    )
