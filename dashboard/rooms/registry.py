"""All rooms of a server: opened, found by code, forgotten in time. Wrong codes are counted by address."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from jiaosuo.dashboard.rooms.names import as_code, new_code
from jiaosuo.dashboard.rooms.room import Room
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

MOST_ROOMS = 20
IDLE = 3 * 3_600.0
"""Seconds after which a room in which nobody was seen is forgotten."""

TRIES, SECONDS_A_TRY = 40.0, 2.0
"""Wrong codes that an address has at once, and how long it takes until it has another: a class shares one."""

MOST_ADDRESSES = 4_000
NO_ROOM = N_("No room with that code is open. Look at the wall again.")
WAIT = N_("Too many wrong codes came from here. Wait a minute.")
TOO_MANY = N_("There are as many rooms as this server takes. Close one first.")


class Rooms:
    """The rooms that are open."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._open: dict[str, Room] = {}
        self._tries: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.RLock()

    def open(self, keeper: str) -> Room:
        """A new room of this instructor, in place of the one they had."""
        with self._lock:
            if (before := self.kept_by(keeper)) is not None:
                before.end()
            self.forget()
            if len(self._open) >= MOST_ROOMS:
                raise InputError("room", keeper[:0], TOO_MANY)
            room = Room(new_code(self._open), keeper, self.clock)
            self._open[room.code] = room
            return room

    def find(self, typed: object, address: str) -> Room:
        """The open room with a code, or InputError; an address that guesses is made to wait."""
        with self._lock:
            self.forget()
            left = self._left(address)
            if left < 1:
                raise InputError("code", typed, WAIT)
            room = self._open.get(as_code(typed))
            if room is None:
                self._tries[address] = (left - 1, self.clock())
                self._tries.move_to_end(address)
                raise InputError("code", typed, NO_ROOM)
            return room

    def kept_by(self, who: str) -> Room | None:
        """The room that somebody opened."""
        with self._lock:
            self.forget()
            return next((room for room in self._open.values() if room.is_kept_by(who)), None)

    def of(self, who: str) -> Room | None:
        """The room in which somebody sits, or which they opened."""
        with self._lock:
            self.forget()
            return next(
                (each for each in self._open.values() if who in each.members or who == each.keeper), None
            )

    def forget(self) -> None:
        """Let go of rooms that are over, or in which nobody was seen for long."""
        with self._lock:
            for room in list(self._open.values()):
                if self.clock() - room.touched > IDLE:
                    room.end()
                if room.told.over:
                    del self._open[room.code]

    def hides_from(self, who: str) -> bool:
        """Whether outcomes are to be withheld from somebody."""
        with self._lock:
            return any(
                room.told.hides and (who in room.members or room.is_kept_by(who))
                for room in self._open.values()
            )

    def __len__(self) -> int:
        return len(self._open)

    def _left(self, address: str) -> float:
        left, since = self._tries.get(address, (TRIES, self.clock()))
        while len(self._tries) > MOST_ADDRESSES:
            self._tries.popitem(last=False)
        return min(TRIES, left + (self.clock() - since) / SECONDS_A_TRY)


_rooms = Rooms()


def the_rooms() -> Rooms:
    """The rooms of this process."""
    return _rooms
