"""Pending pages: sessions that were just sent a page and whose socket is on its way may fetch already."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import Response

SESSION_COOKIE = "solara-session-id"
SECONDS = 60.0
"""How long a page may take until its socket is there."""

MOST = 200
"""Pending pages at a time; whoever comes then waits for the socket to see a recording."""

_pending: OrderedDict[str, float] = OrderedDict()
_lock = threading.Lock()


def add(session: str) -> bool:
    """Note that a session was sent a page; False where too many are pending."""
    with _lock:
        _drop_old()
        if not session or (len(_pending) >= MOST and session not in _pending):
            return False
        _pending.pop(session, None)
        _pending[session] = time.monotonic() + SECONDS
        return True


def is_pending(session: str) -> bool:
    """Whether a session was sent a page a moment ago."""
    with _lock:
        _drop_old()
        return session in _pending


def session_of(request: Request, answer: Response) -> str:
    """The session of a page: as its browser said, or as the answer gives it a new one."""
    if known := request.cookies.get(SESSION_COOKIE):
        return known
    cookies = " ".join(answer.headers.getlist("set-cookie"))
    found = re.search(rf"{SESSION_COOKIE}=([^;\s]+)", cookies)
    return found[1] if found else ""


def _drop_old() -> None:
    now = time.monotonic()
    while _pending and next(iter(_pending.values())) < now:
        _pending.popitem(last=False)
