"""Who wishes to see what, and what is computed next: fair to persons, near to where each is looking.

One wish a person, of two worlds. Who has just opened a page or moved a lever sees nothing of it yet, and
comes first, in the order in which they came, until both worlds are there at their playhead. Else what is
wanted most is the first chunk missing at a person's playhead, then the next, and so on; of two equally near,
the person waits longest who was served last. What nobody asks for any more (a closed tab, a laptop asleep)
rests when its lease runs out, and wakes with the next request. Nothing in here knows of processes or files.
"""

from __future__ import annotations

import itertools
import math
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiaosuo.dashboard.playback.run_plan import Stage

MOST_RESTING = 300
A_MOMENT = 0.25
BEHIND = 100_000
"""Chunks before the playhead come after all that lie ahead: they are wanted only for the whole tape."""


@dataclass
class Wish:
    """What one person watches: the demand as text, its two worlds, and up to when the wish is alive.

    `former`: the two worlds watched before, for requests that are still under way, up to a moment.
    `unseen`: no picture of these worlds has been there yet; `turn` when they were wished for.
    """

    person: str
    demand: str
    stages: dict[str, Stage]
    at: int = 0
    alive_until: float = 0.0
    served: int = 0
    former: tuple[Stage, ...] = ()
    former_until: float = 0.0
    unseen: bool = True
    turn: int = 0


@dataclass(frozen=True)
class Next:
    """A chunk to be computed for somebody; `distance`: how far it lies from where they look."""

    wish: Wish
    side: str
    chunk: int
    distance: int

    @property
    def stage(self) -> Stage:
        """The world it is of."""
        return self.wish.stages[self.side]

    @property
    def address(self) -> str:
        """Where it will be found."""
        return self.stage.addresses[self.chunk]


@dataclass
class Wishes:
    """All wishes that are alive; `done` and `failed` hold the addresses of chunks."""

    done: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    by_person: dict[str, Wish] = field(default_factory=dict)
    resting: OrderedDict[str, Wish] = field(default_factory=OrderedDict)
    _turns: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _lately: tuple[float, list[Next]] = (-math.inf, [])

    def wish(self, person: str, demand: str, stages: dict[str, Stage], at: int | None, until: float) -> Wish:
        """A person's wish from now on, in place of the one before; what failed before is tried again."""
        earlier = self.of(person)
        served = earlier.served if earlier else 0
        former = tuple(earlier.stages.values()) if earlier else ()
        self.resting.pop(person, None)
        unseen = True
        if earlier is not None and earlier.demand == demand:
            self._of(earlier)
            unseen = earlier.unseen
        if at is None:
            at = earlier.at if earlier else 0
        new = Wish(person, demand, stages, at, until, served, former, unseen=unseen, turn=next(self._turns))
        self.by_person[person] = new
        for staged in stages.values():
            for address in staged.addresses:
                self.failed.pop(address, None)
        return new

    def renew(self, person: str, until: float, at: int | None = None) -> None:
        """A person is still there, or again, and looks at a chunk: alive up to a moment, and no longer."""
        if person in self.resting:
            self.by_person[person] = self.resting.pop(person)
        if wish := self.by_person.get(person):
            wish.alive_until = until
            wish.at = wish.at if at is None else at

    def of(self, person: str) -> Wish | None:
        """A person's wish, be it resting."""
        return self.by_person.get(person) or self.resting.get(person)

    def rest(self, now: float) -> None:
        """Nothing is computed for those whose lease has run out; the latest of them are remembered."""
        for person in [p for p, wish in self.by_person.items() if wish.alive_until < now]:
            self.resting[person] = self.by_person.pop(person)
        while len(self.resting) > MOST_RESTING:
            self.resting.popitem(last=False)

    def serve(self, found: Next) -> None:
        """It is somebody else's turn among equals."""
        found.wish.served = next(self._turns)

    def lately(self, now: float) -> list[Next]:
        """The line as it is or was a moment ago: good enough to tell a place in it to all who ask."""
        if not 0 <= now - self._lately[0] < A_MOMENT:
            self._lately = now, self.in_line(now)
        return self._lately[1]

    def in_line(self, now: float) -> list[Next]:
        """What each person and world wants most, the most urgent first."""
        self.rest(now)
        wanted = [found for wish in self.by_person.values() for found in self._of(wish)]
        return sorted(wanted, key=_urgency)

    def _of(self, wish: Wish) -> list[Next]:
        """What a person wants most of each world; they have seen something as soon as both are there."""
        sides = [self._next(wish, side, staged) for side, staged in wish.stages.items()]
        found = [each for each in sides if each is not None]
        wish.unseen = wish.unseen and any(each.distance == 0 for each in found)
        return found

    def _next(self, wish: Wish, side: str, staged: Stage) -> Next | None:
        addresses, at = staged.addresses, min(wish.at, staged.chunks - 1)
        for chunk in range(at, staged.chunks):
            if addresses[chunk] in self.failed:
                break
            if addresses[chunk] not in self.done:
                return Next(wish, side, chunk, chunk - at)
        for chunk in range(at - 1, -1, -1):
            if addresses[chunk] not in self.done and addresses[chunk] not in self.failed:
                return Next(wish, side, chunk, BEHIND + at - chunk)
        return None


def _urgency(each: Next) -> tuple[bool, int, int, str]:
    wish = each.wish
    if wish.unseen and each.distance == 0:
        return False, 0, wish.turn, each.side
    return True, each.distance, wish.served, each.side
