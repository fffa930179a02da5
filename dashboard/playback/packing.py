"""The binary form of a recording: columns quantised to the narrowest whole numbers that hold them.

A resource is `u32 length of the header | header, JSON | columns`, all little endian. The header says of every
column its type, shape, scale and place; a value is `raw * scale + offset0`, or `levels[raw]`, or missing.
With `delta`, rows are differences along the first axis, which wrap as whole numbers of the type do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

type Array = npt.NDArray[Any]

WIDTHS = {"u8": "<u1", "u16": "<u2", "u32": "<u4"}
TYPES = WIDTHS | {"i8": "<i1", "i16": "<i2", "i32": "<i4", "f32": "<f4"}
ALIGNED = 4


@dataclass(frozen=True)
class Packing:
    """How a column is packed: steps of `scale`, or nearest of `levels`; `delta`: as differences of rows."""

    scale: float = 1.0
    delta: bool = False
    levels: tuple[float, ...] = ()


type Columns = Mapping[str, tuple[Array, Packing]]
"""Columns of a table by name, each with how it is packed."""


@dataclass(frozen=True)
class PackedColumn:
    """A column as it stands in the resource: what the header says of it, and its bytes."""

    about: dict[str, Any]
    data: bytes


def pack(kind: str, tables: Mapping[str, Columns], **extras: Any) -> bytes:
    """A resource of tables of columns, with extras that are plain JSON."""
    header: dict[str, Any] = {"kind": kind, "tables": {}, **extras}
    parts, place = [], 0
    for name, columns in tables.items():
        described = {}
        for column, (values, packing) in columns.items():
            packed = pack_column(values, packing)
            described[column] = packed.about | {"at": place, "bytes": len(packed.data)}
            padded = packed.data + b"\0" * (-len(packed.data) % ALIGNED)
            parts.append(padded)
            place += len(padded)
        rows = next((len(values) for values, _ in columns.values()), 0)
        header["tables"][name] = {"rows": rows, "columns": described}
    text = json.dumps(header, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % ALIGNED)
    return len(text).to_bytes(4, "little") + text + b"".join(parts)


def pack_column(values: Array, packing: Packing) -> PackedColumn:
    """A column in the narrowest type that holds it; NaN becomes the missing mark."""
    values = np.asarray(values, np.float64)
    gaps = np.isnan(values)
    has_gaps = bool(gaps.any())  # most columns have none, and are many
    known = np.where(gaps, 0.0, values) if has_gaps else values
    raw = _nearest(known, packing.levels) if packing.levels else _steps(known, packing.scale)
    there = raw[~gaps] if has_gaps else raw
    base = 0 if packing.levels or not there.size else int(there.min())
    kind, mark = _narrowest(int(there.max(initial=base)) - base, has_gaps)
    raw = raw - base
    if mark is not None:
        raw[gaps] = mark
    data = raw.astype(WIDTHS[kind])
    if packing.delta and len(data):
        data = np.diff(data, axis=0, prepend=np.zeros((1, *data.shape[1:]), data.dtype))
    about: dict[str, Any] = {"type": kind, "shape": list(data.shape), "delta": packing.delta, "missing": mark}
    numbers = (
        {"levels": list(packing.levels)}
        if packing.levels
        else {"scale": packing.scale, "offset0": base * packing.scale}
    )
    return PackedColumn(about | numbers, data.tobytes())


def _steps(values: Array, scale: float) -> npt.NDArray[np.int64]:
    if np.isinf(values).any():
        raise ValueError("a recording cannot hold an infinite number")
    return np.rint(values / scale).astype(np.int64)


def _nearest(values: Array, levels: tuple[float, ...]) -> npt.NDArray[np.int64]:
    """Row of the nearest level; levels rise."""
    between = (np.array(levels[1:]) + np.array(levels[:-1])) / 2
    return np.searchsorted(between, values).astype(np.int64)


def _narrowest(largest: int, gaps: bool) -> tuple[str, int | None]:
    """The first type that holds the largest number, and the missing mark: the top of the type."""
    for kind, form in WIDTHS.items():
        top = int(np.iinfo(form).max)
        if largest <= top - gaps:
            return kind, top if gaps else None
    raise ValueError(f"{largest} does not fit into 32 bits")


def header_of(resource: bytes) -> dict[str, Any]:
    """The header of a resource."""
    size = int.from_bytes(resource[:4], "little")
    header: dict[str, Any] = json.loads(resource[4 : 4 + size])
    return header


def unpack(resource: bytes) -> tuple[dict[str, Any], dict[str, dict[str, Array]]]:
    """Header and tables of a resource; missing values come as NaN. The player's reader does the same."""
    header, start = header_of(resource), 4 + int.from_bytes(resource[:4], "little")
    tables = {
        name: {
            column: unpack_column(resource[start + about["at"] :][: about["bytes"]], about)
            for column, about in table["columns"].items()
        }
        for name, table in header["tables"].items()
    }
    return header, tables


def unpack_column(data: bytes, about: Mapping[str, Any]) -> Array:
    """The values of a column."""
    raw = np.frombuffer(data, TYPES[about["type"]]).reshape(about["shape"])
    if about["delta"]:
        raw = np.cumsum(raw, axis=0, dtype=raw.dtype)
    gaps = raw == about["missing"] if about["missing"] is not None else np.zeros(raw.shape, np.bool_)
    known = np.where(gaps, 0, raw)
    if "levels" in about:
        values = np.array(about["levels"], np.float64)[known.astype(np.int64)]
    else:
        values = known * float(about["scale"]) + float(about["offset0"])
    return np.where(gaps, np.nan, values)
