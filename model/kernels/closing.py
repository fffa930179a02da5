"""Books closed at a moment without touching the run."""

from __future__ import annotations

import numpy as np

from model.kernels.jit import kernel


@kernel
def close_books(officers: np.ndarray, duty_minutes: np.ndarray, end: float) -> np.ndarray:
    """Minutes by officer and duty up to `end`, the running duty included; each row adds up to `end`."""
    closed = duty_minutes.copy()
    for officer in range(officers.shape[0]):
        me = officers[officer]
        closed[officer, me.duty] += end - me.since
    return closed
