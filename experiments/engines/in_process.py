"""The engine of this very process: chunks one after the other, for a script or a notebook.

No worker is started, so a script needs no `if __name__ == "__main__":`. What kills the process ends it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from jiaosuo.experiments.engines.engine import Completion, Failure, format_error
from jiaosuo.experiments.engines.garbage import collect_garbage, collector_restored


class InProcess:
    """One chunk at a time, here."""

    workers = 1

    @contextmanager
    def pool[Item, Result](
        self, work: Callable[[tuple[Item, ...]], Result]
    ) -> Iterator[Callable[[Iterable[tuple[Item, ...]]], Iterator[Completion[Item, Result]]]]:
        """See `Engine.pool`."""

        def run(chunks: Iterable[tuple[Item, ...]]) -> Iterator[Completion[Item, Result]]:
            for chunk in chunks:
                yield chunk, _attempt(work, chunk)
                collect_garbage()

        with collector_restored():
            yield run


def _attempt[Item, Result](
    work: Callable[[tuple[Item, ...]], Result], chunk: tuple[Item, ...]
) -> Result | Failure:
    try:
        return work(chunk)
    except (Exception, SystemExit) as error:
        return Failure(chunk, format_error(error))
