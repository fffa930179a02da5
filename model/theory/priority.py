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
    """Mean wait of each class, M/M/c, first class most urgent, no pre-emption, one service rate for all.

    `arrival_rates` and the waits have shape (..., classes); `servers` and `service_rate` broadcast to (...).
    In the time unit of the rates; infinite from the class on with which the load reaches the servers: the
    more urgent ones then find every server busy and keep their finite waits.
    InputError for servers that are not whole, rates below 0, a service rate of 0 or no class at all.
    Source: Cobham 1954, with his correction of 1955.
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
