"""What a worker does: it runs its worlds and commits them to the store itself, in one part."""

from __future__ import annotations

import errno
import faulthandler
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import parent_process
from pathlib import Path

from jiaosuo.experiments.sweeps.design import Design, World
from jiaosuo.experiments.sweeps.identity import Identity, code_version
from jiaosuo.experiments.sweeps.parts import commit, frame_of
from jiaosuo.experiments.sweeps.run import Row, failed_rows, run_world

PATIENCE, GRACE_SECONDS = 3.0, 60.0
"""A run that does not come back to look at the clock loses its process after so many times its limit, and
so many seconds."""


@dataclass(frozen=True)
class Committed:
    """A chunk that is stored: the part, each world with whether it failed, and how long it took."""

    part: str
    worlds: tuple[tuple[int, bool], ...]
    seconds: float


@dataclass(frozen=True)
class Trouble:
    """Why nothing can be stored: not the fault of a run, and no use in going on."""

    what: str


@dataclass(frozen=True)
class Worker:
    """Runs worlds of a design and stores them in a folder; `code` is the version the driver runs."""

    design: Design
    folder: str
    code: str

    def __call__(self, worlds: Sequence[World]) -> Committed | Trouble:
        """Run the worlds and commit them, failures among them."""
        if self.code != code_version():
            return Trouble(f"a worker has version {code_version()[:12]} of the code, not {self.code[:12]}")
        began, rows = time.monotonic(), list[Row]()
        for world in worlds:
            with _time_at_most(self.design):
                rows += run_world(self.design, self._identity, world)
        return self._put(rows, began)

    def give_up(self, worlds: Sequence[World], error: str) -> Committed | Trouble:
        """Commit worlds that no worker could run, as failures."""
        began = time.monotonic()
        rows = [row for world in worlds for row in failed_rows(self.design, self._identity, world, error)]
        return self._put(rows, began)

    def _put(self, rows: list[Row], began: float) -> Committed | Trouble:
        try:
            part = commit(Path(self.folder), frame_of(self.design, rows))
        except OSError as error:
            return Trouble(plainly(error, self.folder))
        failed: dict[int, bool] = {}
        for row in rows:
            failed[row["world"]] = failed.get(row["world"], False) or row["error"] is not None
        return Committed(part, tuple(failed.items()), time.monotonic() - began)

    @cached_property
    def _identity(self) -> Identity:
        return Identity(self.design)


def plainly(error: OSError, folder: str) -> str:
    """A disk's trouble in words."""

    full = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    what = "disk full" if error.errno in full else "cannot write"
    return f"{what} at {folder}: {error.strerror or error}"


@contextmanager
def _time_at_most(design: Design) -> Iterator[None]:
    """In a worker process: end it if a run never comes back; its driver then tries the world again, alone."""
    if design.time_limit is None or parent_process() is None:
        yield
        return
    seconds = PATIENCE * design.time_limit * len(design.rules) + GRACE_SECONDS
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
