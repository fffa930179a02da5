"""The engine of one machine: chunks of work in spawned worker processes that may die.

A killed worker (kill -9, out of memory) breaks a `ProcessPoolExecutor`; here the pool is made again and
only what is missing runs again. The window of work in flight is exactly one chunk a worker, so that a death
can be laid to the few items that were running: after two deaths an item runs alone, and after four it is a
`Failure`.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched, chain
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

from jiaosuo.experiments.engines.carrying import carrying
from jiaosuo.experiments.engines.engine import (
    DEATHS_AT_MOST,
    DEATHS_IN_COMPANY,
    Completion,
    Failure,
    format_error,
)
from jiaosuo.experiments.engines.garbage import collect_garbage, collector_restored
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.numbers import as_whole

__all__ = ["DEATHS_AT_MOST", "DEATHS_IN_COMPANY", "Failure", "Local", "run_all"]

type Chunk = tuple[Any, ...]

SAFE_PATH = "PYTHONSAFEPATH"


@dataclass(frozen=True)
class Local:
    """`jobs` spawned processes of this machine, kept warm from chunk to chunk; `work` must be picklable."""

    jobs: int

    @property
    def workers(self) -> int:
        """How many chunks can run at a time."""
        return self.jobs

    @contextmanager
    def pool[Item, Result](
        self, work: Callable[[tuple[Item, ...]], Result]
    ) -> Iterator[Callable[[Iterable[tuple[Item, ...]]], Iterator[Completion[Item, Result]]]]:
        """See `Engine.pool`. Raises InputError for work that cannot travel."""
        _check(work, self.jobs)
        pool = _WorkerPool(carrying(work), self.jobs)
        try:
            yield pool.run
        except BaseException:
            pool.kill()
            raise
        finally:
            pool.close()


def run_all[Item, Result](
    work: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int = 1,
    on_done: Callable[[Item, Result | Failure], None] | None = None,
    *,
    batch: int = 1,
) -> list[Result | Failure]:
    """Results of `work` over `items`, in the order of the items, the same for any number of jobs.

    jobs = 1 runs in this process; more spawn that many workers, kept warm to the end, and then `work`,
    items and results must be picklable. `batch` items travel together (for work shorter than about 10 ms).
    `on_done(item, result)` is called here as each ends. KeyboardInterrupt ends the workers at once and is
    raised again. Raises ValueError for bad arguments, RuntimeError where workers cannot start.
    """
    plan = list(items)
    _check(work, jobs, batch)
    results: dict[int, Result | Failure] = {}

    def done(index: int, result: Result | Failure) -> None:
        results[index] = result
        if on_done is not None:
            on_done(plan[index], result)

    if jobs == 1:
        with collector_restored():
            for index, item in enumerate(plan):
                done(index, _attempt(work, item))
                collect_garbage()
    elif plan:
        with Local(min(jobs, len(plan))).pool(_Each(work)) as run:
            for chunk, found in run(batched(enumerate(plan), batch)):
                for place, (index, item) in enumerate(chunk):
                    done(index, Failure(item, found.error) if isinstance(found, Failure) else found[place])
    return [results[index] for index in range(len(plan))]


@dataclass(frozen=True)
class _Each[Item, Result]:
    """Work on the items of a chunk one by one: what one raises is its own failure."""

    work: Callable[[Item], Result]

    def __call__(self, chunk: Sequence[tuple[int, Item]]) -> list[Result | Failure]:
        return [_attempt(self.work, item) for _, item in chunk]


@dataclass(frozen=True)
class _Submission:
    """A chunk that is tried; `deaths` of workers it has seen."""

    chunk: Chunk
    deaths: int = 0


class _WorkerPool:
    """Pool after pool: each lasts until the work ends or a worker dies."""

    def __init__(self, work: Callable[[Chunk], Any], jobs: int) -> None:
        self._work, self._jobs = work, jobs
        self._context = _Spawning()
        self._pool: ProcessPoolExecutor | None = None
        self._again: deque[_Submission] = deque()
        self._alone: deque[_Submission] = deque()

    def run(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, Any]]:
        """Every chunk with its result as they end; what was lost with a worker runs again."""
        fresh = (_Submission(chunk) for chunk in chunks if chunk)
        while True:
            alone = bool(self._alone)
            turn = _drained(self._alone) if alone else chain(_drained(self._again), fresh)
            lost = yield from self._run_until_a_death(turn, 1 if alone else self._jobs)
            if lost is None and not alone:
                return
            for submission in lost or ():
                yield from self._lost(submission)
            if lost is not None:
                self._renew()

    def _run_until_a_death(
        self, turn: Iterator[_Submission], window: int
    ) -> Generator[tuple[Chunk, Any], None, list[_Submission] | None]:
        """Yields what is completed; returns what was in flight when a worker died, or None if none did."""
        in_flight: dict[Future[Any], _Submission] = {}
        broken = False
        while True:
            while not broken and len(in_flight) < window and (submission := next(turn, None)) is not None:
                try:
                    in_flight[self._open().submit(_run_chunk, submission.chunk)] = submission
                except BrokenProcessPool:
                    self._again.appendleft(submission)
                    broken = True
            if not in_flight:
                return [] if broken else None
            completed, _ = wait(in_flight, timeout=1.0, return_when=FIRST_COMPLETED)
            if broken or any(isinstance(future.exception(), BrokenProcessPool) for future in completed):
                lost: list[_Submission] = []
                for future, submission in in_flight.items():
                    if isinstance(future.exception(), BrokenProcessPool):
                        lost.append(submission)
                    else:
                        yield submission.chunk, _result(future, submission)
                return lost
            for future in completed:
                submission = in_flight.pop(future)
                yield submission.chunk, _result(future, submission)

    def _lost(self, submission: _Submission) -> Iterator[tuple[Chunk, Any]]:
        """Submit what was lost again, from the third try item by item; give up an item that always kills."""
        deaths = submission.deaths + 1
        if deaths < DEATHS_IN_COMPANY:
            self._again.append(_Submission(submission.chunk, deaths))
        elif deaths < DEATHS_AT_MOST:
            self._alone.extend(_Submission((item,), deaths) for item in submission.chunk)
        else:
            error = f"the worker process died {DEATHS_AT_MOST} times while running this"
            yield submission.chunk, Failure(submission.chunk, error)

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            with _current_folder_left_out():  # it starts a process that looks after what the pool shares
                self._pool = ProcessPoolExecutor(
                    self._jobs, mp_context=self._context, initializer=_begin, initargs=(self._work,)
                )
        return self._pool

    def _renew(self) -> None:
        """A pool whose workers start, which tells workers that cannot start from an item that kills."""
        for _ in range(DEATHS_AT_MOST):
            self.close()
            try:
                self._open().submit(os.getpid).result()
                return
            except BrokenProcessPool:
                continue
        raise RuntimeError(
            "workers cannot start: each ended before its first item. They import the script that starts "
            'them, so call this under `if __name__ == "__main__":`; or run with jobs = 1 to see why'
        )

    def kill(self) -> None:
        """End the workers at once."""
        for process in self._context.started:
            if process.pid is not None:
                process.kill()

    def close(self) -> None:
        """End the pool when its workers have ended what they do."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _drained(submissions: deque[_Submission]) -> Iterator[_Submission]:
    while submissions:
        yield submissions.popleft()


def _result(future: Future[Any], submission: _Submission) -> Any:
    error = future.exception()
    return future.result() if error is None else Failure(submission.chunk, format_error(error))


class _Spawning(SpawnContext):
    """Spawns, and remembers whom: an interrupt must end these processes and no others."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SpawnProcess] = []

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]
        self.started.append(_OutsideTheFolder(*args, **kwargs))
        return self.started[-1]


class _OutsideTheFolder(SpawnProcess):
    """A spawned process that takes no module from the current folder, which may hold anybody's files.

    Without this, Python looks there first until the child has our own path.
    """

    def start(self) -> None:
        with _current_folder_left_out():
            super().start()


@contextmanager
def _current_folder_left_out() -> Iterator[None]:
    """Python processes that begin meanwhile leave the current folder out of their path."""
    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SAFE_PATH]
        else:
            os.environ[SAFE_PATH] = before


_work: Callable[[Chunk], Any]


def _begin(work: Callable[[Chunk], Any]) -> None:
    """In a worker: leave Ctrl-C to the driver, take the work, and go when the driver is gone."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_driver, daemon=True).start()


def _follow_driver() -> None:
    driver = parent_process()
    if driver is not None:
        driver.join()
        os._exit(1)


def _run_chunk(chunk: Chunk) -> Any:
    try:
        return _work(chunk)
    except (Exception, SystemExit) as error:
        return Failure(chunk, format_error(error))
    finally:
        collect_garbage()


def _attempt[Item, Result](work: Callable[[Item], Result], item: Item) -> Result | Failure:
    try:
        return work(item)
    except (Exception, SystemExit) as error:
        return Failure(item, format_error(error))


def _check(work: Callable[..., Any], jobs: int, batch: int = 1) -> None:
    for name, value in (("jobs", jobs), ("batch", batch)):
        if (as_whole(value) or 0) < 1:
            raise InputError(name, value, "must be a whole number from 1")
    if jobs > 1:
        try:
            pickle.dumps(work)
        except Exception as error:
            raise InputError("work", work, "must be a function of a module for jobs above 1") from error
