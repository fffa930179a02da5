"""The job broker: what the page asks for, and what workers do next. It never runs the model itself.

`plan` says where every chunk of two worlds will be found; browsers fetch the chunks, and by fetching say
where they look. Replications, functions and years are computed beside, when nobody waits for a picture or
comes to one soon.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.dashboard.choice.problem import DIED, Problem
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.jobs.answers import Fetched, PlannedChunk, PlannedWorld, PlaybackPlan
from jiaosuo.dashboard.jobs.background_queue import BackgroundQueue, Points, Rows, WorldsSeen
from jiaosuo.dashboard.jobs.function import Function, JobError, YearsOfPath
from jiaosuo.dashboard.jobs.messages import ChunkJob, Failed, Job, Paused, Report, Stored
from jiaosuo.dashboard.jobs.playback_queue import PlaybackQueue, QueuedChunk
from jiaosuo.dashboard.jobs.tokens import Tokens
from jiaosuo.dashboard.jobs.worker_pool import WorkerPool, pool_size
from jiaosuo.dashboard.playback.run_plan import RunPlan, address, chunk_with, is_part_of, plan_run
from jiaosuo.dashboard.playback.store import Store, default_folder
from jiaosuo.experiments.analyses.surface.surface_result import OutcomeSurface
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.words import N_

LEASE = 8.0
"""Seconds for which a browser's fetch keeps a playback request live."""

FIRST_LEASE = 60.0
"""Seconds that a page has to begin to fetch."""

AHEAD_LEASE = 300.0
"""Seconds for which what was begun before anybody asked goes on."""

UNDER_WAY = 15.0
"""Seconds for which fetches of a person's plan before this one are not turned away."""

CHUNKS_A_JOB = 4
"""Chunks that one job may compute on its way to the one that is asked for."""

SOON = 24
"""Chunks ahead of a playhead that come before what may wait: of a week a quarter of a minute, as it opens.
A whole recording takes as long as all worlds of a verdict, and the verdict is waited for."""

FIRST_WAIT, WAIT_A_PLACE, WAIT_A_CHUNK, LONGEST_WAIT = 80, 25, 150, 800
"""Milliseconds after which to ask again: more for each place in the line and each chunk before.
Who asks too early costs as much as who asks in time."""

EVERY = 8
"""Of so many turns of idle workers one is for the rest of a recording, however much else was asked for."""

DEATHS_AT_MOST = 3
MOST_TOKENS, MOST_EXPORTS = 400_000, 1_000
REPLICATIONS = 20
EXPORT_FORMS = ("csv", "csv-metadata.json", "parquet")
GONE = Fetched(410, Problem(N_("this picture is no longer planned: reload the page")).to_json())


class Broker:
    """One for the server: `start` before use, `close` at the end."""

    def __init__(self, store: Store | None = None, workers: int = 0) -> None:
        self.store = store or Store(default_folder())
        self.pool = WorkerPool(self, self.store.folder, pool_size(workers))
        self.playback, self.background = PlaybackQueue(), BackgroundQueue(self.store)
        self._lock = threading.RLock()
        self._tokens = Tokens[tuple[str, str]](MOST_TOKENS)
        self._exports = Tokens[Comparison](MOST_EXPORTS)
        self._in_flight: dict[str, int] = {}
        self._deaths: Counter[str] = Counter()
        self._numbers, self._idle = itertools.count(1), itertools.count(1)

    def start(self) -> Broker:
        """Start the workers."""
        self.pool.start()
        return self

    def close(self) -> None:
        """End the workers."""
        self.pool.close()

    # What the page asks

    def plan(self, comparison: Comparison, person: str, playhead: int | None = None) -> PlaybackPlan:
        """Where every chunk of both worlds will be; from now on this is what the person watches.

        `playhead`: the chunk they look at; None: where they looked last. Raises InputError for what the place
        does not allow.
        """
        plans = {side: plan_run(comparison, side) for side in SIDES}
        with self._lock:
            for plan in plans.values():
                self._look_up(plan)
            now = time.monotonic()
            request = self.playback.request(person, comparison.text(), plans, playhead, now + FIRST_LEASE)
            request.former_until = now + UNDER_WAY
            worlds = {side: self._world(plan, comparison.side(side).rule) for side, plan in plans.items()}
        self.pool.wake()
        left = plans["left"]
        return PlaybackPlan(comparison.place, person, left.minutes, left.chunk_minutes, worlds)

    def compute_ahead(self, comparison: Comparison) -> None:
        """Have the workers begin with a comparison before anybody asks."""
        self.plan(comparison, "(nobody)")
        with self._lock:
            self.playback.renew("(nobody)", time.monotonic() + AHEAD_LEASE)

    def replications(
        self, comparison: Comparison, n: int = REPLICATIONS, rules: Sequence[str] = ()
    ) -> Replications:
        """Replications of a comparison so far; they go on as long as they are asked for.

        `rules`: run the left side's world under each of these instead of the two sides.
        """
        with self._lock:
            found = self.background.replications(comparison, n, time.monotonic(), rules)
        self.pool.wake()
        return found

    def worlds(self, comparisons: Sequence[Comparison], played: Comparison) -> WorldsSeen:
        """What one world of each comparison gave so far, run when nothing else waits.

        `played`: the comparison whose worlds they are.
        """
        with self._lock:
            found = self.background.worlds(comparisons, played, time.monotonic())
        self.pool.wake()
        return found

    def surface(self, points: Points, values: Rows) -> OutcomeSurface | JobError | None:
        """The surface of what worlds at points of the unit box gave, fitted by a worker; None meanwhile."""
        with self._lock:
            found = self.background.surface(points, values, time.monotonic())
        self.pool.wake()
        return found

    def call[T: Record](self, function: Function[T], comparison: Comparison) -> T | JobError | None:
        """What a function of a module says of a comparison, run by a worker; None while it is worked out."""
        with self._lock:
            found = self.background.function(function, comparison, time.monotonic())
        self.pool.wake()
        return found

    def years(self, comparison: Comparison, side: str) -> YearsOfPath | JobError | None:
        """Outcomes year by year of one side, on a path of years; None while they are worked out."""
        with self._lock:
            found = self.background.years(comparison, side, time.monotonic())
        self.pool.wake()
        return found

    def export_url(self, comparison: Comparison, form: str) -> str:
        """Where the calls of both worlds so far can be taken away, in one of the forms."""
        if form not in EXPORT_FORMS:
            raise unknown("format", form, EXPORT_FORMS)
        with self._lock:
            token = self._exports.give("calls", address("calls", comparison.text()), comparison)
        return f"export/{token}.{form}"

    def exported(self, token: str) -> Comparison | None:
        """The comparison of an export; None for a token that is not known (any more)."""
        with self._lock:
            return self._exports.of(token)

    # What a browser fetches

    def kind_of(self, token: str) -> str:
        """What a token stands for: `head`, `scene` or `result`; empty for one that was never given out."""
        with self._lock:
            return (self._tokens.of(token) or ("", ""))[0]

    def fetch(self, token: str, person: str, playhead: int | None) -> Fetched:
        """A resource, or how long until it is there; renews the lease of the person's request."""
        with self._lock:
            known = self._tokens.of(token)
            if known is None:
                return GONE
            self.playback.renew(person, time.monotonic() + LEASE, playhead)
        kind, where = known
        content = self.store.read(kind, where)
        if content is not None:
            return Fetched(200, {}, content)
        with self._lock:
            answer = self._not_yet(kind, where, person)
        self.pool.wake()
        return answer

    def _not_yet(self, kind: str, where: str, person: str) -> Fetched:
        self.playback.lose(where)
        request, now = self.playback.of(person), time.monotonic()
        if request is None:
            return GONE
        found = chunk_with(request.plans.values(), kind, where)
        if found is None:
            if now < request.former_until and is_part_of(request.former, where):
                return Fetched(202, {"place": 0, "of": 0, "state": "former", "progress": 0.0, "message": ""})
            return GONE
        plan, chunk = found
        for each in plan.addresses[: chunk + 1]:
            if each in self.playback.failed:
                return Fetched(500, self.playback.failed[each].to_json())
        return Fetched(202, self._place_in_line(plan, chunk, now) | self._progress(plan, chunk, where))

    def _place_in_line(self, plan: RunPlan, chunk: int, now: float) -> dict[str, Any]:
        """How many are served before, and after how many milliseconds to ask again."""
        line = self.playback.recent_order(now)
        place = next((n for n, each in enumerate(line) if each.plan is plan), 0)
        chunks_before = max(0, chunk - line[place].chunk) if line and line[place].plan is plan else 0
        wait = min(LONGEST_WAIT, FIRST_WAIT + WAIT_A_PLACE * place + WAIT_A_CHUNK * chunks_before)
        about = {"state": "queued", "progress": 0.0, "message": ""}
        return {"place": place, "of": len(line), "wait": wait} | about

    def _progress(self, plan: RunPlan, chunk: int, where: str) -> dict[str, Any]:
        if plan.needs_share and self.background.share(plan) is None:
            done, of = self.background.split_progress(plan)
            return {
                "state": "before",
                "reason": "split",
                "progress": done / of,
                "message": f"finding the best split of the force: {done} of {of} runs",
            }
        before = next((n for n, each in enumerate(plan.addresses) if each not in self.playback.done), chunk)
        if before < chunk:
            return {
                "state": "before",
                "reason": "earlier",
                "progress": before / chunk,
                "message": f"what comes before is computed first: {before} of {chunk} stretches",
            }
        return {"state": "running"} if where in self._in_flight else {}

    def _look_up(self, plan: RunPlan) -> None:
        """Note which chunks are in the store already."""
        for each in plan.addresses:
            if each in self.playback.done:
                continue
            if self.store.has("result", each) and self.store.has("scene", each):
                self.playback.done.add(each)

    def _world(self, plan: RunPlan, rule: str) -> PlannedWorld:
        """The chunks of one side with their URLs; one with a new header names it."""
        chunks, last = [], ""
        for chunk, (where, header) in enumerate(zip(plan.addresses, plan.header_addresses, strict=True)):
            begin, end = plan.span(chunk)
            scene, result = self._url("scene", where), self._url("result", where)
            new = self._url("head", header) if header != last else None
            chunks.append(PlannedChunk(begin, end, scene, result, new))
            last = header
        return PlannedWorld(rule, chunks[0].header or "", tuple(chunks))

    def _url(self, kind: str, where: str) -> str:
        """A URL with a token in place of the address."""
        return f"tape/{self._tokens.give(kind, where, (kind, where))}"

    # What the worker pool asks

    def choose(self, states: Mapping[str, set[str]], worker: str, urgent: bool) -> Job | None:
        """A chunk that somebody comes to soon; for an idle worker else what was asked for, else any chunk.

        Now and then a chunk comes first even then; what stands behind all that anybody looks at comes last.
        """
        with self._lock:
            now = time.monotonic()
            line = self.playback.in_order(now)
            soon = self._chunk_in(line, states, worker, until=SOON)
            if soon is not None or urgent:
                return soon
            asked = None if next(self._idle) % EVERY == 0 else self._waiting(now, worker, later=False)
            return asked or self._chunk_in(line, states, worker) or self._waiting(now, worker)

    def _waiting(self, now: float, worker: str, later: bool = True) -> Job | None:
        """What may wait, or of that what does not stand behind everything else."""
        found = self.background.next(self.playback.live.values(), now, worker, later)
        return None if found is None else replace(found, number=next(self._numbers))

    def _chunk_in(
        self,
        line: Iterable[QueuedChunk],
        states: Mapping[str, set[str]],
        worker: str,
        until: float = math.inf,
    ) -> ChunkJob | None:
        """The first in a line that this worker can compute, no farther from a playhead than `until`."""
        for queued in sorted(line, key=self._is_begun_elsewhere):
            job = self._chunk_job(queued, states, worker) if queued.distance <= until else None
            if job is not None:
                self.playback.served(queued)
                return job
        return None

    def _is_begun_elsewhere(self, queued: QueuedChunk) -> tuple[bool, bool]:
        """First pictures before all else; of these, last those whose other world another worker is at.

        Who computes both draws people and vehicles once. A person alone has both workers all the same.
        """
        if not queued.is_first:
            return True, False
        others = [plan for side, plan in queued.request.plans.items() if side != queued.side]
        return False, any(each.addresses[queued.chunk] in self._in_flight for each in others)

    def _chunk_job(self, queued: QueuedChunk, states: Mapping[str, set[str]], worker: str) -> ChunkJob | None:
        plan, share = queued.plan, None
        if plan.needs_share:
            share = self.background.share(plan)
            if share is None:
                return None
        first, holders = self._nearest(plan, queued.chunk, states)
        last = min(queued.chunk, first + CHUNKS_A_JOB - 1)
        addresses = plan.addresses[first : last + 1]
        busy = any(each in self._in_flight for each in (*addresses, plan.state_address(first)))
        if busy or (holders and worker not in holders):
            return None
        number = next(self._numbers)
        self._in_flight.update(dict.fromkeys(addresses, number))
        return ChunkJob(
            address=plan.addresses[last],
            comparison=queued.request.comparison,
            number=number,
            worker=worker,
            side=queued.side,
            chunk=last,
            share=share,
        )

    def _nearest(self, plan: RunPlan, chunk: int, states: Mapping[str, set[str]]) -> tuple[int, list[str]]:
        """The last chunk up to this whose beginning is at hand or saved, and the workers that have it."""
        for earlier in range(chunk, 0, -1):
            key = plan.state_address(earlier)
            holders = [worker for worker, at_hand in states.items() if key in at_hand]
            if holders or key in self._in_flight or self.store.has("state", key):
                return earlier, holders
        return 0, []

    def take_note(self, report: Report, job: Job) -> None:
        """Take note of what a worker has done."""
        with self._lock:
            if isinstance(report, Stored):
                self._stored(report)
                return
            self._ended(job)
            if isinstance(report, Failed):
                self._failed(job, report.error)
            elif isinstance(job, ChunkJob):
                self.playback.done.add(job.address)
            elif isinstance(report, Paused):
                self.background.pause(job)
            else:
                self.background.ended(job)

    def _stored(self, report: Stored) -> None:
        if report.kind == "result":
            self.playback.done.add(report.address)
        if report.kind == "answer":
            self.background.answered(report.address)

    def worker_died(self, worker: str, jobs: list[Job]) -> None:
        """Try again what a worker was at when it died, but not for ever."""
        with self._lock:
            self.background.worker_died(worker)
            for job in jobs:
                self._ended(job)
                self.background.ended(job)
                self._deaths[job.address] += 1
                if self._deaths[job.address] >= DEATHS_AT_MOST:
                    del self._deaths[job.address]
                    self._failed(job, Problem(DIED, {"n": DEATHS_AT_MOST}))

    def _ended(self, job: Job) -> None:
        for each in [each for each, number in self._in_flight.items() if number == job.number]:
            del self._in_flight[each]

    def _failed(self, job: Job, error: Problem) -> None:
        if isinstance(job, ChunkJob):
            self.playback.failed[job.address] = error
        else:
            self.background.failed(job, error)


_broker: Broker | None = None


def the_broker() -> Broker:
    """The broker of this process, started on first request."""
    global _broker
    if _broker is None:
        _broker = Broker().start()
    return _broker


def set_broker(broker: Any) -> None:
    """Put a broker in place: the server's own, or a pretended one in tests."""
    global _broker
    _broker = broker
