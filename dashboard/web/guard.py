"""What stands between the network and the page: who may come in, how much they may send, what browsers allow.

Solara as shipped takes a WebSocket from any site, lets anyone close a kernel whose name is known, sends no
security headers and has no cap. This guard is plain ASGI and stands before every route.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jiaosuo.dashboard.network import ADDRESS_HEADER, LOOPBACK, host_of
from jiaosuo.dashboard.web.budget import within_budget
from jiaosuo.dashboard.web.entry import Entry, token_in, token_sent
from jiaosuo.dashboard.web.front import Front
from jiaosuo.dashboard.web.headers import headers_of, netloc_of, root_of, with_headers
from jiaosuo.dashboard.web.refusal import (
    SECONDS_UNTIL_AGAIN,
    Refusal,
    language_of,
    refuse,
    wants_page,
    without_token,
)
from jiaosuo.dashboard.web.seats import Seats
from jiaosuo.model.core.words import N_, translate

LONGEST_QUERY = 8 * 1_024
LARGEST_BODY = 1_024 * 1_024
LARGEST_FILES = 32 * 1_024 * 1_024
"""Of files for a county, which are sent as text, and of the pictures of a film."""

MOST_HEARD_OUT = 8 * LARGEST_FILES
"""Bytes of a body too large that are let go of, piece by piece, before it is refused."""

WITH_FILES = ("/county/", "/film/")
HEALTH, SEAT = ("/health", "/healthz"), "/seat"

TOO_LONG = Refusal(414, N_("This link is too long. Ask for the page without it."))
OTHER_NAME = Refusal(421, N_("This server does not answer under that name."))
TOO_LARGE = Refusal(413, N_("What was sent is too large."))
NO_TOKEN = Refusal(
    403, N_("This page asks for a token. Use the link that was given to you, or type the token here."),
    asks_token=True,
)  # fmt: skip
WRONG_TOKEN = Refusal(
    403, N_("That is not the token of this server. Look at it again, or ask whoever runs the class."),
    asks_token=True,
)  # fmt: skip
ENDING = N_(
    "This server is being ended and takes no new pages; those that are open go on for some seconds. It may "
    "be there again in a minute."
)
FULL = N_("The class is full: there is room for {most} pages, and all are open. Close one that nobody uses.")
FULL_HERE = N_(
    "The class is full: there is room for {most} pages from one address, and all are open. Close one that "
    "nobody uses."
)
OTHER_ORIGIN = N_(
    "Controls do not work under this address. Start the server with --public {origin}, the address that "
    "browsers show."
)


@dataclass
class Guard:
    """An ASGI application that lets through to `app` what is allowed.

    `hosts`: names under which the server may be asked for (empty: any, where a token keeps strangers out).
    `token`: the secret that opens the page (None: loopback only, open). `front`: the proxies before it.
    """

    app: ASGIApp
    hosts: tuple[str, ...] = LOOPBACK
    token: str | None = None
    seats: Seats = field(default_factory=Seats)
    front: Front = field(default_factory=Front)

    def __post_init__(self) -> None:
        self.entry = Entry(self.token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(self.front.seen(scope), receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(self.front.seen(scope), receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        most = LARGEST_FILES if scope["path"].startswith(WITH_FILES) else LARGEST_BODY
        if len(scope.get("query_string", b"")) > LONGEST_QUERY:
            return await refuse(scope, send, TOO_LONG)
        if not self._knows_host(headers):
            return await refuse(scope, send, OTHER_NAME)
        if not _small(headers.get("content-length", "0"), most):
            if _small(headers["content-length"], MOST_HEARD_OUT):
                await _hear_out(receive)
            return await refuse(scope, send, TOO_LARGE)
        if scope["path"] in HEALTH:
            return await self.app(scope, receive, with_headers(send))
        if not scope["path"]:  # links of the page are relative, and count from the slash
            return await self._redirect(scope, send, scope.get("query_string", b"").decode("latin-1"))
        if not self.entry.knows(headers):
            return await self._admit(scope, headers, receive, send)
        if self.token is not None and scope["path"] == "/" and token_in(scope.get("query_string", b"")):
            return await self._onwards(scope, send)
        if scope["path"] == SEAT:
            return await self._tell_seat(scope, headers, send)
        if scope["path"] == "/" and wants_page(headers) and not self.seats.fits(_address(scope)):
            again = (b"retry-after", str(SECONDS_UNTIL_AGAIN).encode())
            return await refuse(scope, send, self._full(scope), [again])
        await self.app(scope, _size_limited(receive, most), with_headers(send))

    def _knows_host(self, headers: dict[str, str]) -> bool:
        return not self.hosts or host_of(headers.get("host", "")) in self.hosts

    async def _admit(self, scope: Scope, headers: dict[str, str], receive: Receive, send: Send) -> None:
        """A link or a form with the token in it becomes a cookie, and the token leaves the address bar."""
        given = token_in(scope.get("query_string", b""))
        if scope.get("method") == "POST":
            given = await token_sent(headers, receive) or given
        if given is None or not self.entry.opens(given):
            return await refuse(scope, send, NO_TOKEN if given is None else WRONG_TOKEN)
        cookie = self.entry.cookie(scope.get("scheme") == "https", root_of(scope))
        await self._onwards(scope, send, (b"set-cookie", cookie.encode("latin-1")))

    async def _onwards(self, scope: Scope, send: Send, *more: tuple[bytes, bytes]) -> None:
        """The page itself, at an address without the token."""
        await self._redirect(scope, send, without_token(scope.get("query_string", b"")), *more)

    async def _redirect(self, scope: Scope, send: Send, query: str, *more: tuple[bytes, bytes]) -> None:
        where = f"{root_of(scope)}/" + (f"?{query}" if query else "")
        headers = [(b"location", where.encode("latin-1")), (b"cache-control", b"no-store"), *more]
        headers.append((b"content-length", b"0"))
        await with_headers(send)({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _full(self, scope: Scope) -> Refusal:
        if self.seats.closed:
            return Refusal(503, ENDING, again=True)
        here = self.seats.taken < self.seats.most
        values = {"most": self.seats.per_address if here else self.seats.most}
        return Refusal(503, FULL_HERE if here else FULL, values, again=True)

    async def _tell_seat(self, scope: Scope, headers: dict[str, str], send: Send) -> None:
        """To a page that has no socket: whether there is room for one, and else why not, in its language."""
        said = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        origin = said.get("origin", [""])[-1][:300]
        sentence, values, fits = "", {}, self.seats.fits(_address(scope))
        if not fits:
            full = self._full(scope)
            sentence, values = full.sentence, dict(full.values)
        elif origin and not _same_site(origin, headers):
            sentence, values, fits = OTHER_ORIGIN, {"origin": origin}, False
        told = translate(sentence, language_of(scope, headers), **values)
        body = json.dumps({"fits": fits, "most": self.seats.most, "sentence": told}, ensure_ascii=False)
        kinds = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        await with_headers(send)({"type": "http.response.start", "status": 200, "headers": kinds})
        await send({"type": "http.response.body", "body": body.encode()})

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, address = headers_of(scope), _address(scope)
        known = self._knows_host(headers) and self.entry.knows(headers)
        allowed = known and _same_site(headers.get("origin", ""), headers)
        page = self.seats.enter(scope["path"], address) if allowed else None
        if page is None:
            await receive()
            return await send({"type": "websocket.close", "code": 1008, "reason": "not allowed"})
        try:
            await self.app(_with_address(scope, address), within_budget(receive), send)
        finally:
            self.seats.leave(page)


def _same_site(origin: str, headers: dict[str, str]) -> bool:
    """Whether a page of ours is behind an origin: the name and the port that this server was asked by."""
    asked = headers.get("host", "")
    return bool(asked) and (netloc_of(origin) or "").lower() == asked


def _address(scope: Scope) -> str:
    return str((scope.get("client") or ("?", 0))[0])


def _small(length: str, most: int) -> bool:
    return length.isdecimal() and len(length) < 12 and int(length) <= most


def _with_address(scope: Scope, address: str) -> Scope:
    said = (ADDRESS_HEADER.encode(), address.encode("latin-1", "replace"))
    return {**scope, "headers": [*scope["headers"], said]}


async def _hear_out(receive: Receive) -> None:
    """Let go of a body: who is answered while still sending loses the connection and reads no answer."""
    while (await receive()).get("more_body", False):
        pass


def _size_limited(receive: Receive, most: int) -> Receive:
    """A body that turns out larger than it may be ends the request."""
    seen = 0

    async def received() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > most else message

    return received
