"""Counties that are kept: a folder each, written whole or not at all; those of a room go with it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jiaosuo.dashboard.county.archive import HELD
from jiaosuo.dashboard.rooms.address import the_address
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.registry import the_registry
from jiaosuo.dashboard.rooms.room import Room
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put
from jiaosuo.model.core.words import N_
from jiaosuo.model.own_places import FILES, VARIABLE, check_name, content_of, folders, own_places, parted
from jiaosuo.model.scenario_file import pinned, preset_names

MOST_KEPT = 200
THERE = N_("a county of this name is kept already; choose another name, or replace it")
FULL = N_("there are as many counties as this page keeps; remove one from the folder of places first")
UNWRITABLE = "must be a folder that can be written ({why})"


@dataclass(frozen=True)
class Kept:
    """A county kept in a room: its folder, and the room that it goes with."""

    folder: Path
    room: Room


_of_rooms: dict[str, Kept] = {}
_lock = threading.RLock()


def begin_for_rooms() -> tempfile.TemporaryDirectory[str]:
    """A folder for the counties of rooms, in front of the owner's own; it goes with the server."""
    made = tempfile.TemporaryDirectory(prefix="jiaosuo-rooms-", ignore_cleanup_errors=True)
    os.environ[VARIABLE] = os.pathsep.join([made.name, *map(str, folders())])
    return made


def keep(name: object, files: Mapping[str, bytes], room: Room | None = None, replace: bool = False) -> str:
    """Write the files of a county as a folder of this name; the name it is opened by.

    `room`: it lasts as long as that. InputError for a name that cannot be or is taken.
    """
    plain = check_name(name, preset_names())
    with _lock:
        sweep()
        there = own_places(preset_names()).get(plain)
        mine = (
            plain not in _of_rooms if room is None else _of_rooms.get(plain, Kept(Path(), room)).room is room
        )
        same = there is not None and _holds(there, files)
        if there is not None and not same and not (replace and mine):
            raise InputError("name", plain, THERE)
        if there is None and len(own_places()) >= MOST_KEPT:
            raise InputError("name", plain, FULL)
        if not same:
            target = folders()[0] / plain if there is None or room is not None else there
            _write(target, files)
            if room is not None:
                _of_rooms[plain] = Kept(target, room)
        return pinned(plain)


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds this very county, whatever else stands in it."""
    return all(
        (folder / each).read_bytes() == files.get(each) if (folder / each).is_file() else each not in files
        for each in FILES
    )


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    """Write beside the target, then take its place: whoever reads finds the one or the other."""
    beside = target.with_name(f".{secrets.token_hex(8)}")
    try:
        beside.mkdir(parents=True)
        for name, content in files.items():
            if name in HELD:
                put(beside / name, content)
        old = target.with_name(f".{secrets.token_hex(8)}")
        with contextlib.suppress(FileNotFoundError):
            target.rename(old)
        beside.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        why = UNWRITABLE.format(why=error.strerror or type(error).__name__)
        raise InputError("folder", str(target.parent), why) from None


def files_of(name: str) -> tuple[str, dict[str, bytes]]:
    """Name and files of a county that is kept; InputError where there is none."""
    plain, content = parted(name)
    folder = own_places(preset_names()).get(plain)
    if folder is None or (content and content != content_of(folder)):
        raise InputError(
            "place", plain, N_("this county is kept here no longer, or has changed: open it again")
        )
    return plain, {each: (folder / each).read_bytes() for each in HELD if (folder / each).is_file()}


def kept_in_rooms() -> dict[str, Kept]:
    """The counties that are kept in rooms, by name; another `Kept` stands there once one is replaced."""
    with _lock:
        sweep()
        return dict(_of_rooms)


def restore(name: str, files: Mapping[str, bytes], room: Room) -> None:
    """Put a county back that was kept in a room before the server was started again."""
    with _lock:
        target = folders()[0] / check_name(name)
        _write(target, files)
        _of_rooms[name] = Kept(target, room)


def read(kept: Kept) -> dict[str, bytes]:
    """The files of a county that is kept in a room."""
    with _lock:
        return {each: (kept.folder / each).read_bytes() for each in HELD if (kept.folder / each).is_file()}


def sweep() -> None:
    """Remove the counties of rooms that are over."""
    with _lock:
        for name in [name for name, each in _of_rooms.items() if each.room.state.over]:
            shutil.rmtree(_of_rooms.pop(name).folder, ignore_errors=True)


def is_shown(name: str, code: str) -> bool:
    """Whether a page in the room of this code (empty: in none) lists a county: not those of other rooms."""
    with _lock:
        kept = _of_rooms.get(parted(name)[0])
        return kept is None or kept.room.code == code


def may_bring(session: str) -> bool:
    """Whether a session may bring counties: on one's own machine all may, else who leads a room."""
    return the_address().token is None or the_registry().led_by(fingerprint(session)) is not None
