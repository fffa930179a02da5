"""Ways through the roads, the heap and the loads of links, against SciPy, a heap and a walk along paths."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.base.shortest_paths import graph_of, plan, quickest, set_minutes
from jiaosuo.model.kernels.base.travel_times import look_up
from jiaosuo.model.kernels.roads.assignment import load_links
from jiaosuo.model.kernels.roads.link_events import open_minute, push, remove
from jiaosuo.model.kernels.roads.routes import CLOSED, link_between, next_link, publish_travel_times
from tests.twins.roads import Link, Trip, both_ways, diamond, grid, line, made

HOURS, SIDE = 3, 5
CELLS = SIDE * SIDE


def random_roads(seed, zones=None, zone_of=None):
    """Roads of a random grid, one trip from corner to corner."""
    return made(grid(np.random.default_rng(seed), SIDE), [Trip(0.0, 0, 0, CELLS - 1)], zones, zone_of)


def graph(roads):
    """The roads as a search sees them, at free speed."""
    return graph_of(roads.travel_times.graph.into["link"], roads.links["tail"], roads.links["free_minutes"])


def distances(roads, minutes):
    """SciPy's driving times between all cells."""
    ends = roads.links["tail"], roads.links["head"]
    return dijkstra(csr_array((minutes, ends), shape=(CELLS, CELLS)))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("equal", [False, True], ids=["all unlike", "many alike"])
def test_quickest_ways_are_those_of_scipy(seed, equal):
    roads = random_roads(seed)
    minutes = np.ceil(roads.links["free_minutes"]) if equal else roads.links["free_minutes"].copy()
    apart = distances(roads, minutes)
    search, hops = graph(roads), np.empty((1, CELLS), np.int32)
    set_minutes(search, minutes)
    away, hop = search.away, hops[0]
    for goal in range(CELLS):
        quickest(search, goal, hops, 0, NOBODY, 0)
        np.testing.assert_allclose(away, apart[:, goal], rtol=1e-12)
        others = np.arange(CELLS) != goal
        onward = roads.links["head"][hop[others]]
        assert (roads.links["tail"][hop[others]] == np.flatnonzero(others)).all()
        np.testing.assert_allclose(away[others], minutes[hop[others]] + away[onward])
        assert hop[goal] == NOBODY


def test_where_no_road_leads_there_is_no_way():
    roads = made([Link(0, 1), Link(2, 1)], [Trip(0.0, 0, 0, 1)])
    search, hops = graph(roads), np.empty((1, 3), np.int32)
    quickest(search, 0, hops, 0, NOBODY, 0)
    assert search.away.tolist() == [0.0, np.inf, np.inf]
    assert hops[0].tolist() == [NOBODY] * 3


def test_a_plan_holds_the_ways_to_every_zone_and_the_minutes_between():
    roads = random_roads(7)
    minutes = roads.links["free_minutes"].copy()
    zones = np.array([3, 11, 24])
    hops, between = np.empty((3, CELLS), np.int32), np.empty((3, 3))
    plan(graph(roads), zones, hops, between)
    np.testing.assert_allclose(between, distances(roads, minutes)[np.ix_(zones, zones)], rtol=1e-12)
    hop = np.empty((1, CELLS), np.int32)
    for row, zone in enumerate(zones):
        quickest(graph(roads), zone, hop, 0, NOBODY, 0)
        np.testing.assert_array_equal(hops[row], hop[0])


@pytest.mark.parametrize("seed", range(3))
def test_the_news_tells_the_ways_at_the_speeds_of_now_and_how_much_longer_they_are(seed):
    roads, dice = random_roads(seed), np.random.default_rng(seed)
    slow = roads.links["free_minutes"] * dice.uniform(1, 6, len(roads.links))
    roads.links["minutes_now"] = slow
    roads.links["closed_until"][[4, 9]] = 100.0
    publish_travel_times(roads)
    told = slow.copy()
    told[[4, 9]] = CLOSED
    np.testing.assert_array_equal(roads.links["planned_minutes"], told)
    apart = np.triu(np.ones((CELLS, CELLS)), 1) + np.tril(np.ones((CELLS, CELLS)), -1) > 0
    ratio = distances(roads, told)[apart] / distances(roads, roads.links["free_minutes"])[apart]
    for zone in range(CELLS):
        for cell in np.random.default_rng(seed).permutation(CELLS):
            look_up(roads.travel_times, zone, cell)
    np.testing.assert_allclose(roads.travel_times.between["slowdown"][apart], ratio, rtol=1e-9)
    for cell in range(CELLS):
        out = roads.links["tail"] == cell
        around = roads.links["minutes_now"][out].sum() / roads.links["free_minutes"][out].sum()
        assert roads.travel_times.between["slowdown"][cell, cell] == pytest.approx(max(1.0, around))
    assert not {4, 9} & set(roads.travel_times.ways.ravel().tolist())


def test_what_is_heard_late_is_what_the_plan_would_have_told_at_once():
    roads, dice = random_roads(2), np.random.default_rng(2)
    roads.links["minutes_now"] = told = roads.links["free_minutes"] * dice.uniform(1, 6, len(roads.links))
    publish_travel_times(roads)
    roads.links["minutes_now"] = 9.0
    search, hops, between = graph(roads), np.empty((CELLS, CELLS), np.int32), np.empty((CELLS, CELLS))
    set_minutes(search, told)
    plan(search, np.arange(CELLS), hops, between)
    for zone, cell in dice.permutation(list(np.ndindex(CELLS, CELLS))):
        look_up(roads.travel_times, zone, cell)
        assert roads.travel_times.ways[zone, cell] == hops[zone, cell]
        if cell != zone:
            slow = max(1.0, between[cell, zone] / roads.travel_times.between["free_minutes"][cell, zone])
            assert roads.travel_times.between["slowdown"][cell, zone] == slow


@pytest.mark.parametrize(("least", "found"), [(0, 8), (8, 8), (15, 15), (CELLS, CELLS)])
def test_a_search_ends_at_the_cell_that_asked(least, found):
    """Cells in a line, a minute each: seven lie nearer to the goal than the one that asks."""
    roads = made(both_ways(line(CELLS)), [Trip(0.0, 0, 0, 1)])
    search, hops = graph(roads), np.empty((1, CELLS), np.int32)
    for _ in range(2):  # a search leaves nothing behind that the next would stumble over
        assert quickest(search, 0, hops, 0, 7, least) == found
        assert search.away.tolist() == [float(c) if c < found else np.inf for c in range(CELLS)]
        assert ((hops[0] == NOBODY) == [c == 0 or c >= found for c in range(CELLS)]).all()


def driven(roads, origin, goal, vehicle=0):
    """The cells a vehicle passes from door to door."""
    roads.vehicles["goal"][vehicle] = goal
    passed = [origin]
    while passed[-1] != goal:
        link = next_link(roads, passed[-1], vehicle)
        assert roads.links["tail"][link] == passed[-1]
        passed.append(int(roads.links["head"][link]))
        assert len(passed) <= CELLS
    return passed


def zoned(seed, centres=(0, 7, 18, 22)):
    """Random roads with few zones: each cell belongs to the one it reaches soonest, as in a landscape."""
    roads = random_roads(seed)
    apart = distances(roads, roads.links["free_minutes"])
    return random_roads(seed, centres, apart[:, list(centres)].argmin(axis=1)), apart


@pytest.mark.parametrize("seed", range(4))
def test_every_trip_ends_at_its_door_by_way_of_its_zone(seed):
    roads, apart = zoned(seed)
    for origin in range(CELLS):
        for goal in range(CELLS):
            passed = driven(roads, origin, goal)
            assert len(set(passed)) == len(passed)
            took = sum(apart[a, b] for a, b in pairwise(passed))
            centre = roads.zone_cells[roads.zone_of_cell[goal]]
            at_most = apart[origin, centre] + apart[goal, centre]
            assert apart[origin, goal] - 1e-9 <= took <= at_most + 1e-9


def test_to_the_cell_of_a_zone_the_way_is_the_quickest():
    roads, apart = zoned(5)
    for goal in roads.zone_cells.tolist():
        for origin in range(CELLS):
            passed = driven(roads, origin, goal)
            took = sum(apart[a, b] for a, b in pairwise(passed))
            assert took == pytest.approx(apart[origin, goal])


@pytest.mark.parametrize(("informed", "way"), [(False, [0, 1, 3]), (True, [0, 2, 3])])
def test_only_those_who_hear_the_news_drive_round_a_slow_road(informed, way):
    roads = made(diamond(), [Trip(0.0, 0, 0, 3)])
    roads.vehicles["informed"] = informed
    roads.links["minutes_now"][(roads.links["tail"] == 1) & (roads.links["head"] == 3)] = 9.0
    publish_travel_times(roads)
    passed = [0]
    while passed[-1] != 3:
        roads.vehicles["goal"] = 3
        passed.append(int(roads.links["head"][next_link(roads, passed[-1], 0)]))
    assert passed == way


def listed(roads, minute):
    """All that is scheduled, {link: time}: what comes before the minute ends in the heap, others beside."""
    clock = roads.clock[0]
    heap, later = roads.heap[: clock["heap"]], roads.later[: clock["later"]]
    assert (heap["leaves"] < minute).all()
    assert (later["leaves"] >= minute).all()
    assert roads.heap_index[heap["link"]].tolist() == list(range(len(heap)))
    assert roads.heap_index[later["link"]].tolist() == [NOBODY - 1 - row for row in range(len(later))]
    assert (roads.heap_index != NOBODY).sum() == len(heap) + len(later)
    return dict(zip([*heap["link"], *later["link"]], [*heap["leaves"], *later["leaves"]], strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_the_heap_gives_links_by_time_and_row_whatever_is_moved_meanwhile(seed):
    """Beside a plain dictionary of which the least is taken; many times are equal."""
    roads, dice = random_roads(seed), np.random.default_rng(seed)
    count, times = len(roads.links), {}
    for minute in range(1, 80):
        open_minute(roads, float(minute))
        assert listed(roads, minute) == times
        while times and min(times.values()) < minute:
            first = min(times, key=lambda row: (times[row], row))
            assert roads.heap["link"][0] == first
            now = times[first]
            if dice.random() < 0.5:
                remove(roads, first)
                del times[first]
            else:
                times[first] = now + float(dice.integers(1, 9)) / 4
                push(roads, first, times[first])
            other = int(dice.integers(count))
            times[other] = now + float(dice.integers(1, 17)) / 4
            push(roads, other, times[other])
            assert listed(roads, minute) == times
        link = int(dice.integers(count))
        times[link] = minute + float(dice.integers(8)) / 4
        push(roads, link, times[link])


def walked(roads, zones, trips):
    """By hand: walk each trip along its quickest way, adding it to every link it takes."""
    flows = np.zeros((len(roads.links), HOURS))
    for hour, goal, origin in np.argwhere(trips > 0):
        cell = int(zones[origin])
        while cell != zones[goal]:
            link = int(roads.habit[goal, cell])
            flows[link, hour] += trips[hour, goal, origin]
            cell = int(roads.links["head"][link])
    return flows


@pytest.mark.parametrize("pairs_with_trips", [1.0, 0.1])
@pytest.mark.parametrize("seed", range(3))
def test_loads_are_those_of_walking_every_way(seed, pairs_with_trips):
    zones = np.array([0, 3, 5, 10, 24])
    roads = random_roads(seed, zones, np.arange(CELLS) % 5)
    chance = np.random.default_rng(seed)
    trips = chance.integers(0, 4, (HOURS, 5, 5)) * (chance.random((5, 5)) < pairs_with_trips).astype(float)
    farthest_first = np.argsort(-distances(roads, roads.links["free_minutes"])[:, zones].T, axis=1)
    flows = np.zeros((len(roads.links), HOURS))
    heads = roads.links["head"].astype(np.int32)
    load_links(roads.habit, farthest_first.astype(np.int32), heads, zones, trips, flows)
    np.testing.assert_allclose(flows, walked(roads, zones, trips))
    assert flows.sum() > 0


def test_a_link_is_found_by_its_ends_or_not_at_all():
    roads = made(both_ways(line(6)), [Trip(0.0, 0, 0, 5)])
    ends = zip(roads.links["tail"].tolist(), roads.links["head"].tolist(), strict=True)
    found = [link_between(roads.heads, roads.links_out, tail, head) for tail, head in ends]
    assert found == list(range(len(roads.links)))
    assert link_between(roads.heads, roads.links_out, 0, 5) == NOBODY
