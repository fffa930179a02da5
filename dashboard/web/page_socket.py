"""What a page is sent, without waiting for each message to be written.

Solara hands every message from the thread of a page to the loop of the server, and waits until it is written.
An opening page has some fifty, and so many threads that take turns keep each other waiting.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections import deque
from typing import Any

from solara.server import starlette as solara_server
from solara.server.websocket import WebSocketDisconnect

from jiaosuo.dashboard.browser.turns import TURNS, Ticket

RUN = re.compile(r'"method":\s*"run"')
"""What the message has in it that asks for the page."""

LONGEST_LAST = 1.0
"""Seconds that the last messages of a page that is closed may take."""


class PageSocket(solara_server.WebsocketWrapper):
    """A page's socket that takes messages from any thread, and sends them in their order.

    What is still unsent when the page has gone is let go of; that it has gone is heard by who reads from it.
    """

    def __init__(self, ws: Any, portal: Any) -> None:
        super().__init__(ws, portal)
        self.unsent: deque[str | bytes] = deque()
        self.lock = threading.Lock()
        self.sending: asyncio.Task[None] | None = None
        self.is_asked_for = False
        self.turn: Ticket | None = None

    async def receive(self) -> Any:
        """The next message; the one that asks for the page to be shown waits for its turn to be worked at."""
        TURNS.give_back(self.turn)
        self.turn = None
        message = await super().receive()
        if not self.is_asked_for and isinstance(message, str) and RUN.search(message):
            self.is_asked_for = True
            self.turn = TURNS.take()
        return message

    def send_text(self, data: str) -> None:
        """Send it soon."""
        self._take(data)

    def send_bytes(self, data: bytes) -> None:
        """Send it soon."""
        self._take(data)

    def _take(self, data: str | bytes) -> None:
        with self.lock:
            self.unsent.append(data)
            first = len(self.unsent) == 1
        if first:
            self.event_loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        if self.sending is None or self.sending.done():
            self.sending = self.event_loop.create_task(self._send_all())

    async def _send_all(self) -> None:
        """All that there is. A message counts as unsent until it is written, so that no other task begins."""
        try:
            while self.unsent:
                data = self.unsent[0]
                await (self._send_text_exc(data) if isinstance(data, str) else self._send_bytes_exc(data))
                self.unsent.popleft()
        except WebSocketDisconnect:
            self.unsent.clear()
        except BaseException:
            self.unsent.clear()
            raise

    def close(self) -> None:
        """Close it when all is sent that was said before."""
        if self.portal is not None:
            self.portal.call(self._sent)
        super().close()

    async def _sent(self) -> None:
        if self.sending is not None:
            await asyncio.wait([self.sending], timeout=LONGEST_LAST)


def install() -> None:
    """Have Solara's server use it; before the first page."""
    setattr(solara_server, "WebsocketWrapper", PageSocket)  # noqa: B010 - a class is no variable to mypy
