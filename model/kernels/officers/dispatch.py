"""Each desk matches waiting calls to able officers. No rule has a name here: only answers."""

from __future__ import annotations

import math

import numpy as np

from jiaosuo.model.core.terms import (
    NOBODY,
    Authority,
    CallState,
    Complexity,
    Corps,
    DeskLevel,
    Domain,
    Duty,
    EventKind,
    Needs,
    Reach,
)
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import kernel, lean_kernel
from jiaosuo.model.kernels.base.tables import World
from jiaosuo.model.kernels.officers.movement import drive_minutes, minutes_to, set_duty, set_off, write_log
from jiaosuo.model.kernels.officers.skill import is_specialist

LEAD, HELP = 0, 1
"""Roles in a crew: one leads, one assists."""

MOST_URGENT, PREEMPTED_FROM = 1, 3
"""A call of the first priority may divert officers on their way to calls of the third and fourth."""

PAPERWORK_YIELDS_TO = 2
"""Least urgent priority that interrupts paperwork (assumption)."""


@kernel
def offer_queue(w: World) -> None:
    """Offer every waiting call, most urgent first, to the officers who may go; drop those fully served."""
    clock = w.clock[0]
    clock.offer_due = False
    _drop_served(w)
    waiting = clock.waiting
    if waiting == 0:
        return
    keys = np.empty(waiting)
    for place in range(waiting):
        keys[place] = urgency(w, w.waiting[place])
    order = np.argsort(keys, kind="mergesort")
    queue = w.waiting[:waiting].copy()
    clock.offers += waiting
    for place in order:
        offer(w, queue[place])
    _drop_served(w)


@lean_kernel
def _drop_served(w: World) -> None:
    clock, kept = w.clock[0], 0
    for place in range(clock.waiting):
        if wants_officers(w, w.waiting[place]):
            w.waiting[kept] = w.waiting[place]
            kept += 1
    clock.waiting = kept


@lean_kernel
def wants_officers(w: World, call: int) -> bool:
    """Whether a call that is known at a desk still lacks its lead or its second officer."""
    it = w.calls[call]
    if it.state >= CallState.CLEARED or it.state == CallState.ARISEN:
        return False
    return bool(it.lead == NOBODY or (it.officers_needed > 1 and it.helper == NOBODY))


@lean_kernel
def join_queue(w: World, call: int) -> None:
    """Put a call in line, once. Its place follows from its times, not from its row."""
    clock = w.clock[0]
    clock.offer_due = True
    for place in range(clock.waiting):
        if w.waiting[place] == call:
            return
    w.waiting[clock.waiting] = call
    clock.waiting += 1


@lean_kernel
def urgency(w: World, call: int) -> float:
    """Sort key, least first: priority, less a step for each ageing period waited; one line may rank domains.

    Desks with lines of their own share an officer by the same key: the more urgent call goes first.
    """
    it, now = w.calls[call], w.clock[0].now
    answers = w.rule_table[it.township]
    steps = float(it.priority)
    if answers.shared_queue:
        steps += answers.behind[it.domain]
    if answers.ageing_minutes > 0.0:
        steps -= (now - it.known) / answers.ageing_minutes
    return float(steps)


@lean_kernel
def offer(w: World, call: int) -> None:
    """Find a lead for a call, by diversion or recall if need be, then a second officer."""
    it = w.calls[call]
    if not wants_officers(w, call) or it.ready > w.clock[0].now:
        return
    if it.lead == NOBODY:
        lead = best_officer(w, call, LEAD)
        if lead == NOBODY and w.rule_table[it.township].preempt and it.priority == MOST_URGENT:
            lead = best_diverted(w, call)
        if lead == NOBODY and it.priority <= w.levers[0].recall_priority:
            lead = recalled(w, call)
        if lead == NOBODY:
            return
        send(w, lead, call, LEAD)
    if it.officers_needed > 1 and it.helper == NOBODY:
        helper = best_officer(w, call, HELP)
        if helper != NOBODY:
            send(w, helper, call, HELP)


@lean_kernel
def best_officer(w: World, call: int, role: int) -> int:
    """The able officer who is there first, NOBODY if none is free; a lever spares a site's last officer."""
    it, levers = w.calls[call], w.levers[0]
    spare = has_reserve(w, call)
    best, least = NOBODY, math.inf
    w.clock[0].asked += w.officers.shape[0]
    for officer in range(w.officers.shape[0]):
        if not is_free_for(w, officer, it.priority) or not is_able(w, officer, call, role):
            continue
        if not spare and _is_reserve(w, officer, it.township):
            continue
        minutes = minutes_to(w, officer, it.cell)
        if levers.last_officer_minutes > 0.0 and _is_last(w, officer):
            minutes += levers.last_officer_minutes
        if minutes < least:
            best, least = officer, minutes
    return best


@lean_kernel
def is_free_for(w: World, officer: int, priority: int) -> bool:
    """Whether an officer's duty lets them go to a call of this priority."""
    me = w.officers[officer]
    if me.duty == Duty.STANDBY or me.duty == Duty.BEAT or me.duty == Duty.COMMUNITY:
        return True
    if me.duty == Duty.POST:
        return bool(priority <= w.rule_table[me.township].pulled_by)
    return bool(me.duty == Duty.PAPERWORK and priority <= PAPERWORK_YIELDS_TO)


@lean_kernel
def is_able(w: World, officer: int, call: int, role: int) -> bool:
    """Whether the answers of the call's township let this officer's corps go, in this role, from so far."""
    me, it = w.officers[officer], w.calls[call]
    answers = w.rule_table[it.township]
    if not answers.sends[it.desk, me.corps]:
        return False
    if not has_authority(w, me.corps, call, role):
        return False
    if not is_in_reach(w, officer, it.township):
        return False
    if me.fenced and it.domain != Domain.TRAFFIC and it.priority > MOST_URGENT:
        return False
    if answers.desk_level[it.desk] == DeskLevel.TOWNSHIP and not w.serves[officer, it.township]:
        return bool(w.clock[0].now - it.known >= handover_minutes(w))
    return True


@lean_kernel
def has_authority(w: World, corps: int, call: int, role: int) -> bool:
    """Whether a corps may lead, or help, at a call as far as it is known by now."""
    it = w.calls[call]
    known = Complexity.SIMPLE if it.needs == Needs.SIMPLE else Complexity.COMPLEX
    authority = w.authority[it.township, corps, it.domain, it.road_class, known]
    if role == HELP:
        simple = w.authority[it.township, corps, it.domain, it.road_class, Complexity.SIMPLE]
        return bool(max(authority, simple) >= Authority.ASSIST)
    if it.needs == Needs.SPECIALIST and not is_specialist(corps):
        return False
    return bool(authority == Authority.ATTEND)


@lean_kernel
def is_in_reach(w: World, officer: int, township: int) -> bool:
    """Whether the township's rule lets it draw on this officer's corps from where the officer is at home."""
    reach = w.rule_table[township].reach[w.officers[officer].corps]
    if reach == Reach.COUNTY or w.serves[officer, township]:
        return True
    return bool(reach == Reach.NEIGHBOURS and w.borders[officer, township])


@lean_kernel
def handover_minutes(w: World) -> float:
    """Time to pass a call on; shared data take it away."""
    return float(w.levers[0].handover_minutes * (1.0 - w.levers[0].data_sharing))


@lean_kernel
def has_reserve(w: World, call: int) -> bool:
    """Whether sending one more officer to this traffic call leaves the reserve for 110 whole."""
    it = w.calls[call]
    share = w.rule_table[it.township].reserve
    if share <= 0.0 or it.domain != Domain.TRAFFIC:
        return True
    on_duty, free = 0, 0
    for officer in range(w.officers.shape[0]):
        if _is_reserve(w, officer, it.township) and w.officers[officer].rostered:
            on_duty += 1
            free += int(is_free_for(w, officer, MOST_URGENT))
    return bool(free - 1 >= share * on_duty)


@lean_kernel
def _is_reserve(w: World, officer: int, township: int) -> bool:
    """Whether an officer counts towards the township's reserve: serves it and may lead at its order calls."""
    corps = w.officers[officer].corps
    leads = w.authority[township, corps, Domain.ORDER, 0, 0] == Authority.ATTEND
    return bool(w.serves[officer, township] and leads)


@lean_kernel
def _is_last(w: World, officer: int) -> bool:
    """Whether no other officer of the home cell is free."""
    home = w.officers[officer].home_cell
    for other in range(w.officers.shape[0]):
        them = w.officers[other]
        if other != officer and them.home_cell == home and them.corps != Corps.AUXILIARY:
            if is_free_for(w, other, MOST_URGENT):
                return False
    return True


@lean_kernel
def best_diverted(w: World, call: int) -> int:
    """The able officer nearest to an urgent call of those on their way to lesser ones; frees them from it."""
    it = w.calls[call]
    best, least = NOBODY, math.inf
    for officer in range(w.officers.shape[0]):
        me = w.officers[officer]
        if me.duty != Duty.TO_CALL or w.calls[me.call].priority < PREEMPTED_FROM:
            continue
        if is_able(w, officer, call, LEAD) and minutes_to(w, officer, it.cell) < least:
            best, least = officer, minutes_to(w, officer, it.cell)
    if best != NOBODY:
        leave_call(w, best)
    return best


@lean_kernel
def leave_call(w: World, officer: int) -> None:
    """Take an officer off a call not yet reached; the call goes back in line with the time it has waited."""
    me = w.officers[officer]
    call = me.call
    it = w.calls[call]
    if it.lead == officer:
        it.lead = NOBODY
        if it.state == CallState.ASSIGNED:
            it.state = CallState.AT_DESK
    else:
        it.helper = NOBODY
    it.diversions += 1
    me.call = NOBODY
    join_queue(w, call)


@lean_kernel
def recalled(w: World, call: int) -> int:
    """An able officer called in from home, only where nobody able is on duty at all; NOBODY otherwise."""
    it = w.calls[call]
    best, least = NOBODY, math.inf
    for officer in range(w.officers.shape[0]):
        me = w.officers[officer]
        if me.establishment_post == NOBODY or not is_able(w, officer, call, LEAD):
            continue
        if me.duty != Duty.OFF:
            return NOBODY
        minutes = drive_minutes(w, me.home_cell, it.cell)
        if minutes < least:
            best, least = officer, minutes
    return best


@lean_kernel
def send(w: World, officer: int, call: int, role: int) -> None:
    """Put an officer on the road to a call, from wherever they are; from home after the time to turn out."""
    me, it, clock = w.officers[officer], w.calls[call], w.clock[0]
    was_off = me.duty == Duty.OFF
    set_duty(w, officer, Duty.TO_CALL)
    set_off(w, officer, it.cell)
    if was_off:
        me.leaves += w.levers[0].recall_minutes
        me.arrives += w.levers[0].recall_minutes
        it.recalls += 1
        me.overtime_from = clock.now
    me.call = call
    if role == LEAD:
        it.lead = officer
        if it.state == CallState.AT_DESK:
            it.state = CallState.ASSIGNED
    else:
        it.helper = officer
    if math.isnan(it.dispatched):
        it.dispatched = clock.now
    schedule(w, me.arrives, EventKind.OFFICER_ARRIVES, officer, me.stamp)
    write_log(w, officer)
