"""Deterrence: what has been seen of the police near a cell, and how much rarer it makes what it deters.

Seeing a marked unit and being stopped by an officer with authority are two things; both fade in time and in
distance, and their effect saturates (Hauer 1982; Elvik 2001; Erke, Goldenbeld & Vaa 2008).
"""

from __future__ import annotations

import math

from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables

DAY = float(MINUTES_A_DAY)
FARTHEST = 3.0
"""Halos are counted up to so many times their distance."""


@lean_kernel
def fading(minutes: float, half_life: float) -> float:
    """What is left of an impression after so many minutes."""
    return math.exp(-math.log(2.0) * max(0.0, minutes) / half_life)


@lean_kernel
def be_seen(e: EventLoopTables, cell: int, minutes: float) -> None:
    """A marked unit has been in a cell for so long, up to now."""
    it, now = e.presence[cell], e.clock[0].now
    it.sight = it.sight * fading(now - it.sight_at, e.levers[0].sight_half_life) + minutes
    it.sight_at = now


@lean_kernel
def make_stop(e: EventLoopTables, cell: int) -> None:
    """An officer with authority has stopped somebody in a cell."""
    it, now = e.presence[cell], e.clock[0].now
    it.stops = it.stops * fading(now - it.stops_at, e.levers[0].stops_half_life * DAY) + 1.0
    it.stops_at = now


@lean_kernel
def deterrence(e: EventLoopTables, kind: int, cell: int, time: float) -> float:
    """What is left of the rate of a kind at a cell under the eyes of the police, from the floor to 1."""
    by_sight, by_stops = e.kinds[kind].deterred_by_sight, e.kinds[kind].deterred_by_stops
    levers = e.levers[0]
    if levers.deterrence_strength * (by_sight + by_stops) <= 0.0:
        return 1.0
    sight, stops = 0.0, 0.0
    here = e.cells[cell]
    reach = FARTHEST * levers.halo_km
    for other in range(e.presence.shape[0]):
        it = e.presence[other]
        if it.sight <= 0.0 and it.stops <= 0.0:
            continue
        east, north = e.cells[other].x_km - here.x_km, e.cells[other].y_km - here.y_km
        if abs(east) > reach or abs(north) > reach:
            continue
        # The square test above spares most cells this exponential.
        near = math.exp(-math.hypot(east, north) / levers.halo_km)
        sight += near * it.sight * fading(time - it.sight_at, levers.sight_half_life)
        stops += near * it.stops * fading(time - it.stops_at, levers.stops_half_life * DAY)
    left = by_sight * math.log(1.0 + sight / levers.sight_scale)
    left += by_stops * math.log(1.0 + stops / levers.stops_scale)
    return float(max(levers.deterrence_floor, math.exp(-levers.deterrence_strength * left)))
