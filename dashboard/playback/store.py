"""The store: what workers have computed, by kind and content address, in the user's cache folder.

A file is whole or not there (atomic rename), carries its own checksum, and old ones make room for new ones.
"""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import platformdirs

from jiaosuo.model.core.files import writing

DIGEST = 16
GIGABYTE = 1_000_000_000
MOST_BYTES = 3 * GIGABYTE
LOOK_EVERY = 64_000_000
"""Bytes written between two looks at how full the store is."""

KINDS = ("head", "scene", "result", "state", "answer")
"""The three resources of a chunk, saved counties, and answers of what may wait."""


def default_folder() -> Path:
    """Where recordings are stored: in JIAOSUO_TAPES (the old name stays), else in the user's cache."""
    if given := os.environ.get("JIAOSUO_TAPES"):
        return Path(given)
    return Path(platformdirs.user_cache_dir("jiaosuo")) / "tapes"  # old files there make room in time


@dataclass
class Store:
    """Resources by kind and address. `most`: bytes kept; whatever was used longest ago goes first."""

    folder: Path
    most: int = MOST_BYTES
    _written: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.folder = Path(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def file(self, kind: str, address: str) -> Path:
        """Where a resource is or would be."""
        assert kind in KINDS, kind
        assert address.isalnum(), address
        return self.folder / address[:2] / f"{address}.{kind}"

    def has(self, kind: str, address: str) -> bool:
        """Whether a resource is there."""
        return self.file(kind, address).is_file()

    def write(self, kind: str, address: str, content: bytes) -> None:
        """Store a resource, with its checksum before it."""
        file = self.file(kind, address)
        file.parent.mkdir(exist_ok=True)
        with writing(file, durable=False) as out:  # what a power cut takes is computed again
            out.write(checksum(content))
            out.write(content)
        self.make_room(len(content))

    def read(self, kind: str, address: str) -> bytes | None:
        """A resource; None if it is not there, or no longer what was written, in which case it goes."""
        file = self.file(kind, address)
        try:
            content = file.read_bytes()
        except OSError:
            return None
        if checksum(content[DIGEST:]) != content[:DIGEST]:
            file.unlink(missing_ok=True)
            return None
        self.touch(kind, address)
        return content[DIGEST:]

    def touch(self, kind: str, address: str) -> None:
        """Note that a resource was used."""
        with contextlib.suppress(OSError):
            os.utime(self.file(kind, address))

    def make_room(self, added: int) -> None:
        """Now and then delete what was used longest ago, until four fifths of the room are taken."""
        with self._lock:
            self._written += added
            if self._written < min(LOOK_EVERY, self.most // 10):
                return
            self._written = 0
        files = sorted(self._files(), key=lambda each: each[0])
        taken = sum(size for _, size, _ in files)
        if taken <= self.most:
            return
        for _, size, file in files:
            if taken <= 0.8 * self.most:
                break
            file.unlink(missing_ok=True)
            taken -= size

    def _files(self) -> list[tuple[float, int, Path]]:
        """(last use, bytes, file) of everything; what vanishes meanwhile is passed over."""
        found = []
        for file in self.folder.glob("*/*"):
            try:
                seen = file.stat()
            except OSError:
                continue
            found.append((seen.st_mtime, seen.st_size, file))
        return found


def checksum(content: bytes) -> bytes:
    """A digest that names the content and shows whether it is whole."""
    return blake2b(content, digest_size=DIGEST).digest()
