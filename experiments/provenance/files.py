"""Tables that are written whole or not at all; texts and bytes are written by `model.core.files`."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import NOT_REGULAR, put_text, writing

if TYPE_CHECKING:
    import polars as pl

KEPT_PLUGINS = "plugins"
"""The folder of a result in which the plug-ins that it was made with are kept."""


def put_frame(file: Path, frame: pl.DataFrame) -> Path:
    """Write a Parquet file whole or not at all. OSError if it cannot be written."""
    with writing(file) as stream:
        frame.write_parquet(stream)
    return file


def check_writable(file: Path, option: str) -> None:
    """InputError, named by an option, for a file that cannot be written; what is there stays as it is.

    Asked before anything is run. Only a regular file is opened: a pipe would be waited for.
    """
    try:
        known = file.exists()
        if known and not file.is_file():
            raise OSError(errno.EINVAL, NOT_REGULAR, str(file))
        with file.open("ab"):
            pass
        if not known:
            file.unlink()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(option, str(file), f"must be a file that can be written ({reason})") from None


def keep_plugins(folder: Path) -> None:
    """Keep the files of plug-ins in `folder/plugins`, so that what stands in the folder can be made again."""
    for each in plugins.files():
        if each.source is not None:
            (folder / KEPT_PLUGINS).mkdir(exist_ok=True)
            put_text(folder / KEPT_PLUGINS / f"{each.name}.py", each.source)
