"""The end of a call: it is closed, its crew is released, and the caller judges how long it took."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, Area, CallState, Domain, Duty
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.calls.files import open_file
from jiaosuo.model.kernels.calls.quality import again_minutes, complain
from jiaosuo.model.kernels.calls.road_incidents import clear_lane
from jiaosuo.model.kernels.calls.scene import manage_scene
from jiaosuo.model.kernels.officers.duty import choose_duty
from jiaosuo.model.kernels.officers.skill import practise


@lean_kernel
def close(e: EventLoopTables, call: int, state: CallState) -> None:
    """End a call, and let the caller judge it."""
    it = e.calls[call]
    it.state = state
    it.closed = e.clock[0].now
    clear_lane(e, call)
    if it.reported and not it.on_patrol:
        judge(e, call)
        complain(e, call)
    if state == CallState.CLEARED or state == CallState.CLEARED_AFTER_ESCALATION:
        open_file(e, call)


@lean_kernel
def lose_patience(e: EventLoopTables, call: int) -> None:
    """If nobody has come yet, the caller gives up and those on the way turn round."""
    it = e.calls[call]
    if it.state > CallState.ASSIGNED or not math.isnan(it.first_there):
        return
    close(e, call, CallState.GAVE_UP)
    release_crew(e, call)


@lean_kernel
def release_crew(e: EventLoopTables, call: int) -> None:
    """Let the crew go: the lead has learnt a case and has it to write up."""
    it = e.calls[call]
    lead, helper = it.lead, it.helper
    it.lead, it.helper, it.lead_there, it.helper_there = NOBODY, NOBODY, False, False
    it.stamp += 1  # the end of work that was planned for this crew is void
    manage_scene(e, call, 0.0)
    if lead != NOBODY:
        if e.officers[lead].duty == Duty.ON_SCENE:
            practise(e, lead, it.domain, expert_work(e, call))
            e.officers[lead].cases[it.domain] += 1
            e.officers[lead].paperwork_due += paperwork_minutes(e, call)
            if it.complained:
                e.officers[lead].paperwork_due += again_minutes(e, call)
        _set_free(e, lead, it.domain)
    if helper != NOBODY:
        _set_free(e, helper, it.domain)
    e.clock[0].offer_due = True


@lean_kernel
def expert_work(e: EventLoopTables, call: int) -> float:
    """Minutes that an expert would have needed for what the lead has done: all of it, or securing it."""
    it = e.calls[call]
    return float(it.expert_minutes * (e.levers[0].secure_share if it.securing else 1.0))


@lean_kernel
def paperwork_minutes(e: EventLoopTables, call: int) -> float:
    """Writing up a case; a reviewed complex case takes longer, which is what case review costs."""
    it, levers = e.calls[call], e.levers[0]
    review = levers.review_minutes * levers.case_review if it.is_complex else 0.0
    return float(e.kinds[it.kind].paperwork_minutes + review)


@lean_kernel
def _set_free(e: EventLoopTables, officer: int, domain: Domain) -> None:
    me = e.officers[officer]
    if me.duty == Duty.ON_SCENE:
        me.last_domain = domain
        me.jobs += 1
    choose_duty(e, officer)


@lean_kernel
def judge(e: EventLoopTables, call: int) -> None:
    """Satisfaction is a logit in experienced minus expected time (Percy 1980); trust moves towards it."""
    it, levers = e.calls[call], e.levers[0]
    answered = it.closed if math.isnan(it.first_there) else it.first_there
    late = max(0.0, answered - it.known - expected_minutes(e, call))
    base = math.log(levers.satisfaction_base / (1.0 - levers.satisfaction_base))
    it.satisfaction = 1.0 / (1.0 + math.exp(levers.satisfaction_slope * late - base))
    if it.caller == NOBODY:
        return
    citizen = e.citizens[it.caller]
    citizen.experiences += 1
    citizen.satisfaction = it.satisfaction
    citizen.trust += levers.trust_gain * (it.satisfaction - citizen.trust) / levers.people_per_agent


@lean_kernel
def expected_minutes(e: EventLoopTables, call: int) -> float:
    """How long people think the police may take: less in towns, and less the more vehicles there are."""
    it, levers = e.calls[call], e.levers[0]
    if it.area == Area.RURAL:
        return float(levers.expected_minutes_rural)
    impatience = 1.0 - levers.expected_smooth_roads * levers.vehicles_per_head
    return float(levers.expected_minutes_urban * max(0.2, impatience))
