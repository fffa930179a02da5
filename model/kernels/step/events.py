"""Steps 4 to 7 of the minute: one loop over what happens, in the order in which it happens."""

from __future__ import annotations

import numpy as np

from jiaosuo.model.core.terms import Basis, EventKind
from jiaosuo.model.kernels.base.event_list import take_first
from jiaosuo.model.kernels.base.jit import kernel, lean_kernel
from jiaosuo.model.kernels.base.tables import World
from jiaosuo.model.kernels.calls.lifecycle import (
    arise,
    become_known,
    come_back,
    find_on_patrol,
    lose_patience,
    reach_desk,
)
from jiaosuo.model.kernels.calls.on_scene import arrive, finish_work
from jiaosuo.model.kernels.calls.road_incidents import (
    clear_lane,
    happens,
    is_jam,
    is_secondary,
    key_of,
    staff_junctions,
)
from jiaosuo.model.kernels.officers.dispatch import offer_queue
from jiaosuo.model.kernels.officers.duty import begin_slot, choose_duty

QUARTER = 15


@lean_kernel
def incidents_arise(w: World, candidates: np.ndarray, until: float) -> int:
    """Step 3: the candidates of this minute happen; returns how many did."""
    clock, arisen = w.clock[0], 0
    while clock.next_candidate < candidates.shape[0]:
        candidate = candidates[clock.next_candidate]
        if candidate.time >= until:
            break
        it = candidate
        if happens(w, it.kind, it.entity, it.cell, it.height, it.rate, it.time):
            call = arise(w, it.kind, it.cell, it.link, it.key, it.time)
            arisen += int(call >= 0)
        clock.next_candidate += 1
    return arisen + roads_bring(w, until)


@lean_kernel
def roads_bring(w: World, until: float) -> int:
    """Secondary crashes at blocked lanes, and calls from standing queues; returns how many."""
    arisen, minute = 0, int(until) - 1
    for place in range(w.clock[0].blocked):
        link = w.blocked[place]
        for kind in range(w.kinds.shape[0]):
            if is_secondary(w, kind, link, minute):
                call = arise(w, kind, w.links[link].tail, link, key_of(w, kind, link, minute), until - 1.0)
                w.calls[call].secondary = True
                arisen += 1
    if minute % QUARTER != 0:
        return arisen
    for kind in range(w.kinds.shape[0]):
        if w.kinds[kind].basis == Basis.QUEUE:
            for link in range(w.links.shape[0]):
                if is_jam(w, kind, link, minute // QUARTER):
                    arise(w, kind, w.links[link].tail, link, key_of(w, kind, link, -minute - 1), until - 1.0)
                    arisen += 1
    return arisen


@kernel
def run_events(w: World, until: float) -> None:
    """Let all happen that happens before `until`; desks match again whenever something has changed."""
    clock = w.clock[0]
    while clock.events > 0 and w.events[0].time < until:
        row = take_first(w)
        event = w.events[row]
        clock.now = max(clock.now, event.time)
        clock.happened += 1
        happen(w, event.kind, event.subject, event.stamp)
        while clock.offer_due:
            offer_queue(w)
    clock.now = until
    staff_junctions(w)


@lean_kernel
def happen(w: World, kind: int, subject: int, stamp: int) -> None:
    """One event. Those of officers and of work carry a stamp, void once their subject has moved on."""
    if kind == EventKind.CALL_KNOWN:
        become_known(w, subject)
    elif kind == EventKind.CALL_AT_DESK:
        reach_desk(w, subject)
    elif kind == EventKind.PATIENCE_ENDS:
        lose_patience(w, subject)
    elif kind == EventKind.OFFICER_ARRIVES:
        if w.officers[subject].stamp == stamp:
            arrive(w, subject)
    elif kind == EventKind.WORK_DONE:
        if w.calls[subject].stamp == stamp:
            finish_work(w, subject)
    elif kind == EventKind.PAPERWORK_DONE:
        if w.officers[subject].stamp == stamp:
            w.officers[subject].paperwork_due = 0.0
            choose_duty(w, subject)
            w.clock[0].offer_due = True
    elif kind == EventKind.SLOT_BEGINS:
        begin_slot(w)
    elif kind == EventKind.CALL_RETURNS:
        come_back(w, subject)
    elif kind == EventKind.LANE_CLEARS:
        if w.calls[subject].stamp == stamp:
            clear_lane(w, subject)
    elif kind == EventKind.FOUND_ON_PATROL:
        officer, found = subject // w.kinds.shape[0], subject % w.kinds.shape[0]
        if w.officers[officer].stamp == stamp:
            find_on_patrol(w, officer, found)
