"""Ending gently: on SIGTERM no new pages are taken, and those that are open have some seconds to see why."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

import uvicorn

from jiaosuo.dashboard.web.logs import event
from jiaosuo.dashboard.web.seats import Seats

LONGEST_DRAIN = 3_600
"""Seconds that open pages may be given."""

LOOK_SECONDS = 0.1


class DrainingServer(uvicorn.Server):
    """uvicorn's server, which ends on SIGTERM once no page is open, or `seconds` later.

    A second SIGTERM, and Ctrl-C, end it as soon as what is under way is answered.
    """

    def __init__(self, config: uvicorn.Config, seats: Seats, seconds: float) -> None:
        super().__init__(config)
        self.seats, self.seconds = seats, seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain, or end."""
        if sig != signal.SIGTERM or not self.seconds or self.seats.closed or self.should_exit:
            return super().handle_exit(sig, frame)
        self.seats.close()
        threading.Thread(target=self._drain, daemon=True, name="drains").start()
        return None

    def _drain(self) -> None:
        ends = time.monotonic() + self.seconds
        event("draining", pages=self.seats.taken, seconds=self.seconds)
        while self.seats.taken and time.monotonic() < ends and not self.should_exit:
            time.sleep(LOOK_SECONDS)
        event("drained", pages=self.seats.taken)
        super().handle_exit(signal.SIGTERM, None)
