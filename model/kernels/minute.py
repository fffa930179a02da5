"""Steps 4 to 7 of the minute: one loop over what happens, in the order in which it happens."""

from __future__ import annotations

import numpy as np

from model.core.terms import EventKind
from model.kernels.attendance import arrive, finish_work
from model.kernels.call_life import arise, become_known, come_back, find_on_patrol, lose_patience, reach_desk
from model.kernels.clock import take_first
from model.kernels.duty import begin_slot, choose_duty
from model.kernels.jit import kernel
from model.kernels.matching import offer_queue
from model.kernels.world import World


@kernel
def incidents_arise(w: World, candidates: np.ndarray, until: float) -> int:
    """Step 3: the candidates of this minute happen; returns how many did."""
    clock, arisen = w.clock[0], 0
    while clock.next_candidate < candidates.shape[0]:
        candidate = candidates[clock.next_candidate]
        if candidate.time >= until:
            break
        arise(w, candidate.kind, candidate.cell, candidate.road_class, candidate.key, candidate.time)
        clock.next_candidate += 1
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
        happen(w, event.kind, event.subject, event.stamp)
        while clock.offer_due:
            offer_queue(w)
    clock.now = until


@kernel
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
    elif kind == EventKind.FOUND_ON_PATROL:
        officer, found = subject // w.kinds.shape[0], subject % w.kinds.shape[0]
        if w.officers[officer].stamp == stamp:
            find_on_patrol(w, officer, found)
