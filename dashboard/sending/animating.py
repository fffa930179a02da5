"""GIFs as the server has them made: one at a time, in a process that is ended when it takes too long."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.model.core.words import N_

COMMAND = (sys.executable, "-P", str(Path(__file__).with_name("animation.py")))
WRONG = 3
"""The code with which that file ends when what came is no film."""

SECONDS = 180.0
"""By the clock on the wall, where others have the processors; of their time the process may take a third."""

MOST_WAITING = 4
"""Films that wait while another is made, each with its pictures in memory."""

BUSY = N_("Others have films put together just now. Try again in a moment.")
TOO_LONG = N_("The GIF took longer than {seconds} seconds to put together. Take a shorter span.")
NO_FILM = N_(
    "These are no pictures of a film: up to 150 PNG pictures of one size, of at most 640 x 640 pixels."
)
FAULT = N_("The GIF could not be put together, and the fault is ours. A video may do.")


class Animator:
    """Makes GIFs, one after the other. `command` is given pictures, and how long each is shown."""

    def __init__(self, command: tuple[str, ...] = COMMAND, seconds: float = SECONDS) -> None:
        self.command, self.seconds = command, seconds
        self._turn, self._places = threading.Lock(), threading.BoundedSemaphore(1 + MOST_WAITING)

    def make(self, pictures: bytes, shown: int) -> bytes:
        """The GIF of pictures (each behind its length), each shown for so many hundredths of a second.

        NotSendable for pictures that are none, and where too many wait or it takes too long.
        """
        if not self._places.acquire(blocking=False):
            raise NotSendable(Problem(BUSY, {}))
        try:
            with self._turn:
                return self._made(pictures, shown)
        finally:
            self._places.release()

    def _made(self, pictures: bytes, shown: int) -> bytes:
        try:
            done = subprocess.run(
                [*self.command, str(shown)], input=pictures, capture_output=True, timeout=self.seconds
            )
        except subprocess.TimeoutExpired:
            raise NotSendable(Problem(TOO_LONG, {"seconds": round(self.seconds)})) from None
        if done.returncode == WRONG:
            raise NotSendable(Problem(NO_FILM, {}))
        if done.returncode or not done.stdout:
            raise NotSendable(Problem(FAULT, {}))
        return done.stdout


_animator = Animator()


def the_animator() -> Animator:
    """The animator of this process."""
    return _animator
