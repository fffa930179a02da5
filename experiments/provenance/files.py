"""Files that are written whole or not at all, and are on the disk when the writer says so."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

UNFINISHED = ".unfinished-"
"""How the names of files begin that nobody should read yet."""


def put(file: Path, content: bytes) -> Path:
    """Write under a temporary name in the same folder, to the disk, then rename. OSError if it fails."""
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as unfinished:
            unfinished.write(content)
            unfinished.flush()
            os.fsync(unfinished.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(file)
        _sync(file.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return file


def _sync(folder: Path) -> None:
    """Bring a folder's list of names to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
