"""Where logs and what is made of them are written: refused before anything is read, not after."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jiaosuo.model.core.errors import InputError


def check_writable(file: Path, option: str = "--out") -> Path:
    """The file, whose folder is there and can be written; InputError where not."""
    try:
        str(file).encode()  # a name that is not UTF-8 cannot be told to other programs
        if file.is_dir():
            raise InputError(option, str(file), "must be a file, and this is a folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=file.parent):
            pass
        file.exists()
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(option, str(file), f"must be a file that can be written ({reason})") from None
    return file


def refuse_existing(file: Path) -> Path:
    """The file, which is not there yet; InputError where it is."""
    if file.exists() or file.is_symlink():
        raise InputError("--out", str(file), "it is there already, and stays as it is")
    return file
