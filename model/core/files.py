"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

NOT_REGULAR = "not a regular file"
UNFINISHED = ".unfinished-"
"""How the names of files begin that nobody should read yet."""


@contextmanager
def writing(file: Path, durable: bool = True) -> Iterator[IO[bytes]]:
    """A stream whose content is the file once the block has ended well; else the old file stands as it was.

    It is written under another name in the same folder and then renamed; where the name is a link, the file
    it leads to is written and the link stays. `durable`: what was written is on the disk when the block ends;
    without it, which is for what can be made again, a power cut may lose it. OSError if it cannot be written,
    and for a device, a pipe or a folder, which is never replaced.
    """
    file = file.resolve() if file.is_symlink() else file
    if file.exists() and not file.is_file():
        raise OSError(errno.EINVAL, NOT_REGULAR, str(file))
    unfinished = file.with_name(f"{UNFINISHED}{os.urandom(8).hex()}")
    try:
        with unfinished.open("xb") as stream:
            yield stream
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(unfinished, file)
        if durable:
            _sync(file.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def put(file: Path, content: bytes, durable: bool = True) -> Path:
    """Write bytes as `writing` does."""
    with writing(file, durable) as stream:
        stream.write(content)
    return file


def put_text(file: Path, text: str, durable: bool = True) -> Path:
    """Write a text in UTF-8, its line ends as they are, as `writing` does."""
    return put(file, text.encode(), durable)


def _sync(folder: Path) -> None:
    """Bring a folder's list of names to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
