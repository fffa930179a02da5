"""Dispatch: each desk matches waiting calls to eligible officers, and sends them.

Any event may free an officer or change a call, so after each that does the whole queue is offered again, most
urgent first (docs/decisions/0002-one-event-loop.md). No rule has a name here: only answers.
"""

from __future__ import annotations

import math

import numpy as np

from jiaosuo.model.core.terms import NOBODY, CallState, Duty, EventKind
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import inner_kernel, lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import is_generalist
from jiaosuo.model.kernels.officers.eligibility import (
    HELP,
    LEAD,
    MOST_URGENT,
    breaks_reserve,
    is_able,
    is_free_for,
    is_last,
)
from jiaosuo.model.kernels.officers.movement import drive_minutes, minutes_to, set_duty, set_off, write_log

PREEMPTED_FROM = 3
"""A call of the first priority may divert officers on their way to calls of the third and fourth."""


@inner_kernel
def offer_queue(e: EventLoopTables) -> None:
    """Offer every waiting call, most urgent first, to eligible officers; drop those fully served."""
    clock = e.clock[0]
    clock.offer_due = False
    _drop_served(e)
    waiting = clock.waiting
    if waiting == 0:
        return
    clock.offers += waiting
    if waiting == 1:  # needs no order, and most queues are no longer
        offer(e, int(e.waiting[0]))
        _drop_served(e)
        return
    keys = np.empty(waiting)
    for row in range(waiting):
        keys[row] = urgency(e, e.waiting[row])
    # A stable sort: of two equally urgent calls, the one longer in the queue stays first.
    order = np.argsort(keys, kind="mergesort")
    # A copy: a call whose officer is diverted joins the queue while it is gone through.
    queue = e.waiting[:waiting].copy()
    for row in order:
        offer(e, queue[row])
    _drop_served(e)


@lean_kernel
def offer_again(e: EventLoopTables, officer: int) -> None:
    """Have calls offered again if an officer who has finished something else could go to one that waits.

    Nothing else has changed, so others need not be asked, unless a reserve or lever has them wait for mates.
    """
    clock, home = e.clock[0], e.officers[officer].township
    if e.rule_table[home].reserve > 0.0 or e.levers[0].last_officer_minutes > 0.0:
        clock.offer_due = True
        return
    for row in range(clock.waiting):
        call = int(e.waiting[row])
        if is_free_for(e, officer, e.calls[call].priority):
            if is_able(e, officer, call, LEAD) or is_able(e, officer, call, HELP):
                clock.offer_due = True
                return


@lean_kernel
def _drop_served(e: EventLoopTables) -> None:
    clock, kept = e.clock[0], 0
    for row in range(clock.waiting):
        if lacks_officers(e, e.waiting[row]):
            e.waiting[kept] = e.waiting[row]
            kept += 1
    clock.waiting = kept


@lean_kernel
def lacks_officers(e: EventLoopTables, call: int) -> bool:
    """Whether a call that is known at a desk still lacks its lead or its second officer."""
    it = e.calls[call]
    if it.state >= CallState.CLEARED or it.state == CallState.ARISEN:
        return False
    return bool(it.lead == NOBODY or (it.officers_needed > 1 and it.helper == NOBODY))


@lean_kernel
def join_queue(e: EventLoopTables, call: int) -> None:
    """Put a call in the queue, once. Its rank follows from its times, not from its row."""
    clock = e.clock[0]
    clock.offer_due = True
    for row in range(clock.waiting):
        if e.waiting[row] == call:
            return
    e.waiting[clock.waiting] = call
    clock.waiting += 1


@lean_kernel
def urgency(e: EventLoopTables, call: int) -> float:
    """Sort key, least first: priority, less a step for each ageing period waited; one queue may rank domains.

    Desks with queues of their own share an officer by the same key: the more urgent call goes first.
    """
    it, now = e.calls[call], e.clock[0].now
    answers = e.rule_table[it.township]
    steps = float(it.priority)
    if answers.shared_queue:
        steps += answers.behind[it.domain]
    if answers.ageing_minutes > 0.0:
        steps -= (now - it.known) / answers.ageing_minutes
    return float(steps)


@lean_kernel
def offer(e: EventLoopTables, call: int) -> None:
    """Recommend and send a lead to a call, by diversion or recall if need be, then a second officer."""
    it = e.calls[call]
    if not lacks_officers(e, call) or it.ready > e.clock[0].now:
        return
    if it.lead == NOBODY:
        lead = best_officer(e, call, LEAD)
        if lead == NOBODY and e.rule_table[it.township].preempt and it.priority == MOST_URGENT:
            lead = best_diverted(e, call)
        if lead == NOBODY and it.priority <= e.levers[0].recall_priority:
            lead = recalled(e, call)
        if lead == NOBODY:
            return
        send(e, lead, call, LEAD)
    if it.officers_needed > 1 and it.helper == NOBODY:
        helper = best_officer(e, call, HELP)
        if helper != NOBODY:
            send(e, helper, call, HELP)


@lean_kernel
def best_officer(e: EventLoopTables, call: int, role: int) -> int:
    """The eligible officer who is there first, NOBODY if none is free; a lever spares a site's last officer.

    Of two who are there at once the lower row goes, unless they are of one site: see `goes_before`.
    """
    it, levers = e.calls[call], e.levers[0]
    best, least = NOBODY, math.inf
    e.clock[0].asked += e.officers.shape[0]
    for officer in range(e.officers.shape[0]):
        if not is_free_for(e, officer, it.priority) or not is_able(e, officer, call, role):
            continue
        minutes = minutes_to(e, officer, it.cell)
        if levers.last_officer_minutes > 0.0 and is_last(e, officer):
            minutes += levers.last_officer_minutes
        if minutes > least or (minutes == least and not goes_before(e, officer, best, it.township)):
            continue
        if not breaks_reserve(e, officer, call):
            best, least = officer, minutes
    return best


@lean_kernel
def goes_before(e: EventLoopTables, officer: int, other: int, township: int) -> bool:
    """Of two of one site who are as near: who has least to leave, leads in one domain, attended fewer calls.

    Rows are in the order of the corps: by row a whole corps would come before its colleagues. Who does other
    work, a file or the watch is left to it where a mate is there who does not; a generalist is kept for what
    only they can do.
    """
    me, mate = e.officers[officer], e.officers[other]
    if me.home_cell != mate.home_cell:
        return False
    leaves, mate_leaves = _leaves_something(e, officer), _leaves_something(e, other)
    if leaves != mate_leaves:
        return mate_leaves
    both, mate_both = is_generalist(e, officer, township), is_generalist(e, other, township)
    if both != mate_both:
        return bool(mate_both)
    return bool(me.jobs < mate.jobs)


@lean_kernel
def _leaves_something(e: EventLoopTables, officer: int) -> bool:
    """Whether a call would take an officer from other work, a case file or the watch."""
    me = e.officers[officer]
    return bool(me.keeps or me.duty == Duty.OTHER_WORK or me.duty == Duty.CASE_FILE)


@lean_kernel
def best_diverted(e: EventLoopTables, call: int) -> int:
    """Reassignment: the able officer nearest to an urgent call of those on their way to lesser ones.

    Takes the officer off the lesser call. From a scene nobody is diverted: a crew finishes its work.
    """
    it = e.calls[call]
    best, least = NOBODY, math.inf
    for officer in range(e.officers.shape[0]):
        me = e.officers[officer]
        if me.duty != Duty.TO_CALL or e.calls[me.call].priority < PREEMPTED_FROM:
            continue
        if not is_able(e, officer, call, LEAD):
            continue
        minutes = minutes_to(e, officer, it.cell)
        if minutes < least or (minutes == least and goes_before(e, officer, best, it.township)):
            best, least = officer, minutes
    if best != NOBODY:
        leave_call(e, best)
    return best


@lean_kernel
def leave_call(e: EventLoopTables, officer: int) -> None:
    """Take an officer off a call not yet reached; it goes back to the queue with the time it has waited."""
    me = e.officers[officer]
    call = me.call
    it = e.calls[call]
    if it.lead == officer:
        it.lead = NOBODY
        if it.state == CallState.ASSIGNED:
            it.state = CallState.AT_DESK
    else:
        it.helper = NOBODY
    it.diversions += 1
    me.call = NOBODY
    join_queue(e, call)


@lean_kernel
def recalled(e: EventLoopTables, call: int) -> int:
    """An able officer called in from home, only where nobody able is at work for calls; NOBODY otherwise.

    Who is in training, or in other work that does not yield to this call, will not come: they keep nobody at
    home. Who is at a call is waited for.
    """
    it = e.calls[call]
    best, least = NOBODY, math.inf
    for officer in range(e.officers.shape[0]):
        me = e.officers[officer]
        if me.establishment_post == NOBODY or not is_able(e, officer, call, LEAD):
            continue
        if me.duty != Duty.OFF:
            if is_at_work_for(e, officer, it.priority):
                return NOBODY
            continue
        minutes = drive_minutes(e, me.home_cell, it.cell)
        if minutes < least:
            best, least = officer, minutes
    return best


@lean_kernel
def is_at_work_for(e: EventLoopTables, officer: int, priority: int) -> bool:
    """Whether an officer on duty attends calls of this priority now, or will when the present one is done."""
    me = e.officers[officer]
    if me.keeps or me.duty == Duty.TRAINING or me.duty == Duty.OTHER_WORK or me.duty == Duty.CASE_FILE:
        return is_free_for(e, officer, priority)
    return True


@lean_kernel
def send(e: EventLoopTables, officer: int, call: int, role: int) -> None:
    """Put an officer on the road to a call, from wherever they are; from home after the time to turn out."""
    me, it, clock = e.officers[officer], e.calls[call], e.clock[0]
    was_off = me.duty == Duty.OFF
    set_duty(e, officer, Duty.TO_CALL)
    set_off(e, officer, it.cell)
    if was_off:
        me.leaves += e.levers[0].recall_minutes
        me.arrives += e.levers[0].recall_minutes
        it.recalls += 1
        me.overtime_from = clock.now
    me.call = call
    if role == LEAD:
        it.lead = officer
        if it.state == CallState.AT_DESK:
            it.state = CallState.ASSIGNED
    else:
        it.helper = officer
    # The first dispatch stands: time in the queue is counted to it, whoever is sent again later.
    if math.isnan(it.dispatched):
        it.dispatched = clock.now
    schedule(e, me.arrives, EventKind.OFFICER_ARRIVES, officer, me.stamp)
    write_log(e, officer)
