"""One driver a store: the lock that keeps a second one out, and the name it is told."""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put

LOCK, OWNER = ".lock", "owner.json"


@contextmanager
def owned(folder: Path) -> Iterator[None]:
    """Own a store's folder for the block; InputError, naming the owner, if somebody else does.

    The lock is the operating system's, and goes with its process, however that ends.
    """
    # only a store pays
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError("--out", str(folder), f"{_owner(folder)} is writing to it") from None
    try:
        put(folder / OWNER, json.dumps(_me()).encode())
        yield
    finally:
        (folder / OWNER).unlink(missing_ok=True)
        lock.release()


def _me() -> dict[str, str | int]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "?" if sys.platform == "win32" else str(os.getuid())
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return {"user": user, "host": platform.node(), "pid": os.getpid(), "since": since}


def _owner(folder: Path) -> str:
    try:
        who = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        return f"process {who['pid']} of {who['user']} on {who['host']} (since {who['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
