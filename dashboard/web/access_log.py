"""A line for each request and each page: which kind of path, how it was answered, how long it took.

Links hold the token, the code of a room and the names of places, and so do paths: the query is left out, and
of a path only its first word is kept, where it is one of ours.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jiaosuo.dashboard.web.front import OURS, Front
from jiaosuo.dashboard.web.logs import event
from jiaosuo.dashboard.web.seats import Seats

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH")


def shape(path: str) -> str:
    """A path as the log shows it: /tape/* for any recording, /* for what is none of ours."""
    first, *rest = path.removeprefix("/").split("/", 1)
    if not first:
        return "/" if not rest else "/*"
    if first not in OURS:
        return "/*"
    return f"/{first}/*" if rest else f"/{first}"


@dataclass
class AccessLog:
    """An ASGI application that lets all through to `app` and writes what came of it."""

    app: ASGIApp
    front: Front
    seats: Seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status, size = time.monotonic(), 0, 0

        async def sent(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            method = scope.get("method", "")
            event(
                "request",
                method=method if method in METHODS else "other",
                path=shape(self.front.below(scope["path"])),
                status=status,
                ms=round(1_000 * (time.monotonic() - began), 1),
                bytes=size,
            )

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, accepted = time.monotonic(), False

        async def sent(message: Message) -> None:
            nonlocal accepted
            if message["type"] == "websocket.accept":
                accepted = True
                event("page-opened", pages=self.seats.taken)
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            seconds = round(time.monotonic() - began, 1)
            event("page-left" if accepted else "page-refused", pages=self.seats.taken, seconds=seconds)
