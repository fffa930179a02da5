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

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import NOBODY, Area, LandClass, RoadClass, SettlementSize
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.shortest_paths import graph_of, plan, quickest, set_minutes
from jiaosuo.model.parameters.land import LAND
from jiaosuo.model.roads import draw_roads, measure_roads, road_graph, travel_minutes, ways
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.rules.map import line_that_halves, rule_of_each
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.settlement import generated_townships
from jiaosuo.model.township import Township

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

MOST_CELLS = 4_200
"""A county is at most this many cells: the table of driving times between cells grows with their square."""

MOST_FRAMED = 1_000_000
"""Cells of the frame around all seats, times townships: areas are fitted over it, hundreds of times."""

MOST_ZONES = 150
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


@dataclass(frozen=True)
class Landscape:
    """What stands still during a run. Arrays are shared between counties: read them, do not write.

    `urban_order` lists the cells in the order in which towns fill them and `urban_share` how much of the
    county's people those up to each cell hold, so that the person at rank u lives in
    `urban_order[searchsorted(urban_share, u)]` whatever the urbanization is. `rural_share` is the chance of
    each cell for a villager. `travel_minutes` has shape (cells, cells). `density` is people/km2 of each
    township as the levers settle it. `near` tells which townships touch. `hops` (zones, cells) is the link to
    take towards a zone by habit, `nearest_last` the cells in the order in which flows towards it gather,
    `homeward` (cells,) the next cell towards the own zone's cell, `zone_minutes` (zones, zones) from zone to
    zone, `settlement` (cells,) the size of the settlement that a cell is part of.
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
    density: Floats
    district: Ints
    central: Ints
    near: npt.NDArray[np.bool_]
    urban_order: Ints
    urban_share: Floats
    rural_share: Floats
    links_in: npt.NDArray[np.int32]
    hops: npt.NDArray[np.int32]
    homeward: Ints
    nearest_last: npt.NDArray[np.int32]
    zone_minutes: Floats
    zone_cells: Ints
    zone_of_cell: Ints
    settlement: Ints

    @property
    def road_km(self) -> dict[str, float]:
        """Total length by road class, km."""
        return {road.name.lower(): float(self.cells["road_km"][:, road].sum()) for road in RoadClass}


def rules_of_townships(chosen: Rule | RuleMap, scenario: Scenario, land: Landscape) -> tuple[Rule, ...]:
    """The rule of each township as the land is settled now; InputError if a map names one not here."""
    names, density = [each.name for each in land.townships], land.density.tolist()
    people = np.bincount(land.cells["township"], weights=land.cells["people"], minlength=len(names))
    line = scenario["density_boundary"] or line_that_halves(density, people.tolist())
    return rule_of_each(chosen, names, density, line)


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
    graph, links = road_graph(cells)
    draw_roads(cells, links, graph, seats, townships, p)
    measure_roads(cells, links, townships, p)
    heads, links_out = ways(links["tail"], links["head"], len(cells))
    _, links_in = ways(links["head"], links["tail"], len(cells))
    travel = travel_minutes(cells, links, p)
    zones = _zone_cells(cells)
    ways_home, zone_minutes = _quickest(links, links_in, zones, len(cells))
    zone_of_cell = _zones(links, zones, ways_home)
    hops = _habits(links, links_in, zones, len(cells), p)
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
        density=_density(cells, len(townships), p["cell_km"]),
        district=np.array([names.get(each.squadron, county_seat) for each in townships], np.int64),
        central=np.array(
            [names.get(each.central_station, row) for row, each in enumerate(townships)], np.int64
        ),
        near=_touching(links, cells, len(townships)),
        urban_order=order,
        urban_share=share,
        rural_share=rural,
        links_in=links_in,
        hops=hops,
        homeward=_homeward(links, ways_home, zone_of_cell),
        nearest_last=_nearest_last(links, hops),
        zone_minutes=zone_minutes,
        zone_cells=zones,
        zone_of_cell=zone_of_cell,
        settlement=_settlement(cells, townships, county_seat),
    )


def _settlement(cells: Table, townships: Sequence[Township], county_seat: int) -> Ints:
    """The size of the settlement that each cell is part of: of its township's town, or a village."""
    squadrons = {each.squadron for each in townships}
    towns = np.array(
        [
            SettlementSize.SQUADRON_TOWN if each.name in squadrons else SettlementSize.MARKET_TOWN
            for each in townships
        ],
        np.int64,
    )
    towns[county_seat] = SettlementSize.COUNTY_SEAT
    return np.where(cells["area"] == Area.URBAN, towns[cells["township"]], SettlementSize.VILLAGE)


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
    if len(axes[0]) * len(axes[1]) * len(townships) > MOST_FRAMED:
        spread = f"{np.ptp(centres[:, 0]):g} km by {np.ptp(centres[:, 1]):g} km"
        allowed = f"seats must be nearer to each other, or cells larger than {side:g} km (cell_km)"
        raise InputError("x_km and y_km of the townships", spread, allowed)
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 2) * side + side / 2
    distance = ((grid[:, None, :] - centres) ** 2).sum(-1)
    owner, chosen = _fitted(distance, wanted, side**2)
    seat_cells = np.argmin(np.where(chosen[:, None], distance, np.inf), axis=0)
    if len(set(seat_cells.tolist())) < len(townships):
        raise InputError(
            "cell_km", side, "two townships have their seat in one cell; move one or use smaller cells"
        )
    owner[seat_cells] = np.arange(len(townships))
    inside = np.flatnonzero(chosen)
    return grid[inside, 0], grid[inside, 1], owner[inside], np.searchsorted(inside, seat_cells)


def _fitted(distance: Floats, wanted: Ints, cell_area: float) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Owner of each candidate cell and which are the county's: the best fit of areas as the weights move."""
    weights, best, least = wanted * cell_area / np.pi, None, np.inf
    for turn in range(600):
        power = distance - weights
        owner, nearest = power.argmin(axis=1), power.min(axis=1)
        chosen = np.zeros(len(owner), np.bool_)
        chosen[np.argpartition(nearest, wanted.sum() - 1)[: wanted.sum()]] = True
        have = np.bincount(owner[chosen], minlength=len(wanted))
        if (error := np.abs(wanted - have).max()) < least:
            least, best = error, (owner, chosen)
        if error == 0:
            break
        weights = weights + 0.5 / (1 + turn / 20) * (wanted - have) * cell_area / np.pi
    assert best is not None
    return best


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


def _density(cells: Table, townships: int, side: float) -> Floats:
    """People per square km of each township."""
    people = np.bincount(cells["township"], weights=cells["people"], minlength=townships)
    density: Floats = people / (np.bincount(cells["township"], minlength=townships) * side**2)
    return density


def _zone_cells(cells: Table) -> Ints:
    """Cells that stand for zones: the most peopled, and points spread over the rest of the land."""
    crowded = np.argsort(-cells["people"], kind="stable")[: MOST_ZONES // 2].tolist()
    centres = np.stack([cells["x_km"], cells["y_km"]], axis=1)
    away = np.min(np.hypot(*(centres[:, None] - centres[crowded]).transpose(2, 0, 1)), axis=1)
    chosen = list(crowded)
    while len(chosen) < min(MOST_ZONES, len(cells)) and away.max() > 0:
        chosen.append(int(away.argmax()))
        away = np.minimum(away, np.hypot(*(centres - centres[chosen[-1]]).T))
    return np.array(sorted(chosen), np.int64)


def _quickest(
    links: Table, links_in: npt.NDArray[np.int32], zones: Ints, cells: int
) -> tuple[npt.NDArray[np.int32], Floats]:
    """Links to take towards each zone at free speed, and minutes between zones."""
    hops, between = np.full((len(zones), cells), NOBODY, np.int32), np.zeros((len(zones), len(zones)))
    plan(graph_of(links_in, links["tail"], links["free_minutes"]), zones, hops, between)
    return hops, between


HABIT_SPREAD = 0.15
"""Drivers judge the time of a link to so much more or less, by where they are bound for (assumption)."""


def _habits(
    links: Table, links_in: npt.NDArray[np.int32], zones: Ints, cells: int, p: dict[str, float]
) -> npt.NDArray[np.int32]:
    """Links that drivers bound for each zone take by habit: nearly the quickest, spread over the roads."""
    hops = np.full((len(zones), cells), NOBODY, np.int32)
    graph = graph_of(links_in, links["tail"], links["free_minutes"])
    seed, stream = draws.process("land"), draws.process("habit")
    for zone, cell in enumerate(zones):
        judged = draws.uniforms(seed, stream, len(links), int(p["land_seed"]) * MOST_ZONES + zone)
        set_minutes(graph, links["free_minutes"] * (1 + HABIT_SPREAD * (2 * judged - 1)))
        quickest(graph, int(cell), hops, zone, NOBODY, 0)
    return hops


def _steps(links: Table, hops: npt.NDArray[np.int32]) -> Ints:
    """The next cell on the way to each zone, (zones, cells); a zone's own cell stays."""
    stay = np.broadcast_to(np.arange(hops.shape[1]), hops.shape)
    if not len(links):
        return stay.astype(np.int64)
    return np.where(hops == NOBODY, stay, links["head"][hops]).astype(np.int64)


def _away(links: Table, hops: npt.NDArray[np.int32]) -> Floats:
    """Minutes along the ways to each zone, (zones, cells): ways are doubled until every cell is there."""
    steps = _steps(links, hops)
    minutes = links["free_minutes"] if len(links) else np.zeros(1)
    away = np.where(hops == NOBODY, 0.0, minutes[hops])
    while True:
        onward = np.take_along_axis(steps, steps, axis=1)
        if np.array_equal(onward, steps):
            return away
        away = away + np.take_along_axis(away, steps, axis=1)
        steps = onward


def _zones(links: Table, zones: Ints, hops: npt.NDArray[np.int32]) -> Ints:
    """The zone of each cell: the soonest reached; each zone's cell is its own."""
    nearest: Ints = _away(links, hops).argmin(axis=0)
    nearest[zones] = np.arange(len(zones))
    return nearest


def _homeward(links: Table, hops: npt.NDArray[np.int32], zone_of_cell: Ints) -> Ints:
    steps: Ints = _steps(links, hops)[zone_of_cell, np.arange(hops.shape[1])]
    return steps


def _nearest_last(links: Table, hops: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return np.argsort(-_away(links, hops), axis=1, kind="stable").astype(np.int32)


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
