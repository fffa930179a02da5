"""Roads: the graph of links between cells, their classes, lengths and speeds, and driving times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.terms import NOBODY, Area, RoadClass
from jiaosuo.model.core.units import MINUTES_AN_HOUR
from jiaosuo.model.given_land import GivenLand, GivenLink
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.township import CompleteTownship

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

GRID_DETOUR = 4 / np.pi
"""Driving along grid directions is this much longer than the straight line, on average over directions."""

LINK_FIELDS = [
    ("tail", np.int32),
    ("head", np.int32),
    ("road_class", np.int8),
    ("length_km", np.float64),
    ("free_minutes", np.float64),
    ("capacity", np.float64),
    ("lanes", np.float64),
]
LANE_CAPACITY = 900.0
"""Vehicles an hour that one lane lets out; a link of more capacity stands for more lanes (assumption)."""


def road_graph(cells: Table, given: GivenLand | None = None) -> tuple[csr_array, Table]:
    """Directed links between neighbouring cells; a ferry of village class ties islands to a shore.

    Where the place gives its roads, they are the links, both ways.
    """
    if given is None or given.links is None:
        pairs = _beside(cells, _side(cells) if given is None else given.cell_km)
        pairs += _ferries(cells, pairs)
    else:
        pairs = list(_given_links(cells, given))
    tails, heads = np.array(sorted(pairs)).T if pairs else (np.empty(0, int), np.empty(0, int))
    links = table(LINK_FIELDS, len(tails))
    links["tail"], links["head"] = tails, heads
    return csr_array((np.ones(len(tails)), (tails, heads)), shape=(len(cells), len(cells))), links


def _beside(cells: Table, side: float) -> list[tuple[int, int]]:
    """Pairs of cells that share a side."""
    row_at = {
        (round(x / side), round(y / side)): row
        for row, (x, y) in enumerate(zip(cells["x_km"] - side / 2, cells["y_km"] - side / 2, strict=True))
    }
    return [
        (row, row_at[neighbour])
        for (column, line), row in row_at.items()
        for neighbour in ((column + 1, line), (column - 1, line), (column, line + 1), (column, line - 1))
        if neighbour in row_at
    ]


def _given_links(cells: Table, given: GivenLand) -> dict[tuple[int, int], GivenLink]:
    """What the place gives of each directed link, by the rows of its cells."""
    row_at = {place: row for row, place in enumerate(zip(cells["x_km"], cells["y_km"], strict=True))}
    found = {}
    for each in given.links or ():
        tail, head = row_at[each.tail], row_at[each.head]
        found[tail, head] = found[head, tail] = each
    return found


def _side(cells: Table) -> float:
    """Side of a cell, from the spacing of the cells' centres."""
    if len(cells) == 1:
        return float(2 * cells["x_km"][0]) or 1.0
    steps = np.diff(np.unique(np.concatenate([cells["x_km"], cells["y_km"]])))
    return float(steps[steps > 1e-6].min())


def _ferries(cells: Table, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    tails, heads = np.array(pairs).T if pairs else (np.empty(0, int), np.empty(0, int))
    graph = csr_array((np.ones(len(tails)), (tails, heads)), shape=(len(cells), len(cells)))
    count, island = connected_components(graph, directed=False)
    mainland = np.bincount(island).argmax()
    tied: list[tuple[int, int]] = []
    for each in range(count):
        if each == mainland:
            continue
        here, there = np.flatnonzero(island == each), np.flatnonzero(island == mainland)
        apart = np.hypot(
            cells["x_km"][here][:, None] - cells["x_km"][there],
            cells["y_km"][here][:, None] - cells["y_km"][there],
        )
        a, b = np.unravel_index(apart.argmin(), apart.shape)
        tied += [(int(here[a]), int(there[b])), (int(there[b]), int(here[a]))]
    return tied


def draw_roads(
    cells: Table,
    links: Table,
    graph: csr_array,
    seats: Ints,
    townships: Sequence[CompleteTownship],
    p: dict[str, float],
    given: GivenLand | None = None,
) -> None:
    """Class of each link: roads wind between the seats of a spanning tree, streets fill the built-up area.

    All ways into a seat are county roads at the least: a market town has more than lanes. Roads that the
    place gives have the class that it says; they too are streets in the built-up area, if they are no trunk.
    """
    if given is None or given.links is None:
        classes = _drawn_classes(links, graph, seats, townships, p)
    else:
        classes = np.array([each.road_class for each in _aligned(cells, links, given)], np.int8)
    urban = cells["area"] == Area.URBAN
    street = urban[links["tail"]] & urban[links["head"]] & (classes != RoadClass.TRUNK)
    classes[street] = RoadClass.STREET
    links["road_class"] = classes
    best = np.zeros(len(cells), np.int8)
    np.maximum.at(best, links["tail"], classes)
    cells["road_class"] = np.where(urban, RoadClass.STREET, best)


def _aligned(cells: Table, links: Table, given: GivenLand) -> list[GivenLink]:
    """What the place gives of each row of the links."""
    found = _given_links(cells, given)
    return [found[pair] for pair in zip(links["tail"].tolist(), links["head"].tolist(), strict=True)]


def _drawn_classes(
    links: Table, graph: csr_array, seats: Ints, townships: Sequence[CompleteTownship], p: dict[str, float]
) -> npt.NDArray[np.int8]:
    """Class of each link of a place that gives no roads, as if nothing were built up."""
    cells = graph.shape[0]
    seed, stream = draws.process("land"), draws.process("road bends")
    low, high = np.minimum(links["tail"], links["head"]), np.maximum(links["tail"], links["head"])
    bends = [
        draws.uniform(seed, stream, int(a) * cells + int(b), int(p["land_seed"]))
        for a, b in zip(low, high, strict=True)
    ]
    winding = csr_array((0.5 + np.array(bends), (links["tail"], links["head"])), shape=graph.shape)
    away, before = dijkstra(winding, indices=seats, return_predecessors=True)
    classes = np.full(len(links), RoadClass.VILLAGE, np.int8)
    row_of = {
        (int(a), int(b)): row for row, (a, b) in enumerate(zip(links["tail"], links["head"], strict=True))
    }
    for first, second in _road_pairs(away[:, seats]):
        trunk = townships[first].trunk_km > 0 and townships[second].trunk_km > 0
        road = RoadClass.TRUNK if trunk else RoadClass.COUNTY
        cell = int(seats[second])
        while (previous := int(before[first, cell])) >= 0:
            for row in (row_of[previous, cell], row_of[cell, previous]):
                classes[row] = max(classes[row], road)
            cell = previous
    at_seat = np.isin(links["tail"], seats) | np.isin(links["head"], seats)
    classes[at_seat] = np.maximum(classes[at_seat], RoadClass.COUNTY)
    return classes


def _road_pairs(apart: Floats) -> set[tuple[int, int]]:
    """Pairs of seats joined by a county or trunk road: a spanning tree, and each seat's two nearest."""
    tree = minimum_spanning_tree(csr_array(np.where(apart > 0, apart, 1e-9)))
    pairs = {(min(a, b), max(a, b)) for a, b in zip(*(part.tolist() for part in tree.nonzero()), strict=True)}
    for seat in range(len(apart)):
        for other in np.argsort(apart[seat], kind="stable")[1:3].tolist():
            pairs.add((min(seat, other), max(seat, other)))
    return {(a, b) for a, b in pairs if a != b}


def measure_roads(
    cells: Table,
    links: Table,
    built: Floats,
    townships: Sequence[CompleteTownship],
    p: dict[str, float],
    given: GivenLand | None = None,
) -> None:
    """Length, speed and capacity of the links, and each township's given kilometres spread over its cells.

    `built` (cells,) is the share of each cell that is built up, and has streets. A trunk road through a town
    stops at its junctions. Roads that the place gives have the length and the speed that it says.
    """
    names = {road: road.name.lower() for road in RoadClass}
    for road in RoadClass:
        rows = links["road_class"] == road
        circuity = p["circuity_urban" if road == RoadClass.STREET else "circuity_rural"]
        links["length_km"][rows] = p["cell_km"] * max(1.0, circuity / GRID_DETOUR)
        links["capacity"][rows] = p[f"capacity_{names[road]}"]
        links["lanes"][rows] = max(1.0, p[f"capacity_{names[road]}"] / LANE_CAPACITY)
    links["free_minutes"] = MINUTES_AN_HOUR * links["length_km"] / _free_speed(cells, links, p)
    if given is not None:
        _measure_given(cells, links, given, p)
    cells["road_km"][:, RoadClass.STREET] = p["street_km_per_km2"] * p["cell_km"] ** 2 * built
    urban = cells["area"] == Area.URBAN
    for road, column in (
        (RoadClass.TRUNK, "trunk_km"),
        (RoadClass.COUNTY, "county_km"),
        (RoadClass.VILLAGE, "village_km"),
    ):
        links_here = np.bincount(links["tail"], weights=links["road_class"] == road, minlength=len(cells))
        weight = (1.0 + cells["people"]) * ~urban if road == RoadClass.VILLAGE else links_here
        for row, township in enumerate(townships):
            inside = cells["township"] == row
            local = np.where(inside, weight, 0.0)
            local = local if local.sum() > 0 else inside.astype(float)
            cells["road_km"][:, road] += getattr(township, column) * local / local.sum()


def _free_speed(cells: Table, links: Table, p: dict[str, float]) -> Floats:
    """Free speed of each link by its class, km/h, (links,); trunk roads are slower within towns."""
    speed = np.array([p[f"speed_{road.name.lower()}"] for road in RoadClass])[links["road_class"]]
    urban = cells["area"] == Area.URBAN
    in_town = urban[links["tail"]] & urban[links["head"]] & (links["road_class"] == RoadClass.TRUNK)
    slowed: Floats = np.where(in_town, np.minimum(speed, p["speed_trunk_urban"]), speed)
    return slowed


def _measure_given(cells: Table, links: Table, given: GivenLand, p: dict[str, float]) -> None:
    """Lengths and speeds as given; where no roads are given, a ferry is as long as the gap it crosses."""
    apart = np.hypot(*(cells[axis][links["tail"]] - cells[axis][links["head"]] for axis in ("x_km", "y_km")))
    links["length_km"] *= np.maximum(1.0, np.rint(100 * apart / given.cell_km) / 100)
    speed = _free_speed(cells, links, p)
    for row, each in enumerate(_aligned(cells, links, given) if given.links is not None else ()):
        if each.length_km is not None:
            links["length_km"][row] = each.length_km
        if each.speed_kmh is not None:
            speed[row] = each.speed_kmh
    links["free_minutes"] = MINUTES_AN_HOUR * links["length_km"] / speed


def ways(here: Ints, there: Ints, cells: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Other ends and rows of the links that have each cell `here`, (cells, most ways); NOBODY: fewer ways."""
    most = max(1, int(np.bincount(here, minlength=cells).max(initial=1)))
    ends, rows = np.full((cells, most), NOBODY, np.int32), np.full((cells, most), NOBODY, np.int32)
    used = np.zeros(cells, int)
    for row, (cell, end) in enumerate(zip(here.tolist(), there.tolist(), strict=True)):
        ends[cell, used[cell]], rows[cell, used[cell]] = end, row
        used[cell] += 1
    return ends, rows


def travel_minutes(cells: Table, links: Table, p: dict[str, float]) -> npt.NDArray[np.float32]:
    """Driving time between all pairs of cells at free speed; within a cell, half a cell of its own road."""
    shape = (len(cells), len(cells))
    graph = csr_array((links["free_minutes"], (links["tail"], links["head"])), shape=shape)
    minutes = dijkstra(graph).astype(np.float32)
    speeds = np.array([p[f"speed_{road.name.lower()}"] for road in RoadClass])
    circuity = np.where(cells["area"] == Area.URBAN, p["circuity_urban"], p["circuity_rural"])
    np.fill_diagonal(minutes, 0.5 * p["cell_km"] * circuity * MINUTES_AN_HOUR / speeds[cells["road_class"]])
    scaled: npt.NDArray[np.float32] = minutes * np.float32(p["travel_share"])
    return scaled
