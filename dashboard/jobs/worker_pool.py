"""The worker pool: processes started from one permanent thread, and started again when they die.

The kernel's promise to end a child with its parent follows the parent *thread*, so the thread that starts a
worker must live as long as the server. Which job comes next, and what a report means, the broker decides.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Protocol

from jiaosuo.dashboard.jobs.messages import Job, Ready, Report, Stored
from jiaosuo.dashboard.jobs.pipes import PipeEnd, inheritance
from jiaosuo.model.core import plugins

MOST_WORKERS, MOST_BY_DEFAULT = 16, 4
LONGEST_PAUSE = 30.0
"""Seconds between two starts, at most: a worker that cannot even start is not tried without end."""

SECONDS_TO_END = 1.0


class JobSource(Protocol):
    """Who gives the workers their jobs, always called from the pool's one thread."""

    def choose(self, states: Mapping[str, set[str]], worker: str, urgent: bool) -> Job | None:
        """The next job for a worker. `states`: what is at hand by worker; `urgent`: nothing that may wait."""

    def take_note(self, report: Report, job: Job) -> None:
        """A worker has stored something, is done, has failed, or has paused the job."""

    def worker_died(self, worker: str, jobs: list[Job]) -> None:
        """A worker died with these jobs unfinished."""


@dataclass
class WorkerProcess:
    """One worker as the server sees it: its jobs, and the addresses of the counties it has at hand."""

    name: str
    process: subprocess.Popen[bytes]
    pipe: PipeEnd
    ready: bool = False
    jobs: dict[int, Job] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)

    @property
    def takes_urgent(self) -> bool:
        """Whether it has no urgent job; one that may wait is paused for an urgent one."""
        return self.ready and not any(job.urgent for job in self.jobs.values())

    @property
    def idle(self) -> bool:
        """Whether it has no job at all."""
        return self.ready and not self.jobs


class WorkerPool:
    """`size` workers on one store, until `close`."""

    def __init__(self, source: JobSource, folder: Path, size: int) -> None:
        self.source, self.folder, self.size = source, folder, size
        self.workers: list[WorkerProcess] = []
        self._started = self._failed_starts = 0
        self._next_start = 0.0
        self._wake_reader, self._wake_writer = Pipe(duplex=False)
        self._wake_sent, self._wake_lock = False, threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker pool", daemon=True)

    @property
    def alive(self) -> int:
        """Workers that run now."""
        return sum(worker.process.poll() is None for worker in list(self.workers))

    def start(self) -> None:
        """Start the thread, which starts the workers."""
        self._thread.start()

    def wake(self) -> None:
        """Tell the thread that there may be something to do."""
        with self._wake_lock, contextlib.suppress(OSError):
            if not self._wake_sent:  # one byte at a time, so that the pipe is never full
                self._wake_sent = True
                self._wake_writer.send_bytes(b"!")

    def close(self) -> None:
        """End every worker, and wait until it is gone."""
        self._closing.set()
        self.wake()
        if self._thread.is_alive():
            self._thread.join(SECONDS_TO_END + 1)
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.process.wait(SECONDS_TO_END)
            worker.pipe.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            if len(self.workers) < self.size and time.monotonic() >= self._next_start:
                self.workers.append(self._start_worker())
            self._listen()
            self._assign()

    def _start_worker(self) -> WorkerProcess:
        ours, theirs = Pipe()
        self._started += 1
        arguments = [str(theirs.fileno()), str(os.getpid()), str(self.folder)]
        process = subprocess.Popen(
            # -P: nothing is imported from the current folder, which may hold anybody's files
            [sys.executable, "-P", "-m", "jiaosuo.dashboard.jobs", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **inheritance(theirs),
        )
        theirs.close()
        with contextlib.suppress(OSError):  # one that is dead already is found by its closed pipe
            ours.send(plugins.files())
        return WorkerProcess(f"worker {self._started}", process, ours)

    def _listen(self) -> None:
        """Wait for reports, or to be woken; a worker whose pipe is closed has died."""
        by_pipe: dict[Any, WorkerProcess] = {worker.pipe: worker for worker in self.workers}
        for readable in wait([*by_pipe, self._wake_reader], timeout=0.5):
            if readable == self._wake_reader:
                with self._wake_lock:
                    self._wake_reader.recv_bytes()
                    self._wake_sent = False
                continue
            worker = by_pipe[readable]
            try:
                self._receive(worker, worker.pipe.recv())
                while worker.pipe.poll():  # who has much to say is heard out before jobs are given
                    self._receive(worker, worker.pipe.recv())
            except (EOFError, OSError):
                self._reap(worker)

    def _receive(self, worker: WorkerProcess, message: Ready | Report) -> None:
        if isinstance(message, Ready):
            worker.ready, self._failed_starts = True, 0
            return
        worker.states = set(message.states)
        job = worker.jobs.get(message.job)
        if job is None:
            return
        if not isinstance(message, Stored):
            del worker.jobs[message.job]
        self.source.take_note(message, job)

    def _reap(self, worker: WorkerProcess) -> None:
        """Put away a dead worker; the next start waits the longer, the more starts failed in a row."""
        self.workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.wait()
        if not self._closing.is_set():
            self._failed_starts += not worker.ready
            self._next_start = time.monotonic() + min(LONGEST_PAUSE, 0.05 * 4**self._failed_starts)
            self.source.worker_died(worker.name, list(worker.jobs.values()))

    def _assign(self) -> None:
        """Give every worker the job that it can take."""
        states = {worker.name: worker.states for worker in self.workers if worker.ready}
        for worker in self.workers:
            if worker.takes_urgent:
                job = self.source.choose(states, worker.name, urgent=not worker.idle)
                if job is not None:
                    worker.jobs[job.number] = job
                    with contextlib.suppress(OSError):  # a dead worker is found by its closed pipe
                        worker.pipe.send(job)


def pool_size(asked: int) -> int:
    """How many workers: as asked for; for 0 one a processor, at most four."""
    return asked if asked > 0 else max(1, min(MOST_BY_DEFAULT, os.cpu_count() or 1))
