"""The loads that queueing theory is asked about: calls, minutes of service, officers who could come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.units import MINUTES_A_DAY


@dataclass(frozen=True, kw_only=True)
class Pool(Record):
    """Calls a minute, minutes of service a call, and officers free for calls."""

    arrivals: float
    minutes: float
    free: float


@dataclass(frozen=True, kw_only=True)
class Pools(Record):
    """The two forces apart, and both together, served by generalists as they would be at the start."""

    traffic: Pool
    other: Pool
    one: Pool


def loads(comparison: Comparison) -> Pools:
    """The loads of the left side's pools. Runs in a worker.

    Officers free: headcount on duty at an average hour, less what other work takes.
    """
    # the page opens without this
    from jiaosuo.experiments.comparison.geometry import on_duty_chance
    from jiaosuo.model.core.terms import Corps, Domain
    from jiaosuo.model.demand import expected_calls, officer_minutes
    from jiaosuo.model.landscape import landscape
    from jiaosuo.model.scenario import Scenario
    from jiaosuo.model.staffing import staffing_table

    side = comparison.left
    values: dict[str, Any] = dict(side.values) | {"people_per_agent": comparison.people_per_agent}
    scenario = Scenario.preset(comparison.place, rule=side.rule, staffing=side.staffing, **values).start
    land = landscape(scenario)
    calls = expected_calls(land, scenario).sum(axis=1) / MINUTES_A_DAY
    minutes = officer_minutes(scenario.kinds, scenario)
    heads = staffing_table(scenario, land).sum(axis=0)
    on_duty = on_duty_chance(scenario)
    free = {
        "traffic": float(heads[Corps.TRAFFIC]) * on_duty,
        "other": float(heads[Corps.STATION] + heads[Corps.PATROL]) * on_duty,
    }
    is_traffic = [kind.domain == Domain.TRAFFIC for kind in scenario.kinds]
    pools = {
        name: _pool(
            [(c, m) for c, m, t in zip(calls, minutes, is_traffic, strict=True) if t == (name == "traffic")],
            free[name],
        )
        for name in free
    }
    both = list(zip(calls, minutes, strict=True))
    return Pools(**pools, one=_pool(both, free["traffic"] + free["other"]))


def _pool(kinds: list[tuple[Any, Any]], free: float) -> Pool:
    arrivals = float(sum(calls for calls, _ in kinds))
    work = float(sum(calls * minutes for calls, minutes in kinds))
    return Pool(arrivals=arrivals, minutes=work / arrivals if arrivals else 0.0, free=free)
