"""Arrivals: candidate incidents as points of a Poisson process, of which those below the rate happen.

The points lie in the plane of time and height above each entity, a cell or a link. It is cut into layers that
double in height up to a step, and the points of a layer are keyed by (entity, day, layer). A higher rate
uncovers more layers and moves no point, so candidates are nested in every lever, under no ceiling but the
rate itself (thinning, Lewis & Shedler 1979). Thinning below one fixed ceiling would not do: a lever may
exceed any ceiling, and a high one costs a thousand points for each that happens.
"""

from __future__ import annotations

import numpy as np

from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.jit import kernel

DAY, HOUR = float(MINUTES_A_DAY), float(MINUTES_AN_HOUR)
FIRST_LAYER = 1.0 / 64.0
"""Height of the lowest layer, incidents a day: low, so that quiet cells cost one draw."""

HIGHEST_STEP = 256.0
"""Layers stop doubling here, so that a layer's count stays within reach of inversion."""

MOST_LAYERS, MOST_POINTS = 4096, 4096
_COUNT, _TIME, _HEIGHT, _KEY = (
    draws.process(f"candidate {name}") for name in ("count", "time", "height", "key")
)


@kernel
def draw_day(
    seed: int, process: int, rates: np.ndarray, hours: np.ndarray, day: int, found: np.ndarray, room: int
) -> int:
    """The candidates of one kind on one day: writes rows of `found` and returns how many.

    Written: time, entity, key, height and the rate it lies below. `rates` (entities, 2) a day, by night and
    in working hours; `hours` (24,) weights of mean 1. Rows beyond `room` are counted and not written, so the
    caller can grow the table and ask again.
    """
    peak = hours.max()
    count = 0
    for entity in range(rates.shape[0]):
        ceiling = max(rates[entity, 0], rates[entity, 1]) * peak
        low, high, layer = 0.0, FIRST_LAYER, 0
        while low < ceiling and layer < MOST_LAYERS:
            # A point's number does not depend on how many points lie in the layers below it.
            index = (day * MOST_LAYERS + layer) * MOST_POINTS
            points = draws.poisson(high - low, draws.uniform(seed ^ process, _COUNT, entity, index))
            for point in range(points):
                hour_of_day = float(HOURS_A_DAY) * draws.uniform(seed ^ process, _TIME, entity, index + point)
                height = low + (high - low) * draws.uniform(seed ^ process, _HEIGHT, entity, index + point)
                hour = int(hour_of_day)
                working = 1 if 8 <= hour < 18 else 0
                rate = rates[entity, working] * hours[hour]
                if height < rate:
                    # Counted in any case: the caller grows the table and asks for the same points again.
                    if count < room:
                        row = found[count]
                        row.time = day * DAY + hour_of_day * HOUR
                        row.entity = entity
                        row.height, row.rate = height, rate
                        row.key = draws.key(seed ^ process, _KEY, entity, index + point)
                    count += 1
            low, high, layer = high, high + min(high, HIGHEST_STEP), layer + 1
    return count
