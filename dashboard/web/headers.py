"""Headers of a request as plain text, and those that every answer carries."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.types import Message, Scope, Send

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


ROOT_PATH = "jiaosuo.root_path"
"""Key of a scope with the path below which browsers find the page; the scope's own path is without it."""


def root_of(scope: Scope) -> str:
    """The path below which browsers find the page, such as /lab, as they write it; empty: at the root."""
    return str(scope.get(ROOT_PATH, ""))


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


def with_headers(send: Send) -> Send:
    """Answers with the headers that all carry, where they have none of their own."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message.get("headers", [])}
            more = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in present]
            message = {**message, "headers": [*message.get("headers", []), *more]}
        await send(message)

    return sent
