"""Accounts drawn up at a moment, on copies: the run goes on as if nobody had looked."""

from __future__ import annotations

import numpy as np

from jiaosuo.model.kernels.base.jit import kernel
from jiaosuo.model.kernels.officers.skill import DAY, faded, floor_of


@kernel
def close_books(officers: np.ndarray, duty_minutes: np.ndarray, end: float) -> np.ndarray:
    """Minutes by officer and duty up to `end`, the running duty included; each row adds up to `end`."""
    closed = duty_minutes.copy()
    for officer in range(officers.shape[0]):
        me = officers[officer]
        closed[officer, me.duty] += end - me.since
    return closed


@kernel
def faded_officers(officers: np.ndarray, levers: np.ndarray, end: float) -> np.ndarray:
    """A copy of the officers with the skill left at `end`; the run fades it only on use."""
    copied = officers.copy()
    general, special = levers[0].skill_floor, levers[0].specialist_skill
    for officer in range(copied.shape[0]):
        me = copied[officer]
        for domain in range(3):
            skill = me.skill[domain]
            days = (end - me.skill_at[domain]) / DAY
            floor = min(floor_of(me.corps, domain, general, special), skill)
            me.skill[domain] = faded(skill, days, levers[0].skill_half_life, floor)
    return copied
