"""Garbage collection between two items of work.

A Mesa model holds itself in circles (its schedule knows it), so only Python's collector frees one; and the
collector counts objects, not bytes. Dropped counties of some hundred objects and 30 MB each pile up to a
gigabyte before it looks.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

EVERY = 1.0
"""Seconds between two collections, at the least: worlds that take less are small."""

_next = 0.0
_stays = False
"""Whether what was there the first time is passed over; to ask the collector takes it a long look."""


def collect_garbage() -> None:
    """Collect, if it is due. In a process of our own alone: what is there the first time stays.

    Libraries and machine code are passed over from then on, which makes a collection some ten times faster.
    """
    global _next, _stays
    if time.monotonic() < _next:
        return
    gc.collect()
    if not _stays and not gc.get_freeze_count():
        gc.freeze()
    _stays = True
    _next = time.monotonic() + EVERY


@contextmanager
def collector_restored() -> Iterator[None]:
    """For a process that is somebody else's: its collector is left as it was found."""
    global _stays
    theirs = gc.get_freeze_count()
    try:
        yield
    finally:
        if not theirs:
            gc.unfreeze()
            _stays = False
