"""The calls of a comparison to take away: read from the chunks that are computed, in words, safe to open."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING, Any

import numpy as np

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.dashboard.playback.packing import Array, unpack
from jiaosuo.dashboard.playback.run_plan import RunPlan, plan_run
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.experiments.provenance.csvw import csv_bytes, metadata, types_of
from jiaosuo.model.own_places import parted

if TYPE_CHECKING:
    import polars as pl

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "csv-metadata.json": "application/csvm+json",
    "parquet": "application/vnd.apache.parquet",
}
TABLE = "calls"
WORDS = {"kind": "kinds", "domain": "domains", "area": "areas", "road_class": "roads", "state": "states"}
"""Columns that are numbers in a recording, and the list of the header that holds their words."""

MINUTES = ("arose", "known", "dispatched", "first_there", "crew_there", "closed")


def file_name(comparison: Comparison, form: str) -> str:
    """What the file is called, whoever saves it: the name of a place is one that any system takes."""
    place, _ = parted(comparison.place)
    return f"calls-{place}-seed-{comparison.seed}.{form}"


def calls_file(store: Store, comparison: Comparison, form: str) -> bytes:
    """A CSV or Parquet file of the calls of both worlds so far, one row a call and world.

    Or what the columns of the CSV are, in which unit (`csv-metadata.json`).
    """
    frame = calls_frame(store, comparison)
    if form == "csv":
        return csv_bytes(frame)
    if form != "parquet":
        return metadata(TABLE, types_of(frame), file_name(comparison, "csv"))
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def calls_frame(store: Store, comparison: Comparison) -> pl.DataFrame:
    """One row a call and world; times in minutes of the run, null: did not happen so far."""
    # heavy: only who asks for a table pays
    import polars as pl

    frames = [_side_frame(store, plan_run(comparison, side), side) for side in SIDES]
    return pl.concat(
        [each for each in frames if each is not None] or [pl.DataFrame()], how="diagonal_relaxed"
    )


def _side_frame(store: Store, plan: RunPlan, side: str) -> pl.DataFrame | None:
    # heavy: only who asks for a table pays
    import polars as pl

    head = _read(store, "head", plan.header_addresses[0])
    rows: dict[int, dict[str, Any]] = {}
    for where in plan.addresses:
        scene, result = _read(store, "scene", where), _read(store, "result", where)
        if scene is None or result is None:
            break
        for call in _rows(scene[1]["calls"]):
            rows.setdefault(int(call["id"]), {}).update(call)
        for end in _rows(result[1]["ends"]):
            rows[int(end["id"])].update(end)
    if head is None or not rows:
        return None
    words = [_in_words(row, head[0]) for row in rows.values()]
    about = {"side": side, "rule": plan.base.rule_name, "seed": str(plan.base.seed)}
    return pl.DataFrame([about | row for row in words], infer_schema_length=None)


def _read(store: Store, kind: str, where: str) -> tuple[dict[str, Any], dict[str, dict[str, Array]]] | None:
    content = store.read(kind, where)
    return None if content is None else unpack(gzip.decompress(content))


def _rows(table: dict[str, Array]) -> list[dict[str, Any]]:
    columns = {name: [None if np.isnan(v) else v for v in values] for name, values in table.items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _in_words(row: dict[str, Any], head: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"call": int(row["id"])}
    for name, value in row.items():
        if name == "id":
            continue
        if value is None:
            said[name] = None
        elif name == "township":
            said[name] = head["townships"][int(value)]["name"]
        elif name in WORDS:
            word = head[WORDS[name]][int(value)]
            said[name] = word["name"] if isinstance(word, dict) else word
        elif name in MINUTES or name in ("handling_minutes", "satisfaction", "patience"):
            said[name] = round(float(value), 3)
        elif name in ("complex", "on_patrol", "secondary", "closed_badly"):
            said[name] = bool(value)
        else:
            said[name] = int(value)
    return said
