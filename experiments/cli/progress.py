"""Progress on standard error, so that standard output stays machine-readable."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jiaosuo.model.core.words import N_, speaker

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text

SECONDS_BETWEEN_LINES = 30.0
"""Where nobody watches a bar (a log file), a line now and then."""


@contextmanager
def bar(noun: str, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and time left; nothing is drawn when quiet or when standard error is no terminal."""
    # `--help` must not pay for this
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return _rate(task.speed)

    console = Console(stderr=True)
    columns = (TextColumn(noun), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, disable=quiet or not console.is_terminal, transient=True
    ) as progress:
        task = progress.add_task(noun, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def bar_or_lines(noun: str, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar where standard error is a terminal; elsewhere a line every half minute."""
    if quiet or sys.stderr.isatty():
        with bar(noun, quiet) as progress:
            yield progress
        return
    began = told = time.monotonic()
    first: int | None = None

    def line(done: int, total: int) -> None:
        nonlocal told, first
        first, now = done if first is None else first, time.monotonic()
        if now - told >= SECONDS_BETWEEN_LINES and done > first:
            told, rate = now, (done - first) / (now - began)
            left = duration((total - done) / rate)
            print(f"jiaosuo: {done:,} of {total:,} {noun}, {rate:.2g}/s, {left} left", file=sys.stderr)

    yield line


LENGTHS = ((86_400.0, 1, N_("{value} days")), (3_600.0, 1, N_("{value} h")), (60.0, 0, N_("{value} min")))


def duration(seconds: float, language_: str | None = None) -> str:
    """A length of time as a reader wants it: 40 s, 12 min, 3.5 h, 2.1 days."""
    _ = speaker(language_)
    for length, decimals, words in LENGTHS:
        if seconds >= 2 * length:
            return _(words, value=f"{seconds / length:.{decimals}f}")
    return _("{value} s", value=f"{max(1.0, seconds):.0f}")


def _rate(speed: float | None) -> Text:
    # `--help` must not pay for this
    from rich.text import Text

    return Text("" if speed is None else f"{speed:.3g}/s", style="progress.data.speed")
