"""Pages are drawn in turn: one at a time, and what somebody waits for before what stands below it.

Thirty pages that are opened at once and drawn at once are all there at the end of the time that thirty take.
In turn the first is there at once, and its worlds are computed while the next one is drawn.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import solara

LONGEST_WAIT = 10.0
"""Seconds after which a page is drawn out of turn: one that hangs must not keep all others waiting."""

type Ticket = threading.Event
"""A place in the line; set when its turn has come."""


class Turns:
    """Who draws now, and who is next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawing: Ticket | None = None
        self._since = 0.0
        self._waiting: list[tuple[bool, int, Ticket]] = []
        self._numbers = itertools.count()

    def take(self, later: bool = False) -> Ticket | None:
        """Wait for the turn; `later`: behind all who do not. None: it did not come in time, draw without.

        Who has had it for as long hangs, or is gone without a word, and has it no longer.
        """
        mine = threading.Event()
        with self._lock:
            heapq.heappush(self._waiting, (later, next(self._numbers), mine))
            self._hand_over()
        if mine.wait(LONGEST_WAIT):
            return mine
        with self._lock:
            if mine.is_set():
                return mine
            self._waiting = [each for each in self._waiting if each[2] is not mine]
            heapq.heapify(self._waiting)
            if time.monotonic() - self._since >= LONGEST_WAIT:
                self._drawing = None
                self._hand_over()
            return None

    def give_back(self, ticket: Ticket | None) -> None:
        """The turn is over, if it is still this one's."""
        with self._lock:
            if ticket is not None and ticket is self._drawing:
                self._drawing = None
                self._hand_over()

    @contextmanager
    def taken(self, later: bool = False) -> Iterator[None]:
        """Do something in turn."""
        ticket = self.take(later)
        try:
            yield
        finally:
            self.give_back(ticket)

    def _hand_over(self) -> None:
        if self._waiting and self._drawing is None:
            self._drawing, self._since = heapq.heappop(self._waiting)[2], time.monotonic()
            self._drawing.set()


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
