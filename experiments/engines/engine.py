"""What an engine is: it runs chunks of work on workers that may die, and says what became of each.

No engine gives exactly-once, so none is asked to. The work itself puts its results away (a worker commits its
chunk whole or not at all), and an engine only promises that every item is heard of: in a chunk that was
completed, or in one that failed. A chunk whose worker died runs again, from the third try one item at a time,
so that an item which kills its workers is found and the others complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

DEATHS_IN_COMPANY = 2
"""Deaths after which an item runs alone."""

DEATHS_AT_MOST = 4
"""Deaths after which an item is a failure."""


@dataclass(frozen=True)
class Failure:
    """An item, or a chunk of items, that failed.

    Attributes
    ----------
    item : object
        What was to be worked on, such as a world.
    error : str
        What it said, as text, for not every exception can be sent to another process.
    """

    item: Any
    error: str


type Completion[Item, Result] = tuple[tuple[Item, ...], Result | Failure]


class Engine(Protocol):
    """Where chunks run: `with engine.pool(work) as run: for chunk, result in run(chunks): ...`."""

    @property
    def workers(self) -> int:
        """How many chunks can run at a time."""

    def pool[Item, Result](
        self, work: Callable[[tuple[Item, ...]], Result]
    ) -> AbstractContextManager[Callable[[Iterable[tuple[Item, ...]]], Iterator[Completion[Item, Result]]]]:
        """Workers that do some work; leaving the block ends them, at once if by an exception.

        Parameters
        ----------
        work : callable
            Takes a chunk, a tuple of items, and gives what it made of it. It must be possible to pickle it.

        Returns
        -------
        context manager
            Inside it, a function from chunks to an iterator of (chunk, result or `Failure`). It takes chunks
            as it needs them, never far ahead, and gives each back as it ends, in any order, perhaps in parts.
            What `work` raises is the failure of its chunk.
        """


def format_error(error: BaseException) -> str:
    """An exception in words, as a failure keeps it."""
    return f"{type(error).__name__}: {error}"


class Lost(RuntimeError):
    """The engine itself is gone: nothing more can run there."""
