"""The token that opens the page: how it is given, and the cookie that a browser keeps instead of it.

The cookie is made from the token alone, slowly, so that a server started again with the same token knows it
and nobody who sees a cookie learns the token by trying.
"""

from __future__ import annotations

import hmac
import os
import secrets
from functools import cached_property
from hashlib import scrypt
from pathlib import Path
from urllib.parse import parse_qs

from starlette.types import Receive

from jiaosuo.dashboard.web.headers import cookies_of
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.reading import read_text

VARIABLE = "JIAOSUO_TOKEN"
COOKIE = "jiaosuo-token"
WEEK = 604_800
"""Seconds for which a browser that was let in is let in again."""

LONGEST_FORM = 4_096
"""Bytes of the form that gives a token."""

FORM = "application/x-www-form-urlencoded"
MOST_KEYS = 20


class Entry:
    """Who may come in. Without a token everybody who can reach the server."""

    def __init__(self, token: str | None) -> None:
        self.token = token
        self._once: set[str] = set()

    @cached_property
    def _made(self) -> tuple[str, str]:
        """The name of the cookie and what it holds: two servers on one machine have a cookie each."""
        assert self.token is not None
        made = scrypt(_bytes(self.token), salt=b"jiaosuo-page", n=2**14, r=8, p=1, dklen=28)
        return f"{COOKIE}-{made[:4].hex()}", made[4:].hex()

    def knows(self, headers: dict[str, str]) -> bool:
        """Whether a request comes from a browser that was let in."""
        if self.token is None:
            return True
        name, value = self._made
        return hmac.compare_digest(cookies_of(headers).get(name, "").encode(), value.encode())

    def opens(self, given: str) -> bool:
        """Whether this is the token, or a key that opens once."""
        if self.token is None:
            return False
        if given in self._once:
            self._once.discard(given)
            return True
        return hmac.compare_digest(_bytes(given), _bytes(self.token))

    def key_for_once(self) -> str:
        """A key that opens once in place of the token: a machine's users see what its programs are told."""
        key = secrets.token_urlsafe(18)
        self._once.add(key)
        return key

    def cookie(self, secure: bool, root_path: str = "") -> str:
        """The header that lets a browser in for a week; a link from a letter or a chat finds it too (Lax)."""
        name, value = self._made
        more = "; Secure" if secure else ""
        return f"{name}={value}; Path={root_path or '/'}; HttpOnly; SameSite=Lax; Max-Age={WEEK}{more}"


def _bytes(token: str) -> bytes:
    """A token as it is compared: whoever copies one takes a space along."""
    return token.strip().encode("utf-8", "replace")


def given_token(said: str | None, file: Path | None) -> str | None:
    """The token that the page is started with: as said, from the first line of a file, or JIAOSUO_TOKEN.

    Whoever lists the processes of a machine sees what was said, and neither of the others. Workers get none.
    """
    surroundings = os.environ.pop(VARIABLE, "")
    if said is not None and file is not None:
        raise InputError("token-file", str(file), "may not be given with --token")
    if file is not None:
        text = read_text(file, "token-file", "text").strip()
        return text.splitlines()[0].strip() if text else ""
    return said if said is not None else surroundings or None


def token_in(query: bytes) -> str | None:
    """The token that a link gives; of one given twice, the last."""
    given = parse_qs(query.decode("latin-1"), keep_blank_values=True).get("token")
    return given[-1] if given else None


async def token_sent(headers: dict[str, str], receive: Receive) -> str | None:
    """The token that the form below the refusal sends; None for anything else."""
    if not headers.get("content-type", "").lower().startswith(FORM):
        return None
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > LONGEST_FORM:
            return None
    try:
        return parse_qs(body.decode("latin-1"), max_num_fields=MOST_KEYS).get("token", [None])[-1]
    except ValueError:
        return None
