"""The early life of a call: it arises, is reported, becomes known and reaches a desk; some return."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, CallState, DeskLevel, EventKind, Needs
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.calls.marks import (
    BLOCK,
    CALLER,
    DELAY,
    FLED,
    REPORT,
    RETURN,
    REVIEW,
    RIGHT,
    WRONG_DESK,
    caller_of,
    mark,
    nature,
)
from jiaosuo.model.kernels.calls.road_incidents import block_lane
from jiaosuo.model.kernels.officers.dispatch import join_queue
from jiaosuo.model.kernels.officers.eligibility import handover_minutes

_RETURNED = draws.process("returned")

LONGEST_RUN = 3_660 * MINUTES_A_DAY
"""Minutes. Patience that outlasts any run is no event, or the list of events would only grow."""


@lean_kernel
def new_call(e: EventLoopTables, kind: int, cell: int, link: int, key: int, time: float) -> int:
    """Open a row for an incident with the marks of its key; everything else about it is not yet so."""
    clock, type_ = e.clock[0], e.kinds[kind]
    call = clock.calls
    clock.calls += 1
    it = e.calls[call]
    it.key, it.kind, it.cell, it.link, it.arose = key, kind, cell, link, time
    it.road_class = e.cells[cell].road_class if link == NOBODY else e.links[link].road_class
    it.domain, it.priority, it.officers_needed = type_.domain, type_.priority, type_.officers_needed
    it.township, it.area = e.cells[cell].township, e.cells[cell].area
    it.is_complex, tells, published, it.patience = nature(type_, key)
    it.expert_minutes = published / type_.status_quo_factor
    it.needs = Needs.COMPLEX if tells else Needs.SIMPLE
    it.right_chance, it.review_chance = mark(key, RIGHT), mark(key, REVIEW)
    it.return_chance = mark(key, RETURN)
    it.caller = caller_of(e, cell, mark(key, CALLER))
    it.desk = e.rule_table[it.township].desk_of[it.domain]
    it.lead, it.helper, it.parent, it.author = NOBODY, NOBODY, NOBODY, NOBODY
    it.known, it.dispatched, it.closed = math.nan, math.nan, math.nan
    it.first_there, it.crew_there, it.lane_minutes = math.nan, math.nan, math.nan
    it.finisher_there = math.nan
    it.satisfaction, it.error = math.nan, math.nan
    it.fled = mark(key, FLED) < type_.hit_and_run_share
    return int(call)


@lean_kernel
def arise(e: EventLoopTables, kind: int, cell: int, link: int, key: int, time: float) -> int:
    """An incident happens, may block its link, and is reported or not, as those who would call trust."""
    call = new_call(e, kind, cell, link, key, time)
    it, type_, levers = e.calls[call], e.kinds[kind], e.levers[0]
    trust = levers.trust_start if it.caller == NOBODY else e.citizens[it.caller].trust
    share = type_.report_share * (1.0 + levers.trust_reporting * (trust - levers.trust_start))
    it.reported = type_.report_share >= 1.0 or mark(key, REPORT) < share
    if link != NOBODY and mark(key, BLOCK) < type_.block_share:
        block_lane(e, call)
    if not it.reported:
        # Nobody comes: those involved clear the lane themselves, by when they would have given up waiting.
        it.state = CallState.UNREPORTED
        it.closed = time
        schedule(e, time + it.patience, EventKind.LANE_CLEARS, call, it.stamp)
        return call
    delay = -type_.report_delay * math.log(1.0 - mark(key, DELAY))
    schedule(e, time + delay, EventKind.CALL_KNOWN, call, it.stamp)
    return call


@lean_kernel
def become_known(e: EventLoopTables, call: int) -> None:
    """The call comes in, perhaps at a desk that does not serve it; the caller's patience starts to run."""
    it, levers, now = e.calls[call], e.levers[0], e.clock[0].now
    answers = e.rule_table[it.township]
    it.known = now
    wait = levers.call_taking_minutes
    if answers.desks > 1 and mark(it.key, WRONG_DESK) < levers.wrong_desk_share:
        wrong = (it.desk + 1) % answers.desks
        if answers.handover[wrong, it.desk]:
            it.handover_minutes = handover_minutes(e)
            wait += it.handover_minutes
    schedule(e, now + wait, EventKind.CALL_AT_DESK, call, it.stamp)
    if it.patience < LONGEST_RUN:
        schedule(e, now + it.patience, EventKind.PATIENCE_ENDS, call, 0)


@lean_kernel
def reach_desk(e: EventLoopTables, call: int) -> None:
    """The call is in the queue of the desk that serves it, for the first time or after an escalation.

    Where a township's own officers come first, it is offered once more when it may be handed over to others.
    """
    it = e.calls[call]
    if it.state == CallState.ARISEN:
        it.state = CallState.AT_DESK
    join_queue(e, call)
    others_from = it.known + handover_minutes(e)
    township_desk = e.rule_table[it.township].desk_level[it.desk] == DeskLevel.TOWNSHIP
    if township_desk and e.clock[0].now < others_from:
        schedule(e, others_from, EventKind.CALL_AT_DESK, call, it.stamp)


@lean_kernel
def come_back(e: EventLoopTables, parent: int) -> None:
    """A badly closed case returns as a new call, known to be complex."""
    was, now = e.calls[parent], e.clock[0].now
    key = draws.key(was.key, _RETURNED, 0, 0)
    call = new_call(e, was.kind, was.cell, was.link, key, now)
    it = e.calls[call]
    it.is_complex, it.needs, it.parent, it.reported = True, Needs.COMPLEX, parent, True
    it.fled = was.fled
    schedule(e, now, EventKind.CALL_KNOWN, call, it.stamp)
