"""Rooms that outlast the server: what was kept is there again at the start, and what changes is taken down.

Rooms know nothing of this. A thread looks at them once a second and writes those that have changed, all in
one transaction; who sits where and was seen when is not worth a write of its own.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

from jiaosuo.dashboard.county import keeping
from jiaosuo.dashboard.rooms.names import salt, use_salt
from jiaosuo.dashboard.rooms.record import record_of, room_of
from jiaosuo.dashboard.rooms.registry import IDLE, RoomRegistry
from jiaosuo.dashboard.rooms.room import Room
from jiaosuo.dashboard.web.logs import event
from jiaosuo.dashboard.web.state_file import County, StateFile
from jiaosuo.model.core.errors import InputError

LOOK_SECONDS = 1.0
SEEN_SECONDS = 60.0
"""Seconds between two notes of when somebody was seen in a room, where nothing else of it changes."""


class StateKeeper:
    """Keeps the rooms of a registry, and the counties in them, in a file.

    for_others: whether counties of rooms have a folder of their own here, so that they can be put back.
    clock: seconds UTC, by which is known how long a room stood empty while the server was away.
    """

    def __init__(
        self,
        file: StateFile,
        registry: RoomRegistry,
        for_others: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.file, self.registry, self.for_others, self.clock = file, registry, for_others, clock
        self.is_kept = True
        self._rooms: dict[str, dict[str, Any]] = {}
        self._counties: dict[str, keeping.Kept] = {}
        self._noted = 0.0
        self._writing, self._over = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="keeps rooms")

    def restore(self) -> None:
        """Open the rooms again that were open, with their counties; one that was idle too long is over."""
        found = self.file.found
        if found.salt is None:
            self.file.keep_salt(salt())
        else:
            use_salt(found.salt)
        rooms: dict[str, Room] = {}
        for record, seen in found.rooms:
            idle = max(0.0, self.clock() - seen)
            self._rooms[record["code"]] = record
            if idle <= IDLE:
                rooms[record["code"]] = room_of(record, idle, self.registry.clock)
                self.registry.take_in(rooms[record["code"]])
        there = [each for each in found.counties if each.code in rooms and self.for_others]
        for county in there:
            keeping.restore(county.name, county.files, rooms[county.code])
        self._counties = keeping.kept_in_rooms()
        event("rooms-restored", rooms=len(rooms), counties=len(there))
        self.look()

    def start(self) -> None:
        """Take down from now on what changes."""
        self._thread.start()

    def look(self) -> None:
        """Take down what has changed since the last look; what cannot be written is tried again next time."""
        with self._writing:
            try:
                self._write()
                self.is_kept = True
            except (sqlite3.Error, OSError, InputError) as error:
                if self.is_kept:
                    event("rooms-not-kept", error=type(error).__name__)
                self.is_kept = False

    def close(self) -> None:
        """Take down what is left to be, and close the file."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(LOOK_SECONDS)
        self.look()
        with self._writing:
            self.file.close()

    def _run(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.look()

    def _write(self) -> None:
        open_ = {room.code: room for room in self.registry.rooms()}
        records = {code: record_of(room) for code, room in open_.items()}
        counties = {name: each for name, each in keeping.kept_in_rooms().items() if each.room.code in open_}
        note = self.clock() - self._noted >= SEEN_SECONDS
        changed = [
            (record, self._seen(open_[code]))
            for code, record in records.items()
            if note or _differ(record, self._rooms.get(code))
        ]
        gone = [code for code in self._rooms if code not in open_]
        unread = {name: each for name, each in counties.items() if self._counties.get(name) is not each}
        read = {name: files for name, each in unread.items() if (files := keeping.read(each))}
        brought = [County(name, counties[name].room.code, files) for name, files in read.items()]
        lost = [name for name in self._counties if name not in counties]
        if changed or gone or brought or lost:
            self.file.write(changed, brought, gone, lost)
        self._rooms = records
        self._counties = {name: each for name, each in counties.items() if name in read or name not in unread}
        self._noted = self.clock() if note else self._noted

    def _seen(self, room: Room) -> float:
        return self.clock() - (self.registry.clock() - room.last_active)


def _differ(record: dict[str, Any], before: dict[str, Any] | None) -> bool:
    """Whether a room has changed in more than where its trainees are."""
    return before is None or _without_where(record) != _without_where(before)


def _without_where(record: dict[str, Any]) -> dict[str, Any]:
    trainees = {who: (each["nickname"], each["expects"]) for who, each in record["trainees"].items()}
    return record | {"trainees": trainees}
