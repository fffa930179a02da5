"""Tokens for what a browser may fetch: nobody can guess one that they were not given."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections import OrderedDict


class Tokens[T]:
    """What was given out by token; beyond so many the one given longest ago is forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._secret = secrets.token_bytes(32)
        self._given: OrderedDict[str, T] = OrderedDict()

    def give(self, kind: str, where: str, what: T) -> str:
        """The token of a kind of thing at an address, the same as long as this process lives."""
        signed = hmac.digest(self._secret, f"{kind} {where}".encode(), "sha256")[:16]
        token = urlsafe_b64encode(signed).decode().rstrip("=")
        self._given[token] = what
        self._given.move_to_end(token)
        while len(self._given) > self._most:
            self._given.popitem(last=False)
        return token

    def of(self, token: str) -> T | None:
        """What a token stands for; None for one that was never given out, or is forgotten."""
        return self._given.get(token)
