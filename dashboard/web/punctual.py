"""A connection has so long to say what it wants: one that says half of it holds no place for ever.

uvicorn waits without end for the rest of a request's head, and for a body that was announced. Here a request
must be wholly there after some seconds and as long as its bytes take on a slow line; and of connections that
have not said anything yet, only so many are kept, the newest.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS_FOR_A_REQUEST = 10.0
SLOWEST_LINE = 16 * 1_024
"""Bytes a second at which a body must come at least, as a long-time average."""

MOST_WAITED_FOR = 256
"""Connections whose request is not there yet."""


class PunctualProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with a limit in time on every request, head and body."""

    waited_for: dict[PunctualProtocol, None] = {}  # noqa: RUF012 - one for the server, in order of coming

    def connection_made(self, transport: Any) -> None:
        """Somebody is connected, and has begun no request."""
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._heard = 0
        self._wait()

    def data_received(self, data: bytes) -> None:
        """More of a request has come: all of it, or there is something left to wait for."""
        self._heard += len(data)
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self._is_taken_over():
            self._wait()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_taken_over(self) -> bool:
        """Whether a WebSocket goes on with this connection."""
        return self.transport.is_closing() or self.transport.get_protocol() is not self

    def _wait(self) -> None:
        if self._timer is not None:
            return
        self._began, self._heard = self.loop.time(), 0
        self._timer = self.loop.call_later(SECONDS_FOR_A_REQUEST, self._look)
        self.waited_for[self] = None
        if len(self.waited_for) > MOST_WAITED_FOR:
            next(iter(self.waited_for))._give_up()

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.waited_for.pop(self, None)

    def _look(self) -> None:
        """Time is up, unless as much has come as comes on a slow line, or we ourselves do not listen."""
        ends = self._began + SECONDS_FOR_A_REQUEST + self._heard_of_body() / SLOWEST_LINE
        left = 1.0 if self.flow.read_paused else ends - self.loop.time()
        if left <= 0:
            return self._give_up()
        self._timer = self.loop.call_later(left, self._look)

    def _heard_of_body(self) -> int:
        return self._heard if self.conn.their_state is h11.SEND_BODY else 0

    def _give_up(self) -> None:
        self._stop_waiting()
        if self.conn.their_state is h11.IDLE and not self.transport.get_write_buffer_size():
            self.transport.close()
        else:
            self.transport.abort()
