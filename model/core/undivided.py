"""Work that a first Ctrl-C does not cut in two: the stop is heard when the work is whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def undivided() -> Iterator[None]:
    """Hold back a first SIGINT or SIGTERM until the block has ended; a second one is heard at once.

    Only signals that Python code handles are held; other threads than the main one hear none anyway.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {each: found for each in STOPS if callable(found := signal.getsignal(each))}
    heard: list[tuple[int, FrameType | None]] = []

    def hold(number: int, frame: FrameType | None) -> None:
        heard.append((number, frame))
        if len(heard) > 1:
            handlers[signal.Signals(number)](number, frame)

    try:
        for each in handlers:
            signal.signal(each, hold)
        yield
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)
        for number, frame in heard[:1]:
            handlers[signal.Signals(number)](number, frame)


STOPS = (signal.SIGINT, signal.SIGTERM)
