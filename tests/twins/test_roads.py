"""Vehicles and loads of links against a loop over trips and a walk along every path."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from model.core.columns import table
from model.kernels.roads import move_vehicles
from model.kernels.travel import link_between, load_links
from model.vehicles import DAY, TRIP_FIELDS, VEHICLE_FIELDS

HOURS = 3


def grid(dice, side=4):
    """Two-way links between neighbours of a small grid, with random minutes."""
    cells = [(x, y) for x in range(side) for y in range(side)]
    pairs = sorted(
        (cells.index(a), cells.index(b))
        for a in cells
        for b in cells
        if abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1
    )
    tails, heads = np.array(pairs).T
    return tails, heads, dice.uniform(1, 5, len(pairs))


def ways_out(tails, heads, cells):
    """Heads and rows of the links that leave each cell, -1 where there are fewer."""
    out = np.full((2, cells, 4), -1, np.int32)
    for row, (tail, head) in enumerate(zip(tails, heads, strict=True)):
        way = np.flatnonzero(out[0, tail] == -1)[0]
        out[:, tail, way] = head, row
    return np.ascontiguousarray(out[0]), np.ascontiguousarray(out[1])


def walked(tails, heads, before, zones, trips):
    """By hand: walk each trip back along its quickest path, adding it to every link on the way."""
    row = {(int(a), int(b)): n for n, (a, b) in enumerate(zip(tails, heads, strict=True))}
    flows = np.zeros((len(tails), HOURS))
    for hour, origin, goal in np.argwhere(trips > 0):
        cell = int(zones[goal])
        while (previous := int(before[origin, cell])) >= 0:
            flows[row[previous, cell], hour] += trips[hour, origin, goal]
            cell = previous
    return flows


@pytest.mark.parametrize("seed", range(3))
def test_loads_are_those_of_walking_every_path(seed):
    dice = np.random.default_rng(seed)
    tails, heads, minutes = grid(dice)
    zones = np.array([0, 3, 5, 10, 15])
    trips = dice.integers(0, 4, (HOURS, len(zones), len(zones))).astype(float)
    graph = csr_array((minutes, (tails, heads)), shape=(16, 16))
    away, before = dijkstra(graph, indices=zones, return_predecessors=True)
    flows = np.zeros((len(tails), HOURS))
    farthest_first = np.argsort(-away, axis=1, kind="stable")
    load_links(farthest_first, before, *ways_out(tails, heads, 16), zones, trips, flows)
    np.testing.assert_allclose(flows, walked(tails, heads, before, zones, trips))
    assert flows.sum() > 0


def test_a_link_is_found_by_its_ends_or_not_at_all():
    tails, heads, _ = grid(np.random.default_rng(0))
    out = ways_out(tails, heads, 16)
    assert [link_between(*out, int(a), int(b)) for a, b in zip(tails, heads, strict=True)] == list(
        range(len(tails))
    )
    assert link_between(*out, 0, 15) == -1


@pytest.fixture
def day():
    """60 vehicles with up to two trips at random: vehicles, trips by departure, and the kernel's indices."""
    dice = np.random.default_rng(4)
    fleet, trips = table(VEHICLE_FIELDS, 60), table(TRIP_FIELDS, 110)
    trips["vehicle"] = np.arange(110) % 60
    trips["leaves"] = np.sort(dice.integers(0, DAY, 110))
    trips["arrives"] = trips["leaves"] + dice.integers(1, 90, 110)
    trips["goal"] = dice.integers(0, 500, 110)
    arrival = trips["arrives"] % DAY
    by_arrival = np.argsort(arrival, kind="stable")
    leaving = np.searchsorted(trips["leaves"], np.arange(DAY + 1))
    return fleet, trips, leaving, by_arrival, np.searchsorted(arrival[by_arrival], np.arange(DAY + 1))


def test_every_minute_parks_who_arrives_and_starts_who_leaves(day):
    fleet, trips, leaving, by_arrival, arriving = day
    on_road, cell, made = [False] * 60, [0] * 60, [0] * 60
    for minute in range(2 * DAY):
        before = sum(on_road)
        for trip in trips[trips["arrives"] % DAY == minute % DAY]:
            if on_road[trip["vehicle"]]:
                on_road[trip["vehicle"]], cell[trip["vehicle"]] = False, trip["goal"]
        for trip in trips[trips["leaves"] == minute % DAY]:
            if not on_road[trip["vehicle"]]:
                on_road[trip["vehicle"]] = True
                made[trip["vehicle"]] += 1
        change = move_vehicles(fleet, trips, leaving, by_arrival, arriving, minute % DAY)
        assert change == sum(on_road) - before
        if minute % 60 == 0:
            assert fleet["on_road"].tolist() == on_road
    assert (fleet["cell"].tolist(), fleet["trips"].tolist()) == (cell, made)


def test_the_changes_add_up_to_the_vehicles_on_the_road(day):
    fleet, rest = day[0], day[1:]
    on_road = 0
    for minute in range(DAY):
        on_road += move_vehicles(fleet, *rest, minute)
        assert on_road == fleet["on_road"].sum()
    assert fleet["trips"].sum() > 60
