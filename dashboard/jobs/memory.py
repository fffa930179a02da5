"""How much memory a worker takes, and how what it has freed goes back to the machine."""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
from functools import cache
from typing import Any

MOST_BYTES = 900_000_000
"""From here on a worker lets go of what it holds for later: a class of workers must fit a machine."""


def taken() -> int:
    """Bytes that this process has in memory now."""
    return int(_process().memory_info().rss)


def give_back() -> None:
    """Free what nothing refers to and hand it to the machine: the C library keeps what was freed."""
    gc.collect()
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _process() -> Any:
    import psutil  # only a worker pays

    return psutil.Process()


@cache
def _trim() -> Any:
    """`malloc_trim` of the GNU C library; None on a system that has another."""
    name = ctypes.util.find_library("c")
    return getattr(ctypes.CDLL(name), "malloc_trim", None) if name else None
