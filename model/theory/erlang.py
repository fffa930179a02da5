"""Erlang's formulas for one queue of equal servers (Erlang 1917). Load in erlangs: arrival / service rate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincc, gammaln, xlogy

from jiaosuo.model.theory.checks import Floats, above_zero, below_one, from_zero, whole


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
    arrivals, service = from_zero("arrival_rate", arrival_rate), above_zero("service_rate", service_rate)
    c, a = _checked(servers, arrivals / service)
    with np.errstate(divide="ignore"):
        wait: Floats = erlang_c(c, a) / (service * (c - a))
    return np.where(a < c, wait, np.inf)


def wait_quantile(
    servers: npt.ArrayLike, arrival_rate: npt.ArrayLike, service_rate: npt.ArrayLike, share: npt.ArrayLike
) -> Floats:
    """The wait that `share` of arrivals do not exceed, M/M/c served in order of arrival; inputs broadcast.

    In the time unit of the rates: 0 where at least `share` do not wait, infinite if the load is not below the
    servers. The wait of those who wait is exponential, at the rate of the free capacity.
    InputError as for `mean_wait`, and for a share outside 0 to below 1.
    Source: Erlang 1917; Cooper 1981, 3.5.
    """
    arrivals, service = from_zero("arrival_rate", arrival_rate), above_zero("service_rate", service_rate)
    longer = 1 - below_one("share", share)
    c, a = _checked(servers, arrivals / service)
    with np.errstate(divide="ignore", invalid="ignore"):
        wait: Floats = np.log(np.maximum(erlang_c(c, a) / longer, 1.0)) / (service * (c - a))
    return np.where(a < c, wait, np.inf)


def _checked(servers: npt.ArrayLike, offered_load: npt.ArrayLike) -> tuple[Floats, Floats]:
    c, a = np.broadcast_arrays(whole("servers", servers), from_zero("offered_load", offered_load))
    return c, a
