"""The minute once more, with a watch in hand: what `minute.live` does, and the CPU time of each line of it.

The clock is the thread's own, so that other programs on the machine do not count. It is read some ten times
a minute, which costs less than it measures; the machine code is not kept, so that no plain run pays for it.
"""

from __future__ import annotations

import ctypes
import math
import time

import numpy as np

from jiaosuo.model.core.terms import EventKind, word
from jiaosuo.model.kernels.base.event_list import take_first
from jiaosuo.model.kernels.base.jit import uncached_kernel
from jiaosuo.model.kernels.base.tables import World
from jiaosuo.model.kernels.calls.road_incidents import staff_junctions
from jiaosuo.model.kernels.officers.dispatch import offer_queue
from jiaosuo.model.kernels.roads.link_queues import tally
from jiaosuo.model.kernels.roads.tables import Roads
from jiaosuo.model.kernels.roads.traffic import QUARTER, flow, take_stock, try_pending
from jiaosuo.model.kernels.step.events import happen, incidents_arise
from jiaosuo.model.kernels.step.minute import has_room
from jiaosuo.model.kernels.step.observe import observe

_CROSSINGS, _STOCK, _INCIDENTS, _OFFERS, _POSTS, _OBSERVED = range(6)
_EVENTS = 6
LINES = (
    "traffic: departures and crossings",
    "traffic: the roads take stock, and plan again",
    "incidents arise",
    "desks offer calls to officers",
    "posts are staffed",
    "the minute is observed",
    *(f"event: {word(kind)}" for kind in EventKind),
)
"""What is told apart, a row each of `spent`."""

_read_clock = ctypes.CDLL(None).clock_gettime
_read_clock.argtypes, _read_clock.restype = [ctypes.c_int, ctypes.c_void_p], ctypes.c_int
_CLOCK = int(time.CLOCK_THREAD_CPUTIME_ID)


@uncached_kernel
def _now(dial: np.ndarray) -> int:
    _read_clock(_CLOCK, dial.ctypes)
    return int(dial[0] * 1_000_000_000 + dial[1])


@uncached_kernel
def _lap(spent: np.ndarray, line: int, dial: np.ndarray) -> None:
    """Add the time since the last lap to a line; `dial` (3,): seconds and nanoseconds read, then the last."""
    now = _now(dial)
    spent[line, 0] += now - dial[2]
    spent[line, 1] += 1
    dial[2] = now


@uncached_kernel
def nanoseconds_a_lap(laps: int) -> float:
    """What reading the clock costs, and counts in every lap."""
    dial, spent = np.zeros(3, np.int64), np.zeros((1, 2), np.int64)
    dial[2] = _now(dial)
    for _ in range(laps):
        _lap(spent, 0, dial)
    return float(spent[0, 0] / laps)


@uncached_kernel
def live_watched(
    r: Roads, w: World, candidates: np.ndarray, ticks: np.ndarray, minute: int, until: int, spent: np.ndarray
) -> int:
    """As `minute.live`; adds nanoseconds and laps of each line to `spent` (lines, 2)."""
    dial = np.zeros(3, np.int64)
    dial[2] = _now(dial)
    while minute < until and minute < ticks.shape[0] and has_room(w, candidates.shape[0]):
        end = minute + 1.0
        _traffic(r, end, spent, dial)
        incidents_arise(w, candidates, end)
        _lap(spent, _INCIDENTS, dial)
        _events(w, end, spent, dial)
        observe(w, r, ticks, minute)
        _lap(spent, _OBSERVED, dial)
        minute += 1
    return minute


@uncached_kernel
def _traffic(r: Roads, until: float, spent: np.ndarray, dial: np.ndarray) -> None:
    """As `run_traffic`."""
    clock = r.clock[0]
    while clock.now < until:
        minute = math.floor(clock.now + 1e-9) + 1.0
        try_pending(r)
        flow(r, minute)
        clock.now = minute
        tally(r)
        _lap(spent, _CROSSINGS, dial)
        if minute % QUARTER == 0.0:
            take_stock(r)
            _lap(spent, _STOCK, dial)


@uncached_kernel
def _events(w: World, until: float, spent: np.ndarray, dial: np.ndarray) -> None:
    """As `run_events`."""
    clock = w.clock[0]
    while clock.events > 0 and w.events[0].time < until:
        row = take_first(w)
        event = w.events[row]
        clock.now = max(clock.now, event.time)
        clock.happened += 1
        kind = event.kind
        happen(w, kind, event.subject, event.stamp)
        _lap(spent, _EVENTS + kind, dial)
        while clock.offer_due:
            offer_queue(w)
            _lap(spent, _OFFERS, dial)
    clock.now = until
    staff_junctions(w)
    _lap(spent, _POSTS, dial)
