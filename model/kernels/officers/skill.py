"""Skill that grows with cases and fades out of use."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import Corps
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import World

DAY = float(MINUTES_A_DAY)


@lean_kernel
def faded(skill: float, days: float, half_life: float, floor: float) -> float:
    """Skill after days without use: the part above the floor halves every half-life (Arthur et al. 1998)."""
    return floor + (skill - floor) * math.exp(-math.log(2.0) * days / half_life)


@lean_kernel
def learned(skill: float, gain: float) -> float:
    """Skill after closing a share of the gap to mastery (after Wright 1936)."""
    return skill + gain * (1.0 - skill)


@lean_kernel
def skill_now(w: World, officer: int, domain: int) -> float:
    """An officer's skill at this moment; writes the fading down."""
    me, levers, now = w.officers[officer], w.levers[0], w.clock[0].now
    days = (now - me.skill_at[domain]) / DAY
    floor = min(levers.skill_floor, me.skill[domain])
    me.skill[domain] = faded(me.skill[domain], days, levers.skill_half_life, floor)
    me.skill_at[domain] = now
    return float(me.skill[domain])


@lean_kernel
def gain_skill(w: World, officer: int, domain: int, gain: float) -> None:
    """Let an officer learn in one domain."""
    w.officers[officer].skill[domain] = learned(skill_now(w, officer, domain), gain)


@lean_kernel
def handling_factor(delta: float, skill: float, setup_share: float, other_domain: bool) -> float:
    """Handling time over expert time: a novice needs 1 + delta, a change of domain the set-up share too."""
    setup = 1.0 + setup_share if other_domain else 1.0
    return (1.0 + delta * (1.0 - skill)) * setup


@lean_kernel
def is_specialist(corps: int) -> bool:
    """Whether a corps belongs to the county brigade."""
    return corps == Corps.TRAFFIC_SPECIALIST or corps == Corps.CASE_SPECIALIST
