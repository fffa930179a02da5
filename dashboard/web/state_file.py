"""The file in which a server keeps its rooms: an SQLite database with a mark, a version and checksums.

What is not such a file, or is damaged, is refused and stays as it is: nothing is written before all of it
was read and held against its checksums.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

NAME, LOCK = "rooms.sqlite", "rooms.lock"
MARK = int.from_bytes(b"jsrm")
"""SQLite's `application_id`: whose database a file is. It stands in the 68th byte of the file."""

VERSION = 2
"""Of the records. 2: rooms have a clock and a book. Files of version 1 are read, and then are 2."""

BEGINS, VERSION_AT, MARK_AT, HEADER = b"SQLite format 3\0", 60, 68, 100
SALT = "salt"

TABLES = """
CREATE TABLE kept (name TEXT PRIMARY KEY, value BLOB NOT NULL, checksum BLOB NOT NULL);
CREATE TABLE room (
    code TEXT PRIMARY KEY, record TEXT NOT NULL, checksum BLOB NOT NULL, seen REAL NOT NULL
);
CREATE TABLE county_file (
    code TEXT NOT NULL REFERENCES room ON DELETE CASCADE, county TEXT NOT NULL, file TEXT NOT NULL,
    content BLOB NOT NULL, checksum BLOB NOT NULL, PRIMARY KEY (county, file)
);
"""

FOREIGN = N_(
    "its rooms.sqlite was not written by this page, and stays as it is; give another folder, or move the "
    "file away"
)
LATER = N_(
    "its rooms.sqlite was written by a later version of the program, and stays as it is; use that version, "
    "or give another folder"
)
DAMAGED = N_(
    "its rooms.sqlite is damaged, and stays as it is; move it away to begin without rooms, or put a copy of "
    "it there"
)
IN_USE = N_("another server keeps its rooms there; end it, or give each a folder of its own")


@dataclass(frozen=True)
class County:
    """The files of a county that is kept in the room of a code."""

    name: str
    code: str
    files: Mapping[str, bytes]


@dataclass
class Found:
    """What a file held: rooms as records with the time (UTC, s) at which somebody was seen there last."""

    salt: bytes | None = None
    rooms: list[tuple[dict[str, Any], float]] = field(default_factory=list)
    counties: list[County] = field(default_factory=list)


class StateFile:
    """The database of a folder, which is made where it is not there yet; `found`: what it held.

    InputError for a folder that cannot be written or is in use, and for a file that is another's or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / NAME
        self._lock = FileLock(folder / LOCK, timeout=0)
        self.found = Found()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire()
            self._check_header()
            if not self.file.exists():  # rooms hold nicknames: for this user alone
                os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
            self._database = self._opened()
        except Timeout:
            raise InputError("state", str(folder), IN_USE) from None
        except OSError as error:
            self._lock.release()
            why = error.strerror or type(error).__name__
            raise InputError("state", str(folder), f"must be a folder that can be written ({why})") from None
        except BaseException:
            self._lock.release()
            raise

    def write(
        self,
        rooms: Iterable[tuple[dict[str, Any], float]] = (),
        counties: Iterable[County] = (),
        gone: Iterable[str] = (),
        gone_counties: Iterable[str] = (),
    ) -> None:
        """Take down what has changed, all of it or nothing. sqlite3.Error where it cannot be written.

        gone: codes of rooms that are over; what was kept in them goes too. Rooms are replaced by code,
        counties by name.
        """
        with self._transaction() as at:
            at.executemany("DELETE FROM room WHERE code = ?", [(code,) for code in gone])
            at.executemany("DELETE FROM county_file WHERE county = ?", [(name,) for name in gone_counties])
            for record, seen in rooms:
                text = json.dumps(record, ensure_ascii=False)  # trainees stay in the order in which they came
                said = (record["code"], text, _checksum(record["code"], text), seen)
                at.execute(
                    "INSERT INTO room VALUES (?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET "
                    "record = excluded.record, checksum = excluded.checksum, seen = excluded.seen",
                    said,
                )
            for county in counties:
                at.execute("DELETE FROM county_file WHERE county = ?", (county.name,))
                at.executemany(
                    "INSERT INTO county_file VALUES (?, ?, ?, ?, ?)",
                    [
                        (county.code, county.name, name, content, _checksum(county.name, name, content))
                        for name, content in county.files.items()
                    ],
                )

    def keep_salt(self, salt: bytes) -> None:
        """Take down what fingerprints are made with."""
        with self._transaction() as at:
            at.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (SALT, salt, _checksum(SALT, salt)))

    def close(self) -> None:
        """Close the database and give the folder up."""
        self._database.close()
        self._lock.release()

    def _check_header(self) -> None:
        """Refuse what is another's before SQLite opens it, which may write: a journal is played back."""
        if not self.file.exists() or (self.file.is_file() and self.file.stat().st_size == 0):
            return
        with self.file.open("rb") as stream:
            head = stream.read(HEADER)
        if len(head) < HEADER or not head.startswith(BEGINS) or _number(head, MARK_AT) != MARK:
            raise InputError("state", str(self.folder), FOREIGN)
        if _number(head, VERSION_AT) > VERSION:
            raise InputError("state", str(self.folder), LATER)

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.file, isolation_level=None, check_same_thread=False)
        try:
            for rule in ("foreign_keys = ON", "secure_delete = ON", "synchronous = FULL"):
                database.execute(f"PRAGMA {rule}")
            if self.file.stat().st_size:
                self.found = _read(database)
                if database.execute("PRAGMA user_version").fetchone()[0] < VERSION:
                    database.execute(f"PRAGMA user_version = {VERSION}")
            else:
                mark = f"PRAGMA application_id = {MARK}; PRAGMA user_version = {VERSION};"
                database.executescript(f"BEGIN IMMEDIATE; {mark} {TABLES} COMMIT;")
        except (sqlite3.DatabaseError, ValueError, KeyError, TypeError) as error:
            database.close()
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise OSError(0, str(error)) from None  # a full disk, no right to write; no missing table
            raise InputError("state", str(self.folder), DAMAGED) from None
        return database

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield self._database
            self._database.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
            raise


def _read(database: sqlite3.Connection) -> Found:
    """All that a database holds; sqlite3.DatabaseError or ValueError where it is damaged."""
    if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise ValueError("its pages do not fit")
    found, files = Found(), dict[tuple[str, str], dict[str, bytes]]()
    for name, value, checksum in database.execute("SELECT name, value, checksum FROM kept"):
        _hold(checksum, name, value)
        found.salt = value if name == SALT else found.salt
    for code, text, checksum, seen in database.execute("SELECT code, record, checksum, seen FROM room"):
        _hold(checksum, code, text)
        found.rooms.append((json.loads(text), float(seen)))
    rows = "SELECT code, county, file, content, checksum FROM county_file ORDER BY county, file"
    for code, county, name, content, checksum in database.execute(rows):
        _hold(checksum, county, name, content)
        files.setdefault((county, code), {})[name] = content
    found.counties = [County(name, code, held) for (name, code), held in files.items()]
    return found


def _hold(checksum: bytes, *parts: str | bytes) -> None:
    if checksum != _checksum(*parts):
        raise ValueError("what is stored is not what was written")


def _checksum(*parts: str | bytes) -> bytes:
    """Of texts and bytes in their order, each with its length."""
    made = blake2b(digest_size=16)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        made.update(len(content).to_bytes(8) + content)
    return made.digest()


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4])
