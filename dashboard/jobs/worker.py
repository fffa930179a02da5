"""What a worker process does: it runs the model for the page, one job after the other.

It keeps counties that it has just run, so that the next chunk of a recording needs nothing loaded. Work that
may wait is done in slices, and is paused the moment something urgent is asked for.
"""

from __future__ import annotations

import contextlib
import gzip
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.jobs import background_jobs, memory
from jiaosuo.dashboard.jobs.background_jobs import Answer, Slices
from jiaosuo.dashboard.jobs.messages import ChunkJob, Done, Failed, Job, Paused, Ready, Report, Stored
from jiaosuo.dashboard.jobs.pipes import PipeEnd
from jiaosuo.dashboard.playback.recording import HoursKnown, Reference, record, result, scene
from jiaosuo.dashboard.playback.recording_header import recording_header
from jiaosuo.dashboard.playback.run_plan import RunPlan, plan_run
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.experiments.engines.garbage import collect_garbage
from jiaosuo.model import County, Scenario
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError

type Array = npt.NDArray[Any]

BYTES_AT_HAND = 300_000_000
"""Of tables of counties at hand, in one worker: more than thirty of the size a class uses. A county's other
parts come to half of that again, so that a worker stays below one gigabyte."""

MOST_PAUSED = 4

SAVE_EVERY = 720
"""Minutes between two saved counties: what lies between is run again, which is cheaper than storing it."""

COMPRESSION = 2


@dataclass
class AtHand:
    """A county that has run up to where a chunk begins, with its reference.

    `stays`: it is left as it is, for levers that are moved from there on, and a copy of it goes on.
    """

    county: County
    reference: Reference | None = None
    stays: bool = False

    @property
    def tables(self) -> dict[int, int]:
        """Bytes of its tables by the identity of what holds them: counties on one land share some."""
        dispatch, roads = self.county.dispatch.tables, self.county.vehicles.roads
        return {id(held): held.nbytes for held in map(holder, arrays_in((dispatch, roads)))}


def arrays_in(nested: Any) -> Iterator[Array]:
    """The arrays in tuples of arrays and of such tuples."""
    if isinstance(nested, np.ndarray):
        yield nested
    elif isinstance(nested, tuple):
        for each in nested:
            yield from arrays_in(each)


def holder(array: Array) -> Array:
    """The array that owns the memory which this one shows."""
    return holder(array.base) if isinstance(array.base, np.ndarray) else array


@dataclass
class Worker:
    """What one process holds: the store, its pipe to the server, counties at hand, jobs that are paused."""

    store: Store
    pipe: PipeEnd
    at_hand: OrderedDict[str, AtHand] = field(default_factory=OrderedDict)
    hours: HoursKnown = field(default_factory=OrderedDict)
    paused: OrderedDict[str, Slices] = field(default_factory=OrderedDict)

    def work(self) -> None:
        """Do one job after the other until the server hangs up."""
        while True:
            try:
                job: Job = self.pipe.recv()
            except (EOFError, OSError):
                return
            self._send(self._do(job))
            collect_garbage()
            self._lighten()

    def _lighten(self) -> None:
        """Let go of what is held for later, the oldest first, while the process takes more than it may.

        Tables at hand are counted as they come in; what a county holds besides, jobs that are paused and what
        the C library keeps are not, so the process itself is asked.
        """
        if memory.taken() <= memory.MOST_BYTES:
            return
        memory.give_back()
        while memory.taken() > memory.MOST_BYTES and (len(self.at_hand) > 1 or self.paused):
            oldest = self.at_hand if len(self.at_hand) > 1 else self.paused
            oldest.popitem(last=False)
            memory.give_back()

    def _do(self, job: Job) -> Report:
        """Do a job, unless it is paused for what came in or fails."""
        try:
            if isinstance(job, ChunkJob):
                self._record_up_to(job)
                done = True
            else:
                done = self._in_slices(job)
        except Exception as error:
            return Failed(job=job.number, states=self._states(), error=Problem.of(error))
        return (Done if done else Paused)(job=job.number, states=self._states())

    def _send(self, report: Report) -> None:
        with contextlib.suppress(OSError):
            self.pipe.send(report)

    def _states(self) -> tuple[str, ...]:
        return tuple(self.at_hand)

    # Chunks of a recording

    def _record_up_to(self, job: ChunkJob) -> None:
        """Record all missing chunks up to the job's, from the nearest county at hand or saved."""
        plan, last = run_plan_of(job.comparison, job.side), job.chunk
        first = self._nearest(plan, last)
        held = self._taken(plan.state_address(first)) or self._loaded(plan, first, job.share)
        if held is None:  # the saved county turned out to be none: begin at the beginning
            first, held = 0, self._begun(plan, job.share)
        if held.reference is None:
            held.reference = Reference(self.hours)
        for chunk in range(first, last + 1):
            self._record(plan, chunk, held.county, held.reference, job)
            if chunk < last and plan.span(chunk)[1] % SAVE_EVERY == 0:
                self._keep(plan.addresses[chunk], AtHand(held.county.copied(), stays=True))
        held.stays = plan.span(last)[1] % SAVE_EVERY == 0
        held.county.dispatch.trim()
        self._keep(plan.addresses[last], held)

    def _taken(self, key: str) -> AtHand | None:
        """A county at hand to go on with, or a copy of one that stays."""
        held = self.at_hand.get(key)
        if held is None or not held.stays:
            return self.at_hand.pop(key, None)
        self.at_hand.move_to_end(key)
        copy, reference = held.county.copied(), held.reference
        if reference is not None:
            reference.follow(held.county, copy)
        held.reference = None
        return AtHand(copy, reference)

    def _keep(self, key: str, held: AtHand) -> None:
        self.at_hand[key] = held
        while len(self.at_hand) > 1 and self._bytes_at_hand() > BYTES_AT_HAND:
            self.at_hand.popitem(last=False)

    def _bytes_at_hand(self) -> int:
        """Of the tables of all counties at hand, each table counted once."""
        return sum({k: size for each in self.at_hand.values() for k, size in each.tables.items()}.values())

    def _record(self, plan: RunPlan, chunk: int, county: County, reference: Reference, job: ChunkJob) -> None:
        """Run one chunk and store its resources, and now and then the county as it is then."""
        _, end = plan.span(chunk)
        address = plan.addresses[chunk]
        county.turn_to(plan.until(end, job.share))

        def begun(county: County) -> None:
            self._store("head", plan.header_addresses[chunk], lambda: recording_header(county), job)

        recording = record(county, end, begun)
        self._store("scene", address, lambda: scene(recording), job)
        self._store("result", address, lambda: result(recording, reference), job)
        if end % SAVE_EVERY == 0 and not self.store.has("state", address):
            self._save(county, address)

    def _store(self, kind: str, address: str, make: Callable[[], bytes], job: Job) -> None:
        if self.store.has(kind, address):
            self.store.touch(kind, address)
            return
        self.store.write(kind, address, gzip.compress(make(), COMPRESSION, mtime=0))
        self._send(Stored(job=job.number, states=self._states(), kind=kind, address=address))

    def _nearest(self, plan: RunPlan, chunk: int) -> int:
        """The last chunk at or before this one whose beginning is at hand or saved."""
        for earlier in range(chunk, 0, -1):
            key = plan.state_address(earlier)
            if key in self.at_hand or self.store.has("state", key):
                return earlier
        return 0

    def _begun(self, plan: RunPlan, share: float | None) -> AtHand:
        return AtHand(County(plan.until(plan.span(0)[1], share), log=True))

    def _loaded(self, plan: RunPlan, chunk: int, share: float | None) -> AtHand | None:
        """The saved county at the beginning of a chunk; None, and the file deleted, if it cannot be read."""
        if chunk == 0:
            return self._begun(plan, share)
        begin, _ = plan.span(chunk)
        key = plan.state_address(chunk)
        file = self.store.file("state", key)
        try:
            county = County.load(file, plan.until(begin, share))
        except InputError:
            file.unlink(missing_ok=True)
            return None
        self.store.touch("state", key)
        return AtHand(county)

    def _save(self, county: County, address: str) -> None:
        file = self.store.file("state", address)
        file.parent.mkdir(exist_ok=True)
        county.save(file)
        self.store.make_room(file.stat().st_size)

    # What may wait

    def _in_slices(self, job: Job) -> bool:
        """Go on with a job until it is done, or until the server has something else to say."""
        slices = self.paused.pop(job.address, None) or background_jobs.run(job)
        for found in slices:
            if isinstance(found, Answer):
                text = json.dumps(found.content, ensure_ascii=False, allow_nan=False)
                self.store.write("answer", job.address, text.encode())
                stored = Stored(job=job.number, states=self._states(), kind="answer", address=job.address)
                self._send(stored)
            elif self.pipe.poll():
                self.paused[job.address] = slices
                while len(self.paused) > MOST_PAUSED:
                    self.paused.popitem(last=False)
                return False
        return True


@lru_cache(maxsize=64)
def run_plan_of(comparison: str, side: str) -> RunPlan:
    """The run plan of one side of a comparison given as text."""
    return plan_run(from_json(comparison), side)


def warm_up() -> None:
    """Compile before the first request: half an hour of a small county, recorded."""
    case = Scenario.preset("county-town", rule="separate", people_per_agent=25, population=40_000)
    recording = record(County(case, log=True), 30)
    recording_header(recording.county), scene(recording), result(recording, Reference())


def run(pipe: PipeEnd, folder: Path) -> None:
    """Load the server's plug-ins, warm up, say so, and work until the server hangs up."""
    pipe.recv()  # plug-ins are loaded by arriving
    plugins.seal()
    worker = Worker(Store(folder), pipe)
    warm_up()
    collect_garbage()
    pipe.send(Ready())
    worker.work()
