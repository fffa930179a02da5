"""Who asks to see what, and which chunk is computed next: fair to persons, near to where each is looking.

One request a person, of two worlds. Who has just opened a page or moved a lever sees nothing of it yet, and
comes first, in order of arrival, until both worlds are there at the playhead. Then the first chunk missing at
a person's playhead comes before the next one, and so on; of two equally near, the person comes first who was
served longest ago. A request lapses when its lease runs out (a closed tab, a laptop asleep), and is taken up
again with the next sign of life. Nothing in here knows of processes or files.
"""

from __future__ import annotations

import itertools
import math
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.playback.run_plan import RunPlan

MOST_LAPSED = 300
"""Lapsed requests that are remembered."""

ORDER_KEPT_SECONDS = 0.25
BEHIND = 100_000
"""Chunks before the playhead come after all that lie ahead: they are needed only for the whole recording."""


@dataclass
class Reached:
    """How far from a playhead all chunks of a world are there: up to `ahead`, and down to `behind`.

    `lost`: how many chunks had been lost by then; after one more it must be looked for anew.
    """

    playhead: int
    lost: int
    ahead: int
    behind: int


@dataclass
class PlaybackRequest:
    """What one person watches: the comparison as text, the plans of its two worlds, the chunk looked at.

    `lease_until`: when it lapses. `former`: the two worlds watched before, whose requests may still be under
    way up to `former_until`. `awaits_picture`: nothing of these worlds has been there at the playhead yet;
    `turn`: place in the order of arrival.
    """

    person: str
    comparison: str
    plans: Mapping[str, RunPlan]
    playhead: int = 0
    lease_until: float = 0.0
    served: int = 0
    former: tuple[RunPlan, ...] = ()
    former_until: float = 0.0
    awaits_picture: bool = True
    turn: int = 0
    reached: dict[str, Reached] = field(default_factory=dict)


@dataclass(frozen=True)
class QueuedChunk:
    """A chunk to be computed for somebody; `distance`: how far it lies from their playhead."""

    request: PlaybackRequest
    side: str
    chunk: int
    distance: int

    @property
    def is_first(self) -> bool:
        """Whether its person sees nothing yet, and will as soon as it is there on both sides."""
        return self.request.awaits_picture and self.distance == 0

    @property
    def plan(self) -> RunPlan:
        """The plan of the world that it belongs to."""
        return self.request.plans[self.side]

    @property
    def address(self) -> str:
        """Where it will be found."""
        return self.plan.addresses[self.chunk]


@dataclass
class PlaybackQueue:
    """All requests, by person, live or lapsed; `done` and `failed` hold the addresses of chunks."""

    done: set[str] = field(default_factory=set)
    failed: dict[str, Problem] = field(default_factory=dict)
    live: dict[str, PlaybackRequest] = field(default_factory=dict)
    lapsed: OrderedDict[str, PlaybackRequest] = field(default_factory=OrderedDict)
    lost: int = 0
    _turns: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _recent: tuple[float, list[QueuedChunk]] = (-math.inf, [])

    def request(
        self,
        person: str,
        comparison: str,
        plans: Mapping[str, RunPlan],
        playhead: int | None,
        lease_until: float,
    ) -> PlaybackRequest:
        """A person's request from now on, in place of the one before; what failed is tried again."""
        earlier = self.of(person)
        self.lapsed.pop(person, None)
        awaits_picture = True
        if earlier is not None and earlier.comparison == comparison:
            self._of(earlier)
            awaits_picture = earlier.awaits_picture
        if playhead is None:
            playhead = earlier.playhead if earlier else 0
        new = PlaybackRequest(
            person,
            comparison,
            plans,
            playhead,
            lease_until,
            served=earlier.served if earlier else 0,
            former=tuple(earlier.plans.values()) if earlier else (),
            awaits_picture=awaits_picture,
            turn=next(self._turns),
        )
        self.live[person] = new
        for plan in plans.values():
            for address in plan.addresses:
                self.failed.pop(address, None)
        return new

    def lose(self, address: str) -> None:
        """A chunk that was there is there no longer."""
        if address in self.done:
            self.done.remove(address)
            self.lost += 1

    def renew(self, person: str, lease_until: float, playhead: int | None = None) -> None:
        """A sign of life from a person who looks at a chunk: the lease runs from now, longer or shorter."""
        if person in self.lapsed:
            self.live[person] = self.lapsed.pop(person)
        if request := self.live.get(person):
            request.lease_until = lease_until
            request.playhead = request.playhead if playhead is None else playhead

    def of(self, person: str) -> PlaybackRequest | None:
        """A person's request, live or lapsed."""
        return self.live.get(person) or self.lapsed.get(person)

    def lapse(self, now: float) -> None:
        """Compute nothing for those whose lease has run out; the latest of them are remembered."""
        for person in [p for p, request in self.live.items() if request.lease_until < now]:
            self.lapsed[person] = self.live.pop(person)
        while len(self.lapsed) > MOST_LAPSED:
            self.lapsed.popitem(last=False)

    def served(self, chunk: QueuedChunk) -> None:
        """Note that a person's chunk was given out: among equals it is somebody else's turn."""
        chunk.request.served = next(self._turns)

    def recent_order(self, now: float) -> list[QueuedChunk]:
        """The order as it was a moment ago at most: good enough to tell all who ask their place in it."""
        if not 0 <= now - self._recent[0] < ORDER_KEPT_SECONDS:
            self._recent = now, self.in_order(now)
        return self._recent[1]

    def in_order(self, now: float) -> list[QueuedChunk]:
        """The most urgent chunk of each person and world, the most urgent of all first."""
        self.lapse(now)
        queued = [chunk for request in self.live.values() for chunk in self._of(request)]
        return sorted(queued, key=_urgency)

    def _of(self, request: PlaybackRequest) -> list[QueuedChunk]:
        """The most urgent chunk of each world; the picture is there as soon as both have it."""
        sides = [self._next(request, side, plan) for side, plan in request.plans.items()]
        found = [each for each in sides if each is not None]
        request.awaits_picture = request.awaits_picture and any(each.distance == 0 for each in found)
        return found

    def _next(self, request: PlaybackRequest, side: str, plan: RunPlan) -> QueuedChunk | None:
        addresses, playhead = plan.addresses, min(request.playhead, plan.chunks - 1)
        reached = self._reached(request, side, plan, playhead)
        if reached.ahead < plan.chunks and addresses[reached.ahead] not in self.failed:
            return QueuedChunk(request, side, reached.ahead, reached.ahead - playhead)
        for chunk in range(reached.behind, -1, -1):
            if addresses[chunk] not in self.done and addresses[chunk] not in self.failed:
                return QueuedChunk(request, side, chunk, BEHIND + playhead - chunk)
        return None

    def _reached(self, request: PlaybackRequest, side: str, plan: RunPlan, playhead: int) -> Reached:
        """How far all is there from a playhead on, from where it was found to be so the last time."""
        found, addresses = request.reached.get(side), plan.addresses
        if found is None or (found.playhead, found.lost) != (playhead, self.lost):
            found = request.reached[side] = Reached(playhead, self.lost, playhead, playhead - 1)
        while found.ahead < plan.chunks and addresses[found.ahead] in self.done:
            found.ahead += 1
        while found.behind >= 0 and addresses[found.behind] in self.done:
            found.behind -= 1
        return found


def _urgency(each: QueuedChunk) -> tuple[bool, int, int, str]:
    request = each.request
    if each.is_first:
        return False, 0, request.turn, each.side
    return True, each.distance, request.served, each.side
