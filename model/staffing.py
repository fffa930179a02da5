"""The establishment: how many of each corps for which township, and where a rule posts them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.shares import largest_remainder
from jiaosuo.model.core.terms import (
    Apportion,
    Complexity,
    Corps,
    Domain,
    Reach,
    RoadClass,
    SiteLevel,
    Staffing,
)
from jiaosuo.model.demand import MOST_FOR_POSTS, officers_for_posts, response_load, traffic_weights
from jiaosuo.model.kernels.officers.authority import may_finish, may_lead
from jiaosuo.model.landscape import Landscape, rules_of_townships
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.rules.rulebook import Rulebook, rulebook
from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]

EMPTY_LAND_WEIGHT = 50.0
"""People a cell without inhabitants counts for on a beat: roads are patrolled too (assumption)."""


@dataclass(frozen=True)
class Homes:
    """Where each officer works from: home township, level of the site, cell; each (officers,)."""

    township: Ints
    level: Ints
    cell: Ints
    serves: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Postings:
    """Who works where under which answers.

    `corps`, `township`, `home_cell` (officers,); `serves`, `borders` (officers, townships) and beats as in
    `Force`, with each officer's `beat_first` and `beat_end`.
    """

    corps: Ints
    township: Ints
    home_cell: Ints
    serves: Flags
    borders: Flags
    book: Rulebook
    beat_cells: npt.NDArray[np.int32]
    beat_chance: Floats
    beat_first: Ints
    beat_end: Ints

    @cached_property
    def leads_at_home(self) -> Flags:
        """Whether each officer may lead at simple calls on village roads at home, (officers, domains)."""
        at_home = self.book.authority[self.township, self.corps, :, RoadClass.VILLAGE, Complexity.SIMPLE]
        may: Flags = may_lead(at_home)
        return may

    @cached_property
    def within_reach(self) -> Flags:
        """Whether each officer may be sent to each township, (officers, townships)."""
        reach = self.book.rule_table["reach"][:, self.corps].T
        near: Flags = np.where(reach == Reach.NEIGHBOURS, self.borders | self.serves, self.serves)
        within: Flags = near | (reach == Reach.COUNTY)
        return within

    @cached_property
    def generalists(self) -> Flags:
        """Whether each officer may lead at both traffic and order calls at home, (officers,)."""
        both: Flags = self.leads_at_home[:, [Domain.TRAFFIC, Domain.ORDER]].all(axis=1)
        return both

    @cached_property
    def certificates_count(self) -> bool:
        """Whether the answers let anybody finish who is certified and could not otherwise."""
        grades = self.book.authority[..., Complexity.COMPLEX]
        return bool((may_finish(grades, True) & ~may_finish(grades, False)).any())


_HEADCOUNT = {
    Corps.TRAFFIC: "officers_traffic",
    Corps.STATION: "officers_station",
    Corps.PATROL: "officers_patrol",
    Corps.AUXILIARY: "auxiliaries",
}
_SPECIALISTS = {Corps.TRAFFIC_SPECIALIST: "traffic_specialists", Corps.CASE_SPECIALIST: "case_specialists"}


def establishment(scenario: Scenario, land: Landscape) -> tuple[Ints, Ints]:
    """Corps of each post of the establishment and the township it is planned for, each (posts,)."""
    quotas = staffing_table(scenario, land).ravel()
    corps, township = np.divmod(np.arange(len(quotas)), len(land.townships))
    return np.repeat(corps, quotas).astype(np.int64), np.repeat(township, quotas).astype(np.int64)


def staffing_table(scenario: Scenario, land: Landscape) -> Ints:
    """Officers by corps and township, (corps, townships), before any rule is chosen."""
    quotas = np.zeros((len(Corps), len(land.townships)), np.int64)
    for corps, name in _HEADCOUNT.items():
        given = [getattr(township, name) for township in land.townships]
        quotas[corps] = largest_remainder(int(scenario[name]), given)
    if scenario.staffing != Staffing.HISTORIC:
        quotas[[Corps.TRAFFIC, Corps.STATION]] = _by_load(scenario, land)
    for corps, name in _SPECIALISTS.items():
        quotas[corps, land.county_seat] = int(scenario[name])
    return quotas


def traffic_share_by_load(scenario: Scenario, land: Landscape) -> float:
    """Part of the two corps that is traffic: officers for posts, and of the rest a part by response load."""
    traffic, order = (load.sum() for load in response_load(land, scenario))
    share = float(traffic / (traffic + order)) if traffic + order > 0 else 0.5
    total = scenario["officers_traffic"] + scenario["officers_station"]
    if not total:
        return share
    most = MOST_FOR_POSTS * share / (1 - MOST_FOR_POSTS * (1 - share))
    for_posts = min(officers_for_posts(land, scenario) / total, most)
    return for_posts + (1 - for_posts) * share


def _by_load(scenario: Scenario, land: Landscape) -> Ints:
    """Traffic and station corps split by load, and over the townships; neither is empty if two serve.

    Posts and response load count apart, so that posts draw no more officers than it takes to hold them.
    """
    _, order = response_load(land, scenario)
    share = traffic_share_by_load(scenario, land)
    if scenario.staffing == Staffing.BEST_SEPARATE:
        if scenario.traffic_share is None:
            raise InputError(
                "staffing", "best-separate", "its traffic share is found by comparing; use `jiaosuo compare`"
            )
        share = scenario.traffic_share
    total = int(scenario["officers_traffic"] + scenario["officers_station"])
    in_traffic = min(max(round(total * share), 1), total - 1) if total > 1 else total
    traffic = traffic_weights(land, scenario, in_traffic)
    return np.array([largest_remainder(in_traffic, traffic), largest_remainder(total - in_traffic, order)])


def homes_of(corps: Ints, origin: Ints, book: Rulebook, scenario: Scenario, land: Landscape) -> Homes:
    """Answer 1: where each officer works from.

    The officers whom the table gives to the townships of one district under one set of answers are shared
    out among these townships as the rule says, and each then works from the site of the level it names.
    """
    township, level = origin.copy(), np.zeros_like(origin)
    _, order = response_load(land, scenario)
    traffic = traffic_weights(land, scenario, int((corps == Corps.TRAFFIC).sum()))
    weights = {Apportion.POPULATION: np.array([t.population for t in land.townships], np.float64)}
    for each in Corps:
        weights[Apportion.LOAD] = traffic if each == Corps.TRAFFIC else order
        for group in _groups(book, land):
            rows = np.flatnonzero((corps == each) & np.isin(origin, group))
            how = Apportion(int(book.rule_table["apportion"][group[0], each]))
            if how != Apportion.TABLE:
                township[rows] = np.repeat(group, largest_remainder(len(rows), weights[how][group]))
            level[rows] = book.rule_table["home_level"][group[0], each]
    cell, township = _sites(corps, township, level, land)
    return Homes(township, level, cell, _served(township, level, land))


def _groups(book: Rulebook, land: Landscape) -> list[Ints]:
    """Townships of one squadron district with equal answers."""
    marks = book.rule_table["answer_id"].astype(np.int64) * len(land.townships) + land.district
    return [np.flatnonzero(marks == mark) for mark in np.unique(marks)]


def _sites(corps: Ints, township: Ints, level: Ints, land: Landscape) -> tuple[Ints, Ints]:
    """Cell and township of the site at a level for each officer.

    Over several stations the officers of a corps take turns, so that no corps that moves in shifts another.
    """
    seat = np.select(
        [level == SiteLevel.SQUADRON, level == SiteLevel.CENTRAL_STATION, level == SiteLevel.COUNTY],
        [land.district[township], land.central[township], np.full_like(township, land.county_seat)],
        township,
    )
    cell = land.seats[seat]
    turn = np.zeros((len(Corps), len(land.townships)), np.int64)
    for officer in np.flatnonzero(level == SiteLevel.STATION):
        stations = land.station_cells[seat[officer]]
        cell[officer] = stations[turn[corps[officer], seat[officer]] % len(stations)]
        turn[corps[officer], seat[officer]] += 1
    return cell, seat


def _served(township: Ints, level: Ints, land: Landscape) -> npt.NDArray[np.bool_]:
    every = np.arange(len(land.townships))
    own = township[:, None] == every
    district = land.district[township][:, None] == land.district[every]
    central = land.central[every] == township[:, None]
    by_level = [level == SiteLevel.SQUADRON, level == SiteLevel.CENTRAL_STATION, level == SiteLevel.COUNTY]
    served: npt.NDArray[np.bool_] = np.select(
        [mask[:, None] for mask in by_level], [district, central | own, np.ones_like(own)], own
    )
    return served


def posted(corps: Ints, origin: Ints, rule: Rule | RuleMap, scenario: Scenario, land: Landscape) -> Postings:
    """Who would work where under a rule."""
    book = rulebook(rules_of_townships(rule, scenario, land))
    homes = homes_of(corps, origin, book, scenario, land)
    borders = (homes.serves.astype(int) @ land.near.astype(int)) > 0
    beats = _beats(homes, land, scenario["beat_minutes"])
    return Postings(corps, homes.township, homes.cell, homes.serves, borders, book, *beats)


def _beats(homes: Homes, land: Landscape, reach: float) -> tuple[npt.NDArray[np.int32], Floats, Ints, Ints]:
    """Beat areas end to end: cells, cumulated chances, and each officer's first and end row.

    A beat lies in the townships served, no farther from home than one can drive and look around in a slot.
    """
    cells: list[npt.NDArray[np.int32]] = []
    chances: list[Floats] = []
    first, end = np.zeros(len(homes.cell), np.int64), np.zeros(len(homes.cell), np.int64)
    known: dict[tuple[int, bytes], tuple[int, int]] = {}
    for officer, served in enumerate(homes.serves):
        home = int(homes.cell[officer])
        if (home, served.tobytes()) not in known:
            near = served[land.cells["township"]] & (land.travel_minutes[home] <= reach)
            near[home] = True
            inside = np.flatnonzero(near)
            weight = np.cumsum(land.cells["people"][inside] + EMPTY_LAND_WEIGHT)
            start = sum(len(part) for part in cells)
            known[home, served.tobytes()] = (start, start + len(inside))
            cells.append(inside.astype(np.int32))
            chances.append(weight / weight[-1])
        first[officer], end[officer] = known[home, served.tobytes()]
    joined = np.concatenate(cells) if cells else np.zeros(0, np.int32)
    return joined, np.concatenate(chances) if chances else np.zeros(0), first, end
