"""The engine of many machines: chunks of work on the workers of a Dask scheduler.

The workers must run the driver's version of the code and of the libraries that numbers depend on, one thread
each (a run keeps a processor busy, and kills its process if it must), and see the driver's folder. Plug-ins
that are files come with the work; installed ones must be there. Dask runs what a dead worker had again by
itself; a chunk it gives up on comes back item by item, so that an item which kills its workers is found.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jiaosuo.experiments.engines.carrying import carrying
from jiaosuo.experiments.engines.engine import Completion, Failure, Lost, format_error
from jiaosuo.model.core.errors import InputError

SECONDS_TO_CONNECT = 10
SECONDS_A_LOOK = 2
SECONDS_WITHOUT_WORKERS = 60
"""How long a sweep waits for a worker when the last one is gone."""
AHEAD = 2
"""Chunks in flight for each worker: one runs, one waits beside it."""


@dataclass(frozen=True)
class Dask:
    """The scheduler at `address` (HOST:PORT); `same` says what its workers must share with the driver."""

    address: str
    same: Callable[[], Any]

    @property
    def workers(self) -> int:
        """How many chunks can run at a time."""
        with self._client() as client:
            return len(client.scheduler_info(n_workers=-1)["workers"])

    @contextmanager
    def pool[Item, Result](
        self, work: Callable[[tuple[Item, ...]], Result]
    ) -> Iterator[Callable[[Iterable[tuple[Item, ...]]], Iterator[Completion[Item, Result]]]]:
        """See `Engine.pool`. Raises InputError for a scheduler or workers that do not fit, `Lost` later."""
        # an extra that may not be installed
        from distributed.client import FutureCancelledError
        from distributed.comm.core import CommClosedError

        with self._client() as client:
            self._check(client)
            try:
                yield lambda chunks: _run(client, carrying(work), chunks, self.address)
            except (CommClosedError, FutureCancelledError, TimeoutError) as error:
                raise Lost(f"the scheduler at {self.address} is gone ({format_error(error)})") from None

    @contextmanager
    def _client(self) -> Iterator[Any]:
        try:
            from distributed import Client
        except ImportError:
            raise InputError(
                "--engine", f"dask://{self.address}", "Dask is not installed: pip install jiaosuo[cluster]"
            ) from None
        try:
            client = Client(f"tcp://{self.address}", timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise InputError(
                "--engine", f"dask://{self.address}", f"no Dask scheduler answers there ({error})"
            ) from None
        try:
            yield client
        finally:
            client.close(timeout=2)

    def _check(self, client: Any) -> None:
        """Refuse workers that would give other numbers, or none."""
        workers = client.scheduler_info(n_workers=-1)["workers"]
        if not workers:
            raise InputError("--engine", f"dask://{self.address}", "the scheduler has no workers yet")
        for name, about in workers.items():
            if about["nthreads"] != 1:
                raise InputError(
                    "--engine", f"worker {name}", "must have one thread: start it with --nthreads 1"
                )
        here = self.same()
        for name, there in client.run(_answer, self.same, on_error="return").items():
            if there != here:
                raise InputError("--engine", f"worker {name}", f"it has {there}, and the driver has {here}")


def _wait(client: Any, completed: Any, address: str) -> None:
    """Until something has ended; `Lost` where the scheduler has had no worker for `SECONDS_WITHOUT_WORKERS`.

    A cluster may start its workers anew, so that a moment without one is no end.
    """
    looked = seen = time.monotonic()
    while not completed.has_ready():
        time.sleep(SECONDS_A_LOOK / 100)
        if time.monotonic() < looked + SECONDS_A_LOOK:
            continue
        looked = time.monotonic()
        if client.scheduler_info(n_workers=-1)["workers"]:
            seen = looked
        elif looked > seen + SECONDS_WITHOUT_WORKERS:
            raise Lost(
                f"the scheduler at {address} has had no worker for {SECONDS_WITHOUT_WORKERS:g} s; start some"
            )


def _answer(question: Callable[[], Any]) -> Any:
    return question()


def _run(
    client: Any, work: Callable[[tuple[Any, ...]], Any], chunks: Iterable[tuple[Any, ...]], address: str
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every chunk with its result as they end."""
    # an extra that may not be installed
    from distributed import KilledWorker, as_completed

    again: deque[tuple[Any, ...]] = deque()
    fresh = (chunk for chunk in chunks if chunk)
    in_flight: dict[Any, tuple[Any, ...]] = {}
    completed = as_completed(loop=client.loop)

    def launch() -> None:
        window = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        while len(in_flight) < window:
            chunk = again.popleft() if again else next(fresh, None)
            if chunk is None:
                return
            future = client.submit(work, chunk, pure=False)
            in_flight[future] = chunk
            completed.add(future)

    launch()
    while in_flight:
        _wait(client, completed, address)
        future = next(completed)
        chunk = in_flight.pop(future)
        error = future.exception() if future.status == "error" else None
        if isinstance(error, KilledWorker) and len(chunk) > 1:
            again.extend((item,) for item in chunk)
        elif error is not None:
            yield chunk, Failure(chunk, format_error(error))
        else:
            yield chunk, future.result()
        future.release()
        launch()
