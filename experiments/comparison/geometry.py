"""What of a difference in travel is geometry: how many may attend, and from where, before anything is run.

The square-root law (Kolesar & Blum 1973) knows how many free officers there are for the land they cover, and
scatters them over it at random; the way from the sites they stand at knows that officers of one station are
no nearer for being many. What a run measures beside these two is queues, posts, beats, other work, skill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.comparison.geometry_result import Way, Ways
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.model.core.terms import Complexity, Domain, Reach, RoadClass, SettlementSize, word
from jiaosuo.model.kernels.officers.authority import may_lead
from jiaosuo.model.landscape import Landscape, landscape
from jiaosuo.model.officers import Force, force
from jiaosuo.model.rules import AnyRule, called
from jiaosuo.model.scenario import TIMELINE, Scenario
from jiaosuo.model.theory.square_root import GEOMETRIES
from jiaosuo.model.work_demand import free_share

ORDINARY = 3
"""Priority of most calls; the most urgent find more officers free."""

SCATTERED = GEOMETRIES["euclidean-random"].constant
"""As the crow flies: that roads are longer is in the minutes that a straight kilometre takes."""


def ways_under(scenario: Scenario, rules: Sequence[AnyRule]) -> Ways | None:
    """The ways of a place under rules, by their names; None where one of them changes over time."""
    if TIMELINE in rules:
        return None
    return Ways(rules={called(rule): ways(scenario.under(rule).start) for rule in rules})


def ways(scenario: Scenario) -> dict[str, Way]:
    """The ways of a scenario under its own rule, by size of settlement; no seed plays a part."""
    land = landscape(scenario)
    planned = force(scenario, land, 0)
    found = [each for each in _groups(scenario, land, planned) if each.people.sum() > 0]
    everybody = sum(each.people.sum() for each in found)
    return {
        word(size): _mean(found, land, size, everybody)
        for size in SettlementSize
        if any((land.settlement[each.cells] == size).any() for each in found)
    }


def law_minutes(officers_a_km2: float, minutes_a_km: Values) -> Values:
    """Minutes to the nearest of so many officers to the square km; infinite where there is none."""
    if officers_a_km2 <= 0:
        return np.full_like(minutes_a_km, np.inf)
    minutes: Values = SCATTERED / np.sqrt(officers_a_km2) * minutes_a_km
    return minutes


def on_duty_chance(scenario: Scenario) -> float:
    """Chance that an officer is on duty and held by no other work, for an ordinary call."""
    return scenario["on_duty_share"] * free_share(landscape(scenario), scenario, ORDINARY)


def able_to_lead(planned: Force, township: int, domain: Domain, road: RoadClass) -> np.ndarray:
    """Who may lead simple calls of a domain in a township: by authority, desk and reach; (officers,)."""
    answers, corps = planned.book.rule_table[township], planned.columns["corps"]
    authority = may_lead(planned.book.authority[township, corps, domain, road, Complexity.SIMPLE])
    sent = answers["sends"][answers["desk_of"][domain], corps].astype(bool)
    reach = answers["reach"][corps]
    within = np.select(
        [reach == Reach.OWN, reach == Reach.NEIGHBOURS],
        [planned.serves[:, township], planned.borders[:, township]],
        True,
    )
    able: np.ndarray = authority & sent & within
    return able


def first_manned(away: np.ndarray, manned: np.ndarray) -> Values:
    """Chance that each site is the nearest one manned, given that one is; `away` (sites, cells)."""
    order = np.argsort(away, axis=0, kind="stable")
    chance = manned[order]
    none_nearer = np.vstack([np.ones((1, away.shape[1])), np.cumprod(1 - chance, axis=0)[:-1]])
    first = np.zeros_like(chance)
    np.put_along_axis(first, order, chance * none_nearer, axis=0)
    shares: Values = first / np.maximum(first.sum(axis=0), 1e-12)
    return shares


@dataclass(frozen=True)
class _Group:
    """Peopled cells of one township along roads of one class: who may come is the same for all of them."""

    cells: np.ndarray
    people: Values
    officers: float
    density: float
    law: Values
    sites: Values


def _groups(scenario: Scenario, land: Landscape, planned: Force) -> Iterator[_Group]:
    chance = on_duty_chance(scenario)
    areas = np.array([each.area_km2 for each in land.townships])
    for township in range(len(land.townships)):
        for road in RoadClass:
            here = (land.cells["township"] == township) & (land.cells["road_class"] == road)
            cells = np.flatnonzero(here & (land.cells["people"] > 0))
            able = able_to_lead(planned, township, Domain.TRAFFIC, road)
            if len(cells) and able.any():
                yield _group(land, planned, cells, able, township, areas, chance)


def _group(
    land: Landscape,
    planned: Force,
    cells: np.ndarray,
    able: np.ndarray,
    township: int,
    areas: Values,
    chance: float,
) -> _Group:
    own = able & planned.serves[:, township]
    near = own if own.any() else able
    covered = planned.serves[near] if own.any() else np.ones((near.sum(), len(areas)), np.bool_)
    density = chance * float((1 / (covered @ areas)).sum())
    pace = _minutes_a_km(land, np.flatnonzero(covered.any(axis=0)), cells)
    return _Group(
        cells=cells,
        people=land.cells["people"][cells].astype(np.float64),
        officers=chance * float(near.sum()),
        density=density,
        law=law_minutes(density, pace),
        sites=_from_sites(land, planned, able, cells, chance),
    )


def _minutes_a_km(land: Landscape, covered: np.ndarray, cells: np.ndarray) -> Values:
    """Minutes of a straight kilometre to each cell from the land that is covered: roads and detours."""
    origins = np.flatnonzero(np.isin(land.cells["township"], covered))
    x, y = land.cells["x_km"], land.cells["y_km"]
    km = np.hypot(x[origins][:, None] - x[cells], y[origins][:, None] - y[cells])
    minutes = np.where(km > 0, land.travel_minutes[origins][:, cells], 0.0).sum(axis=0)
    pace: Values = minutes / np.maximum(km.sum(axis=0), 1e-9)
    return pace


def _from_sites(
    land: Landscape,
    planned: Force,
    able: np.ndarray,
    cells: np.ndarray,
    chance: float,
) -> Values:
    """Minutes to each cell from the nearest site with somebody on duty and free, given that one has."""
    homes, site = np.unique(planned.columns["home_cell"][able], return_inverse=True)
    manned = 1 - (1 - chance) ** np.bincount(site)
    away = land.travel_minutes[homes][:, cells]
    minutes: Values = (first_manned(away, manned) * away).sum(axis=0)
    return minutes


def _mean(groups: Sequence[_Group], land: Landscape, size: SettlementSize, everybody: float) -> Way:
    """The mean over the people who live in settlements of a size."""
    people = officers = area = law = sites = 0.0
    for each in groups:
        weights = each.people * (land.settlement[each.cells] == size)
        people += weights.sum()
        officers += weights.sum() * each.officers
        area += weights.sum() / max(each.density, 1e-12)
        law += float(weights @ each.law)
        sites += float(weights @ each.sites)
    return Way(
        officers=float(officers / people),
        area=float(area / people),
        law=float(law / people),
        sites=float(sites / people),
        people=float(people / everybody),
    )
