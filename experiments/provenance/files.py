"""Tables that are written whole or not at all; texts and bytes are written by `model.core.files`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jiaosuo.model.core import plugins
from jiaosuo.model.core.files import put_text, writing

if TYPE_CHECKING:
    import polars as pl

KEPT_PLUGINS = "plugins"
"""The folder of a result in which the plug-ins that it was made with are kept."""


def put_frame(file: Path, frame: pl.DataFrame) -> Path:
    """Write a Parquet file whole or not at all. OSError if it cannot be written."""
    with writing(file) as stream:
        frame.write_parquet(stream)
    return file


def keep_plugins(folder: Path) -> None:
    """Keep the files of plug-ins in `folder/plugins`, so that what stands in the folder can be made again."""
    for each in plugins.files():
        if each.source is not None:
            (folder / KEPT_PLUGINS).mkdir(exist_ok=True)
            put_text(folder / KEPT_PLUGINS / f"{each.name}.py", each.source)
