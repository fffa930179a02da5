"""A worker: one niced process that runs the model for the page, and dies with the server.

It keeps counties it has just run, so that the next chunk of a tape needs nothing loaded. Work that may wait
(replications) is done in slices, and is put aside the moment something urgent is asked for.
"""

from __future__ import annotations

import contextlib
import gzip
import importlib
import json
import signal
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.jobs.pipes import End, follow, stand_back, taken
from jiaosuo.dashboard.playback.run_plan import Stage, stage
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.experiments.engines.garbage import collect_garbage
from jiaosuo.model.core.errors import InputError

BYTES_KEPT = 600_000_000
"""Of counties at hand, in one worker: some sixty of the size a class uses."""

ASIDE_KEPT = 4
SHARED = (
    "free_minutes",
    "cells",
    "zone_of_cell",
    "habit",
    "heads",
    "links_out",
    "homeward",
    "travel_times",
)
"""Tables of the land, which all counties on it hold in common; and travel times, small beside the rest."""

STATES_EVERY = 720
"""Minutes between two saved counties: what lies between is run again, which is cheaper than keeping it."""

SQUEEZE = 2


@dataclass
class Kept:
    """A county that has run up to where a chunk begins, with its reference.

    `stays`: it is kept as it is, for levers that are moved from there on, and a copy of it goes on.
    """

    county: Any
    reference: Any = None
    stays: bool = False

    @property
    def size(self) -> int:
        """Bytes of its own tables."""
        return sum(
            rows.nbytes
            for tables in (self.county.dispatch.tables, self.county.vehicles.roads)
            for name, rows in tables._asdict().items()
            if name not in SHARED
        )


@dataclass
class Worker:
    """What one process holds: the store, its way to the server, and the counties at hand."""

    store: Store
    talk: End
    kept: OrderedDict[str, Kept] = field(default_factory=OrderedDict)
    hours: Any = field(default_factory=OrderedDict)
    aside: OrderedDict[str, Iterator[dict[str, Any]]] = field(default_factory=OrderedDict)

    def work(self) -> None:
        """Answer one message after the other until the server hangs up."""
        while True:
            try:
                job = self.talk.recv()
            except (EOFError, OSError):
                return
            self._tell("done" if self._did(job) else "aside", job)
            collect_garbage()

    def _did(self, job: dict[str, Any]) -> bool:
        """Do a job; whether it is done, else it was put aside for what came in."""
        try:
            if job["what"] == "chunk":
                self._chunk(job)
                return True
            return self._in_slices(job)
        except Exception as error:
            self._tell("failed", job, error=sentence(error))
            return True

    def _tell(self, what: str, job: dict[str, Any], **more: Any) -> None:
        with contextlib.suppress(OSError):
            self.talk.send({"said": what, "job": job["id"], "kept": list(self.kept), **more})

    # A chunk of a tape

    def _chunk(self, job: dict[str, Any]) -> None:
        """Everything up to a chunk that is not there, from the nearest county at hand or saved."""
        from jiaosuo.dashboard.playback.recording import Reference

        staged, share = staged_side(job["demand"], job["side"]), job.get("share")
        first, last = self._nearest(staged, job["chunk"]), job["chunk"]
        held = self._at_hand(staged.state(first)) or self._loaded(staged, first, share)
        if held is None:  # the saved county turned out to be none: begin at the beginning
            first, held = 0, self._begun(staged, share)
        if held.reference is None:
            held.reference = Reference(self.hours)
        for chunk in range(first, last + 1):
            self._one(staged, chunk, held, share, job)
            if chunk < last and staged.span(chunk)[1] % STATES_EVERY == 0:
                self._keep(staged.addresses[chunk], Kept(held.county.copied(), stays=True))
        if staged.span(last)[1] % STATES_EVERY == 0:
            held.stays = True
            held.county.dispatch.trim()
        self._keep(staged.addresses[last], held)

    def _at_hand(self, key: str) -> Kept | None:
        """A county at hand, or a copy of one that stays."""
        held = self.kept.get(key)
        if held is None or not held.stays:
            return self.kept.pop(key, None)
        self.kept.move_to_end(key)
        copy, reference = held.county.copied(), held.reference
        if reference is not None:
            reference.go_on_with(held.county, copy)
        held.reference = None
        return Kept(copy, reference)

    def _keep(self, key: str, held: Kept) -> None:
        self.kept[key] = held
        while len(self.kept) > 1 and sum(each.size for each in self.kept.values()) > BYTES_KEPT:
            self.kept.popitem(last=False)

    def _one(self, staged: Stage, chunk: int, held: Kept, share: float | None, job: dict[str, Any]) -> None:
        from jiaosuo.dashboard.playback.recording import play, result, scene
        from jiaosuo.dashboard.playback.recording_header import head

        _, end = staged.span(chunk)
        address = staged.addresses[chunk]
        held.county.turn_to(staged.until(end, share))

        def begun(county: Any) -> None:
            self._write("head", staged.heads[chunk], lambda: head(county), job)

        played = play(held.county, end, begun)
        self._write("scene", address, lambda: scene(played), job)
        self._write("result", address, lambda: result(played, held.reference), job)
        if end % STATES_EVERY == 0 and not self.store.has("state", address):
            self._save(held.county, address)

    def _write(self, kind: str, address: str, make: Callable[[], bytes], job: dict[str, Any]) -> None:
        if self.store.has(kind, address):
            self.store.touch(kind, address)
            return
        self.store.write(kind, address, gzip.compress(make(), SQUEEZE, mtime=0))
        self._tell("wrote", job, kind=kind, address=address)

    def _nearest(self, staged: Stage, chunk: int) -> int:
        """The last chunk at or before this one whose beginning is at hand or saved."""
        for earlier in range(chunk, 0, -1):
            key = staged.state(earlier)
            if key in self.kept or self.store.has("state", key):
                return earlier
        return 0

    def _begun(self, staged: Stage, share: float | None) -> Kept:
        from jiaosuo.model import County

        return Kept(County(staged.until(staged.span(0)[1], share), log=True))

    def _loaded(self, staged: Stage, chunk: int, share: float | None) -> Kept | None:
        from jiaosuo.model import County

        if chunk == 0:
            return self._begun(staged, share)
        begin, _ = staged.span(chunk)
        file = self.store.file("state", staged.state(chunk))
        try:
            county = County.load(file, staged.until(begin, share))
        except InputError:
            file.unlink(missing_ok=True)
            return None
        self.store.touch("state", staged.state(chunk))
        return Kept(county)

    def _save(self, county: Any, address: str) -> None:
        file = self.store.file("state", address)
        file.parent.mkdir(exist_ok=True)
        county.save(file)
        self.store.make_room(file.stat().st_size)

    # What may wait

    def _in_slices(self, job: dict[str, Any]) -> bool:
        """Go on with a job until it is done, or until the server has something else to say."""
        from jiaosuo.dashboard.jobs.background_jobs import WORK

        slices = self.aside.pop(job["address"], None) or WORK[job["what"]](job)
        for said in slices:
            if "answer" in said:
                text = json.dumps(said["answer"], ensure_ascii=False, allow_nan=False)
                self.store.write("said", job["address"], text.encode())
                self._tell("wrote", job, kind="said", address=job["address"])
            elif self.talk.poll():
                self.aside[job["address"]] = slices
                while len(self.aside) > ASIDE_KEPT:
                    self.aside.popitem(last=False)
                return False
        return True


@lru_cache(maxsize=64)
def staged_side(demand: str, side: str) -> Stage:
    """The world of one side of a demand given as text."""
    return stage(from_json(demand), side)


def sentence(error: BaseException) -> str:
    """What went wrong, for a person: no traceback, no paths."""
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for this county; choose a larger grain"
    if isinstance(error, OSError):
        return f"the tape could not be kept: {error.strerror or type(error).__name__}"
    return f"this run failed ({type(error).__name__}); other runs go on"


def warm() -> None:
    """Import and compile before the first request: a minute of a small county, seen and told."""
    from jiaosuo.dashboard.playback.recording import Reference, play, result, scene
    from jiaosuo.dashboard.playback.recording_header import head
    from jiaosuo.model import County, Scenario

    importlib.import_module("jiaosuo.dashboard.jobs.background_jobs")
    case = Scenario.preset("county-town", rule="separate", people_per_agent=25, population=40_000)
    played = play(County(case, log=True), 30)
    head(played.county), scene(played), result(played, Reference())


def main() -> None:
    """`python -m jiaosuo.dashboard.jobs.worker DESCRIPTOR PARENT FOLDER`, started by the worker pool."""
    descriptor, parent, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    follow(parent)
    stand_back()
    talk = taken(descriptor)
    worker = Worker(Store(folder), talk)
    warm()
    collect_garbage()
    talk.send({"said": "ready"})
    worker.work()


if __name__ == "__main__":
    main()
