"""What stands between the network and the page: who may come in, how much they may send, what browsers allow.

Solara as shipped takes a WebSocket from any site, lets anyone close a kernel whose name is known, sends no
security headers and has no cap. This guard is plain ASGI and stands before every route.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from hashlib import blake2b
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jiaosuo.dashboard.network import ADDRESS_HEADER, LOOPBACK, host_of

LONGEST_QUERY = 8 * 1_024
LARGEST_BODY = LARGEST_MESSAGE = 1_024 * 1_024
LARGEST_FILES = 32 * 1_024 * 1_024
"""Of files for a county, which are sent as text."""

WITH_FILES = "/county/"
SOCKETS_PER_ADDRESS, SOCKETS = 80, 160
KERNELS_PER_ADDRESS, KERNELS = 100, 300
"""Pages kept for one address, behind which a class may stand, and in all; those left lately count."""

MESSAGES_A_SECOND, BURST = 15.0, 80.0
"""What a person's page may send, on average and at once: it sends five to open, and one a control let go."""

KINDS = ("comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request")
TARGETS = ("solara.control", "jupyter.widget.control")
"""What a page sends, of the notebook's protocol: it runs no code, and makes no widgets of its own."""

CHANNELS = re.compile(r"/jupyter/api/kernels/([^/]+)/channels")

TOKEN_COOKIE = "jiaosuo-token"

HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' blob: 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
"""`unsafe-eval`: Vue compiles its templates, and Vega its expressions, in the browser; `blob:` holds it."""


@dataclass
class Guard:
    """An ASGI application that lets through to `app` what is allowed.

    `hosts`: names under which the server may be asked for (empty: any, where a token keeps strangers out).
    `token`: the secret that opens the page (None: loopback only, open).
    """

    app: ASGIApp
    hosts: tuple[str, ...] = LOOPBACK
    token: str | None = None
    sockets: Counter[str] = field(default_factory=Counter)
    pages: PageCount = field(default_factory=lambda: PageCount())

    def __post_init__(self) -> None:
        self._pass = None if self.token is None else pass_of(self.token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        if len(scope.get("query_string", b"")) > LONGEST_QUERY:
            return await refuse(send, 414, "this link is too long; ask for the page without it")
        if not self._knows_host(headers):
            return await refuse(send, 421, "this server does not answer under that name")
        most = LARGEST_FILES if scope["path"].startswith(WITH_FILES) else LARGEST_BODY
        if not _small(headers.get("content-length", "0"), most):
            return await refuse(send, 413, "what was sent is too large")
        if scope["path"] != "/healthz" and not self._may_enter(headers):
            return await self._exchange_token(scope, headers, send)
        await self.app(scope, _size_limited(receive, most), _with_headers(send))

    def _knows_host(self, headers: dict[str, str]) -> bool:
        return not self.hosts or host_of(headers.get("host", "")) in self.hosts

    def _may_enter(self, headers: dict[str, str]) -> bool:
        if self._pass is None:
            return True
        shown = cookies_of(headers).get(TOKEN_COOKIE, "")
        return hmac.compare_digest(shown.encode(), self._pass.encode())

    async def _exchange_token(self, scope: Scope, headers: dict[str, str], send: Send) -> None:
        """A link with the token in it becomes a cookie, and the token leaves the address bar."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token", "")
        if self._pass is None or not hmac.compare_digest(pass_of(given), self._pass):
            return await refuse(send, 403, "the page asks for a token; use the link that was given to you")
        rest = urlencode([(name, value) for name, value in query if name != "token"])
        cookie = f"{TOKEN_COOKIE}={self._pass}; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800"
        where = "/" + (f"?{rest}" if rest else "")
        more = [(b"location", where.encode("latin-1")), (b"set-cookie", cookie.encode("latin-1"))]
        await refuse(send, 303, "", more)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, address = headers_of(scope), (scope.get("client") or ("?", 0))[0]
        asked = headers.get("host", "")
        same_site = bool(asked) and netloc_of(headers.get("origin", "")) == asked
        fits = self.sockets[address] < SOCKETS_PER_ADDRESS and self.sockets.total() < SOCKETS
        known = self._knows_host(headers) and self._may_enter(headers)
        if not (same_site and known and fits and self.pages.admits(scope["path"], address)):
            await receive()
            return await send({"type": "websocket.close", "code": 1008, "reason": "not allowed"})
        self.sockets[address] += 1
        try:
            await self.app(_with_address(scope, address), _rate_limited(receive), send)
        finally:
            self.sockets[address] -= 1
            if self.sockets[address] <= 0:
                del self.sockets[address]


@dataclass
class PageCount:
    """The pages that Solara keeps, by the address they came from: one that was left is kept for minutes.

    `alive` gives the names of the kernels there are; one just let in may not be among them yet.
    """

    alive: Callable[[], Collection[str]] = tuple
    from_where: dict[str, tuple[str, float]] = field(default_factory=dict)

    def admits(self, path: str, address: str) -> bool:
        """Whether this address may have the page it asks for: one that is there already, or one more."""
        found, now = CHANNELS.fullmatch(path), time.monotonic()
        if found is None or len(found[1]) > LONGEST_NAME:
            return False
        there = set(self.alive())
        kept = {name: said for name, said in self.from_where.items() if name in there or now - said[1] < 5}
        self.from_where = kept
        if found[1] in kept:
            return True
        if len(kept) >= KERNELS or sum(where == address for where, _ in kept.values()) >= KERNELS_PER_ADDRESS:
            return False
        kept[found[1]] = (address, now)
        return True


LONGEST_NAME = 64


def pass_of(token: str) -> str:
    """What the cookie holds: made from the token, so the token itself is not kept by browsers."""
    return blake2b(token.encode(), key=_SALT, digest_size=24).hexdigest()


_SALT = secrets.token_bytes(16)


def headers_of(scope: Scope) -> dict[str, str]:
    """Headers by lower-case name; of one sent twice, the last."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def cookies_of(headers: dict[str, str]) -> dict[str, str]:
    """Cookies by name; none if they cannot be read."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def netloc_of(origin: str) -> str | None:
    """The host and port in an Origin header; None if it is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


async def refuse(send: Send, status: int, words: str, more: list[tuple[bytes, bytes]] | None = None) -> None:
    """Answer with a sentence, as JSON, and nothing else."""
    body = json.dumps({"error": words}).encode()
    headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    headers += [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), *(more or [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _small(length: str, most: int) -> bool:
    return length.isdecimal() and len(length) < 12 and int(length) <= most


def _with_address(scope: Scope, address: str) -> Scope:
    said = [pair for pair in scope["headers"] if pair[0].lower() != ADDRESS_HEADER.encode()]
    return {**scope, "headers": [*said, (ADDRESS_HEADER.encode(), address.encode("latin-1", "replace"))]}


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message.get("headers", [])}
            more = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in present]
            message = {**message, "headers": [*message.get("headers", []), *more]}
        await send(message)

    return sent


def _size_limited(receive: Receive, most: int) -> Receive:
    """A body that turns out larger than it may be ends the request."""
    seen = 0

    async def received() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > most else message

    return received


def _rate_limited(receive: Receive) -> Receive:
    """Messages of a page: one too large, no JSON, or far too many of them, and the page is cut off."""
    allowance, last = BURST, time.monotonic()

    async def received() -> Message:
        nonlocal allowance, last
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        now = time.monotonic()
        allowance = min(BURST, allowance + (now - last) * MESSAGES_A_SECOND) - 1.0
        last = now
        if allowance < 0 or not _is_of_a_page(message):
            return {"type": "websocket.disconnect", "code": 1008}
        return message

    return received


def _is_of_a_page(message: Message) -> bool:
    """Whether a page of ours could have sent this: one of a few kinds of message, as text."""
    text = message.get("text")
    if text is None or len(text) > LARGEST_MESSAGE:
        return False
    try:
        said = json.loads(text)
        kind = said["header"]["msg_type"]
        return kind in KINDS and (kind != "comm_open" or said["content"]["target_name"] in TARGETS)
    except (ValueError, RecursionError, KeyError, TypeError):
        return False
