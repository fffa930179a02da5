"""The minute once more, timed: what `minute.advance` does, and the CPU time of each of its lines.

The clock is the thread's own, so that other programs on the machine do not count. It is read some ten times
a minute, which costs less than it measures. The loops of `minute`, `traffic` and `events` are repeated here
rather than asked whether somebody is timing, so that no plain run pays for it; a test holds both to the same
county. Machine code is not kept, as it holds the address of the C library's clock in this process.
"""

from __future__ import annotations

import ctypes
import math
import time

import numpy as np

from jiaosuo.model.core.terms import EventKind, word
from jiaosuo.model.kernels.base.event_list import take_first
from jiaosuo.model.kernels.base.jit import uncached_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.calls.road_incidents import staff_junctions
from jiaosuo.model.kernels.officers.dispatch import offer_queue
from jiaosuo.model.kernels.roads.link_queues import accumulate_vehicle_minutes
from jiaosuo.model.kernels.roads.tables import QUARTER, TrafficTables
from jiaosuo.model.kernels.roads.traffic import move_vehicles, retry_departures, update_links
from jiaosuo.model.kernels.step.events import handle, incidents_arise
from jiaosuo.model.kernels.step.minute import tables_have_room
from jiaosuo.model.kernels.step.observe import observe

_CROSSINGS, _UPDATES, _INCIDENTS, _OFFERS, _POSTS, _OBSERVED = range(6)
_EVENTS = 6
LINES = (
    "traffic: departures and crossings",
    "traffic: links are updated, travel times published",
    "incidents arise",
    "desks offer calls to officers",
    "posts are staffed",
    "the minute is observed",
    *(f"event: {word(kind)}" for kind in EventKind),
)
"""What is timed, a row each of `spent`."""

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
def advance_timed(
    t: TrafficTables,
    e: EventLoopTables,
    candidates: np.ndarray,
    ticks: np.ndarray,
    minute: int,
    until: int,
    spent: np.ndarray,
) -> int:
    """As `minute.advance`; adds nanoseconds and laps of each line to `spent` (lines, 2)."""
    dial = np.zeros(3, np.int64)
    dial[2] = _now(dial)
    while minute < until and minute < ticks.shape[0] and tables_have_room(e, candidates.shape[0]):
        end = minute + 1.0
        _traffic(t, end, spent, dial)
        incidents_arise(e, candidates, end)
        _lap(spent, _INCIDENTS, dial)
        _events(e, end, spent, dial)
        observe(e, t, ticks, minute)
        _lap(spent, _OBSERVED, dial)
        minute += 1
    return minute


@uncached_kernel
def _traffic(t: TrafficTables, until: float, spent: np.ndarray, dial: np.ndarray) -> None:
    """As `run_traffic`."""
    clock = t.clock[0]
    while clock.now < until:
        minute = math.floor(clock.now + 1e-9) + 1.0
        retry_departures(t)
        move_vehicles(t, minute)
        clock.now = minute
        accumulate_vehicle_minutes(t)
        _lap(spent, _CROSSINGS, dial)
        if minute % QUARTER == 0.0:
            update_links(t)
            _lap(spent, _UPDATES, dial)


@uncached_kernel
def _events(e: EventLoopTables, until: float, spent: np.ndarray, dial: np.ndarray) -> None:
    """As `run_events`."""
    clock = e.clock[0]
    while clock.events > 0 and e.events[0].time < until:
        row = take_first(e)
        event = e.events[row]
        clock.now = max(clock.now, event.time)
        clock.happened += 1
        kind = event.kind  # read before the event is handled: what that schedules may overwrite the row
        handle(e, kind, event.subject, event.stamp)
        _lap(spent, _EVENTS + kind, dial)
        while clock.offer_due:
            offer_queue(e)
            _lap(spent, _OFFERS, dial)
    clock.now = until
    staff_junctions(e)
    _lap(spent, _POSTS, dial)
