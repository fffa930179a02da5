"""Skill at the start and in the long run under both rules of a demand: worked out, no world is run."""

from __future__ import annotations

from typing import Any

from jiaosuo.dashboard.choice.comparison import SIDES, Demand


def skills(demand: Demand) -> dict[str, Any]:
    """By side the mean skill of those who may lead, on the first day and in the long run, and their cases.

    `{side: {"first": s, "settled": s, "leaders": n, "cases": cases of one a month}}` in traffic, brigade
    specialists left out; `floor` is what basic training leaves. Runs in a worker.
    """
    return {side: _of_side(demand, side) for side in SIDES} | {
        "floor": _scenario(demand, "left")["skill_floor"]
    }


def _of_side(demand: Demand, side: str) -> dict[str, float]:
    from jiaosuo.model.core.terms import Corps, Domain
    from jiaosuo.model.demand import expected_calls
    from jiaosuo.model.landscape import landscape
    from jiaosuo.model.officers import force

    scenario = _scenario(demand, side)
    land = landscape(scenario)
    leads = [Corps.TRAFFIC] if demand.side(side).rule == "separate" else [Corps.TRAFFIC, Corps.STATION]
    means, count = {}, 0
    for name, case in (("first", scenario), ("settled", scenario.in_steady_state())):
        columns = force(case, land, 0).columns
        rows = [row for row, corps in enumerate(columns["corps"]) if corps in leads]
        means[name], count = float(columns["skill"][rows, Domain.TRAFFIC].mean()), len(rows)
    is_traffic = [kind.domain == Domain.TRAFFIC for kind in scenario.kinds]
    calls = float(expected_calls(land, scenario)[is_traffic].sum())
    return means | {"leaders": count, "cases": 30 * calls / count}


def _scenario(demand: Demand, side: str) -> Any:
    from jiaosuo.model.scenario import Scenario

    one = demand.side(side)
    values: dict[str, Any] = dict(one.values) | {"people_per_agent": demand.people_per_agent}
    return Scenario.preset(demand.place, rule=one.rule, staffing=one.staffing, **values).start
