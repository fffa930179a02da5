"""Expert time: how long a case takes somebody of full skill, from how long it takes the status quo.

What is published of times on scene was taken by officers as they are, under the rule of the status quo, and
they are no experts. A kind's `handling_minutes` is that published mean. An expert's is shorter by the mean
factor of `handling_factor` over those who would lead there: their skill on the first day, how often they
come from another domain, and how much the kind asks of skill. It is worked out once for a county, without a
run and before any rule is tried, so that cases are the same under every rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import Basis, Complexity, Corps, Domain, Reach, RoadClass, Staffing
from jiaosuo.model.demand import expected_calls, road_shares
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.kernels.officers.authority import may_finish, may_lead
from jiaosuo.model.kernels.officers.certification import is_enough
from jiaosuo.model.landscape import Landscape, rules_of_townships
from jiaosuo.model.officers import Homes, homes_of, staffing_table, starting_skill
from jiaosuo.model.rules import STATUS_QUO, named
from jiaosuo.model.rules.rulebook import Rulebook, rulebook
from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]

STEP = 5.0
"""Minutes of driving within which homes count as equally near: within them who is out where decides."""


@dataclass(frozen=True)
class _Before:
    """The force whose times were published.

    `corps` (officers,); `skill` (officers, domains); `reach` and `steps` (officers, townships): who may be
    sent where, and how many steps of driving the people there are from home. `free`: the chance that one is.
    `known`: portions worked out so far.
    """

    corps: Ints
    homes: Homes
    book: Rulebook
    skill: Floats
    reach: Flags
    steps: Floats
    free: float
    known: dict[bytes, Floats]


def status_quo_factors(scenario: Scenario, land: Landscape) -> Floats:
    """Mean handling time over expert time under the status quo, by kind, (kinds,); 1 where nobody leads."""
    published = as_published(scenario)
    before = _force_before(published, land)
    return _mean_factors(_cases_led(before, published, land), before.skill, published)


def as_published(scenario: Scenario) -> Scenario:
    """The scenario when times were taken: two forces, for as long as one remembers, and no cross-training.

    Its headcounts are the county's own; a split that is searched for is no split that anybody has had.
    """
    searched = scenario.staffing == Staffing.BEST_SEPARATE
    return replace(
        scenario.changed(training_hours=0),
        rule=named(STATUS_QUO),
        rule_before=named(STATUS_QUO),
        staffing=Staffing.WORKLOAD if searched else scenario.staffing,
    )


def _force_before(scenario: Scenario, land: Landscape) -> _Before:
    quotas = staffing_table(scenario, land)
    corps = np.repeat([c for c in Corps for _ in land.townships], quotas.ravel()).astype(np.int64)
    origin = np.repeat([t for _ in Corps for t in range(len(land.townships))], quotas.ravel())
    book = rulebook(rules_of_townships(scenario.rule_before, scenario, land))
    homes = homes_of(corps, origin, book, scenario, land)
    skill = starting_skill(corps, origin, scenario, land)
    free = scenario["on_duty_share"] * scenario["availability"]
    reach = _within_reach(corps, homes, book, land)
    return _Before(corps, homes, book, skill, reach, _steps_away(homes, land), float(free), {})


def _within_reach(corps: Ints, homes: Homes, book: Rulebook, land: Landscape) -> Flags:
    reach = book.rule_table["reach"][:, corps].T
    borders = (homes.serves.astype(int) @ land.near.astype(int)) > 0
    within: Flags = homes.serves | (reach == Reach.COUNTY) | ((reach == Reach.NEIGHBOURS) & borders)
    return within


def _steps_away(homes: Homes, land: Landscape) -> Floats:
    people = land.cells["people"] + 1e-9
    at_home = np.zeros((len(land.townships), len(people)))
    at_home[land.cells["township"], np.arange(len(people))] = people
    at_home /= at_home.sum(axis=1, keepdims=True)
    sites, site = np.unique(homes.cell, return_inverse=True)
    minutes = land.travel_minutes[sites].astype(np.float64) @ at_home.T
    return np.asarray(np.floor(minutes / STEP)[site])


def _cases_led(before: _Before, scenario: Scenario, land: Landscape) -> Floats:
    """Cases a day of each kind that each officer leads, (kinds, officers).

    Of a kind that nobody can expect (jams, violations found) only the proportions mean anything.
    """
    calls, kinds = expected_calls(land, scenario), scenario.kinds
    led = np.zeros((len(kinds), len(before.corps)))
    for row, kind in enumerate(kinds):
        led[row] = _shared_out(kind, calls[row], before, scenario, land)
    domains = np.array([kind.domain for kind in kinds], np.int64)
    of_domain = np.array([led[domains == domain].sum(axis=0) for domain in Domain])
    for row, kind in enumerate(kinds):
        if kind.basis == Basis.PATROL:
            led[row] = _on_the_beat(kind, before)
        elif kind.basis == Basis.QUEUE:
            led[row] = of_domain[kind.domain]
    return led


def _shared_out(kind: Kind, calls: Floats, before: _Before, scenario: Scenario, land: Landscape) -> Floats:
    """A township's calls of a kind fall to the nearest who may lead, as far as callers tell."""
    told = scenario[f"{kind.name}_complex_share"] * scenario[f"{kind.name}_caller_knows"]
    certified = is_enough(before.skill[:, kind.domain], scenario["certified_skill"])[:, None]
    roads, led = road_shares(land, scenario), np.zeros(len(before.corps))
    for road in RoadClass:
        granted = before.book.authority[:, before.corps, kind.domain, road]
        simple, complex_ = granted[..., Complexity.SIMPLE].T, granted[..., Complexity.COMPLEX].T
        for share, leads in ((1 - told, may_lead(simple)), (told, may_finish(complex_, certified))):
            if share > 0:
                led += _portions(before, before.reach & leads) @ (share * calls * roads[:, road])
    return led


def _portions(before: _Before, able: Flags) -> Floats:
    """Portion of each township's calls that falls to each officer able there, (officers, townships).

    The nearest who is free goes, each being free by chance and on their own (Larson 1975, without its
    correction).
    """
    if (key := able.tobytes()) in before.known:
        return before.known[key]
    portions = before.known[key] = np.zeros(able.shape)
    for township in range(able.shape[1]):
        rows = np.flatnonzero(able[:, township])
        _, place, count = np.unique(before.steps[rows, township], return_inverse=True, return_counts=True)
        nobody = (1 - before.free) ** np.concatenate([[0], np.cumsum(count)])
        share = (nobody[:-1] - nobody[1:]) / max(1 - nobody[-1], 1e-12)
        portions[rows, township] = (share / count)[place]
    return portions


def _on_the_beat(kind: Kind, before: _Before) -> Floats:
    """Who meets what is found on patrol: whoever may lead at home, of the corps that walk beats."""
    home, corps = before.homes.township, before.corps
    leads = may_lead(before.book.authority[home, corps, kind.domain, RoadClass.VILLAGE, Complexity.SIMPLE])
    beat: Floats = before.book.rule_table["beats"][home, corps] * leads
    return beat


def _mean_factors(led: Floats, skill: Floats, scenario: Scenario) -> Floats:
    """The factor of each kind, (kinds,): of those who lead it, over the cases that each leads."""
    other, factors = _from_another_domain(led, scenario.kinds), np.ones(len(scenario.kinds))
    for row, kind in enumerate(scenario.kinds):
        delta = scenario["delta"] * scenario[f"{kind.name}_delta_share"]
        slower = 1 + delta * (1 - skill[:, kind.domain])
        setup = 1 + scenario["setup_share"] * other[kind.domain]
        if led[row].sum() > 0:
            factors[row] = np.average(slower * setup, weights=led[row])
    return factors


def _from_another_domain(led: Floats, kinds: tuple[Kind, ...]) -> Floats:
    """Chance that an officer's last call was of another domain than the next, (domains, officers)."""
    expected = np.array([kind.basis not in (Basis.PATROL, Basis.QUEUE) for kind in kinds], np.bool_)
    domains = np.array([kind.domain for kind in kinds], np.int64)
    of_domain = np.array([led[(domains == domain) & expected].sum(axis=0) for domain in Domain])
    total = of_domain.sum(axis=0)
    same = np.divide(of_domain, total, out=np.ones_like(of_domain), where=total > 0)
    other: Floats = 1 - same
    return other
