"""Small roads made by hand, and the queue model again in plain Python."""

import heapq
import math
from collections import deque
from typing import NamedTuple

import numpy as np

from jiaosuo.model.core.columns import row_of, table
from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.shortest_paths import graph_of, plan
from jiaosuo.model.kernels.base.travel_times import free_flow
from jiaosuo.model.kernels.roads.tables import LINK_EVENT_FIELDS, LINK_STATE, TRAFFIC_FIELDS, TrafficTables
from jiaosuo.model.parameters.traffic import TRAFFIC
from jiaosuo.model.roads import ways
from jiaosuo.model.trips import TRIP_FIELDS
from jiaosuo.model.vehicles import VEHICLE_FIELDS

DAY = 1440.0


class Link(NamedTuple):
    """A road between two cells, one way."""

    tail: int
    head: int
    free: float = 1.0
    capacity: float = 600.0
    storage: int = 1_000


class Trip(NamedTuple):
    """A trip of a vehicle; it begins where the vehicle is."""

    leaves: float
    vehicle: int
    origin: int
    goal: int
    level: float = 0.0


def made(links, trips, zones=None, zone_of=None, days=1, **levers):
    """Roads of these links and trips. Each cell is a zone unless told; vehicles start at their first trip.

    Capacities count at once (no burst), one agent is one vehicle, nobody is informed, unless told.
    """
    levers = {"people_per_agent": 1, "capacity_burst": 0} | levers
    numbers = {"people_per_agent": 1.0} | {each.name: float(each.default) for each in TRAFFIC}
    count = 1 + max(max(each.tail, each.head) for each in links)
    zones = np.arange(count) if zones is None else np.array(zones)
    zone_of = np.arange(count) if zone_of is None else np.array(zone_of)
    state = state_of(links)
    heads, out = ways(state["tail"], state["head"], count)
    _, into = ways(state["head"], state["tail"], count)
    hops, between = np.full((len(zones), count), NOBODY, np.int32), np.zeros((len(zones), len(zones)))
    graph = graph_of(into, state["tail"], state["free_minutes"])
    plan(graph, zones, hops, between)
    planned = table(TRIP_FIELDS, len(trips))
    for row, trip in enumerate(sorted(trips)):
        planned[row] = (trip.vehicle, trip.leaves, trip.origin, trip.goal, trip.level)
    way = hops[zone_of, np.arange(count)]
    return TrafficTables(
        clock=table(TRAFFIC_FIELDS, 1),
        levers=row_of(numbers | {name: float(value) for name, value in levers.items()}),
        links=state,
        vehicles=fleet_of(planned),
        trips=planned,
        demand=np.zeros(days),
        pending=np.zeros(2 * len(trips) + 16, np.int64),
        heap=table(LINK_EVENT_FIELDS, len(links) + 1),
        later=table(LINK_EVENT_FIELDS, len(links)),
        heap_index=np.full(len(links), NOBODY),
        heads=heads,
        links_out=out,
        habit=hops,
        travel_times=free_flow(graph, hops, between, zones),
        homeward=np.where(way == NOBODY, np.arange(count), state["head"][way]),
        zone_of_cell=zone_of,
        zone_cells=zones,
    )


def state_of(links):
    """Empty links."""
    state = table(LINK_STATE, len(links))
    for row, link in enumerate(links):
        one = state[row : row + 1]
        one["tail"], one["head"], one["free_minutes"], one["capacity"], one["storage"] = link
        one["length_km"] = link.free
    for name in ("first", "last", "waits_for", "first_waiter", "next_waiter"):
        state[name] = NOBODY
    state["waited_since"] = np.nan
    state["minutes_now"] = state["planned_minutes"] = state["free_minutes"]
    return state


def fleet_of(trips):
    """One vehicle for each number the trips name, parked where its first trip begins."""
    fleet = table(VEHICLE_FIELDS, 1 + int(trips["vehicle"].max(initial=0)))
    for trip in trips[::-1]:
        fleet["cell"][trip["vehicle"]] = fleet["home"][trip["vehicle"]] = trip["origin"]
    fleet["link"] = fleet["trip"] = fleet["behind"] = NOBODY
    fleet["risk"] = 1.0
    return fleet


def line(cells, **numbers):
    """Links from cell 0 to cell 1 to cell 2 ..., one way; `numbers` as of a `Link`."""
    return [Link(cell, cell + 1, **numbers) for cell in range(cells - 1)]


def both_ways(links):
    """These links and the same the other way."""
    return [each for link in links for each in (link, link._replace(tail=link.head, head=link.tail))]


def diamond(upper=1.0, lower=2.0, **numbers):
    """0 to 3 by way of 1 (a minute a link) or of 2 (two minutes a link), both ways."""
    ends = [(0, 1, upper), (1, 3, upper), (0, 2, lower), (2, 3, lower)]
    return both_ways([Link(tail, head, free, **numbers) for tail, head, free in ends])


def grid(dice, side, **numbers):
    """A square grid of links both ways with random times, capacities and storages."""
    ends = [(x * side + y, (x + 1) * side + y) for x in range(side - 1) for y in range(side)]
    ends += [(x * side + y, x * side + y + 1) for x in range(side) for y in range(side - 1)]
    links = []
    for tail, head in ends:
        free, capacity, storage = dice.uniform(0.3, 4), dice.uniform(30, 400), int(dice.integers(1, 9))
        mine = {"free": free, "capacity": capacity, "storage": storage} | numbers
        links += both_ways([Link(tail, head, **mine)])
    return links


class Queue:
    """A link: who is on it, as (vehicle, entered, ready), and who waits for room on it."""

    def __init__(self, row):
        self.row, self.cars, self.waiters = row, deque(), deque()
        self.due = self.minutes = 0.0
        self.waits_for = self.stuck_at = None
        self.crossings = self.entered = self.blocked = self.posted = 0
        self.leaves = math.inf


class Traffic:
    """The queue model in plain Python: no zones, no information, nothing closed. Reads the tables once."""

    def __init__(self, roads):
        number = {name: float(roads.levers[name][0]) for name in roads.levers.dtype.names}
        self.k, self.burst = number["people_per_agent"], number["capacity_burst"]
        self.stuck, self.block, self.gain = (
            number[name] for name in ("stuck_minutes", "block_capacity", "post_gain")
        )
        self.links = [dict(zip(roads.links.dtype.names, row, strict=True)) for row in roads.links.tolist()]
        self.queues = [Queue(row) for row in range(len(self.links))]
        self.hop = roads.habit.tolist()
        self.trips = [dict(zip(roads.trips.dtype.names, row, strict=True)) for row in roads.trips.tolist()]
        self.cell, self.goal = roads.vehicles["cell"].tolist(), {}
        self.made = [0] * len(self.cell)
        self.on_link, self.held, self.pending = {}, {}, []
        self.now, self.next_trip, self.heap = 0.0, 0, []
        self.refused = self.forced = 0
        self.minutes = 0.0

    def run(self, until):
        """Minute by minute: who could not set out tries again, then all that happens, in order of time."""
        while self.now < until:
            self.pending = [trip for trip in self.pending if not self.sets_out(trip)]
            self.until(math.floor(self.now + 1e-9) + 1.0)

    def until(self, end):
        while True:
            day, trip = divmod(self.next_trip, max(1, len(self.trips)))
            departs = day * DAY + self.trips[trip]["leaves"] if self.trips else math.inf
            while self.heap and self.heap[0][0] != self.queues[self.heap[0][1]].leaves:
                heapq.heappop(self.heap)
            leaves, link = self.heap[0] if self.heap else (math.inf, None)
            if min(departs, leaves) >= end:
                return self.pass_time(end)
            self.pass_time(max(self.now, min(departs, leaves)))
            if departs <= leaves:
                self.next_trip += 1
                if self.trips[trip]["level"] <= 0 and not self.sets_out(trip):
                    self.pending.append(trip)
            else:
                self.let_out(self.queues[link])

    def pass_time(self, time):
        self.minutes += (len(self.on_link) + len(self.held)) * (time - self.now)
        self.now = time

    def sets_out(self, trip):
        vehicle, goal = self.trips[trip]["vehicle"], self.trips[trip]["goal"]
        if vehicle in self.on_link or self.held.get(vehicle, trip) != trip:
            return False
        self.held.pop(vehicle, None)
        if self.cell[vehicle] == goal:
            self.made[vehicle] += 1
            return True
        queue = self.queues[self.hop[goal][self.cell[vehicle]]]
        if not self.room(queue):
            self.held[vehicle] = trip
            self.refused += 1
            return False
        self.goal[vehicle] = goal
        self.enters(vehicle, queue)
        return True

    def room(self, queue):
        return len(queue.cars) < self.links[queue.row]["storage"]

    def enters(self, vehicle, queue):
        self.on_link[vehicle] = queue.row
        queue.cars.append((vehicle, self.now, self.now + self.links[queue.row]["free_minutes"]))
        queue.entered += 1
        if len(queue.cars) == 1:
            self.next_out(queue)

    def next_out(self, queue):
        ahead = self.burst * (self.k - 1) * self.headway(queue)
        self.put(queue, max(self.now, queue.cars[0][2], queue.due - ahead) if queue.cars else math.inf)

    def headway(self, queue):
        """Minutes between two vehicles."""
        blocked, posted = 1 - self.block * (queue.blocked > 0), 1 + self.gain * (queue.posted > 0)
        return 60 / (self.links[queue.row]["capacity"] * blocked * posted)

    def put(self, queue, time):
        queue.leaves = time
        if time < math.inf:
            heapq.heappush(self.heap, (time, queue.row))

    def let_out(self, queue):
        vehicle, entered, _ = queue.cars[0]
        here, onward = self.links[queue.row]["head"], None
        if here != self.goal[vehicle]:
            onward = self.queues[self.hop[self.goal[vehicle]][here]]
            if not self.room(onward):
                queue.stuck_at = self.now + self.stuck if queue.stuck_at is None else queue.stuck_at
                if self.now < queue.stuck_at:
                    return self.waits(queue, onward)
                self.forced += 1
        self.waits_no_more(queue)
        queue.stuck_at = None
        queue.cars.popleft()
        queue.due = max(queue.due, self.now) + self.k * self.headway(queue)
        queue.crossings, queue.minutes = queue.crossings + 1, queue.minutes + self.now - entered
        self.next_out(queue)
        if onward is None:
            del self.on_link[vehicle]
            self.cell[vehicle] = here
            self.made[vehicle] += 1
        else:
            self.enters(vehicle, onward)
        if queue.waiters and self.room(queue):
            waiter = queue.waiters[0]
            self.waits_no_more(waiter)
            self.put(waiter, self.now)

    def waits(self, queue, onward):
        if queue.waits_for is not onward:
            self.waits_no_more(queue)
            queue.waits_for = onward
            onward.waiters.append(queue)
        self.put(queue, queue.stuck_at)

    def waits_no_more(self, queue):
        if queue.waits_for is not None:
            queue.waits_for.waiters.remove(queue)
            queue.waits_for = None
