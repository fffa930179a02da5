"""One road with a stream of vehicles, made by hand: the least on which a queue can be worked out on paper."""

from __future__ import annotations

import numpy as np

from jiaosuo.model.core.columns import Table, row_of, table
from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.shortest_paths import graph_of, plan
from jiaosuo.model.kernels.base.travel_times import free_flow
from jiaosuo.model.kernels.roads.tables import LINK_EVENT_FIELDS, LINK_STATE, TRAFFIC_FIELDS, TrafficTables
from jiaosuo.model.kernels.roads.traffic import run_traffic
from jiaosuo.model.parameters.traffic import TRAFFIC
from jiaosuo.model.roads import ways
from jiaosuo.model.trips import TRIP_FIELDS
from jiaosuo.model.vehicles import VEHICLE_FIELDS

ROOM = 5_000


def one_road(vehicles: int, apart: float, free_minutes: float, an_hour: float) -> TrafficTables:
    """A link from cell 0 to cell 1: vehicles come `apart` minutes, it lets out so many `an_hour`."""
    links = _link(free_minutes, an_hour)
    heads, out = ways(links["tail"], links["head"], 2)
    _, into = ways(links["head"], links["tail"], 2)
    zones = np.arange(2)
    hops, between = np.full((2, 2), NOBODY, np.int32), np.zeros((2, 2))
    graph = graph_of(into, links["tail"], links["free_minutes"])
    plan(graph, zones, hops, between)
    trips = table(TRIP_FIELDS, vehicles)
    for row in range(vehicles):
        trips[row] = (row, row * apart, 0, 1, 0.0)
    numbers = {each.name: float(each.default) for each in TRAFFIC} | {"capacity_burst": 0.0}
    return TrafficTables(
        clock=table(TRAFFIC_FIELDS, 1),
        levers=row_of({"people_per_agent": 1.0} | numbers),
        links=links,
        vehicles=_fleet(vehicles),
        trips=trips,
        demand=np.zeros(1),
        pending=np.zeros(2 * vehicles + 16, np.int64),
        heap=table(LINK_EVENT_FIELDS, len(links) + 1),
        later=table(LINK_EVENT_FIELDS, len(links)),
        heap_index=np.full(len(links), NOBODY),
        heads=heads,
        links_out=out,
        habit=hops,
        travel_times=free_flow(graph, hops, between, zones),
        homeward=zones,
        zone_of_cell=zones,
        zone_cells=zones,
    )


def minutes_on(roads: TrafficTables, until: float, blocked: tuple[float, float]) -> float:
    """Minutes that all who have left the road by `until` spent on it, a lane blocked from and to a minute."""
    for minute, lanes in ((blocked[0], 1), (blocked[1], 0)):
        run_traffic(roads, minute)
        roads.links["blocked"] = lanes
    run_traffic(roads, until)
    return float(roads.links["crossing_minutes"][0])


def _link(free_minutes: float, an_hour: float) -> Table:
    links = table(LINK_STATE, 1)
    links["head"], links["storage"], links["capacity"] = 1, ROOM, an_hour
    links["length_km"] = links["free_minutes"] = free_minutes
    for name in ("first", "last", "waits_for", "first_waiter", "next_waiter"):
        links[name] = NOBODY
    links["waited_since"] = np.nan
    links["minutes_now"] = links["planned_minutes"] = links["free_minutes"]
    return links


def _fleet(vehicles: int) -> Table:
    fleet = table(VEHICLE_FIELDS, vehicles)
    fleet["link"] = fleet["trip"] = fleet["behind"] = NOBODY
    fleet["risk"] = 1.0
    return fleet
