"""Skill at the start and in the long run under both rules of a comparison: worked out, no world is run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.units import DAYS_A_MONTH

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from jiaosuo.model.officers import Force
    from jiaosuo.model.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class SkillOfSide(Record):
    """Mean skill of those who may lead, on the `first` day and `settled`; `cases` of one of them a month."""

    first: float
    settled: float
    leaders: int
    cases: float


@dataclass(frozen=True, kw_only=True)
class Skills(Record):
    """Skill in traffic by side; `floor` is what basic training leaves."""

    left: SkillOfSide
    right: SkillOfSide
    floor: float


def skills(comparison: Comparison) -> Skills:
    """Skill in traffic of those who may lead at simple calls at home, brigade specialists left out.

    Runs in a worker.
    """
    left, right = (_of_side(comparison, side) for side in SIDES)
    return Skills(left=left, right=right, floor=_scenario(comparison, "left")["skill_floor"])


def _of_side(comparison: Comparison, side: str) -> SkillOfSide:
    # the page opens without this
    from jiaosuo.model.core.terms import Domain
    from jiaosuo.model.demand import expected_calls
    from jiaosuo.model.landscape import landscape
    from jiaosuo.model.officers import force

    scenario = _scenario(comparison, side)
    land = landscape(scenario)
    means, count = [], 0
    for case in (scenario, scenario.in_steady_state()):
        made = force(case, land, 0)
        leads = _leads_traffic(made)
        means.append(float(made.columns["skill"][leads, Domain.TRAFFIC].mean()))
        count = int(leads.sum())
    is_traffic = [kind.domain == Domain.TRAFFIC for kind in scenario.kinds]
    calls = float(expected_calls(land, scenario)[is_traffic].sum())
    return SkillOfSide(first=means[0], settled=means[1], leaders=count, cases=DAYS_A_MONTH * calls / count)


def _leads_traffic(made: Force) -> npt.NDArray[np.bool_]:
    """Who may lead at simple traffic calls of the home township, on any road, and is no specialist."""
    # the page opens without this
    from jiaosuo.model.core.terms import Complexity, Corps, Domain
    from jiaosuo.model.kernels.officers.authority import may_lead

    corps, township = made.columns["corps"], made.columns["township"]
    authority = made.book.authority[township, corps, Domain.TRAFFIC, :, Complexity.SIMPLE]
    leads: npt.NDArray[np.bool_] = may_lead(authority).any(axis=1) & (corps != Corps.TRAFFIC_SPECIALIST)
    return leads


def _scenario(comparison: Comparison, side: str) -> Scenario:
    # the page opens without this
    from jiaosuo.model.scenario import Scenario

    one = comparison.side(side)
    values: dict[str, Any] = dict(one.values) | {"people_per_agent": comparison.people_per_agent}
    return Scenario.preset(comparison.place, rule=one.rule, staffing=one.staffing, **values).start
