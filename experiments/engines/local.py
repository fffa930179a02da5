"""The engine of one machine: run a function over items in spawned worker processes that may die.

A killed worker (kill -9, out of memory) breaks a `ProcessPoolExecutor`; here the pool is made again and
only what is missing runs again. The window of work in flight is exactly one batch a worker, so that a death
can be laid to the few items that were running: after two deaths an item runs alone, and after four it is a
`Failure`.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

from model.core.errors import InputError

DEATHS_IN_COMPANY = 2
DEATHS_AT_MOST = 4


@dataclass(frozen=True)
class Failure:
    """An item that raised or whose worker kept dying; `error` is text, as not every exception pickles."""

    item: Any
    error: str


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
        for index, item in enumerate(plan):
            done(index, _attempt(work, item))
    else:
        _run_in_workers(work, plan, jobs, batch, done, results)
    return [results[index] for index in range(len(plan))]


def _run_in_workers(
    work: Callable[[Any], Any],
    plan: list[Any],
    jobs: int,
    batch: int,
    done: Callable[[int, Any], None],
    results: dict[int, Any],
) -> None:
    """Pool after pool until every item has a result; a pool ends with its work or with a death."""
    deaths: Counter[int] = Counter()
    roll_calls_missed = 0
    while missing := [index for index in range(len(plan)) if index not in results]:
        suspects = [index for index in missing if deaths[index] >= DEATHS_IN_COMPANY]
        turn, crew, size = (suspects, 1, 1) if suspects else (missing, min(jobs, len(missing)), batch)
        batches = deque(turn[start : start + size] for start in range(0, len(turn), size))
        with _workers(work, crew) as pool:
            if deaths and not _answers(pool):
                roll_calls_missed += 1
                if roll_calls_missed == DEATHS_AT_MOST:
                    raise RuntimeError(
                        "workers cannot start: each ended before its first item; run with jobs = 1 to see why"
                    )
                continue
            dead = _run_until_death(pool, plan, batches, crew, done)
        deaths.update(dead)
        for index in dead:
            if deaths[index] == DEATHS_AT_MOST:
                done(
                    index,
                    Failure(
                        plan[index], f"the worker process died {DEATHS_AT_MOST} times while running this"
                    ),
                )


def _run_until_death(
    pool: ProcessPoolExecutor,
    plan: list[Any],
    batches: deque[list[int]],
    crew: int,
    done: Callable[[int, Any], None],
) -> list[int]:
    """Run the batches; returns the indexes that were in flight when a worker died, empty if none did."""
    flying: dict[Future[list[Any]], list[int]] = {}
    broken = False
    while flying or (batches and not broken):
        while batches and len(flying) < crew and not broken:
            try:
                flying[pool.submit(_run_batch, [plan[index] for index in batches[0]])] = batches[0]
            except BrokenProcessPool:
                broken = True
            else:
                batches.popleft()
        landed, _ = wait(flying, timeout=1.0, return_when=FIRST_COMPLETED)
        broken = broken or any(isinstance(future.exception(), BrokenProcessPool) for future in landed)
        if broken:
            return _sort_out(flying, plan, done)
        _sort_out({future: flying.pop(future) for future in landed}, plan, done)
    return []


def _sort_out(
    flown: dict[Future[list[Any]], list[int]], plan: list[Any], done: Callable[[int, Any], None]
) -> list[int]:
    """Hand on what has landed; returns the indexes lost with their worker."""
    lost: list[int] = []
    for future, indexes in flown.items():
        error = future.exception()
        if isinstance(error, BrokenProcessPool):
            lost.extend(indexes)
            continue
        for place, index in enumerate(indexes):
            done(index, future.result()[place] if error is None else Failure(plan[index], _told(error)))
    return lost


class _Spawning(SpawnContext):
    """Spawns, and remembers whom: an interrupt must end these processes and no others."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SpawnProcess] = []

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]
        self.started.append(SpawnProcess(*args, **kwargs))
        return self.started[-1]


@contextmanager
def _workers(work: Callable[[Any], Any], crew: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose workers each got `work` once; an exception in the block kills them instead of waiting."""
    context = _Spawning()
    pool = ProcessPoolExecutor(crew, mp_context=context, initializer=_begin, initargs=(work,))
    try:
        yield pool
    except BaseException:
        for process in context.started:
            if process.pid is not None:
                process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _answers(pool: ProcessPoolExecutor) -> bool:
    """Whether a worker starts at all, which tells a crew that cannot start from an item that kills."""
    try:
        return pool.submit(os.getpid).result() > 0
    except BrokenProcessPool:
        return False


_work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any]) -> None:
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


def _run_batch(items: list[Any]) -> list[Any]:
    return [_attempt(_work, item) for item in items]


def _attempt[Item, Result](work: Callable[[Item], Result], item: Item) -> Result | Failure:
    try:
        return work(item)
    except (Exception, SystemExit) as error:
        return Failure(item, _told(error))


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _check(work: Callable[[Any], Any], jobs: int, batch: int) -> None:
    for name, value in (("jobs", jobs), ("batch", batch)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise InputError(name, value, "a whole number from 1 is wanted")
    if jobs > 1:
        try:
            pickle.dumps(work)
        except Exception as error:
            raise InputError("work", work, "with jobs above 1 a function of a module is wanted") from error
