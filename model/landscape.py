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
from jiaosuo.model.core.words import N_
from jiaosuo.model.core.written import written
from jiaosuo.model.estimates import completed
from jiaosuo.model.given_land import GivenLand
from jiaosuo.model.ground import Ground, ground_of
from jiaosuo.model.growth import points_gained, share_in_towns
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.shortest_paths import graph_of, plan, quickest, set_minutes
from jiaosuo.model.parameters.land import LAND
from jiaosuo.model.roads import draw_roads, measure_roads, road_graph, travel_minutes, ways
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.rules.map import line_that_halves, rule_of_each
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.settlement import generated_townships
from jiaosuo.model.towns import LEAST_URBAN, MOST_URBAN, Towns, seat_of_county, towns
from jiaosuo.model.township import CompleteTownship, Township

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

MOST_ZONES = 150

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

    `urban_order` lists the cells in the order in which towns fill them (a cell as often as its town comes to
    it, because towns grow together) and `urban_share` how much of the county's people those up to each hold,
    so that the person at rank u, once in town, lives in `urban_order[searchsorted(urban_share, u)]` whatever
    the urbanization is, and before that in a village of the same township. `village_order` lists the cells
    of villages by township and `village_share` the township's row plus the chance of its cells up to each,
    so that a villager of township t lives in `village_order[searchsorted(village_share, t + chance)]`.
    `built` (cells,) is the share of a cell that is built up, `urbanization` the least and the most that the
    land can have, `in_town` the share of people who live in towns once the years of growth have passed.
    `travel_minutes` has shape (cells, cells). `density` is people/km2 of each
    township as the levers settle it. `near` tells which townships touch. `hops` (zones, cells) is the link to
    take towards a zone by habit, `nearest_last` the cells in the order in which flows towards it gather,
    `homeward` (cells,) the next cell towards the own zone's cell, `zone_minutes` (zones, zones) from zone to
    zone, `settlement` (cells,) the size of the settlement that a cell is part of.
    """

    townships: tuple[CompleteTownship, ...]
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
    village_order: Ints
    village_share: Floats
    built: Floats
    urbanization: tuple[float, float]
    in_town: float
    links_in: npt.NDArray[np.int32]
    hops: npt.NDArray[np.int32]
    homeward: Ints
    nearest_last: npt.NDArray[np.int32]
    zone_minutes: Floats
    zone_cells: Ints
    zone_of_cell: Ints
    settlement: Ints

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self.townships)} townships, {len(self.cells)} cells>"

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
    return _landscape(
        values,
        points_gained(scenario),
        scenario["population"],
        scenario.townships,
        _headcounts(scenario),
        scenario.seat,
        scenario.given_land,
    )


def _headcounts(scenario: Scenario) -> tuple[tuple[str, int], ...]:
    """Generated townships carry a table of officers; a given table carries its own."""
    names = ("officers_traffic", "officers_station", "officers_patrol", "auxiliaries")
    return () if scenario.townships else tuple((name, int(scenario[name])) for name in names)


@lru_cache(maxsize=8)
def _landscape(
    values: tuple[tuple[str, float], ...],
    gained: float,
    population: float,
    given: tuple[Township, ...],
    headcounts: tuple[tuple[str, int], ...],
    seat: str,
    given_land: GivenLand | None,
) -> Landscape:
    p = dict(values)
    townships = _townships(p, given, headcounts, seat)
    ground, found = _towns(townships, p, population, seat, given_land)
    check_urbanization(p["urbanization"], _range(found))
    p["urbanization"] = share_in_towns(p["urbanization"], gained, _range(found)[1])
    cells, seats = table(CELL_FIELDS, len(ground.x)), ground.seats
    cells["x_km"], cells["y_km"], cells["township"] = ground.x, ground.y, ground.township
    built = _settle(cells, found, p, population)
    village_order, village_share = _village_chances(found, ground.township)
    graph, links = road_graph(cells, given_land)
    draw_roads(cells, links, graph, seats, townships, p, given_land)
    measure_roads(cells, links, built, townships, p, given_land)
    heads, links_out = ways(links["tail"], links["head"], len(cells))
    _, links_in = ways(links["head"], links["tail"], len(cells))
    travel = travel_minutes(cells, links, p)
    zones = _zone_cells(cells)
    ways_home, zone_minutes = _quickest(links, links_in, zones, len(cells))
    zone_of_cell = _zones(links, zones, ways_home)
    hops = _habits(links, links_in, zones, len(cells), p)
    names = {each.name: row for row, each in enumerate(townships)}
    county_seat = seat_of_county(townships, p["settlement_exponent"], seat)
    return Landscape(
        townships=townships,
        cells=cells,
        links=links,
        heads=heads,
        links_out=links_out,
        travel_minutes=travel,
        seats=seats,
        county_seat=county_seat,
        station_cells=tuple(
            _stations(row, each, cells, seats, found.outward) for row, each in enumerate(townships)
        ),
        density=_density(cells, len(townships), p["cell_km"]),
        district=np.array([names.get(each.squadron, county_seat) for each in townships], np.int64),
        central=np.array(
            [names.get(each.central_station, row) for row, each in enumerate(townships)], np.int64
        ),
        near=_touching(links, cells, len(townships)),
        urban_order=found.order,
        urban_share=found.share,
        village_order=village_order,
        village_share=village_share,
        built=built,
        urbanization=_range(found),
        in_town=p["urbanization"],
        links_in=links_in,
        hops=hops,
        homeward=_homeward(links, ways_home, zone_of_cell),
        nearest_last=_nearest_last(links, hops),
        zone_minutes=zone_minutes,
        zone_cells=zones,
        zone_of_cell=zone_of_cell,
        settlement=_settlement(cells, townships, county_seat),
    )


def _settlement(cells: Table, townships: Sequence[CompleteTownship], county_seat: int) -> Ints:
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


def urbanization_of(scenario: Scenario) -> tuple[float, float]:
    """The least and the most urbanization that the land of a scenario can have, in whole per cents.

    Below the least, villages would be denser than the edge of a town; above the most, townships that have no
    town (`town_weight` 0) would need one.
    """
    return _plan(scenario)[1]


def land_of(scenario: Scenario) -> tuple[tuple[CompleteTownship, ...], tuple[float, float]]:
    """The townships of a scenario and `urbanization_of`; InputError for a land that cannot be.

    No road is drawn, so it takes a small part of the time of `landscape`.
    """
    townships, possible = _plan(scenario)
    check_urbanization(scenario["urbanization"], possible)
    return townships, possible


def _plan(scenario: Scenario) -> tuple[tuple[CompleteTownship, ...], tuple[float, float]]:
    p = {each.name: scenario[each.name] for each in LAND}
    townships = _townships(p, scenario.townships, _headcounts(scenario), scenario.seat)
    found = _towns(townships, p, scenario["population"], scenario.seat, scenario.given_land)[1]
    return townships, _range(found)


DENSE = N_("below, villages would be denser than the edge of a town (fringe_density)")
TOWNLESS = N_("above, townships whose town_weight is 0 would need a town")


def check_urbanization(value: float, possible: tuple[float, float]) -> None:
    """Refuse an urbanization outside of what the land can have (`urbanization_of`) with InputError."""
    least, most = possible
    if least - 1e-9 <= value <= most + 1e-9:
        return
    allowed = f"must be between {written(least)} and {written(most)} here"
    if least > most:
        allowed = "none is possible here"
    raise InputError("urbanization", value, f"{allowed}; {DENSE if value < least else TOWNLESS}")


def _range(found: Towns) -> tuple[float, float]:
    least, most = np.ceil(100 * found.least - 1e-6) / 100, np.floor(100 * found.most + 1e-6) / 100
    return float(max(LEAST_URBAN, least)), float(min(MOST_URBAN, most))


def _townships(
    p: dict[str, float], given: tuple[Township, ...], headcounts: tuple[tuple[str, int], ...], seat: str
) -> tuple[CompleteTownship, ...]:
    if given:
        return completed(given, p["settlement_exponent"], seat)
    return generated_townships(p, dict(headcounts))


def _towns(
    townships: Sequence[Township],
    p: dict[str, float],
    population: float,
    seat: str,
    given: GivenLand | None,
) -> tuple[Ground, Towns]:
    ground = ground_of(townships, p["cell_km"], given)
    return ground, towns(ground, townships, p, population, seat)


def _settle(cells: Table, found: Towns, p: dict[str, float], population: float) -> Floats:
    """People expected in each cell, its land class and area; returns the share of each that is built up."""
    in_town = found.held(p["urbanization"])
    urban = in_town > 0
    owner = cells["township"]
    villagers = found.people - np.bincount(owner, weights=in_town, minlength=len(found.people))
    cells["people"] = population * (in_town + np.maximum(villagers, 0.0)[owner] * found.village)
    density = cells["people"] / p["cell_km"] ** 2
    cells["land"] = np.select(
        [density >= 300, density >= 60], [LandClass.VILLAGE, LandClass.FIELD], LandClass.HILL
    )
    cells["land"][urban] = LandClass.URBAN
    cells["area"] = np.where(urban, Area.URBAN, Area.RURAL)
    built = np.divide(in_town, found.capacity, out=np.zeros_like(in_town), where=urban)
    return np.minimum(built, 1.0)


def _village_chances(found: Towns, owner: Ints) -> tuple[Ints, Floats]:
    """Cells by township, and the row of the township plus the chance of its cells up to each."""
    order = found.outward[found.village[found.outward] > 0]
    before = np.concatenate([[0.0], np.cumsum(found.village[order])])
    rows = owner[order]
    first = np.searchsorted(rows, np.arange(len(found.people)))
    return order, rows + (before[1:] - before[first][rows])


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
    """The zone of each cell: where the way to the soonest reached one ends; each zone's cell is its own.

    Of two zones that are equally near, rounding may choose one for a cell and the other for the next cell on
    its way: the way then ends at the other, and a trip that follows it would never come to its own.
    """
    nearest: Ints = _away(links, hops).argmin(axis=0)
    nearest[zones] = np.arange(len(zones))
    ends = _homeward(links, hops, nearest)
    while not np.array_equal(onward := ends[ends], ends):
        ends = onward
    of_end = np.full(len(ends), NOBODY, np.int64)
    of_end[zones] = np.arange(len(zones))
    return np.where(of_end[ends] == NOBODY, nearest, of_end[ends])


def _homeward(links: Table, hops: npt.NDArray[np.int32], zone_of_cell: Ints) -> Ints:
    steps: Ints = _steps(links, hops)[zone_of_cell, np.arange(hops.shape[1])]
    return steps


def _nearest_last(links: Table, hops: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return np.argsort(-_away(links, hops), axis=1, kind="stable").astype(np.int32)


def _stations(row: int, township: CompleteTownship, cells: Table, seats: Ints, outward: Ints) -> Ints:
    """Cells of a township's stations: one at the seat, more spread over the land nearest to it.

    A station with a place in the table stands in the cell of the township nearest to it.
    """
    own = np.flatnonzero(cells["township"] == row)
    chosen = [
        int(own[np.hypot(cells["x_km"][own] - x, cells["y_km"][own] - y).argmin()])
        for x, y in township.station_places
    ] or [int(seats[row])]
    inside = outward[cells["township"][outward] == row]
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
