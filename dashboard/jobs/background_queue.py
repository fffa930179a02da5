"""What may wait: replications, splits of the force to be tried, functions, years of a path, surfaces.

Each job has an address, and its answer is kept in the store; what nobody asks for any more is not run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison, from_json
from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.jobs.function import Function, JobError, YearsOfPath
from jiaosuo.dashboard.jobs.messages import FitJob, FunctionJob, Job, ReplicationJob, SplitTrialJob, YearsJob
from jiaosuo.dashboard.jobs.playback_queue import PlaybackRequest
from jiaosuo.dashboard.playback.run_plan import RunPlan, address, plan_run
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.experiments.analyses.surface.surface_result import OutcomeSurface
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.runs.splits import best_share
from jiaosuo.model.core.plain import JsonObject

type Rows = tuple[tuple[float | None, ...], ...]
"""A table of numbers, None: not observed."""

type Points = tuple[tuple[float, ...], ...]
"""Points of the unit box."""

type WorldsSeen = tuple[tuple[Mapping[str, float | None], ...] | None, ...]
"""For each world the outcomes of each side; None while it is not run, nothing at all where it failed."""

LEASE = 6.0
"""Seconds for which being asked keeps a request alive."""


@dataclass
class BackgroundRequest:
    """Jobs that answer one question, by address and in order, and when its lease runs out.

    `later`: it waits until all other questions are answered.
    """

    jobs: Mapping[str, Job]
    lease_until: float
    later: bool = False


@dataclass
class BackgroundQueue:
    """All that is asked for. By address: `answers`, `errors`, and in `paused` the worker that has begun it.

    `in_flight`: addresses of the jobs that workers are at now. `shares`: the best splits that were found.
    """

    store: Store
    answers: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Problem] = field(default_factory=dict)
    requests: dict[str, BackgroundRequest] = field(default_factory=dict)
    in_flight: set[str] = field(default_factory=set)
    paused: dict[str, str] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)

    def replications(
        self, comparison: Comparison, n: int, now: float, rules: Sequence[str] = ()
    ) -> Replications:
        """How far `n` replications of a comparison are, and what they gave.

        With `rules` the world of the left side is run under each of them, and a row has as many columns.
        """
        name = address("replications", comparison.text(), n, *rules)
        if name not in self.requests:
            self.requests[name] = BackgroundRequest(
                _replication_jobs(comparison, n, tuple(rules)), now + LEASE
            )
            self._read_answers(self.requests[name].jobs)
        request = self.requests[name]
        request.lease_until = now + LEASE
        found = [self.answers[each] for each in request.jobs if each in self.answers]
        outcomes = found[0]["values"][0] if found else {}
        columns = range(len(rules) or len(SIDES))
        return Replications(
            done=len(found),
            wanted=n,
            rows={
                name: [[each["values"][at].get(name) for each in found] for at in columns]
                for name in outcomes
            },
            seeds=tuple(each["seed"] for each in found),
            common=tuple(each["common"] for each in found),
            failed=tuple(self.errors[each] for each in request.jobs if each in self.errors),
            waits_for=self._waits_for(comparison),
            by_year=tuple(each["years"] for each in found if "years" in each),
        )

    def _waits_for(self, comparison: Comparison) -> str | None:
        plans = [
            plan_run(comparison, side) for side in SIDES if comparison.side(side).staffing == "best-separate"
        ]
        return "split" if any(self.share(plan) is None for plan in plans) else None

    def function[T: Record](
        self, function: Function[T], comparison: Comparison, now: float
    ) -> T | JobError | None:
        """What a function of a module says of a comparison; None while there is no answer."""
        where = address(function.name, comparison.text())
        job = FunctionJob(address=where, comparison=comparison.text(), function=function.name)
        return self._ask(job, function.read, now)

    def years(self, comparison: Comparison, side: str, now: float) -> YearsOfPath | JobError | None:
        """Outcomes year by year of one side, on a path of years; None while there is no answer."""
        where = address("years", comparison.text(), side)
        job = YearsJob(address=where, comparison=comparison.text(), side=side)
        return self._ask(job, YearsOfPath.from_json, now)

    def worlds(self, comparisons: Sequence[Comparison], played: Comparison, now: float) -> WorldsSeen:
        """What one world of each comparison gave, behind all other questions.

        `played`: the comparison by which the split of the force is chosen.
        """
        jobs = dict(_world_job(each, played) for each in comparisons)
        name = address("replications", *jobs)
        if name not in self.requests:
            self._read_answers(jobs)
        self.requests[name] = BackgroundRequest(jobs, now + LEASE, later=True)
        return tuple(self._seen_of(each) for each in jobs)

    def _seen_of(self, where: str) -> tuple[Mapping[str, float | None], ...] | None:
        if where in self.errors:
            return ()
        return tuple(self.answers[where]["values"]) if where in self.answers else None

    def surface(self, points: Points, values: Rows, now: float) -> OutcomeSurface | JobError | None:
        """The surface of what worlds at points of the unit box gave; None while it is being fitted."""
        where = address("surface", points, values)
        job = FitJob(address=where, comparison="", points=points, values=values)
        return self._ask(job, OutcomeSurface.from_json, now)

    def _ask[T: Record](self, job: Job, read: Callable[[JsonObject], T], now: float) -> T | JobError | None:
        """The answer of one job, None while there is none."""
        self.requests[job.address] = BackgroundRequest({job.address: job}, now + LEASE)
        self._read_answers([job.address])
        if job.address in self.errors:
            return JobError(self.errors[job.address])
        return read(self.answers[job.address]) if job.address in self.answers else None

    # The split of the force

    def share(self, plan: RunPlan) -> float | None:
        """The best split for the separate corps, None while it is being found."""
        trials = _split_trials(plan, "", "")
        name = address("split", list(trials))
        if name not in self.shares:
            self._read_answers(trials)
            if all(each in self.answers for each in trials):
                self.shares[name] = best_share([self.answers[each]["mean"] for each in trials])
        return self.shares.get(name)

    def split_progress(self, plan: RunPlan) -> tuple[int, int]:
        """Trials that are done, of how many."""
        trials = _split_trials(plan, "", "")
        return sum(each in self.answers for each in trials), len(trials)

    # What a worker does next

    def next(
        self, requests: Iterable[PlaybackRequest], now: float, worker: str, later: bool = True
    ) -> Job | None:
        """The next job of a worker: what a picture waits for, then the question with the fewest answers.

        `later`: whether what stands behind all other questions is taken, too.
        """
        for playback in requests:
            for side, plan in playback.plans.items():
                if plan.needs_share and self.share(plan) is None:
                    found = self._first(_split_trials(plan, playback.comparison, side), worker)
                    if found is not None:
                        return self._start(found)
        self.requests = {name: each for name, each in self.requests.items() if each.lease_until >= now}
        by_done = sorted(
            (each for each in self.requests.values() if later or not each.later),
            key=lambda each: (each.later, sum(where in self.answers for where in each.jobs)),
        )
        for each in by_done:
            found = self._first(each.jobs, worker)
            if found is not None and (ready := self._with_shares(found, worker)) is not None:
                return self._start(ready)
        return None

    def _first(self, jobs: Mapping[str, Job], worker: str) -> Job | None:
        """The first job that nobody has done, is doing or has begun; one this worker paused comes before."""
        open_ = [
            each
            for each in jobs
            if each not in self.answers and each not in self.errors and each not in self.in_flight
        ]
        own = [each for each in open_ if self.paused.get(each) == worker]
        free = [each for each in open_ if each not in self.paused]
        return next((replace(jobs[each], worker=worker) for each in (*own, *free)), None)

    def _with_shares(self, job: Job, worker: str) -> Job | None:
        """A job with the splits that it needs, those of the world that is played; else a trial for them."""
        if isinstance(job, FitJob):
            return job
        text = job.played if isinstance(job, ReplicationJob) else job.comparison
        comparison, shares = from_json(text), dict[str, float]()
        for side in SIDES:
            if comparison.side(side).staffing == "best-separate":
                plan = plan_run(comparison, side)
                share = self.share(plan)
                if share is None:
                    return self._first(_split_trials(plan, text, side), worker)
                shares[side] = share
        if isinstance(job, ReplicationJob):
            return replace(job, shares=shares)
        return replace(job, share=shares.get(job.side)) if isinstance(job, YearsJob) else job

    def _start(self, job: Job) -> Job:
        self.in_flight.add(job.address)
        self.paused.pop(job.address, None)
        return job

    def ended(self, job: Job) -> None:
        """A worker is no longer at a job."""
        self.in_flight.discard(job.address)

    def pause(self, job: Job) -> None:
        """A worker was interrupted in a job, and goes on with it when nothing is urgent."""
        self.ended(job)
        self.paused[job.address] = job.worker

    def worker_died(self, worker: str) -> None:
        """All that a worker had begun and paused is lost."""
        self.paused = {where: each for where, each in self.paused.items() if each != worker}

    def answered(self, where: str) -> None:
        """An answer has been stored."""
        self._read_answers([where])

    def failed(self, job: Job, error: Problem) -> None:
        """A job has failed: it is not tried again."""
        self.ended(job)
        self.errors[job.address] = error

    def _read_answers(self, addresses: Iterable[str]) -> None:
        for where in addresses:
            if where not in self.answers:
                stored = self.store.read("answer", where)
                if stored is not None:
                    self.answers[where] = json.loads(stored)


def _replication_jobs(comparison: Comparison, n: int, rules: tuple[str, ...]) -> dict[str, Job]:
    """Seeds from that of the played world on, which is the first of them."""
    jobs: dict[str, Job] = {}
    for number in range(n):
        text = replace(comparison, seed=comparison.seed + number).text()
        where = address("replication", text, comparison.seed, *rules)
        jobs[where] = ReplicationJob(address=where, comparison=text, played=comparison.text(), rules=rules)
    return jobs


def _world_job(comparison: Comparison, played: Comparison) -> tuple[str, Job]:
    text = comparison.text()
    where = address("replication", text, played.seed)
    return where, ReplicationJob(address=where, comparison=text, played=played.text())


def _split_trials(plan: RunPlan, comparison: str, side: str) -> dict[str, Job]:
    """Every split in every world by which the best is chosen: the same whatever the side's rule."""
    return {
        where: SplitTrialJob(address=where, comparison=comparison, side=side, split=share, world=world)
        for where, (share, world) in plan.split_trials.items()
    }
