"""What theory says of a cell before anything is run: mean-field times under a rule, without a seed.

The county is taken as one place and one long average hour. Whoever may lead a domain's simple calls is one
pool: officers on duty, held by no other work, Erlang's M/M/c (two domains with a common pool
share its queue). The way to a call is that from the nearest site with somebody on duty, each officer being
there with the same chance by himself. Handling is expert time x (1 + delta (1 - skill)), the skill that of
the first day.

It ignores: posts, beats, recalls, crews of two, complex calls and escalations, priorities, patience, hours of
the day, jams, deterrence, and what is learnt during the run. Where it and the simulation part, one of these,
or chance, is the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.comparison.geometry import able_to_lead, first_manned, on_duty_chance
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.model.core.terms import Domain, RoadClass
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.demand import expected_calls, road_shares
from jiaosuo.model.expert_time import status_quo_factors
from jiaosuo.model.landscape import Landscape, landscape
from jiaosuo.model.officers import Force, force
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.theory.erlang import mean_wait
from jiaosuo.model.theory.pooling import pooled_break_even

IGNORES = (
    "posts, beats, recalls, crews of two, complex calls, priorities, patience, hours of the day, jams, "
    "deterrence, and what is learnt during the run"
)


@dataclass(frozen=True)
class Forecast:
    """Minutes of a mean call, all domains. `load`: offered load over the officers on duty, busiest pool."""

    desk: float
    wait: float
    travel: float
    handling: float
    load: float

    @property
    def response_mean(self) -> float:
        return self.desk + self.wait + self.travel

    @property
    def clear_mean(self) -> float:
        return self.response_mean + self.handling


def forecast(scenario: Scenario, rule: Rule | RuleMap) -> Forecast:
    """The mean-field times of a scenario under a rule; its own rule and timeline are not read."""
    ruled = scenario.under(rule)
    land = landscape(ruled)
    planned = force(ruled, land, 0)
    calls = _calls_by_domain(ruled, land)
    parts = [_domain(ruled, land, planned, domain, calls[domain]) for domain in Domain]
    weights = calls.sum(axis=1) / calls.sum()
    expert = _expert_minutes(ruled, land)
    handling = [minutes * part.slower for minutes, part in zip(expert, parts, strict=True)]
    waits, load = _waits([part.pool for part in parts], calls.sum(axis=1), handling, on_duty_chance(ruled))
    return Forecast(
        desk=ruled["call_taking_minutes"] + float(weights @ [part.handover for part in parts]),
        wait=float(weights @ waits),
        travel=float(weights @ [part.travel for part in parts]),
        handling=float(weights @ handling),
        load=load,
    )


@dataclass(frozen=True)
class _Part:
    """One domain: who may lead it, the way, how much slower than experts, minutes lost at the desk."""

    pool: frozenset[int]
    travel: float
    slower: float
    handover: float


def _calls_by_domain(scenario: Scenario, land: Landscape) -> Values:
    """Calls a day, (domains, townships)."""
    calls = expected_calls(land, scenario)
    return np.array(
        [calls[[kind.domain == domain for kind in scenario.kinds]].sum(axis=0) for domain in Domain]
    )


def _expert_minutes(scenario: Scenario, land: Landscape) -> list[float]:
    """Expert handling time of a mean call of each domain."""
    calls = expected_calls(land, scenario).sum(axis=1)
    minutes = _expert_minutes_of_kinds(scenario, land)
    of = [np.array([kind.domain == domain for kind in scenario.kinds]) for domain in Domain]
    return [float(minutes[d] @ calls[d] / calls[d].sum()) if calls[d].sum() else 0.0 for d in of]


def _expert_minutes_of_kinds(scenario: Scenario, land: Landscape) -> Values:
    published = np.array([scenario[f"{kind.name}_handling_minutes"] for kind in scenario.kinds])
    minutes: Values = published / status_quo_factors(scenario, land)
    return minutes


def _delta(scenario: Scenario, land: Landscape, domain: Domain) -> float:
    """Extra time of an officer of skill 0 at a mean minute of a domain, as a share of expert time."""
    work = expected_calls(land, scenario).sum(axis=1) * _expert_minutes_of_kinds(scenario, land)
    weights = work * [kind.domain == domain for kind in scenario.kinds]
    shares = [scenario[f"{kind.name}_delta_share"] for kind in scenario.kinds]
    return scenario["delta"] * float(np.average(shares, weights=weights) if weights.any() else 1.0)


def _domain(scenario: Scenario, land: Landscape, planned: Force, domain: Domain, calls: Values) -> _Part:
    roads, pool, delta = road_shares(land, scenario), set[int](), _delta(scenario, land, domain)
    travel = slower = handover = total = 0.0
    for township in range(len(land.townships)):
        for road in RoadClass:
            weight = calls[township] * roads[township, road]
            able = able_to_lead(planned, township, domain, road)
            if weight <= 0 or not able.any():
                continue
            minutes, skill = _nearest(scenario, land, planned, able, township, domain)
            travel += weight * minutes
            slower += weight * (1 + delta * (1 - skill))
            handover += weight * _handed_over(scenario, planned, township, domain)
            total += weight
            pool |= set(np.flatnonzero(able).tolist())
    share = max(total, 1e-12)
    return _Part(frozenset(pool), travel / share, slower / share, handover / share)


def _nearest(
    scenario: Scenario, land: Landscape, planned: Force, able: np.ndarray, township: int, domain: Domain
) -> tuple[float, float]:
    """Expected minutes from, and skill at, the nearest site with somebody on duty, over the people."""
    homes, site = np.unique(planned.columns["home_cell"][able], return_inverse=True)
    count = np.bincount(site)
    skill = np.bincount(site, planned.columns["skill"][able, domain]) / count
    cells = np.flatnonzero((land.cells["township"] == township) & (land.cells["people"] > 0))
    people = land.cells["people"][cells] / land.cells["people"][cells].sum()
    away = land.travel_minutes[homes][:, cells]
    manned = 1 - (1 - on_duty_chance(scenario)) ** count
    first = first_manned(away, manned)
    return float((first * away).sum(axis=0) @ people), float((first * skill[:, None]).sum(axis=0) @ people)


def _handed_over(scenario: Scenario, planned: Force, township: int, domain: Domain) -> float:
    """Minutes lost where a caller rings another desk than the one that serves the call."""
    answers = planned.book.rule_table[township]
    if not answers["handover"][:, answers["desk_of"][domain]].any():
        return 0.0
    return scenario["wrong_desk_share"] * scenario["handover_minutes"] * (1 - scenario["data_sharing"])


def _waits(
    pools: list[frozenset[int]], calls: Values, handling: list[float], chance: float
) -> tuple[list[float], float]:
    """Wait of each domain, and the load of the busiest pool; pools with a common officer are one."""
    waits, loads = [0.0] * len(pools), [0.0]
    for group in grouped(pools):
        rate = float(calls[group].sum()) / MINUTES_A_DAY
        if rate <= 0:
            continue
        minutes = sum(calls[d] * handling[d] for d in group) / calls[group].sum()
        servers = max(1, round(chance * len(frozenset.union(*(pools[d] for d in group)))))
        wait = float(mean_wait(servers, rate, 1 / minutes))
        loads.append(float(rate * minutes / servers))
        for d in group:
            waits[d] = wait
    return waits, max(loads)


def grouped(pools: list[frozenset[int]]) -> list[list[int]]:
    """Places of pools that share a member, directly or through another."""
    groups: list[list[int]] = []
    for place, pool in enumerate(pools):
        touching = [group for group in groups if any(pools[other] & pool for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append(sorted([place, *(other for group in touching for other in group)]))
    return sorted(groups)


def break_even(scenario: Scenario) -> float | None:
    """The penalty at which one pool of all officers takes as long as two: wait and service, equal halves.

    Two pools of half the officers on duty each, at the load of the status quo per server; None where there
    are too few officers or calls. What the generalists of the cell lose is in `Forecast.handling`.
    """
    land = landscape(scenario)
    calls, minutes = _calls_by_domain(scenario, land).sum(axis=1), _expert_minutes(scenario, land)
    officers = scenario["officers_traffic"] + scenario["officers_station"] + scenario["officers_patrol"]
    half = round(officers * on_duty_chance(scenario) / 2)
    load = float(calls @ minutes) / MINUTES_A_DAY / max(2 * half, 1)
    if half < 1 or not 0 < load < 1:
        return None
    return float(pooled_break_even(half, load, "system"))
