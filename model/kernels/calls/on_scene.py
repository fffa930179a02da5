"""At the scene: a crew arrives, works, gets it right or not, and closes the case or passes it on."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, CallState, Duty, EventKind, Needs
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.calls.closing import close, release_crew
from jiaosuo.model.kernels.calls.lifecycle import new_call
from jiaosuo.model.kernels.calls.quality import be_judged, error_chance, pressed, stands
from jiaosuo.model.kernels.calls.scene import attention, manage_scene, part_until_clear
from jiaosuo.model.kernels.officers.authority import is_generalist, is_specialist
from jiaosuo.model.kernels.officers.certification import may_close
from jiaosuo.model.kernels.officers.deterrence import make_stop
from jiaosuo.model.kernels.officers.eligibility import handover_minutes
from jiaosuo.model.kernels.officers.movement import set_duty, write_log
from jiaosuo.model.kernels.officers.skill import handling_factor, skill_now

DAY = float(MINUTES_A_DAY)
_FOUND = draws.process("found")


@lean_kernel
def arrive(e: EventLoopTables, officer: int) -> None:
    """An officer reaches the scene: the response time ends with the first who may lead."""
    me, now = e.officers[officer], e.clock[0].now
    call = me.call
    it = e.calls[call]
    set_duty(e, officer, Duty.ON_SCENE)
    me.from_cell = me.cell
    write_log(e, officer)
    if it.lead == officer:
        it.lead_there = True
        if math.isnan(it.first_there):
            it.first_there = now
        if it.state == CallState.ASSIGNED:
            it.state = CallState.ATTENDED
    else:
        it.helper_there = True
    if it.officers_needed == int(it.lead_there) + int(it.helper_there) and math.isnan(it.crew_there):
        it.crew_there = now
    if it.lead == officer:
        begin_work(e, call)
    elif it.lead_there:
        go_on(e, call)


@lean_kernel
def begin_work(e: EventLoopTables, call: int) -> None:
    """The lead looks at the case and at the own authority for it, and starts what is theirs to do."""
    it, levers, type_ = e.calls[call], e.levers[0], e.kinds[e.calls[call].kind]
    me = e.officers[it.lead]
    skill = skill_now(e, it.lead, it.domain)
    other_domain = me.last_domain != it.domain and me.jobs > 0
    factor = handling_factor(levers.delta * type_.delta_share, skill, levers.setup_share, other_domain)
    digesting = e.clock[0].now < e.rule_table[it.township].disrupted_until
    handling = it.expert_minutes * factor * (1.0 + levers.disruption if digesting else 1.0)
    if levers.generalist_penalty > 0.0 and is_generalist(e, it.lead, it.township):
        handling /= 1.0 - levers.generalist_penalty
    it.securing = it.is_complex and not may_close(e, it.lead, call)
    if it.securing:
        handling *= levers.secure_share
    elif math.isnan(it.finisher_there):
        it.finisher_there = e.clock[0].now
    it.handling_minutes += handling
    it.work_left = it.work_planned = handling * it.officers_needed
    it.work_since, it.work_rate = e.clock[0].now, 0.0
    manage_scene(e, call, type_.status_quo_skill - skill)
    go_on(e, call)


@lean_kernel
def go_on(e: EventLoopTables, call: int) -> None:
    """Count the work done and plan its end at the pace of the crew now there: officer-minutes are kept.

    A call for two begins with the lead alone, at half pace: nobody waits for a colleague who is not on duty.
    """
    it, now = e.calls[call], e.clock[0].now
    it.work_left = max(0.0, it.work_left - it.work_rate * (now - it.work_since))
    it.work_since = now
    it.work_rate = float(min(it.officers_needed, int(it.lead_there) + int(it.helper_there)))
    it.stamp += 1
    schedule(e, now + it.work_left / it.work_rate, EventKind.WORK_DONE, call, it.stamp)
    if it.blocking:
        to_clear = it.work_left - (1.0 - part_until_clear(e, call)) * it.work_planned
        schedule(e, now + max(0.0, to_clear) / it.work_rate, EventKind.LANE_CLEARS, call, it.stamp)


@lean_kernel
def finish_work(e: EventLoopTables, call: int) -> None:
    """The work is done: the case is closed, or goes to somebody with more authority, or only seems closed."""
    it, levers, now = e.calls[call], e.levers[0], e.clock[0].now
    corps, skill = e.officers[it.lead].corps, skill_now(e, it.lead, it.domain)
    if it.securing and somebody_may_close(e, call, Needs.COMPLEX):
        escalate(e, call, Needs.COMPLEX)
        return
    it.author, it.error = it.lead, error_chance(e, it.kind, skill, pressed(e, it.lead))
    beyond = it.is_complex and not is_specialist(corps)
    wrong = it.securing or (beyond and not stands(e, call))
    caught = wrong and it.review_chance < levers.case_review * attention(e, call)
    if caught and somebody_may_close(e, call, Needs.SPECIALIST):
        escalate(e, call, Needs.SPECIALIST)
        return
    if wrong:
        it.closed_badly = True
        days = -levers.return_days * math.log(1.0 - it.return_chance)
        schedule(e, now + days * DAY, EventKind.CALL_RETURNS, call, 0)
    be_judged(e, call)
    close(e, call, CallState.CLEARED_AFTER_ESCALATION if it.escalations > 0 else CallState.CLEARED)
    release_crew(e, call)


@lean_kernel
def somebody_may_close(e: EventLoopTables, call: int, needs: Needs) -> bool:
    """Whether the force has anybody who may close the case: a case is not passed on to nobody."""
    for officer in range(e.officers.shape[0]):
        if _could_close(e, officer, call, needs):
            return True
    return False


@lean_kernel
def _could_close(e: EventLoopTables, officer: int, call: int, needs: int) -> bool:
    """Whether an officer is in the force and may close a case that needs somebody like that."""
    me = e.officers[officer]
    if me.establishment_post == NOBODY or (needs == Needs.SPECIALIST and not is_specialist(me.corps)):
        return False
    return may_close(e, officer, call)


@lean_kernel
def escalate(e: EventLoopTables, call: int, needs: Needs) -> None:
    """Release the crew and queue the case for those who may close it, at another desk if need be."""
    it, now = e.calls[call], e.clock[0].now
    it.escalations += 1
    it.needs = needs
    it.state = CallState.ESCALATED
    it.officers_needed = 1
    release_crew(e, call)
    desk = desk_with_authority(e, call)
    wait = 0.0
    if desk != it.desk:
        wait = handover_minutes(e) if e.rule_table[it.township].handover[it.desk, desk] else 0.0
        it.handover_minutes += wait
        it.desk = desk
    it.ready = now + wait
    schedule(e, it.ready, EventKind.CALL_AT_DESK, call, it.stamp)


@lean_kernel
def desk_with_authority(e: EventLoopTables, call: int) -> int:
    """The call's desk if it sends somebody who may close the case, else the first that does."""
    it = e.calls[call]
    if _sends_authority(e, call, it.desk):
        return int(it.desk)
    for desk in range(e.rule_table[it.township].desks):
        if _sends_authority(e, call, desk):
            return desk
    return int(it.desk)


@lean_kernel
def _sends_authority(e: EventLoopTables, call: int, desk: int) -> bool:
    it = e.calls[call]
    for officer in range(e.officers.shape[0]):
        sent = e.rule_table[it.township].sends[desk, e.officers[officer].corps]
        if sent and _could_close(e, officer, call, it.needs):
            return True
    return False


@lean_kernel
def find_on_patrol(e: EventLoopTables, officer: int, kind: int) -> None:
    """An officer on the beat meets a violation and deals with it on the spot, unless a companion just has.

    Candidates belong to (cell, slot): when one companion leaves and another comes, the newcomer is given the
    same ones. Their key, made of cell and time, says that the last call is this one.
    """
    me, now, calls = e.officers[officer], e.clock[0].now, e.clock[0].calls
    key = draws.key(e.clock[0].seed, _FOUND, me.cell, int(now * 1000.0))
    if calls > 0 and e.calls[calls - 1].key == key:
        return
    call = new_call(e, kind, me.cell, NOBODY, key, now)
    make_stop(e, me.cell)
    it = e.calls[call]
    it.on_patrol, it.reported, it.state = True, True, CallState.ASSIGNED
    it.known, it.dispatched, it.lead = now, now, officer
    set_duty(e, officer, Duty.TO_CALL)
    me.call = call
    arrive(e, officer)
