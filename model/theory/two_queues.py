"""Two classes of calls, a pool of specialists for each, and generalists who help both: the Markov chain.

A call takes a specialist of its own class first, else a generalist, else it waits. A freed specialist turns
to the queue of the own class; a freed generalist to the longer queue, ties split evenly, or to traffic as
long as any traffic call waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from jiaosuo.model.theory.checks import Floats

type Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pools:
    """Servers and rates; pairs are (traffic, order)."""

    specialists: tuple[int, int]
    generalists: int
    arrivals: tuple[float, float]
    service: float
    general_service: float
    traffic_first: bool = False

    @property
    def loads(self) -> tuple[float, float, float]:
        """Arrivals over capacity: traffic, order, both together; the queues are stable with all below 1."""
        helped = self.generalists * self.general_service
        own = [servers * self.service for servers in self.specialists]
        pairs = [(self.arrivals[0], own[0]), (self.arrivals[1], own[1]), (sum(self.arrivals), sum(own))]
        traffic, order, both = (rate / (room + helped) if room + helped else np.inf for rate, room in pairs)
        return traffic, order, both


@dataclass(frozen=True)
class States:
    """Every state with at most `room` calls in each queue.

    Calls are told by place: `traffic` and `order` count those with a specialist or in the queue, `general`
    those with a generalist. A queue stands only while all generalists are busy.
    """

    pools: Pools
    room: tuple[int, int]
    traffic: Whole
    order: Whole
    general: Whole

    @property
    def queues(self) -> tuple[Whole, Whole]:
        """Calls waiting in each state, (traffic, order)."""
        traffic, order = self.pools.specialists
        return np.maximum(self.traffic - traffic, 0), np.maximum(self.order - order, 0)

    def number(self, traffic: Whole, order: Whole, general: Whole) -> Whole:
        """Which state this is: those with a free generalist come first."""
        wide, deep = self.pools.specialists[0] + 1, self.pools.specialists[1] + 1
        some_free = (general * wide + traffic) * deep + order
        none_free = self.pools.generalists * wide * deep + traffic * (deep + self.room[1]) + order
        return np.where(general < self.pools.generalists, some_free, none_free)


def count(pools: Pools, room: tuple[int, int]) -> tuple[int, int]:
    """How many states have a generalist free, and how many none, with at most `room` calls in each queue."""
    traffic, order = pools.specialists[0] + 1, pools.specialists[1] + 1
    return pools.generalists * traffic * order, (traffic + room[0]) * (order + room[1])


def states(pools: Pools, room: tuple[int, int]) -> States:
    """All states, in the order of their numbers."""
    traffic, order = pools.specialists[0] + 1, pools.specialists[1] + 1
    some_free = np.indices((pools.generalists, traffic, order), dtype=np.int64).reshape(3, -1)
    none_free = np.indices((traffic + room[0], order + room[1]), dtype=np.int64).reshape(2, -1)
    general = np.append(some_free[0], np.full(none_free.shape[1], pools.generalists))
    return States(
        pools, room, np.append(some_free[1], none_free[0]), np.append(some_free[2], none_free[1]), general
    )


def rates(at: States) -> Any:
    """Sparse matrix (from, to) of the rates between states; who finds a full queue is lost."""
    steps = [*_arrivals(at), *_ends_with_specialists(at), *_ends_with_generalists(at)]
    origin, goal, rate = (
        np.concatenate(part) for part in zip(*(_moves(at, *each) for each in steps), strict=True)
    )
    return sparse.csr_matrix((rate, (origin, goal)), shape=(at.general.size, at.general.size))


type _Step = tuple[Floats, tuple[int, int, int]]
"""Rate of each state, and what happens to (traffic, order, general)."""


def _arrivals(at: States) -> list[_Step]:
    none_free = at.general == at.pools.generalists
    steps = []
    for each, calls, own in ((0, at.traffic, (1, 0, 0)), (1, at.order, (0, 1, 0))):
        servers, rate = at.pools.specialists[each], at.pools.arrivals[each]
        to_own = (calls < servers) | (none_free & (calls < servers + at.room[each]))
        steps += [(rate * to_own, own), (rate * ((calls >= servers) & ~none_free), (0, 0, 1))]
    return steps


def _ends_with_specialists(at: States) -> list[_Step]:
    traffic, order = at.pools.specialists
    rate = at.pools.service
    return [
        (rate * np.minimum(at.traffic, traffic), (-1, 0, 0)),
        (rate * np.minimum(at.order, order), (0, -1, 0)),
    ]


def _ends_with_generalists(at: States) -> list[_Step]:
    """A freed generalist takes the next call of its queue, so that the queue alone gets shorter."""
    rate = at.pools.general_service * at.general
    traffic, order = at.queues
    someone = traffic + order > 0
    longer = np.where(traffic == order, 0.5, traffic > order)
    to_traffic = (np.where(traffic > 0, 1.0, 0.0) if at.pools.traffic_first else longer) * someone
    return [
        (rate * to_traffic, (-1, 0, 0)),
        (rate * (someone - to_traffic), (0, -1, 0)),
        (rate * ~someone, (0, 0, -1)),
    ]


def _moves(at: States, rate: Floats, step: tuple[int, int, int]) -> tuple[Whole, Whole, Floats]:
    """From where, to where and how fast, where the rate is above 0."""
    origin = np.flatnonzero(rate)
    places = (at.traffic, at.order, at.general)
    goal = at.number(*(place[origin] + by for place, by in zip(places, step, strict=True)))
    return origin, goal, rate[origin]
