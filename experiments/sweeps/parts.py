"""The parts of a store: Parquet files that are written whole or not at all, and carry their checksum.

A part is named for its first world and the hash of its bytes: `0000000012-<hash>.parquet`. Whoever reads the
name can tell a part that was cut short or changed, without any index.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put

if TYPE_CHECKING:
    import polars as pl

PARTS = "parts"
_NAME = re.compile(r"\d{10}-([0-9a-f]{32})\.parquet\Z")


def frame_of(design: Design, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Rows of runs as a table: the same columns and types for any rows of the design."""
    # heavy: only who asks for a table pays
    import polars as pl

    texts, counts = pl.String(), pl.Int64()
    schema: dict[str, pl.DataType] = {"run_id": texts, "world": counts, "point": counts, "seed": texts}
    schema |= dict.fromkeys(design.axes, pl.Float64())
    schema |= {"rule": texts, "error": texts, "world_digest": texts}
    schema |= dict.fromkeys(design.outcomes, pl.Float64())
    schema |= {f"n_{name}": counts for name in design.outcomes}
    columns = {name: [row[name] for row in rows] for name in schema}
    for name in design.axes:
        columns[name] = [float(value) for value in columns[name]]
    return pl.DataFrame(columns, schema=schema)


def parquet(frame: pl.DataFrame) -> bytes:
    """A table as the bytes of a Parquet file; the same table gives the same bytes."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1)
    return buffer.getvalue()


def commit(folder: Path, frame: pl.DataFrame) -> str:
    """Put rows into a store's folder as one part; the name of the part. OSError if it cannot be written."""
    content = parquet(frame)
    name = f"{int(frame['world'][0]):010d}-{_checksum(content)}.parquet"
    put(folder / PARTS / name, content)
    return name


def whole(file: Path) -> bytes:
    """A part's bytes; InputError if they are not those that were written."""
    content = file.read_bytes()
    said = _NAME.match(file.name)
    if said is None or said[1] != _checksum(content):
        raise InputError("part", file.name, "its content is not what was written")
    return content


def read_part(file: Path, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """A part's rows; InputError if its bytes are not those that were written."""
    # heavy: only who asks for a table pays
    import polars as pl

    return pl.read_parquet(io.BytesIO(whole(file)), columns=None if columns is None else list(columns))


def part_files(folder: Path) -> list[Path]:
    """Every part of a store, in the order of their names."""
    return sorted((folder / PARTS).glob("*.parquet"))


def _checksum(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
