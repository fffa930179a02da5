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

from jiaosuo.model.across_worlds import once_for_all_worlds
from jiaosuo.model.core.terms import Basis, Domain, Staffing
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.practice import practice, steady_skill
from jiaosuo.model.rules import STATUS_QUO, named
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import establishment, posted

type Floats = npt.NDArray[np.float64]

ROUNDS = 4
"""Skill needs expert minutes and these the skill: an error shrinks tenfold and more in each round."""


@dataclass(frozen=True)
class StatusQuo:
    """Those who lead at each kind of call under the status quo: what published figures are figures of.

    `factors` (kinds,): their mean handling time over an expert's; `skill` (kinds,): their mean skill in the
    domain. Each 1 where nobody leads.
    """

    factors: Floats
    skill: Floats


# kept twice: to say what was published checks every number anew, which takes longer than to find the answer
@once_for_all_worlds
def status_quo(scenario: Scenario, land: Landscape) -> StatusQuo:
    """How slow, and how skilled, those are who lead at each kind of call under the status quo."""
    return _status_quo(as_published(scenario), land)


@once_for_all_worlds
def _status_quo(published: Scenario, land: Landscape) -> StatusQuo:
    corps, origin = establishment(published, land)
    before = posted(corps, origin, published.rule_before, published, land)
    found, factors = practice(before, published, land), np.ones(len(published.kinds))
    led = _with_queues(found.led, published.kinds)
    skill = np.ones((len(corps), len(Domain)))
    for _ in range(ROUNDS):
        skill = steady_skill(found, before, factors, published)
        factors = _mean_factors(led, skill, published)
    return StatusQuo(factors, _mean_skill(led, skill, published.kinds))


def status_quo_factors(scenario: Scenario, land: Landscape) -> Floats:
    """Mean handling time over expert time under the status quo, by kind, (kinds,); 1 where nobody leads."""
    return status_quo(scenario, land).factors


def as_published(scenario: Scenario) -> Scenario:
    """The scenario when times were taken: two forces, for as long as one remembers, and no cross-training.

    Its headcounts are the county's own, and so are its calls: how many more a lever asks for makes no case
    shorter. A split that is searched for is no split that anybody has had.
    """
    searched = scenario.staffing == Staffing.BEST_SEPARATE
    return replace(
        scenario.changed(training_hours=0, call_volume=1),
        rule=named(STATUS_QUO),
        rule_before=named(STATUS_QUO),
        staffing=Staffing.WORKLOAD if searched else scenario.staffing,
    )


def _with_queues(led: Floats, kinds: tuple[Kind, ...]) -> Floats:
    """Cases led by kind, (kinds, officers), those from queues as their domain's: only proportions matter."""
    domains = np.array([kind.domain for kind in kinds], np.int64)
    filled = led.copy()
    for row, kind in enumerate(kinds):
        if kind.basis == Basis.QUEUE:
            filled[row] = led[domains == kind.domain].sum(axis=0)
    return filled


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


def _mean_skill(led: Floats, skill: Floats, kinds: tuple[Kind, ...]) -> Floats:
    """Skill in the kind's domain of those who lead it, over the cases that each leads, (kinds,)."""
    found = np.ones(len(kinds))
    for row, kind in enumerate(kinds):
        if led[row].sum() > 0:
            found[row] = np.average(skill[:, kind.domain], weights=led[row])
    return found


def _from_another_domain(led: Floats, kinds: tuple[Kind, ...]) -> Floats:
    """Chance that an officer's last call was of another domain than the next, (domains, officers)."""
    expected = np.array([kind.basis != Basis.QUEUE for kind in kinds], np.bool_)
    domains = np.array([kind.domain for kind in kinds], np.int64)
    of_domain = np.array([led[(domains == domain) & expected].sum(axis=0) for domain in Domain])
    total = of_domain.sum(axis=0)
    same = np.divide(of_domain, total, out=np.ones_like(of_domain), where=total > 0)
    other: Floats = 1 - same
    return other
