"""One look at the county at a tick."""

from __future__ import annotations

import numpy as np

from jiaosuo.model.core.terms import CallState
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import World
from jiaosuo.model.kernels.roads.tables import Roads


@lean_kernel
def observe(w: World, r: Roads, ticks: np.ndarray, minute: int) -> None:
    """Write the row of a minute: calls waiting and open, vehicles on the road, officers by duty."""
    tick, clock = ticks[minute], w.clock[0]
    tick.minute, tick.waiting, tick.vehicles_on_road = minute, clock.waiting, r.clock[0].on_road
    while clock.oldest_open < clock.calls and w.calls[clock.oldest_open].state >= CallState.CLEARED:
        clock.oldest_open += 1
    tick.open = 0
    for call in range(clock.oldest_open, clock.calls):
        if w.calls[call].state < CallState.CLEARED:
            tick.open += 1
    for officer in range(w.officers.shape[0]):
        tick.officers[w.officers[officer].duty] += 1
