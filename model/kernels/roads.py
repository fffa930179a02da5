"""Vehicles on roads with fixed speeds: parked, on a planned trip, parked again."""

from __future__ import annotations

import numpy as np

from model.kernels.jit import kernel


@kernel
def move_vehicles(
    vehicles: np.ndarray,
    trips: np.ndarray,
    leaving: np.ndarray,
    by_arrival: np.ndarray,
    arriving: np.ndarray,
    minute: int,
) -> int:
    """Start the trips of one minute of the day and end those that arrive in it.

    Returns the vehicles set in motion less those parked. `trips` is sorted by departure; `leaving` and
    `arriving` (1441,) give where each minute's trips begin, the latter in the order `by_arrival`. Only
    vehicles that move are touched.
    """
    change = 0
    for place in range(arriving[minute], arriving[minute + 1]):
        trip = trips[by_arrival[place]]
        vehicle = vehicles[trip.vehicle]
        if vehicle.on_road and vehicle.trip == by_arrival[place]:
            vehicle.on_road = False
            vehicle.cell = trip.goal
            change -= 1
    for row in range(leaving[minute], leaving[minute + 1]):
        vehicle = vehicles[trips[row].vehicle]
        if not vehicle.on_road:
            vehicle.on_road = True
            vehicle.trip = row
            vehicle.trips += 1
            change += 1
    return change
