"""What is recorded of the county at the end of each minute."""

from __future__ import annotations

import numpy as np

from jiaosuo.model.core.terms import CallState
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.roads.tables import TrafficTables


@lean_kernel
def observe(e: EventLoopTables, t: TrafficTables, ticks: np.ndarray, minute: int) -> None:
    """Write the row of a minute: calls waiting and open, vehicles on the road, officers by duty."""
    tick, clock = ticks[minute], e.clock[0]
    tick.minute, tick.waiting, tick.vehicles_on_road = minute, clock.waiting, t.clock[0].on_road
    while clock.oldest_open < clock.calls and e.calls[clock.oldest_open].state >= CallState.CLEARED:
        clock.oldest_open += 1
    # Calls close in another order than they arise, but none before the oldest open one is open: begin there.
    tick.open = 0
    for call in range(clock.oldest_open, clock.calls):
        if e.calls[call].state < CallState.CLEARED:
            tick.open += 1
    for officer in range(e.officers.shape[0]):
        tick.officers[e.officers[officer].duty] += 1
