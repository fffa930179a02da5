"""How far a long call is, where somebody watches: in a terminal, and in a notebook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jiaosuo.model.core.words import N_, speaker

RUNS, WORLDS, STRETCHES = N_("runs"), N_("worlds"), N_("stretches of two worlds")
"""What a bar counts."""

type Progress = Callable[[int, int], None]
type Watching = Progress | bool | None
"""A function of how many are done and how many there are; True or False: a bar or none; None: a bar where
somebody watches it."""


@contextmanager
def watched(progress: Watching, noun: str) -> Iterator[Progress | None]:
    """What to tell how many are done of how many: the caller's own function, a bar, or nobody."""
    if callable(progress):
        yield progress
        return
    if not (is_watched() if progress is None else progress):
        yield None
        return
    # heavy: only who watches pays
    from tqdm.auto import tqdm

    with tqdm(desc=speaker(None)(noun), leave=False, file=sys.stderr) as bar:

        def told(done: int, total: int) -> None:
            if bar.total != total:
                bar.reset(total)
            bar.update(done - bar.n)

        yield told


def is_watched() -> bool:
    """Whether a bar would be seen: standard error is a terminal, or this is a notebook."""
    return in_notebook() or sys.stderr.isatty()


def in_notebook() -> bool:
    """Whether this process is the kernel of a notebook: Jupyter, VS Code and the like, or marimo."""
    ipython, marimo = sys.modules.get("IPython"), sys.modules.get("marimo")
    shell = None if ipython is None else ipython.get_ipython()
    if getattr(shell, "kernel", None) is not None:
        return True
    return marimo is not None and bool(marimo.running_in_notebook())
