"""Tables that are written whole or not at all; texts and bytes are written by `model.core.files`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jiaosuo.model.core.files import writing

if TYPE_CHECKING:
    import polars as pl


def put_frame(file: Path, frame: pl.DataFrame) -> Path:
    """Write a Parquet file whole or not at all. OSError if it cannot be written."""
    with writing(file) as stream:
        frame.write_parquet(stream)
    return file
