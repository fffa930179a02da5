"""Erlang's formulas for one queue of equal servers (Erlang 1917). Load in erlangs: arrival / service rate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincc, gammaln, xlogy

from model.core.errors import InputError

type Floats = npt.NDArray[np.float64]


def erlang_b(servers: npt.ArrayLike, offered_load: npt.ArrayLike) -> Floats:
    """Share of arrivals lost when all servers are busy and nobody waits, M/M/c/c; inputs broadcast.

    InputError for servers that are not whole numbers from 0 or a negative load. Source: Erlang 1917.
    """
    c, a = _checked(servers, offered_load)
    top = xlogy(c, a) - a - gammaln(c + 1)
    share: Floats = np.exp(top) / np.where(c == 0, np.exp(-a), gammaincc(c + 1, a))
    return np.where(c == 0, 1.0, share)


def erlang_c(servers: npt.ArrayLike, offered_load: npt.ArrayLike) -> Floats:
    """Share of arrivals that wait, M/M/c with an endless queue; 1 where the load is not below the servers.

    InputError as for `erlang_b`. Source: Erlang 1917; Cooper 1981, 3.5.
    """
    c, a = _checked(servers, offered_load)
    lost = erlang_b(c, a)
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = c * lost / (c - a * (1 - lost))
    return np.where(a < c, share, 1.0)


def mean_wait(servers: npt.ArrayLike, arrival_rate: npt.ArrayLike, service_rate: npt.ArrayLike) -> Floats:
    """Mean time in the queue, in the time unit of the rates; infinite if the load is not below the servers.

    InputError for rates that are negative, or a service rate of 0. Source: Erlang 1917.
    """
    arrivals, service = np.asarray(arrival_rate, np.float64), np.asarray(service_rate, np.float64)
    if not np.all(service > 0):
        raise InputError("service_rate", service_rate, "numbers above 0 are wanted")
    c, a = _checked(servers, arrivals / service)
    with np.errstate(divide="ignore"):
        wait: Floats = erlang_c(c, a) / (service * (c - a))
    return np.where(a < c, wait, np.inf)


def _checked(servers: npt.ArrayLike, offered_load: npt.ArrayLike) -> tuple[Floats, Floats]:
    c, a = np.broadcast_arrays(np.asarray(servers, np.float64), np.asarray(offered_load, np.float64))
    if not np.all(np.isfinite(c) & (c >= 0) & (c == np.floor(c))):
        raise InputError("servers", servers, "whole numbers from 0 are wanted")
    if not np.all(np.isfinite(a) & (a >= 0)):
        raise InputError("offered_load", offered_load, "numbers from 0 are wanted")
    return c, a
