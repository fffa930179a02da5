"""From an officer's arrival to the end of a call: work, first-time-right, escalation, closing, learning."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import (
    NOBODY,
    Area,
    Authority,
    CallState,
    Complexity,
    Domain,
    Duty,
    EventKind,
    Needs,
)
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import World
from jiaosuo.model.kernels.calls.road_incidents import clear_lane
from jiaosuo.model.kernels.officers.dispatch import handover_minutes
from jiaosuo.model.kernels.officers.duty import choose_duty, is_generalist
from jiaosuo.model.kernels.officers.movement import set_duty, write_log
from jiaosuo.model.kernels.officers.skill import gain_skill, handling_factor, is_specialist, skill_now

DAY = float(MINUTES_A_DAY)


@lean_kernel
def arrive(w: World, officer: int) -> None:
    """An officer reaches the scene: the clock of the response stops at the first who may lead."""
    me, now = w.officers[officer], w.clock[0].now
    call = me.call
    it = w.calls[call]
    set_duty(w, officer, Duty.ON_SCENE)
    me.from_cell = me.cell
    write_log(w, officer)
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
        begin_work(w, call)
    elif it.lead_there:
        go_on(w, call)


@lean_kernel
def begin_work(w: World, call: int) -> None:
    """The lead looks at the case and at the own authority for it, and starts what is theirs to do."""
    it, levers = w.calls[call], w.levers[0]
    me = w.officers[it.lead]
    skill = skill_now(w, it.lead, it.domain)
    other_domain = me.last_domain != it.domain and me.jobs > 0
    factor = handling_factor(levers.delta, skill, levers.setup_share, other_domain)
    digesting = w.clock[0].now < w.rule_table[it.township].disrupted_until
    handling = it.expert_minutes * factor * (1.0 + levers.disruption if digesting else 1.0)
    if levers.generalist_penalty > 0.0 and is_generalist(w, it.lead, it.township):
        handling /= 1.0 - levers.generalist_penalty
    it.securing = it.is_complex and not _may_finish(w, me.corps, call)
    if it.securing:
        handling *= levers.secure_share
    it.handling_minutes += handling
    it.work_left = it.work_planned = handling * it.officers_needed
    it.work_since, it.work_rate = w.clock[0].now, 0.0
    go_on(w, call)


@lean_kernel
def _may_finish(w: World, corps: int, call: int) -> bool:
    it = w.calls[call]
    return bool(
        w.authority[it.township, corps, it.domain, it.road_class, Complexity.COMPLEX] == Authority.ATTEND
    )


@lean_kernel
def go_on(w: World, call: int) -> None:
    """Book the work done and plan its end at the pace of the crew now there: officer-minutes are kept."""
    it, now = w.calls[call], w.clock[0].now
    it.work_left = max(0.0, it.work_left - it.work_rate * (now - it.work_since))
    it.work_since = now
    it.work_rate = float(min(it.officers_needed, int(it.lead_there) + int(it.helper_there)))
    it.stamp += 1
    schedule(w, now + it.work_left / it.work_rate, EventKind.WORK_DONE, call, it.stamp)
    if it.blocking:
        to_clear = it.work_left - (1.0 - w.levers[0].block_until) * it.work_planned
        schedule(w, now + max(0.0, to_clear) / it.work_rate, EventKind.LANE_CLEARS, call, it.stamp)


@lean_kernel
def finish_work(w: World, call: int) -> None:
    """The work is done: the case is closed, or goes to somebody with more authority, or only seems closed."""
    it, levers, now = w.calls[call], w.levers[0], w.clock[0].now
    corps, skill = w.officers[it.lead].corps, skill_now(w, it.lead, it.domain)
    if it.securing and somebody_may_finish(w, call, Needs.COMPLEX):
        escalate(w, call, Needs.COMPLEX)
        return
    beyond = it.is_complex and not is_specialist(corps)
    wrong = it.securing or (beyond and it.right_chance >= chance_right(w, skill))
    caught = wrong and it.review_chance < levers.case_review
    if caught and somebody_may_finish(w, call, Needs.SPECIALIST):
        escalate(w, call, Needs.SPECIALIST)
        return
    if wrong:
        it.closed_badly = True
        days = -levers.return_days * math.log(1.0 - it.return_chance)
        schedule(w, now + days * DAY, EventKind.CALL_RETURNS, call, 0)
    close(w, call, CallState.CLEARED_AFTER_ESCALATION if it.escalations > 0 else CallState.CLEARED)
    release_crew(w, call)


@lean_kernel
def somebody_may_finish(w: World, call: int, needs: Needs) -> bool:
    """Whether the force has anybody who may close the case: a case is not passed on to nobody."""
    for officer in range(w.officers.shape[0]):
        corps = w.officers[officer].corps
        if w.officers[officer].establishment_post == NOBODY:
            continue
        if (needs != Needs.SPECIALIST or is_specialist(corps)) and _may_finish(w, corps, call):
            return True
    return False


@lean_kernel
def chance_right(w: World, skill: float) -> float:
    """Chance that a complex case is right first time: grows with skill, and with records at hand."""
    levers = w.levers[0]
    alone = levers.first_time_base + (1.0 - levers.first_time_base) * skill
    return float(alone + (1.0 - alone) * levers.first_time_records * levers.data_sharing)


@lean_kernel
def escalate(w: World, call: int, needs: Needs) -> None:
    """Send the crew off and put the case in line for those who may finish it, at another desk if need be."""
    it, now = w.calls[call], w.clock[0].now
    it.escalations += 1
    it.needs = needs
    it.state = CallState.ESCALATED
    it.officers_needed = 1
    release_crew(w, call)
    desk = desk_with_authority(w, call)
    wait = 0.0
    if desk != it.desk:
        wait = handover_minutes(w) if w.rule_table[it.township].handover[it.desk, desk] else 0.0
        it.handover_minutes += wait
        it.desk = desk
    it.ready = now + wait
    schedule(w, it.ready, EventKind.CALL_AT_DESK, call, it.stamp)


@lean_kernel
def desk_with_authority(w: World, call: int) -> int:
    """The call's desk if it sends a corps that may finish the case, else the first that does."""
    it = w.calls[call]
    if _sends_authority(w, call, it.desk):
        return int(it.desk)
    for desk in range(w.rule_table[it.township].desks):
        if _sends_authority(w, call, desk):
            return desk
    return int(it.desk)


@lean_kernel
def _sends_authority(w: World, call: int, desk: int) -> bool:
    it = w.calls[call]
    for corps in range(w.authority.shape[1]):
        if it.needs == Needs.SPECIALIST and not is_specialist(corps):
            continue
        if w.rule_table[it.township].sends[desk, corps] and _may_finish(w, corps, call):
            return True
    return False


@lean_kernel
def release_crew(w: World, call: int) -> None:
    """Let the crew go: the lead has learnt a case and has it to write up."""
    it = w.calls[call]
    lead, helper = it.lead, it.helper
    it.lead, it.helper, it.lead_there, it.helper_there = NOBODY, NOBODY, False, False
    it.stamp += 1
    if lead != NOBODY:
        if w.officers[lead].duty == Duty.ON_SCENE:
            gain_skill(w, lead, it.domain, w.levers[0].skill_gain_case)
            w.officers[lead].cases[it.domain] += 1
            w.officers[lead].paperwork_due += paperwork_minutes(w, call)
        _set_free(w, lead, it.domain)
    if helper != NOBODY:
        _set_free(w, helper, it.domain)
    w.clock[0].offer_due = True


@lean_kernel
def paperwork_minutes(w: World, call: int) -> float:
    """Writing up a case; a reviewed complex case takes longer, which is what case review costs."""
    it, levers = w.calls[call], w.levers[0]
    review = levers.review_minutes * levers.case_review if it.is_complex else 0.0
    return float(w.kinds[it.kind].paperwork_minutes + review)


@lean_kernel
def _set_free(w: World, officer: int, domain: Domain) -> None:
    me = w.officers[officer]
    if me.duty == Duty.ON_SCENE:
        me.last_domain = domain
        me.jobs += 1
    choose_duty(w, officer)


@lean_kernel
def close(w: World, call: int, state: CallState) -> None:
    """End a call, and let the caller judge how long it took."""
    it = w.calls[call]
    it.state = state
    it.closed = w.clock[0].now
    clear_lane(w, call)
    if it.reported and not it.on_patrol:
        judge(w, call)


@lean_kernel
def judge(w: World, call: int) -> None:
    """Satisfaction is a logit in experienced minus expected time (Percy 1980); trust moves towards it."""
    it, levers = w.calls[call], w.levers[0]
    answered = it.closed if math.isnan(it.first_there) else it.first_there
    late = max(0.0, answered - it.known - expected_minutes(w, call))
    base = math.log(levers.satisfaction_base / (1.0 - levers.satisfaction_base))
    it.satisfaction = 1.0 / (1.0 + math.exp(levers.satisfaction_slope * late - base))
    if it.caller == NOBODY:
        return
    citizen = w.citizens[it.caller]
    citizen.experiences += 1
    citizen.satisfaction = it.satisfaction
    citizen.trust += levers.trust_gain * (it.satisfaction - citizen.trust) / levers.people_per_agent


@lean_kernel
def expected_minutes(w: World, call: int) -> float:
    """How long people think the police may take: less in towns, and less the more vehicles there are."""
    it, levers = w.calls[call], w.levers[0]
    if it.area == Area.RURAL:
        return float(levers.expected_minutes_rural)
    impatience = 1.0 - levers.expected_smooth_roads * levers.vehicles_per_head
    return float(levers.expected_minutes_urban * max(0.2, impatience))


@lean_kernel
def caller_of(w: World, cell: int, chance: float) -> int:
    """The row of a citizen who lives in a cell, NOBODY where nobody does."""
    first, last = w.first_resident[cell], w.first_resident[cell + 1]
    return int(w.residents[first + int(chance * (last - first))]) if last > first else NOBODY


@lean_kernel
def mark(key: int, number: int) -> float:
    """A uniform mark of the candidate with this key; marks stay its own, whatever becomes of it."""
    return draws.uniform(key, 0, 0, number)
