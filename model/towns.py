"""Towns: how many of each township's people live in its town at an urbanization, and in which cells.

A township keeps the people that its table counts. At urbanization u its town holds

    clip(level(u) * weight, what the villages have no room for, the township's people)

with one level for all townships, at which the towns together hold the share u. So towns grow together by
weight, and none holds more people than its township has. The same people lie in one order for all
urbanizations: the person at rank r of all lives in a town at every urbanization above r, in the same cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.shares import within_bounds
from jiaosuo.model.ground import Ground
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.township import Township

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

LEAST_URBAN, MOST_URBAN = 0.05, 0.95
"""The urbanizations that the lever may ask for."""

STEP = 0.01
"""Towns grow in steps of so much urbanization; within a step the one of the largest weight comes first, of
equal ones the county seat."""

VILLAGE_CELLS = 0.1
"""Part of a township's cells that is kept for villages, whatever its town would need (assumption)."""

LEAST_WEIGHT = 1e-9
"""A town that has a weight has at least so much of the largest one."""


@dataclass(frozen=True)
class Towns:
    """Who lives where at any urbanization. Shares are of all people of the county.

    `order` lists cells in the order in which towns fill them, a cell as often as its town comes to it, and
    `share` how many people those up to each hold; past `most` stand those who are villagers at every
    urbanization. `capacity` (cells,) is what a cell holds when its town has filled it, 0 off town land.
    `outward` lists the cells of each township from its seat, the first township's first. `village` (cells,)
    is the chance of each cell for a villager of its township. `people` (townships,); `least` and `most` are
    the urbanizations that the land can have.
    """

    order: Ints
    share: Floats
    capacity: Floats
    outward: Ints
    village: Floats
    people: Floats
    least: float
    most: float

    def held(self, urbanization: float) -> Floats:
        """Share of all people who live in the town in each cell, (cells,)."""
        before = np.concatenate([[0.0], self.share[:-1]])
        here = np.clip(urbanization - before, 0.0, self.share - before)
        inside = np.bincount(self.order, weights=here, minlength=len(self.capacity))
        return np.where(inside > 1e-12, inside, 0.0)


@dataclass(frozen=True)
class _Plan:
    """What one township has: cells as its town takes them, how it fills them, what is left to villages.

    `filled` is the share of all people that the town holds up to each of its cells; `room` what its village
    land can hold at the density of a town's edge.
    """

    cells: Ints
    filled: Floats
    villages: Ints
    room: float


def town_weights(townships: Sequence[Township], exponent: float) -> Floats:
    """Weight of each township's town, (townships,): as given, else people by rank.

    A table that gives no `town_weight` has towns by its townships' people over the rank to the power of
    `exponent` (rank-size, Zipf 1949): villagers are spread more evenly than townspeople, so people alone
    would make the county seat too small. InputError if it is given for some alone, or 0 for all.
    """
    given = [each.town_weight for each in townships]
    if None in given:
        if any(each is not None for each in given):
            name = townships[given.index(None)].name
            raise InputError(f"town_weight of {name}", "", "must be given for all townships or for none")
        people = np.array([each.population for each in townships], np.float64)
        rank = np.empty(len(people))
        rank[np.argsort(-people, kind="stable")] = np.arange(1, len(people) + 1)
        return people / rank**exponent
    weights = np.array(given, np.float64)
    if weights.max() <= 0:
        raise InputError("town_weight", 0, "must be above 0 in at least one township")
    return np.where(weights > 0, np.maximum(weights, LEAST_WEIGHT * weights.max()), 0.0)


def seat_of_county(townships: Sequence[Township], exponent: float, seat: str = "") -> int:
    """Row of the county seat: the township called `seat`; if that is empty, the town of the largest weight.

    Of equal towns it is the one with most people, then that with most land, then the first by name, wherever
    they stand in the table.
    """
    if seat:
        return [each.name for each in townships].index(seat)
    weights = town_weights(townships, exponent)

    def largest_first(row: int) -> tuple[float, float, float, str]:
        each = townships[row]
        return -weights[row], -each.population, -each.area_km2, each.name

    return min(range(len(townships)), key=largest_first)


def towns(
    ground: Ground,
    townships: Sequence[Township],
    p: Mapping[str, float],
    population: float,
    seat: str = "",
) -> Towns:
    """The towns of a ground with land parameters `p`; `population`: the people that all shares stand for.

    `seat`: name of the county seat (empty: the largest town).
    """
    counted = np.array([each.population for each in townships], np.float64)
    people = counted / counted.sum()
    weights = town_weights(townships, p["settlement_exponent"])
    away = np.hypot(
        ground.x - ground.x[ground.seats][ground.township], ground.y - ground.y[ground.seats][ground.township]
    )
    outward = np.lexsort((away, ground.township))
    crowded = _crowded(ground, away)
    plans = [
        _plan(crowded[ground.township[crowded] == row], away, share, p, population)
        for row, share in enumerate(people)
    ]
    forced = np.array([max(0.0, share - plan.room) for share, plan in zip(people, plans, strict=True)])
    allowed = np.where(weights > 0, people, forced)
    least, most = float(forced.sum()), float(allowed.sum())
    steps = np.arange(1, round(1 / STEP)) * STEP
    totals = np.concatenate([[least], steps[(steps > least) & (steps < most)], [most]])
    held = within_bounds(totals, weights, forced, allowed)
    county_seat = seat_of_county(townships, p["settlement_exponent"], seat)
    order, share = _order(plans, held, people, weights, county_seat)
    capacity = np.zeros(len(outward))
    for plan in plans:
        capacity[plan.cells[: len(plan.filled)]] = np.diff(plan.filled, prepend=0.0)
    start = within_bounds([max(least, LEAST_URBAN)], weights, forced, allowed)[0]
    village = _villages(plans, people - start, p, population, ground.people)
    return Towns(order, share, capacity, outward, village, people, least, most)


def _crowded(ground: Ground, away: Floats) -> Ints:
    """Cells in the order in which towns take them: the seat's, then those with most people, then the nearest.

    Where a place gives no people by cell, by distance from the seat alone.
    """
    if ground.people is None:
        return np.lexsort((away, ground.township))
    crowd = ground.people.copy()
    crowd[ground.seats] = np.inf
    return np.lexsort((away, -crowd, ground.township))


def _plan(cells: Ints, away: Floats, people: float, p: Mapping[str, float], population: float) -> _Plan:
    """Town land and village land of a township with a share `people` of all; `cells` as its town takes them.

    A town's density falls exponentially from its seat to the least of a built-up cell (Clark 1951). Where the
    land is too small for the people at that density, the town is denser everywhere, in proportion.
    """
    area = p["cell_km"] ** 2
    density = np.maximum(
        p["core_density"] * np.exp(-p["density_gradient"] * away[cells]), p["fringe_density"]
    )
    kept = max(1, int(VILLAGE_CELLS * len(cells))) if len(cells) > 1 else 0
    filled = np.cumsum(density[: len(cells) - kept]) * area / population
    filled = filled[: np.searchsorted(filled, people) + 1]
    if filled[-1] < people:
        filled = filled * (people / filled[-1])
    villages = cells[len(filled) :] if len(cells) > 1 else cells
    return _Plan(cells, filled, villages, len(villages) * p["fringe_density"] * area / population)


def _order(
    plans: Sequence[_Plan], held: Floats, people: Floats, weights: Floats, seat: int
) -> tuple[Ints, Floats]:
    """Cells in the order in which towns fill them, and the share of all people up to each.

    `held` (steps, townships) is what the towns hold at the end of each step.
    """
    turn = np.empty(len(plans), np.int64)
    turn[np.lexsort((np.arange(len(plans)) != seat, -weights))] = np.arange(len(plans))
    rows = []
    for row, plan in enumerate(plans):
        ends = np.unique(np.concatenate([held[:, row], np.minimum(plan.filled, people[row]), [people[row]]]))
        size = np.diff(ends, prepend=0.0)
        middle = ends - size / 2
        step = np.searchsorted(held[:, row], middle)
        place = np.minimum(np.searchsorted(plan.filled, middle), len(plan.filled) - 1)
        rows.append(np.stack([step, np.full(len(ends), turn[row]), middle, plan.cells[place], size]))
    step, first, middle, cell, size = np.concatenate(rows, axis=1)
    order = np.lexsort((middle, first, step))
    order = order[size[order] > 0]
    share = np.cumsum(size[order])
    return cell[order].astype(np.int64), share / share[-1]


def _villages(
    plans: Sequence[_Plan],
    villagers: Floats,
    p: Mapping[str, float],
    population: float,
    people: Floats | None,
) -> Floats:
    """Chance of each cell for a villager of its township, (cells,): lognormal, none above a town's edge.

    Where a place gives `people` by cell, chances go by them instead.

    `villagers` (townships,) is the share of all people who are villagers where urbanization is least: with
    fewer of them no cell comes to hold more, so chances are the same at every urbanization.
    """
    seed, stream = draws.process("land"), draws.process("villages")
    edge = p["fringe_density"] * p["cell_km"] ** 2 / population
    chance = np.zeros(sum(len(plan.cells) for plan in plans))
    for plan, share in zip(plans, villagers.tolist(), strict=True):
        if people is not None and people[plan.villages].any():
            weight = people[plan.villages] + LEAST_WEIGHT * people[plan.villages].max()
        else:
            place = [draws.normal(seed, stream, int(p["land_seed"]), row) for row in plan.villages.tolist()]
            weight = np.exp(p["rural_dispersal"] * np.array(place))
        most = np.full(len(weight), max(edge, share / len(weight)))
        spread = within_bounds([share], weight, np.zeros(len(weight)), most)[0] if share > 0 else weight
        chance[plan.villages] = spread / spread.sum()
    return chance
