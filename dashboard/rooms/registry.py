"""The registry of the open rooms: found by code, closed when idle. Wrong codes are counted by address."""

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
"""Seconds after which a room in which nobody was seen is closed."""

TRIES, SECONDS_A_TRY = 40.0, 2.0
"""Wrong codes that an address has at once, and how long it takes until it has another: a class shares one."""

MOST_ADDRESSES = 4_000
NO_ROOM = N_("No room with that code is open. Look at the wall again.")
WAIT = N_("Too many wrong codes came from here. Wait a minute.")
TOO_MANY = N_("There are as many rooms as this server takes. Close one first.")


class RoomRegistry:
    """The rooms that are open."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._open: dict[str, Room] = {}
        self._tries: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.RLock()

    def open(self, instructor: str) -> Room:
        """A new room of this instructor, in place of the one they had."""
        with self._lock:
            if (before := self.led_by(instructor)) is not None:
                before.end()
            self.close_idle()
            if len(self._open) >= MOST_ROOMS:
                raise InputError("room", "", TOO_MANY)
            room = Room(new_code(self._open), instructor, self.clock)
            self._open[room.code] = room
            return room

    def find(self, typed: object, address: str) -> Room:
        """The open room with a code, or InputError; an address that guesses codes has to wait."""
        with self._lock:
            self.close_idle()
            left = self._left(address)
            if left < 1:
                raise InputError("code", typed, WAIT)
            room = self._open.get(as_code(typed))
            if room is None:
                self._tries[address] = (left - 1, self.clock())
                self._tries.move_to_end(address)
                raise InputError("code", typed, NO_ROOM)
            return room

    def led_by(self, who: str) -> Room | None:
        """The room that somebody opened."""
        with self._lock:
            self.close_idle()
            return next((room for room in self._open.values() if room.is_led_by(who)), None)

    def of(self, who: str) -> Room | None:
        """The room that somebody joined or opened."""
        with self._lock:
            self.close_idle()
            return next(
                (each for each in self._open.values() if who in each.trainees or who == each.instructor), None
            )

    def close_idle(self) -> None:
        """Drop rooms that are over, or in which nobody was seen for long."""
        with self._lock:
            for room in list(self._open.values()):
                if self.clock() - room.last_active > IDLE:
                    room.end()
                if room.state.over:
                    del self._open[room.code]

    def hides_from(self, who: str) -> bool:
        """Whether outcomes are to be withheld from somebody."""
        with self._lock:
            return any(
                room.state.hides and (who in room.trainees or room.is_led_by(who))
                for room in self._open.values()
            )

    def rooms(self) -> tuple[Room, ...]:
        """All rooms that are open."""
        with self._lock:
            self.close_idle()
            return tuple(self._open.values())

    def take_in(self, room: Room) -> None:
        """A room that was open before the server was started again."""
        with self._lock:
            self._open[room.code] = room

    def __len__(self) -> int:
        return len(self._open)

    def _left(self, address: str) -> float:
        left, since = self._tries.get(address, (TRIES, self.clock()))
        while len(self._tries) > MOST_ADDRESSES:
            self._tries.popitem(last=False)
        return min(TRIES, left + (self.clock() - since) / SECONDS_A_TRY)


_registry = RoomRegistry()


def the_registry() -> RoomRegistry:
    """The registry of this process."""
    return _registry
