"""One look at the county at a tick."""

from __future__ import annotations

import numpy as np

from model.core.terms import CallState
from model.kernels.jit import lean_kernel
from model.kernels.world import World


@lean_kernel
def observe(w: World, ticks: np.ndarray, row: int) -> None:
    """Write calls waiting and open, and officers by duty, to a row of `ticks`; old calls are passed over."""
    tick, clock = ticks[row], w.clock[0]
    tick.waiting = clock.waiting
    while clock.oldest_open < clock.calls and w.calls[clock.oldest_open].state >= CallState.CLEARED:
        clock.oldest_open += 1
    tick.open = 0
    for call in range(clock.oldest_open, clock.calls):
        if w.calls[call].state < CallState.CLEARED:
            tick.open += 1
    for officer in range(w.officers.shape[0]):
        tick.officers[w.officers[officer].duty] += 1
