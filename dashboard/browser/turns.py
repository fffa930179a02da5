"""Pages are drawn in turn: one at a time, and what somebody waits for before what stands below it.

Thirty pages that are opened at once and drawn at once are all there at the end of the time that thirty take.
In turn the first is there at once, and its worlds are computed while the next one is drawn.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import solara

LONGEST_WAIT = 10.0
"""Seconds after which a page is drawn out of turn: one that hangs must not keep all others waiting."""


class Turns:
    """Who draws now, and who is next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: list[tuple[bool, int, threading.Event]] = []
        self._numbers = itertools.count()

    def take(self, later: bool = False) -> bool:
        """Wait for the turn; `later`: behind all who do not. False: it did not come in time, draw without."""
        mine = threading.Event()
        with self._lock:
            heapq.heappush(self._waiting, (later, next(self._numbers), mine))
            self._hand_over()
        if mine.wait(LONGEST_WAIT):
            return True
        with self._lock:
            if mine.is_set():
                return True
            self._waiting = [each for each in self._waiting if each[2] is not mine]
            heapq.heapify(self._waiting)
            return False

    def give_back(self) -> None:
        """The turn is over."""
        with self._lock:
            self._taken = False
            self._hand_over()

    @contextmanager
    def taken(self, later: bool = False) -> Iterator[None]:
        """Do something in turn."""
        mine = self.take(later)
        try:
            yield
        finally:
            if mine:
                self.give_back()

    def _hand_over(self) -> None:
        if self._waiting and not self._taken:
            self._taken = True
            heapq.heappop(self._waiting)[2].set()


TURNS = Turns()
"""Those of this process."""


def use_later() -> bool:
    """Whether to draw what may wait: not in the first drawing, and then as soon as it has its turn."""
    is_later, show = solara.use_state(False)

    def wait() -> Callable[[], None]:
        over = threading.Event()

        def come() -> None:
            with TURNS.taken(later=True):
                if not over.is_set():
                    show(True)

        threading.Thread(target=come, daemon=True, name="draws the rest").start()
        return over.set

    solara.use_effect(wait, [])
    return is_later
