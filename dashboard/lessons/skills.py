"""Skill at the start and in the long run under both rules of a comparison: worked out, no world is run."""

from __future__ import annotations

from typing import Any

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.model.core.units import DAYS_A_MONTH


def skills(comparison: Comparison) -> dict[str, Any]:
    """By side the mean skill of those who may lead, on the first day and in the long run, and their cases.

    `{side: {"first": s, "settled": s, "leaders": n, "cases": cases of one a month}}` in traffic, brigade
    specialists left out; `floor` is what basic training leaves. Only traffic police lead under `separate`,
    stations too under any other rule: no lesson compares rules of which this is not true. Runs in a worker.
    """
    return {side: _of_side(comparison, side) for side in SIDES} | {
        "floor": _scenario(comparison, "left")["skill_floor"]
    }


def _of_side(comparison: Comparison, side: str) -> dict[str, float]:
    # the page opens without this
    from jiaosuo.model.core.terms import Corps, Domain
    from jiaosuo.model.demand import expected_calls
    from jiaosuo.model.landscape import landscape
    from jiaosuo.model.officers import force

    scenario = _scenario(comparison, side)
    land = landscape(scenario)
    leads = [Corps.TRAFFIC] if comparison.side(side).rule == "separate" else [Corps.TRAFFIC, Corps.STATION]
    means, count = {}, 0
    for name, case in (("first", scenario), ("settled", scenario.in_steady_state())):
        columns = force(case, land, 0).columns
        rows = [row for row, corps in enumerate(columns["corps"]) if corps in leads]
        means[name], count = float(columns["skill"][rows, Domain.TRAFFIC].mean()), len(rows)
    is_traffic = [kind.domain == Domain.TRAFFIC for kind in scenario.kinds]
    calls = float(expected_calls(land, scenario)[is_traffic].sum())
    return means | {"leaders": count, "cases": DAYS_A_MONTH * calls / count}


def _scenario(comparison: Comparison, side: str) -> Any:
    # the page opens without this
    from jiaosuo.model.scenario import Scenario

    one = comparison.side(side)
    values: dict[str, Any] = dict(one.values) | {"people_per_agent": comparison.people_per_agent}
    return Scenario.preset(comparison.place, rule=one.rule, staffing=one.staffing, **values).start
