"""Erlang's formulas for one queue of equal servers (Erlang 1917). Load in erlangs: arrival / service rate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincc, gammaln, xlogy

from jiaosuo.model.theory.checks import Floats, above_zero, below_one, from_zero, whole


def erlang_b(servers: npt.ArrayLike, offered_load: npt.ArrayLike) -> Floats:
    """Share of arrivals lost when all servers are busy and nobody waits, M/M/c/c.

    Parameters
    ----------
    servers : array_like of int
        Number of servers c, whole numbers from 0.
    offered_load : array_like of float
        Arrival rate over service rate, in erlangs, from 0. It broadcasts with `servers`.

    Returns
    -------
    numpy.ndarray of float
        The share lost, 0 to 1, in the shape that the inputs broadcast to.

    Raises
    ------
    InputError
        When servers are no whole numbers from 0, or a load is below 0 or not finite.

    Notes
    -----
    Source: Erlang 1917.

    Examples
    --------
    >>> from jiaosuo.model.theory import erlang_b
    >>> erlang_b([1, 2], 1.0).round(3).tolist()
    [0.5, 0.2]
    """
    c, a = _checked(servers, offered_load)
    top = xlogy(c, a) - a - gammaln(c + 1)
    share: Floats = np.exp(top) / np.where(c == 0, np.exp(-a), gammaincc(c + 1, a))
    return np.where(c == 0, 1.0, share)


def erlang_c(servers: npt.ArrayLike, offered_load: npt.ArrayLike) -> Floats:
    """Share of arrivals that wait, M/M/c with an endless queue.

    Parameters
    ----------
    servers : array_like of int
        Number of servers c, whole numbers from 0.
    offered_load : array_like of float
        Arrival rate over service rate, in erlangs, from 0. It broadcasts with `servers`.

    Returns
    -------
    numpy.ndarray of float
        The share that waits, 0 to 1, in the shape that the inputs broadcast to; 1 where the load is not below
        the servers.

    Raises
    ------
    InputError
        When servers are no whole numbers from 0, or a load is below 0 or not finite.

    Notes
    -----
    Sources: Erlang 1917; Cooper 1981, 3.5.

    Examples
    --------
    >>> from jiaosuo.model.theory import erlang_c
    >>> erlang_c(2, [1.0, 2.0]).round(3).tolist()
    [0.333, 1.0]
    """
    c, a = _checked(servers, offered_load)
    lost = erlang_b(c, a)
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = c * lost / (c - a * (1 - lost))
    return np.where(a < c, share, 1.0)


def mean_wait(servers: npt.ArrayLike, arrival_rate: npt.ArrayLike, service_rate: npt.ArrayLike) -> Floats:
    """Mean time in the queue of all arrivals, M/M/c.

    Parameters
    ----------
    servers : array_like of int
        Number of servers c, whole numbers from 0.
    arrival_rate : array_like of float
        Arrivals in a unit of time, from 0.
    service_rate : array_like of float
        What one server finishes in the same unit of time, above 0. All inputs broadcast.

    Returns
    -------
    numpy.ndarray of float
        Mean wait in the time unit of the rates, in the shape that the inputs broadcast to; infinite where the
        load is not below the servers.

    Raises
    ------
    InputError
        When servers are no whole numbers from 0, an arrival rate is below 0, or a service rate is not above
        0.

    Notes
    -----
    Source: Erlang 1917.

    Examples
    --------
    >>> from jiaosuo.model.theory import mean_wait
    >>> mean_wait(servers=[1, 2], arrival_rate=0.5, service_rate=1.0).round(3).tolist()
    [1.0, 0.067]
    """
    arrivals, service = from_zero("arrival_rate", arrival_rate), above_zero("service_rate", service_rate)
    c, a = _checked(servers, arrivals / service)
    with np.errstate(divide="ignore"):
        wait: Floats = erlang_c(c, a) / (service * (c - a))
    return np.where(a < c, wait, np.inf)


def wait_quantile(
    servers: npt.ArrayLike, arrival_rate: npt.ArrayLike, service_rate: npt.ArrayLike, share: npt.ArrayLike
) -> Floats:
    """The wait that a share of arrivals does not exceed, M/M/c served in order of arrival.

    Parameters
    ----------
    servers : array_like of int
        Number of servers c, whole numbers from 0.
    arrival_rate : array_like of float
        Arrivals in a unit of time, from 0.
    service_rate : array_like of float
        What one server finishes in the same unit of time, above 0.
    share : array_like of float
        The share of arrivals, from 0 to below 1. All inputs broadcast.

    Returns
    -------
    numpy.ndarray of float
        The wait in the time unit of the rates, in the shape that the inputs broadcast to: 0 where at least
        `share` do not wait, infinite where the load is not below the servers.

    Raises
    ------
    InputError
        When servers, rates or load are none of `mean_wait`, or a share is not from 0 to below 1.

    Notes
    -----
    The wait of those who wait is exponential, at the rate of the free capacity.
    Sources: Erlang 1917; Cooper 1981, 3.5.

    Examples
    --------
    >>> from jiaosuo.model.theory import wait_quantile
    >>> wait_quantile(1, 0.5, 1.0, [0.5, 0.9]).round(2).tolist()
    [0.0, 3.22]
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
