"""The folder of a sweep: what is planned, what is stored, and so what is still to do.

- `plan.json` says what the store is for;
- `parts/*.parquet` are the truth: a worker commits each chunk of worlds as one part, whole or not at all;
- `manifest.sqlite` is an index of the parts, made again from them whenever it does not fit;
- `compact/` holds the finished table, in the order of the plan;
- `quarantine/` holds parts whose bytes are not those that were written; their runs are to do again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from jiaosuo.experiments.provenance.files import keep_plugins
from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.experiments.sweeps.identity import Identity
from jiaosuo.experiments.sweeps.owner import LOCK, OWNER, owned
from jiaosuo.experiments.sweeps.parts import PARTS, frame_of, parquet, part_files, read_part, whole
from jiaosuo.experiments.sweeps.plan import PLAN, plan_of, settle_plan
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import UNFINISHED, put

MANIFEST, COMPACT, QUARANTINE = "manifest.sqlite", "compact", "quarantine"
WORLDS_A_TABLE = 100_000
"""Worlds of one file of `compact/`: as many as a laptop holds in memory."""

MISSING, STORED, FAILED = 0, 1, 2

_TABLES = """
create table if not exists parts (name text primary key);
create table if not exists worlds (world integer, part text, failed integer, primary key (world, part));
"""


@dataclass
class Store:
    """An open store. `quarantined`: names of parts that were found damaged when it was opened."""

    folder: Path
    design: Design
    state: npt.NDArray[np.uint8]
    quarantined: list[str] = field(default_factory=list)

    def missing(self) -> npt.NDArray[np.int64]:
        """Numbers of the worlds that are to do, point by point."""
        numbers = np.flatnonzero(self.state == MISSING)
        return numbers[np.argsort(numbers % self.design.points, kind="stable")]

    def forget_failures(self) -> None:
        """Plan the worlds that failed again; a run that works then stands in place of the failure."""
        self.state[self.state == FAILED] = MISSING

    @property
    def stored_runs(self) -> int:
        """Runs that are stored, failures not counted."""
        return int((self.state == STORED).sum()) * len(self.design.rules)

    @property
    def failed_runs(self) -> int:
        """Runs that are stored as failures."""
        return int((self.state == FAILED).sum()) * len(self.design.rules)

    def landed(self, part: str, worlds: Iterable[tuple[int, bool]]) -> None:
        """Take note of a part that a worker has committed: its worlds, and whether each failed."""
        rows = list(worlds)
        with _manifest(self.folder) as manifest:
            _note(manifest, part, rows)
        self._mark(rows)

    def _mark(self, rows: Iterable[tuple[int, bool]]) -> None:
        for world, failed in rows:
            if world < len(self.state) and self.state[world] != STORED:
                self.state[world] = FAILED if failed else STORED

    def compact(self) -> list[Path]:
        """Write the table in the order of the plan, each run once; the same bytes however it was made."""
        (self.folder / COMPACT).mkdir(exist_ok=True)
        written = [
            put(self.folder / COMPACT / f"runs-{number:04d}.parquet", parquet(frame))
            for number, frame in enumerate(self._slices())
        ]
        for stale in set((self.folder / COMPACT).glob("runs-*.parquet")) - set(written):
            stale.unlink()
        return written

    def _slices(self) -> Iterator[pl.DataFrame]:
        points = self.design.points
        step = max(1, WORLDS_A_TABLE // self.design.replications)
        for start in range(0, points, step):
            with _manifest(self.folder) as manifest:
                found = manifest.execute(
                    "select distinct part from worlds where world % ? >= ? and world % ? < ?",
                    (points, start, points, start + step),
                )
                names = sorted(name for (name,) in found)
            frames = [read_part(self.folder / PARTS / name) for name in names]
            frame = pl.concat(frames) if frames else frame_of(self.design, [])
            inside = (pl.col("point") >= start) & (pl.col("point") < start + step)
            planned = pl.col("world") < self.design.worlds
            yield in_order(frame.filter(inside & planned), self.design.rule_names)


def in_order(frame: pl.DataFrame, rules: Sequence[str]) -> pl.DataFrame:
    """Each run once, by point, seed and rule; a run that worked before one that failed."""
    places = {rule: place for place, rule in enumerate(rules)}
    place = pl.col("rule").replace_strict(places, return_dtype=pl.Int64)
    order = [pl.col("point"), pl.col("world"), place, pl.col("error").is_not_null(), pl.col("error")]
    return frame.sort(order, nulls_last=True).unique(["world", "rule"], keep="first", maintain_order=True)


@contextmanager
def opened(folder: Path, design: Design, command: str = "") -> Iterator[Store]:
    """Open the store of a design in a folder that can be written, and own it for the block.

    InputError for a folder with other things in it, of another owner, plan or version of the code.
    """
    _refuse_strange(folder)
    with owned(folder):
        settle_plan(folder, plan_of(design, command))
        keep_plugins(folder)
        (folder / PARTS).mkdir(exist_ok=True)
        for unfinished in folder.rglob(f"{UNFINISHED}*"):
            unfinished.unlink(missing_ok=True)
        store = Store(folder, design, np.zeros(design.worlds, np.uint8))
        _index(store)
        yield store


def _refuse_strange(folder: Path) -> None:
    if (folder / PLAN).exists():
        return
    strange = sorted({each.name for each in folder.iterdir()} - {LOCK, OWNER})
    if any(not name.startswith(UNFINISHED) for name in strange):
        raise InputError("--out", str(folder), f"must be an empty folder; it holds {strange[0]}")


def _index(store: Store) -> None:
    """Bring manifest and state up to the parts, and put damaged parts aside."""
    try:
        rows = _rows(store)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "full" in str(error):
            raise
        (store.folder / MANIFEST).unlink(missing_ok=True)
        rows = _rows(store)
    store._mark((world, failed) for world, failed in rows)


def _rows(store: Store) -> list[tuple[int, bool]]:
    identity = Identity(store.design)
    with _manifest(store.folder) as manifest:
        known = {name for (name,) in manifest.execute("select name from parts")}
        good = set()
        for file in part_files(store.folder):
            try:
                if file.name in known:
                    whole(file)
                else:
                    _note(manifest, file.name, _worlds(store.design, identity, file))
                good.add(file.name)
            except (InputError, pl.exceptions.PolarsError):
                _quarantine(store, file)
        for gone in known - good:
            manifest.execute("delete from worlds where part = ?", (gone,))
            manifest.execute("delete from parts where name = ?", (gone,))
        found = manifest.execute("select world, min(failed) from worlds group by world")
        return [(int(world), bool(failed)) for world, failed in found]


def _worlds(design: Design, identity: Identity, file: Path) -> list[tuple[int, bool]]:
    """The worlds of a part, and whether each failed; InputError for a part of another plan."""
    frame = read_part(file, ("run_id", "world", "error"))
    first = int(frame["world"][0])
    if first < design.worlds and frame["run_id"][0] not in identity.run_ids(design.world(first)):
        raise InputError("part", file.name, "it is of another plan")
    failed = frame.group_by("world", maintain_order=True).agg(pl.col("error").is_not_null().any())
    return [(int(world), bool(error)) for world, error in failed.rows()]


def _quarantine(store: Store, file: Path) -> None:
    (store.folder / QUARANTINE).mkdir(exist_ok=True)
    file.replace(store.folder / QUARANTINE / file.name)
    store.quarantined.append(file.name)


@contextmanager
def _manifest(folder: Path) -> Iterator[sqlite3.Connection]:
    """The index, committed at the end of the block; it may be lost, so nothing waits for the disk."""
    connection = sqlite3.connect(folder / MANIFEST)
    try:
        connection.execute("pragma synchronous = off")
        connection.execute("pragma journal_mode = memory")
        connection.executescript(_TABLES)
        yield connection
        connection.commit()
    finally:
        connection.close()


def _note(manifest: sqlite3.Connection, part: str, rows: Sequence[tuple[int, bool]]) -> None:
    manifest.execute("insert or replace into parts values (?)", (part,))
    manifest.executemany(
        "insert or replace into worlds values (?, ?, ?)",
        [(world, part, int(failed)) for world, failed in rows],
    )


def gathered(folder: Path, rules: Sequence[str], columns: Sequence[str] | None = None) -> pl.DataFrame:
    """All runs of a store as they stand, in order, from its parts; damaged parts are left out."""
    frames: list[Any] = []
    for file in part_files(folder):
        try:
            frames.append(read_part(file, columns))
        except InputError:
            continue
    return in_order(pl.concat(frames), rules) if frames else pl.DataFrame()
