"""Waits where urgent calls go first and nobody is interrupted (Cobham 1954)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.checks import Floats, above_zero, from_zero, whole
from jiaosuo.model.theory.erlang import erlang_c


def priority_waits(
    servers: npt.ArrayLike, arrival_rates: npt.ArrayLike, service_rate: npt.ArrayLike
) -> Floats:
    """Mean wait of each class of priority, M/M/c, without pre-emption and with one service rate for all.

    Parameters
    ----------
    servers : array_like of int
        Number of servers c, whole numbers from 0; shape (...).
    arrival_rates : array_like of float
        Arrivals of each class in a unit of time, from 0; shape (..., classes), the most urgent class first.
    service_rate : array_like of float
        What one server finishes in the same unit of time, above 0; shape (...).

    Returns
    -------
    numpy.ndarray of float
        Mean waits in the time unit of the rates, shape (..., classes). Infinite from the class on with which
        the load reaches the servers: the more urgent ones then find every server busy and keep their finite
        waits.

    Raises
    ------
    InputError
        When servers are no whole numbers from 0, a rate is below 0, the service rate is not above 0, or there
        is no class at all.

    Notes
    -----
    Source: Cobham 1954, with his correction of 1955.

    Examples
    --------
    >>> from jiaosuo.model.theory import priority_waits
    >>> priority_waits(1, [0.25, 0.25], 1.0).round(3).tolist()
    [0.667, 1.333]
    """
    rates, service = from_zero("arrival_rates", arrival_rates), above_zero("service_rate", service_rate)
    if rates.ndim == 0 or rates.shape[-1] == 0:
        raise InputError("arrival_rates", arrival_rates, "must be one rate for each class")
    capacity = whole("servers", servers) * service
    waiting = erlang_c(servers, rates.sum(axis=-1) / service)
    busy, room = np.broadcast_arrays(rates.cumsum(axis=-1), capacity[..., None])
    left = np.maximum(room - busy, 0.0)  # capacity that this class and those before it leave
    before = np.concatenate([room[..., :1], left[..., :-1]], axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        waits: Floats = waiting[..., None] * room / (before * left)
    return np.where(left > 0, waits, np.inf)
