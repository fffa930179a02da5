"""Coroutines in tests run in a thread of their own.

A browser leaves a loop running in the thread of the test that started it, for the whole session.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def in_own_loop[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, run to its end beside whatever loop this thread has."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
