"""Skill that grows with cases and training, and fades out of use."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import leads_simple_calls

HOUR, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY)


@lean_kernel
def faded(skill: float, days: float, half_life: float, floor: float) -> float:
    """Skill after days without use: the part above the floor halves every half-life (Arthur et al. 1998)."""
    return floor + (skill - floor) * math.exp(-math.log(2.0) * days / half_life)


@lean_kernel
def learned(skill: float, gain: float) -> float:
    """Skill after closing a share of the gap to mastery (after Wright 1936)."""
    return skill + gain * (1.0 - skill)


@lean_kernel
def skill_now(e: EventLoopTables, officer: int, domain: int) -> float:
    """An officer's skill at this moment; writes the fading down.

    Skill fades on use and not minute by minute: the exponential is the same in one step or in many.
    """
    me, levers, now = e.officers[officer], e.levers[0], e.clock[0].now
    days = (now - me.skill_at[domain]) / DAY
    # Who never reached the floor has nothing to lose, and is not lifted to it by forgetting.
    floor = min(levers.skill_floor, me.skill[domain])
    me.skill[domain] = faded(me.skill[domain], days, levers.skill_half_life, floor)
    me.skill_at[domain] = now
    return float(me.skill[domain])


@lean_kernel
def gain_skill(e: EventLoopTables, officer: int, domain: int, gain: float) -> None:
    """Let an officer learn in one domain."""
    e.officers[officer].skill[domain] = learned(skill_now(e, officer, domain), gain)


@lean_kernel
def handling_factor(delta: float, skill: float, setup_share: float, other_domain: bool) -> float:
    """Handling time over expert time: a novice needs 1 + delta, a change of domain the set-up share too."""
    setup = 1.0 + setup_share if other_domain else 1.0
    return (1.0 + delta * (1.0 - skill)) * setup


@lean_kernel
def finish_training(e: EventLoopTables, officer: int) -> None:
    """A session teaches the weakest of the domains in which the officer may lead at home."""
    me, levers = e.officers[officer], e.levers[0]
    weakest, least = -1, 2.0
    for domain in range(3):
        able = leads_simple_calls(e, officer, me.township, domain, RoadClass.VILLAGE)
        if able and skill_now(e, officer, domain) < least:
            weakest, least = domain, skill_now(e, officer, domain)
    hours = max(0.0, min(e.clock[0].now, me.training_until) - me.since) / HOUR
    if weakest >= 0:
        gain_skill(e, officer, weakest, 1.0 - (1.0 - levers.skill_gain_hour) ** hours)
