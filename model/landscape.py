"""The land: cells, settlements, roads by class, sites, and how long it takes to drive between cells.

A function of the place and its levers alone. A replication redraws the people and their days, not the
mountains, so the seed of a run is not read here; a generated map is named by `land_seed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree

from model.core.columns import Table, table
from model.core.errors import InputError
from model.core.terms import Area, LandClass, RoadClass
from model.kernels import draws
from model.parameters.land import LAND
from model.scenario import Scenario
from model.settlement import generated_townships
from model.township import Township

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

MOST_CELLS = 4_200
"""A county is at most this many cells: the table of driving times between cells grows with their square."""

MOST_ZONES = 150
GRID_DETOUR = 4 / np.pi
"""Driving along grid directions is this much longer than the straight line, on average over directions."""

MOST_URBAN = 0.95
"""The highest urbanization a lever may ask for; cells a town would need then are kept free of villages."""

CELL_FIELDS = [
    ("x_km", np.float64),
    ("y_km", np.float64),
    ("township", np.int64),
    ("land", np.int64),
    ("area", np.int64),
    ("road_class", np.int64),
    ("people", np.float64),
    ("road_km", np.float64, (len(RoadClass),)),
]

LINK_FIELDS = [
    ("tail", np.int32),
    ("head", np.int32),
    ("road_class", np.int8),
    ("length_km", np.float64),
    ("free_minutes", np.float64),
    ("capacity", np.float64),
    ("flow", np.float64, (24,)),
]


@dataclass(frozen=True)
class Landscape:
    """What stands still during a run. Arrays are shared between counties: read them, do not write.

    `urban_order` lists the cells in the order in which towns fill them and `urban_share` how much of the
    county's people those up to each cell hold, so that the person at rank u lives in
    `urban_order[searchsorted(urban_share, u)]` whatever the urbanization is. `rural_share` is the chance of
    each cell for a villager. `travel_minutes` has shape (cells, cells). `near` tells which townships touch.
    """

    townships: tuple[Township, ...]
    cells: Table
    links: Table
    heads: npt.NDArray[np.int32]
    links_out: npt.NDArray[np.int32]
    travel_minutes: npt.NDArray[np.float32]
    seats: Ints
    county_seat: int
    station_cells: tuple[Ints, ...]
    district: Ints
    central: Ints
    near: npt.NDArray[np.bool_]
    urban_order: Ints
    urban_share: Floats
    rural_share: Floats
    zone_cells: Ints
    zone_of_cell: Ints

    @property
    def road_km(self) -> dict[str, float]:
        """Total length by road class, km."""
        return {road.name.lower(): float(self.cells["road_km"][:, road].sum()) for road in RoadClass}


def landscape(scenario: Scenario) -> Landscape:
    """The land of a scenario; the same object for scenarios that differ in nothing the land depends on."""
    values = tuple((each.name, scenario[each.name]) for each in LAND)
    return _landscape(values, scenario["population"], scenario.townships, _headcounts(scenario))


def _headcounts(scenario: Scenario) -> tuple[tuple[str, int], ...]:
    """Generated townships carry a table of officers; a given table carries its own."""
    names = ("officers_traffic", "officers_station", "officers_patrol", "auxiliaries")
    return () if scenario.townships else tuple((name, int(scenario[name])) for name in names)


@lru_cache(maxsize=8)
def _landscape(
    values: tuple[tuple[str, float], ...],
    population: float,
    given: tuple[Township, ...],
    headcounts: tuple[tuple[str, int], ...],
) -> Landscape:
    p = dict(values)
    townships = given or generated_townships(p, dict(headcounts))
    x, y, owner, seats = _cells(townships, p)
    order, share = _town_growth(x, y, seats, townships, p, population)
    cells = table(CELL_FIELDS, len(x))
    cells["x_km"], cells["y_km"], cells["township"] = x, y, owner
    rural = _rural_share(cells, townships, order, share, p)
    _settle(cells, order, share, rural, p, population)
    graph, links = _road_graph(cells)
    _draw_roads(cells, links, graph, seats, townships, p)
    _measure_roads(cells, links, townships, p)
    heads, links_out = _ways_out(links, len(cells))
    travel = _travel_minutes(cells, links, p)
    zones = _zone_cells(cells)
    names = {each.name: row for row, each in enumerate(townships)}
    county_seat = int(np.argmax([each.town_weight for each in townships]))
    return Landscape(
        townships=townships,
        cells=cells,
        links=links,
        heads=heads,
        links_out=links_out,
        travel_minutes=travel,
        seats=seats,
        county_seat=county_seat,
        station_cells=tuple(_stations(row, each, cells, seats, order) for row, each in enumerate(townships)),
        district=np.array([names.get(each.squadron, county_seat) for each in townships], np.int64),
        central=np.array(
            [names.get(each.central_station, row) for row, each in enumerate(townships)], np.int64
        ),
        near=_touching(links, cells, len(townships)),
        urban_order=order,
        urban_share=share,
        rural_share=rural,
        zone_cells=zones,
        zone_of_cell=np.argmin(travel[zones], axis=0).astype(np.int64),
    )


def _cells(townships: Sequence[Township], p: dict[str, float]) -> tuple[Floats, Floats, Ints, Ints]:
    """Cell centres, the township of each, and the cell of each seat: a power diagram with the given areas."""
    side = p["cell_km"]
    wanted = np.array([max(1, round(each.area_km2 / side**2)) for each in townships])
    if wanted.sum() > MOST_CELLS:
        fit = np.ceil(np.sqrt(wanted.sum() * side**2 / MOST_CELLS) * 20) / 20
        raise InputError(
            "cell_km", side, f"{wanted.sum():,} cells are more than {MOST_CELLS:,}; use {fit:g} km or more"
        )
    centres = np.array([(each.x_km, each.y_km) for each in townships])
    margin = 1.5 * side * np.sqrt(wanted.max())
    axes = [
        np.arange(np.floor((c.min() - margin) / side), np.ceil((c.max() + margin) / side)) for c in centres.T
    ]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 2) * side + side / 2
    distance = ((grid[:, None, :] - centres) ** 2).sum(-1)
    owner, chosen = _fitted(distance, wanted, side**2)
    seat_cells = np.argmin(np.where(chosen[:, None], distance, np.inf), axis=0)
    owner[seat_cells] = np.arange(len(townships))
    kept = np.flatnonzero(chosen)
    return grid[kept, 0], grid[kept, 1], owner[kept], np.searchsorted(kept, seat_cells)


def _fitted(distance: Floats, wanted: Ints, cell_area: float) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Owner of each candidate cell and which cells belong to the county; weights move until areas fit."""
    weights = wanted * cell_area / np.pi
    for _ in range(300):
        power = distance - weights
        owner, nearest = power.argmin(axis=1), power.min(axis=1)
        chosen = np.zeros(len(owner), np.bool_)
        chosen[np.argpartition(nearest, wanted.sum() - 1)[: wanted.sum()]] = True
        have = np.bincount(owner[chosen], minlength=len(wanted))
        if (have == wanted).all():
            break
        weights = weights + 0.3 * (wanted - have) * cell_area / np.pi
    return owner, chosen


def _town_growth(
    x: Floats, y: Floats, seats: Ints, townships: Sequence[Township], p: dict[str, float], population: float
) -> tuple[Ints, Floats]:
    """Order in which towns fill cells, and the share of all people they hold up to each (Clark 1951)."""
    away = np.hypot(x[:, None] - x[seats], y[:, None] - y[seats])
    size = np.sqrt([max(each.town_weight, 1e-6) for each in townships])
    town = (away / size).argmin(axis=1)
    order = np.argsort((away / size).min(axis=1), kind="stable")
    nearest = away[np.arange(len(x)), town]
    density = np.maximum(p["core_density"] * np.exp(-p["density_gradient"] * nearest), p["fringe_density"])
    capacity = (density * p["cell_km"] ** 2)[order]
    available = max(1, int(0.7 * len(x)))
    short = max(1.0, MOST_URBAN * population / capacity[:available].sum())
    return order, np.cumsum(capacity) * short / population


def urban_cells(order: Ints, share: Floats, urbanization: float) -> int:
    """How many cells of the order are built up at an urbanization: those that hold that share of people."""
    return min(int(np.searchsorted(share, urbanization)) + 1, len(order))


def _rural_share(
    cells: Table, townships: Sequence[Township], order: Ints, share: Floats, p: dict[str, float]
) -> Floats:
    """Chance of each cell for a villager; town land is free of villages, so levers never mix the two."""
    town_land = order[: urban_cells(order, share, MOST_URBAN)]
    seed, stream = draws.process("land"), draws.process("villages")
    place = [draws.normal(seed, stream, int(p["land_seed"]), row) for row in range(len(cells))]
    weight = np.exp(p["rural_dispersal"] * np.array(place))
    weight[town_land] = 0.0
    surveyed = urban_cells(order, share, p["surveyed_urbanization"])
    held = np.diff(np.concatenate([[0.0], np.minimum(share[:surveyed], p["surveyed_urbanization"])]))
    in_town = np.bincount(cells["township"][order[:surveyed]], weights=held, minlength=len(townships))
    people = np.array([each.population for each in townships], np.float64)
    villagers = np.maximum(people / people.sum() - in_town, 0.0)
    local = np.bincount(cells["township"], weights=weight, minlength=len(townships))
    per_weight = np.divide(villagers, local, out=np.zeros_like(villagers), where=local > 0)
    rural = weight * per_weight[cells["township"]]
    if rural.sum() <= 0:
        rural = weight if weight.sum() > 0 else np.ones(len(cells))
    shares: Floats = rural / rural.sum()
    return shares


def _settle(
    cells: Table, order: Ints, share: Floats, rural: Floats, p: dict[str, float], population: float
) -> None:
    """People expected in each cell, its land class and its area."""
    built = urban_cells(order, share, p["urbanization"])
    held = np.diff(np.concatenate([[0.0], np.minimum(share[:built], p["urbanization"])]))
    cells["people"] = rural * population * (1 - p["urbanization"])
    cells["people"][order[:built]] += held * population
    density = cells["people"] / p["cell_km"] ** 2
    cells["land"] = np.select(
        [density >= 300, density >= 60], [LandClass.VILLAGE, LandClass.FIELD], LandClass.HILL
    )
    cells["land"][order[:built]] = LandClass.URBAN
    cells["area"] = np.where(cells["land"] == LandClass.URBAN, Area.URBAN, Area.RURAL)


def _road_graph(cells: Table) -> tuple[csr_array, Table]:
    """Directed links between neighbouring cells; a ferry of village class ties islands to a shore."""
    side = _side(cells)
    spot = {
        (round(x / side), round(y / side)): row
        for row, (x, y) in enumerate(zip(cells["x_km"] - side / 2, cells["y_km"] - side / 2, strict=True))
    }
    pairs = [
        (row, spot[neighbour])
        for (column, line), row in spot.items()
        for neighbour in ((column + 1, line), (column - 1, line), (column, line + 1), (column, line - 1))
        if neighbour in spot
    ]
    pairs += _ferries(cells, pairs)
    tails, heads = np.array(sorted(pairs)).T if pairs else (np.empty(0, int), np.empty(0, int))
    links = table(LINK_FIELDS, len(tails))
    links["tail"], links["head"] = tails, heads
    return csr_array((np.ones(len(tails)), (tails, heads)), shape=(len(cells), len(cells))), links


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


def _draw_roads(
    cells: Table,
    links: Table,
    graph: csr_array,
    seats: Ints,
    townships: Sequence[Township],
    p: dict[str, float],
) -> None:
    """Class of each link: roads wind between the seats of a spanning tree, streets fill the built-up area."""
    seed, stream = draws.process("land"), draws.process("road bends")
    low, high = np.minimum(links["tail"], links["head"]), np.maximum(links["tail"], links["head"])
    bends = [
        draws.uniform(seed, stream, int(a) * len(cells) + int(b), int(p["land_seed"]))
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
    urban = cells["area"] == Area.URBAN
    street = urban[links["tail"]] & urban[links["head"]] & (classes != RoadClass.TRUNK)
    classes[street] = RoadClass.STREET
    links["road_class"] = classes
    best = np.zeros(len(cells), np.int8)
    np.maximum.at(best, links["tail"], classes)
    cells["road_class"] = np.where(urban, RoadClass.STREET, best)


def _road_pairs(apart: Floats) -> set[tuple[int, int]]:
    """Pairs of seats joined by a county or trunk road: a spanning tree, and each seat's two nearest."""
    tree = minimum_spanning_tree(csr_array(np.where(apart > 0, apart, 1e-9)))
    pairs = {(min(a, b), max(a, b)) for a, b in zip(*(part.tolist() for part in tree.nonzero()), strict=True)}
    for seat in range(len(apart)):
        for other in np.argsort(apart[seat], kind="stable")[1:3].tolist():
            pairs.add((min(seat, other), max(seat, other)))
    return {(a, b) for a, b in pairs if a != b}


def _measure_roads(cells: Table, links: Table, townships: Sequence[Township], p: dict[str, float]) -> None:
    """Length, speed and capacity of the links, and each township's given kilometres spread over its cells."""
    names = {road: road.name.lower() for road in RoadClass}
    for road in RoadClass:
        rows = links["road_class"] == road
        circuity = p["circuity_urban" if road == RoadClass.STREET else "circuity_rural"]
        links["length_km"][rows] = p["cell_km"] * max(1.0, circuity / GRID_DETOUR)
        links["free_minutes"][rows] = 60 * links["length_km"][rows] / p[f"speed_{names[road]}"]
        links["capacity"][rows] = p[f"capacity_{names[road]}"]
    built = cells["area"] == Area.URBAN
    cells["road_km"][built, RoadClass.STREET] = p["street_km_per_km2"] * p["cell_km"] ** 2
    for road, given in (
        (RoadClass.TRUNK, "trunk_km"),
        (RoadClass.COUNTY, "county_km"),
        (RoadClass.VILLAGE, "village_km"),
    ):
        drawn = np.bincount(links["tail"], weights=links["road_class"] == road, minlength=len(cells))
        weight = (1.0 + cells["people"]) * ~built if road == RoadClass.VILLAGE else drawn
        for row, township in enumerate(townships):
            inside = cells["township"] == row
            local = np.where(inside, weight, 0.0)
            local = local if local.sum() > 0 else inside.astype(float)
            cells["road_km"][:, road] += getattr(township, given) * local / local.sum()


def _ways_out(links: Table, cells: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Heads and rows of the links that leave each cell, (cells, most ways out), -1 where there are fewer."""
    ways = max(1, int(np.bincount(links["tail"], minlength=cells).max(initial=1)))
    heads, rows = np.full((cells, ways), -1, np.int32), np.full((cells, ways), -1, np.int32)
    used = np.zeros(cells, int)
    for row, (tail, head) in enumerate(zip(links["tail"].tolist(), links["head"].tolist(), strict=True)):
        heads[tail, used[tail]], rows[tail, used[tail]] = head, row
        used[tail] += 1
    return heads, rows


def _travel_minutes(cells: Table, links: Table, p: dict[str, float]) -> npt.NDArray[np.float32]:
    """Driving time between all pairs of cells at free speed; within a cell, half a cell of its own road."""
    shape = (len(cells), len(cells))
    graph = csr_array((links["free_minutes"], (links["tail"], links["head"])), shape=shape)
    minutes = dijkstra(graph).astype(np.float32)
    speeds = np.array([p[f"speed_{road.name.lower()}"] for road in RoadClass])
    circuity = np.where(cells["area"] == Area.URBAN, p["circuity_urban"], p["circuity_rural"])
    np.fill_diagonal(minutes, 0.5 * p["cell_km"] * circuity * 60 / speeds[cells["road_class"]])
    scaled: npt.NDArray[np.float32] = minutes * np.float32(p["travel_share"])
    return scaled


def _zone_cells(cells: Table) -> Ints:
    """Cells that stand for zones: the most peopled, and points spread over the rest of the land."""
    crowded = np.argsort(-cells["people"], kind="stable")[: MOST_ZONES // 2].tolist()
    spots = np.stack([cells["x_km"], cells["y_km"]], axis=1)
    away = np.min(np.hypot(*(spots[:, None] - spots[crowded]).transpose(2, 0, 1)), axis=1)
    chosen = list(crowded)
    while len(chosen) < min(MOST_ZONES, len(cells)) and away.max() > 0:
        chosen.append(int(away.argmax()))
        away = np.minimum(away, np.hypot(*(spots - spots[chosen[-1]]).T))
    return np.array(sorted(chosen), np.int64)


def _stations(row: int, township: Township, cells: Table, seats: Ints, order: Ints) -> Ints:
    """Cells of a township's stations: one at the seat, more spread over its town land."""
    chosen = [int(seats[row])]
    inside = [cell for cell in order.tolist() if cells["township"][cell] == row]
    town = np.array(inside[: max(township.stations, min(len(inside), 4 * township.stations))])
    while len(chosen) < min(township.stations, len(town)):
        away = np.hypot(
            cells["x_km"][town][:, None] - cells["x_km"][chosen],
            cells["y_km"][town][:, None] - cells["y_km"][chosen],
        ).min(axis=1)
        chosen.append(int(town[away.argmax()]))
    return np.array(chosen, np.int64)


def _touching(links: Table, cells: Table, townships: int) -> npt.NDArray[np.bool_]:
    near = np.eye(townships, dtype=np.bool_)
    near[cells["township"][links["tail"]], cells["township"][links["head"]]] = True
    return near
