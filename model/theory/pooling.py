"""What pooling is worth: how much slower generalists may be, and what a few of them do for specialists."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, log
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.theory import two_queues
from jiaosuo.model.theory.checks import Floats, above_zero, below_one, inside_one, whole
from jiaosuo.model.theory.erlang import mean_wait
from jiaosuo.model.theory.markov import stationary
from jiaosuo.model.theory.two_queues import Pools

type Measure = Literal["wait", "system"]
type Turn = Literal["longer", "traffic"]
"""Which queue a freed generalist turns to."""

CUT = 1e-10
"""Share of time that the first cut of the queues may leave out, roughly."""
STILL = 1e-8
"""The answer stands when longer queues move the waits by less than this share."""
MOST_STATES = 600_000
"""More would take minutes and gigabytes."""
MOST_FREE_STATES = 125_000
"""Those with a generalist free; they lie in three dimensions, where elimination costs more."""


def pooled_break_even(
    servers_per_pool: npt.ArrayLike, load: npt.ArrayLike, measure: Measure = "wait"
) -> Floats:
    """The handling penalty at which pooling two corps stops paying.

    Two pools of specialists, against one pool of all of them as generalists who serve at rate 1 - penalty.

    Parameters
    ----------
    servers_per_pool : array_like of int
        Specialists in each of the two pools, whole numbers from 1.
    load : array_like of float
        Share of time that each specialist is busy, between 0 and 1. It broadcasts with `servers_per_pool`.
    measure : {"wait", "system"}, default "wait"
        What is held equal: the mean wait in the queue, or the mean wait and service.

    Returns
    -------
    numpy.ndarray of float
        The penalty, a share of the service rate, in the shape that the inputs broadcast to.

    Raises
    ------
    InputError
        When there is fewer than 1 server, a load is not between 0 and 1 or so low that nobody waits, or the
        measure is another.

    Notes
    -----
    Sources: M/M/c, Erlang 1917; pooling, Smith & Whitt 1981.

    Examples
    --------
    >>> from jiaosuo.model.theory import pooled_break_even
    >>> pooled_break_even([1, 5], 0.5).round(3).tolist()
    [0.239, 0.222]
    """
    if measure not in get_args(Measure.__value__):
        raise unknown("measure", measure, get_args(Measure.__value__))
    servers, loads = whole("servers_per_pool", servers_per_pool, 1), inside_one("load", load)
    served = float(measure == "system")
    pairs = np.broadcast(servers, loads)
    return np.array([_break_even(c, each, served) for c, each in pairs], np.float64).reshape(pairs.shape)


def _break_even(servers: float, load: float, served: float) -> float:
    """Break-even penalty of one case; `served` is 1 where service counts, else 0."""
    apart = float(mean_wait(servers, servers * load, 1.0)) + served
    if apart == 0:
        raise InputError("load", load, f"must be a load at which some wait for {servers:.0f} servers")

    def gain(penalty: float) -> float:  # from 1, pooled waits are nothing, to -1, they are endless
        rate = 1 - penalty
        pooled = float(mean_wait(2 * servers, 2 * servers * load, rate)) + served / rate
        return 2 / (1 + pooled / apart) - 1

    return float(brentq(gain, 0.0, min(1 - load, np.nextafter(1.0, 0.0))))


class PartialPooling(NamedTuple):
    """Waits and utilisation of specialists and generalists in the long run.

    Attributes
    ----------
    traffic_wait : float
        Mean wait of traffic calls in the queue, in the time unit of the rates.
    order_wait : float
        The same of order calls.
    overall_wait : float
        The same of all calls.
    traffic_utilisation : float
        Share of time that a traffic specialist is busy, 0 to 1; nan where there is none.
    station_utilisation : float
        The same of a specialist for order calls.
    generalist_utilisation : float
        The same of a generalist.
    """

    traffic_wait: float
    order_wait: float
    overall_wait: float
    traffic_utilisation: float
    station_utilisation: float
    generalist_utilisation: float


def partial_pooling(
    traffic: int,
    station: int,
    generalists: int,
    arrival_rates: tuple[float, float],
    service_rate: float,
    penalty: float,
    turn: Turn = "longer",
) -> PartialPooling:
    """Waits and utilisation with specialists for traffic and for order calls and generalists for both.

    Calls take an own specialist first, else a generalist; a freed generalist serves the longer queue, ties
    split evenly, or with `turn="traffic"` the traffic queue as long as there is one: what a rule that ranks
    domains does.

    Parameters
    ----------
    traffic : int
        Specialists for traffic calls, from 0.
    station : int
        Specialists for order calls, from 0.
    generalists : int
        Officers who serve both, from 0.
    arrival_rates : tuple of float, shape (2,)
        Traffic and order calls in a unit of time, each above 0.
    service_rate : float
        What one specialist finishes in the same unit of time, above 0.
    penalty : float
        Share of the service rate that a generalist lacks, from 0 to below 1.
    turn : {"longer", "traffic"}, default "longer"
        Which queue a freed generalist serves.

    Returns
    -------
    PartialPooling
        Mean waits in the time unit of the rates, and shares of time busy.

    Raises
    ------
    InputError
        When servers are not whole, a rate is not above 0, the penalty is not from 0 to below 1, the turn is
        another, loads are not below the servers or so near to them that the queues would be too long for the
        chain, or there are too many servers for it.

    Notes
    -----
    Exact, from the long run of the Markov chain, its queues cut where longer ones no longer move the waits.
    Sources: Markov chain of the model in `two_queues`; overflow and flexible servers, Wallace & Whitt 2005.

    Examples
    --------
    >>> from jiaosuo.model.theory import partial_pooling
    >>> found = partial_pooling(1, 1, 1, arrival_rates=(0.5, 0.5), service_rate=1.0, penalty=0.2)
    >>> round(found.overall_wait, 3), round(found.generalist_utilisation, 3)
    (0.138, 0.334)
    """
    if turn not in get_args(Turn.__value__):
        raise unknown("turn", turn, get_args(Turn.__value__))
    pools = _pools(traffic, station, generalists, arrival_rates, service_rate, penalty)
    pools = replace(pools, traffic_first=turn == "traffic")
    if max(pools.loads) >= 1:
        raise InputError(
            "arrival_rates", arrival_rates, "must be less than the servers can do for each class and both"
        )
    room, answer = _first_room(pools), None
    while True:
        _refuse_too_large(pools, room)
        before, answer = answer, _solved(pools, room)
        if before and np.allclose(before[:3], answer[:3], rtol=STILL, atol=1e-12 / service_rate):
            return answer
        room = (room[0] + room[0] // 4 + 1, room[1] + room[1] // 4 + 1)


def _pools(
    traffic: int,
    station: int,
    generalists: int,
    arrival_rates: tuple[float, float],
    service_rate: float,
    penalty: float,
) -> Pools:
    """The input, checked."""
    rates = above_zero("arrival_rates", arrival_rates)
    if rates.shape != (2,):
        raise InputError("arrival_rates", arrival_rates, "must be two rates, traffic and order")
    fields = {"traffic": traffic, "station": station, "generalists": generalists}
    one, two, both = (int(_single(name, whole(name, value))) for name, value in fields.items())
    service = _single("service_rate", above_zero("service_rate", service_rate))
    slower = _single("penalty", below_one("penalty", penalty))
    return Pools((one, two), both, (float(rates[0]), float(rates[1])), service, service * (1 - slower))


def _refuse_too_large(pools: Pools, room: tuple[int, int]) -> None:
    free, held = two_queues.count(pools, room)
    if free > MOST_FREE_STATES:
        allowed = f"generalists x (traffic + 1) x (station + 1) must be at most {MOST_FREE_STATES:,}"
        raise InputError("generalists", pools.generalists, allowed)
    if held > MOST_STATES:
        allowed = f"loads must be so far below the servers that {MOST_STATES:,} states hold the queues"
        raise InputError("arrival_rates", pools.arrivals, allowed)


def _single(field: str, numbers: Floats) -> float:
    if numbers.ndim:
        raise InputError(field, numbers, "must be one number")
    return float(numbers)


def _first_room(pools: Pools) -> tuple[int, int]:
    """Room that leaves out about CUT: a queue falls off by its own load, or with the other by the joint."""
    traffic, order, both = pools.loads
    first, second = (ceil(log(CUT) / log(max(alone, both**2))) + 2 for alone in (traffic, order))
    return first, second


def _solved(pools: Pools, room: tuple[int, int]) -> PartialPooling:
    """Waits by Little's law (Little 1961) from the mean queues of the cut chain."""
    at = two_queues.states(pools, room)
    share = stationary(two_queues.rates(at), _usual(at))
    queues = [float(share @ queue) for queue in at.queues]
    busy = (
        np.minimum(at.traffic, pools.specialists[0]),
        np.minimum(at.order, pools.specialists[1]),
        at.general,
    )
    servers = (*pools.specialists, pools.generalists)
    used = [float(share @ on) / all_ if all_ else np.nan for on, all_ in zip(busy, servers, strict=True)]
    first, second = pools.arrivals
    return PartialPooling(
        queues[0] / first, queues[1] / second, sum(queues) / (first + second), used[0], used[1], used[2]
    )


def _usual(at: two_queues.States) -> int:
    """A state near the mean: specialists busy with what they can take, generalists with the rest."""
    pools = at.pools
    loads = [rate / pools.service for rate in pools.arrivals]
    own = [min(round(load), servers) for load, servers in zip(loads, pools.specialists, strict=True)]
    over = sum(max(load - servers, 0.0) for load, servers in zip(loads, pools.specialists, strict=True))
    general = min(round(over * pools.service / pools.general_service), pools.generalists)
    return int(at.number(*(np.array(place, np.int64) for place in (*own, general))))
