"""Steps 3 to 7 of the minute: incidents arise, and one loop handles events in the order of their times.

One loop, because passes over a minute, calls first and officers after, disagree about what came first
(docs/decisions/0002-one-event-loop.md).
"""

from __future__ import annotations

import numpy as np

from jiaosuo.model.core.terms import Basis, EventKind
from jiaosuo.model.kernels.base.event_list import take_first
from jiaosuo.model.kernels.base.jit import inner_kernel, lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.calls.closing import lose_patience
from jiaosuo.model.kernels.calls.files import close_file, fall_late
from jiaosuo.model.kernels.calls.lifecycle import arise, become_known, come_back, reach_desk
from jiaosuo.model.kernels.calls.on_scene import arrive, find_on_patrol, finish_work
from jiaosuo.model.kernels.calls.quality import send_back
from jiaosuo.model.kernels.calls.road_incidents import (
    clear_lane,
    happens,
    is_jam,
    is_secondary,
    key_of,
    staff_junctions,
)
from jiaosuo.model.kernels.officers.booked import settle_session
from jiaosuo.model.kernels.officers.dispatch import offer_again, offer_queue
from jiaosuo.model.kernels.officers.duty import begin_slot, choose_duty

QUARTER = 15


@lean_kernel
def incidents_arise(e: EventLoopTables, candidates: np.ndarray, until: float) -> int:
    """Step 3: the candidates of this minute happen; returns how many did."""
    clock, arisen = e.clock[0], 0
    while clock.next_candidate < candidates.shape[0]:
        candidate = candidates[clock.next_candidate]
        if candidate.time >= until:
            break
        it = candidate
        if happens(e, it.kind, it.entity, it.cell, it.height, it.rate, it.time):
            call = arise(e, it.kind, it.cell, it.link, it.key, it.time)
            arisen += int(call >= 0)
        clock.next_candidate += 1
    return arisen + roadside_incidents(e, until)


@lean_kernel
def roadside_incidents(e: EventLoopTables, until: float) -> int:
    """Secondary crashes at blocked lanes, and calls from standing queues; returns how many."""
    arisen, minute = 0, int(until) - 1
    # Lanes that these crashes block are listed behind, beyond the range: none brings another at once.
    for row in range(e.clock[0].blocked):
        link = e.blocked[row]
        for kind in range(e.kinds.shape[0]):
            if is_secondary(e, kind, link, minute):
                call = arise(e, kind, e.links[link].tail, link, key_of(e, kind, link, minute), until - 1.0)
                e.calls[call].secondary = True
                arisen += 1
    if minute % QUARTER != 0:
        return arisen
    for kind in range(e.kinds.shape[0]):
        if e.kinds[kind].basis == Basis.QUEUE:
            for link in range(e.links.shape[0]):
                if is_jam(e, kind, link, minute // QUARTER):
                    # Below zero, where no minute of a secondary crash is: the two share a stream of keys.
                    arise(e, kind, e.links[link].tail, link, key_of(e, kind, link, -minute - 1), until - 1.0)
                    arisen += 1
    return arisen


@inner_kernel
def run_events(e: EventLoopTables, until: float) -> None:
    """Handle all events before `until`; desks offer their calls again whenever something has changed."""
    clock = e.clock[0]
    while clock.events > 0 and e.events[0].time < until:
        row = take_first(e)
        event = e.events[row]
        clock.now = max(clock.now, event.time)
        clock.happened += 1
        handle(e, event.kind, event.subject, event.stamp)
        while clock.offer_due:  # a diversion puts a call back, and so makes another round due
            offer_queue(e)
    clock.now = until
    staff_junctions(e)


@lean_kernel
def handle(e: EventLoopTables, kind: int, subject: int, stamp: int) -> None:
    """Handle one event. Those of officers and of work carry a stamp, void once their subject has moved on."""
    if kind == EventKind.CALL_KNOWN:
        become_known(e, subject)
    elif kind == EventKind.CALL_AT_DESK:
        reach_desk(e, subject)
    elif kind == EventKind.PATIENCE_ENDS:
        lose_patience(e, subject)
    elif kind == EventKind.OFFICER_ARRIVES:
        if e.officers[subject].stamp == stamp:
            arrive(e, subject)
    elif kind == EventKind.WORK_DONE:
        if e.calls[subject].stamp == stamp:
            finish_work(e, subject)
    elif kind == EventKind.PAPERWORK_DONE:
        if e.officers[subject].stamp == stamp:
            e.officers[subject].paperwork_due = 0.0
            choose_duty(e, subject)
            e.clock[0].offer_due = True
    elif kind == EventKind.SESSION_DONE:
        if e.officers[subject].stamp == stamp:
            settle_session(e, subject, e.officers[subject].pledged)
            choose_duty(e, subject)
            offer_again(e, subject)
    elif kind == EventKind.FILE_DONE:
        if e.officers[subject].stamp == stamp:
            close_file(e, subject)
            offer_again(e, subject)
    elif kind == EventKind.FILE_LATE:
        fall_late(e, subject)
    elif kind == EventKind.SLOT_BEGINS:
        begin_slot(e)
    elif kind == EventKind.CALL_RETURNS:
        come_back(e, subject)
    elif kind == EventKind.SENT_BACK:
        send_back(e, subject)
    elif kind == EventKind.LANE_CLEARS:
        if e.calls[subject].stamp == stamp:
            clear_lane(e, subject)
    elif kind == EventKind.FOUND_ON_PATROL:
        officer, found = subject // e.kinds.shape[0], subject % e.kinds.shape[0]
        if e.officers[officer].stamp == stamp:
            find_on_patrol(e, officer, found)
