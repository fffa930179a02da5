"""The minute, as a table of contents; many of them at once cost little more than their work.

Handing all tables to a kernel costs as much as a quiet minute, so a stretch of minutes is simulated in one
call. The results are those of one call a minute, to the bit.
"""

from __future__ import annotations

import numpy as np

from jiaosuo.model.kernels.base.jit import kernel, lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.roads.tables import TrafficTables
from jiaosuo.model.kernels.roads.traffic import run_traffic
from jiaosuo.model.kernels.step.events import incidents_arise, run_events
from jiaosuo.model.kernels.step.observe import observe

EVENTS_PER_OFFICER = 40
"""Room on the list of events for each officer and minute: visits of a beat slot are scheduled ahead."""

ROADSIDE_CALLS = 64
"""Room for calls of each kind that standing queues may bring in one minute."""

LOG_ROOM = 4_096


@kernel
def advance(
    t: TrafficTables, e: EventLoopTables, candidates: np.ndarray, ticks: np.ndarray, minute: int, until: int
) -> int:
    """Simulate from `minute` to `until`, or as long as the tables have room; returns the minute reached.

    `ticks` (minutes,) has a row for each minute since the county began.
    """
    while minute < until and minute < ticks.shape[0] and tables_have_room(e, candidates.shape[0]):
        end = minute + 1.0
        run_traffic(t, end)
        incidents_arise(e, candidates, end)
        run_events(e, end)
        observe(e, t, ticks, minute)
        minute += 1
    return minute


@lean_kernel
def tables_have_room(e: EventLoopTables, happening: int) -> bool:
    """Whether every table has room for what one minute can bring."""
    blocked, events, calls, waiting, log, files = room_needed(e, happening)
    return bool(
        e.blocked.shape[0] >= blocked
        and e.events.shape[0] >= events
        and e.calls.shape[0] >= calls
        and e.waiting.shape[0] >= waiting
        and e.log.shape[0] >= log
        and e.files.shape[0] >= files
    )


@lean_kernel
def room_needed(e: EventLoopTables, happening: int) -> tuple[int, int, int, int, int, int]:
    """Rows that blocked, events, calls, waiting, log and files need for one minute: no kernel grows a table.

    `happening` is how many candidates the day has: at worst all in one minute. The bounds are generous,
    because a row too few is written beyond the end of a table, unseen: kernels check no index.
    """
    clock, officers = e.clock[0], e.officers.shape[0]
    happening += e.kinds.shape[0] * (clock.blocked + ROADSIDE_CALLS)
    busy = clock.waiting + officers + happening + 64
    return (
        clock.blocked + happening + 64,
        clock.events + EVENTS_PER_OFFICER * officers + 4 * busy + 256,
        clock.calls + happening + 4 * officers + 512,
        clock.waiting + happening + 4 * officers + 1_024,
        clock.logged + 16 * officers + LOG_ROOM if clock.logging else 0,
        clock.files + 4 * officers + 64,
    )
