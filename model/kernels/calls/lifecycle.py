"""The early life of a call: it arises, is known, reaches a desk, or is given up; some are found on patrol."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from jiaosuo.model.core.terms import NOBODY, CallState, DeskLevel, Duty, EventKind, HandlingLaw, Needs
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import World
from jiaosuo.model.kernels.calls.on_scene import arrive, caller_of, close, mark, release_crew
from jiaosuo.model.kernels.calls.road_incidents import block_lane
from jiaosuo.model.kernels.officers.deterrence import make_stop
from jiaosuo.model.kernels.officers.dispatch import handover_minutes, join_queue
from jiaosuo.model.kernels.officers.movement import set_duty

_FOUND, _RETURNED = draws.process("found"), draws.process("returned")

COMPLEX, TELLS, HANDLING, PATIENCE, DELAY, REPORT, CALLER, WRONG_DESK, RIGHT, REVIEW, RETURN, BLOCK = range(
    12
)
"""Numbers of a candidate's marks; add at the end."""


LONGEST_RUN = 3_660 * MINUTES_A_DAY
"""Minutes; patience that outlasts any run is no event, or a queue without end would be a list without end."""


@lean_kernel
def new_call(w: World, kind: int, cell: int, link: int, key: int, time: float) -> int:
    """Open a row for an incident with the marks of its key; everything else about it is not yet so."""
    clock, type_ = w.clock[0], w.kinds[kind]
    call = clock.calls
    clock.calls += 1
    it = w.calls[call]
    it.key, it.kind, it.cell, it.link, it.arose = key, kind, cell, link, time
    it.road_class = w.cells[cell].road_class if link == NOBODY else w.links[link].road_class
    it.domain, it.priority, it.officers_needed = type_.domain, type_.priority, type_.officers_needed
    it.township, it.area = w.cells[cell].township, w.cells[cell].area
    it.is_complex, tells, it.expert_minutes, it.patience = nature(type_, key)
    it.needs = Needs.COMPLEX if tells else Needs.SIMPLE
    it.right_chance, it.review_chance = mark(key, RIGHT), mark(key, REVIEW)
    it.return_chance = mark(key, RETURN)
    it.caller = caller_of(w, cell, mark(key, CALLER))
    it.desk = w.rule_table[it.township].desk_of[it.domain]
    it.lead, it.helper, it.parent = NOBODY, NOBODY, NOBODY
    it.known, it.dispatched, it.closed = math.nan, math.nan, math.nan
    it.first_there, it.crew_there, it.lane_minutes = math.nan, math.nan, math.nan
    it.satisfaction = math.nan
    return int(call)


@lean_kernel
def nature(type_: Any, key: int) -> tuple[bool, bool, float, float]:
    """(complex, complex and the caller can tell, expert minutes, patience) of the candidate with this key."""
    is_complex = mark(key, COMPLEX) < type_.complex_share
    tells = is_complex and mark(key, TELLS) < type_.caller_knows
    minutes = expert_minutes(type_.law, type_.handling_minutes, type_.handling_cv, key)
    patience = draws.lognormal(type_.patience_minutes, type_.patience_cv, draws.normal(key, 1, 0, PATIENCE))
    return is_complex, tells, minutes, patience


@lean_kernel
def mark_candidates(kinds: np.ndarray, candidates: np.ndarray) -> None:
    """Write the nature of each candidate beside it, for the world's digest; calls find it by their key."""
    for row in range(candidates.shape[0]):
        it = candidates[row]
        it.is_complex, it.tells, it.expert_minutes, it.patience = nature(kinds[it.kind], it.key)


@lean_kernel
def expert_minutes(law: int, mean: float, cv: float, key: int) -> float:
    """The time an expert needs for the candidate with this key."""
    if law == HandlingLaw.EXPONENTIAL:
        return -mean * math.log(1.0 - mark(key, HANDLING))
    return draws.lognormal(mean, cv, draws.normal(key, 1, 0, HANDLING))


@lean_kernel
def arise(w: World, kind: int, cell: int, link: int, key: int, time: float) -> int:
    """An incident happens, may block its link, and is reported or not, as those who would call trust."""
    call = new_call(w, kind, cell, link, key, time)
    it, type_, levers = w.calls[call], w.kinds[kind], w.levers[0]
    trust = levers.trust_start if it.caller == NOBODY else w.citizens[it.caller].trust
    share = type_.report_share * (1.0 + levers.trust_reporting * (trust - levers.trust_start))
    it.reported = type_.report_share >= 1.0 or mark(key, REPORT) < share
    if link != NOBODY and mark(key, BLOCK) < type_.block_share:
        block_lane(w, call)
    if not it.reported:
        it.state = CallState.UNREPORTED
        it.closed = time
        schedule(w, time + it.patience, EventKind.LANE_CLEARS, call, it.stamp)
        return call
    delay = -type_.report_delay * math.log(1.0 - mark(key, DELAY))
    schedule(w, time + delay, EventKind.CALL_KNOWN, call, it.stamp)
    return call


@lean_kernel
def become_known(w: World, call: int) -> None:
    """The call comes in, perhaps at a desk that does not serve it; the caller's patience starts to run."""
    it, levers, now = w.calls[call], w.levers[0], w.clock[0].now
    answers = w.rule_table[it.township]
    it.known = now
    wait = levers.call_taking_minutes
    if answers.desks > 1 and mark(it.key, WRONG_DESK) < levers.wrong_desk_share:
        wrong = (it.desk + 1) % answers.desks
        if answers.handover[wrong, it.desk]:
            it.handover_minutes = handover_minutes(w)
            wait += it.handover_minutes
    schedule(w, now + wait, EventKind.CALL_AT_DESK, call, it.stamp)
    if it.patience < LONGEST_RUN:
        schedule(w, now + it.patience, EventKind.PATIENCE_ENDS, call, 0)


@lean_kernel
def reach_desk(w: World, call: int) -> None:
    """The call is in line at the desk that serves it, for the first time or after an escalation."""
    it = w.calls[call]
    if it.state == CallState.ARISEN:
        it.state = CallState.AT_DESK
    join_queue(w, call)
    others_from = it.known + handover_minutes(w)
    township_desk = w.rule_table[it.township].desk_level[it.desk] == DeskLevel.TOWNSHIP
    if township_desk and w.clock[0].now < others_from:
        schedule(w, others_from, EventKind.CALL_AT_DESK, call, it.stamp)


@lean_kernel
def lose_patience(w: World, call: int) -> None:
    """If nobody has come yet, the caller gives up and those on the way turn round."""
    it = w.calls[call]
    if it.state > CallState.ASSIGNED or not math.isnan(it.first_there):
        return
    close(w, call, CallState.GAVE_UP)
    release_crew(w, call)


@lean_kernel
def come_back(w: World, parent: int) -> None:
    """A badly closed case returns as a new call, known to be complex."""
    was, now = w.calls[parent], w.clock[0].now
    key = draws.key(was.key, _RETURNED, 0, 0)
    call = new_call(w, was.kind, was.cell, was.link, key, now)
    it = w.calls[call]
    it.is_complex, it.needs, it.parent, it.reported = True, Needs.COMPLEX, parent, True
    schedule(w, now, EventKind.CALL_KNOWN, call, it.stamp)


@lean_kernel
def find_on_patrol(w: World, officer: int, kind: int) -> None:
    """An officer on the beat meets a violation and deals with it on the spot, unless a companion just has."""
    me, now, calls = w.officers[officer], w.clock[0].now, w.clock[0].calls
    key = draws.key(w.clock[0].seed, _FOUND, me.cell, int(now * 1000.0))
    if calls > 0 and w.calls[calls - 1].key == key:
        return
    call = new_call(w, kind, me.cell, NOBODY, key, now)
    make_stop(w, me.cell)
    it = w.calls[call]
    it.on_patrol, it.reported, it.state = True, True, CallState.ASSIGNED
    it.known, it.dispatched, it.lead = now, now, officer
    set_duty(w, officer, Duty.TO_CALL)
    me.call = call
    arrive(w, officer)
