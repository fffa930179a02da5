"""Skill that grows with cases and training, and fades out of use.

Each minute of practice closes the same share of the gap that is left: for single learners an exponential
fits better than the power law of group means (Heathcote, Brown & Mewhort 2000), and two halves of a case
teach what the case teaches.
"""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import Corps, Domain, RoadClass
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import leads_simple_calls

HOUR, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY)
LEAST_USE = 1e-6
"""Expert minutes a day that any domain counts for in training, so that hours without a use teach too."""


@lean_kernel
def faded(skill: float, days: float, half_life: float, floor: float) -> float:
    """Skill after days without use: the part above the floor halves every half-life (Arthur et al. 1998)."""
    return floor + (skill - floor) * math.exp(-math.log(2.0) * days / half_life)


@lean_kernel
def learned(skill: float, gain: float) -> float:
    """Skill after closing a share of the gap to mastery."""
    return skill + gain * (1.0 - skill)


@lean_kernel
def repeated(gain: float, times: float) -> float:
    """Share of the gap that is closed by closing `gain` of what is left so many times, parts of one too."""
    return float(1.0 - (1.0 - gain) ** times)


@lean_kernel
def floor_of(corps: int, domain: int, general: float, special: float) -> float:
    """Skill below which nobody of a corps falls by disuse: specialists work on their files all day."""
    of_traffic = corps == Corps.TRAFFIC_SPECIALIST and domain == Domain.TRAFFIC
    of_order = corps == Corps.CASE_SPECIALIST and domain == Domain.ORDER
    return max(general, special) if of_traffic or of_order else general


@lean_kernel
def skill_now(e: EventLoopTables, officer: int, domain: int) -> float:
    """An officer's skill at this moment; writes the fading down.

    Skill fades on use and not minute by minute: the exponential is the same in one step or in many.
    """
    me, levers, now = e.officers[officer], e.levers[0], e.clock[0].now
    days = (now - me.skill_at[domain]) / DAY
    # Who never reached the floor has nothing to lose, and is not lifted to it by forgetting.
    floor = floor_of(me.corps, domain, levers.skill_floor, levers.specialist_skill)
    floor = min(floor, me.skill[domain])
    me.skill[domain] = faded(me.skill[domain], days, levers.skill_half_life, floor)
    me.skill_at[domain] = now
    return float(me.skill[domain])


@lean_kernel
def gain_skill(e: EventLoopTables, officer: int, domain: int, gain: float) -> None:
    """Let an officer learn in one domain."""
    e.officers[officer].skill[domain] = learned(skill_now(e, officer, domain), gain)


@lean_kernel
def practise(e: EventLoopTables, officer: int, domain: int, minutes: float) -> None:
    """Let an officer learn from so many minutes of expert work in the lead: a long case teaches more."""
    levers = e.levers[0]
    e.officers[officer].practice[domain] += minutes
    gain_skill(e, officer, domain, repeated(levers.skill_gain_case, minutes / levers.case_minutes))


@lean_kernel
def handling_factor(delta: float, skill: float, setup_share: float, other_domain: bool) -> float:
    """Handling time over expert time: a novice needs 1 + delta, a change of domain the set-up share too."""
    setup = 1.0 + setup_share if other_domain else 1.0
    return (1.0 + delta * (1.0 - skill)) * setup


@lean_kernel
def finish_training(e: EventLoopTables, officer: int) -> None:
    """A session teaches where it saves most time: where expected use times the gap to mastery is largest.

    Asked anew for each session, this spreads the hours over the domains in which one may lead at home.
    """
    me, levers = e.officers[officer], e.levers[0]
    chosen, most = -1, -1.0
    for domain in range(3):
        if leads_simple_calls(e, officer, me.township, domain, RoadClass.VILLAGE):
            at_stake = (me.use[domain] + LEAST_USE) * (1.0 - skill_now(e, officer, domain))
            if at_stake > most:
                chosen, most = domain, at_stake
    hours = max(0.0, min(e.clock[0].now, me.training_until) - me.since) / HOUR
    if chosen >= 0:
        gain_skill(e, officer, chosen, repeated(levers.skill_gain_hour, hours))
