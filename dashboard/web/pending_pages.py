"""Sessions that were just handed a page and whose socket is on its way: they may fetch a tape already."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

SESSION_COOKIE = "solara-session-id"
SECONDS = 60.0
"""How long a page may take until its socket is there."""

MOST = 200
"""Pages on their way at a time; whoever comes then waits for the socket to see a tape."""

_opened: OrderedDict[str, float] = OrderedDict()
_lock = threading.Lock()


def opens_soon(session: str) -> bool:
    """Note that a session was handed a page; False where too many are on their way."""
    with _lock:
        _forget()
        if not session or (len(_opened) >= MOST and session not in _opened):
            return False
        _opened.pop(session, None)
        _opened[session] = time.monotonic() + SECONDS
        return True


def is_opening(session: str) -> bool:
    """Whether a session was handed a page a moment ago."""
    with _lock:
        _forget()
        return session in _opened


def session_of(request: Request, answer: Response) -> str:
    """The session of a page: as its browser said, or as the answer gives it a new one."""
    if known := request.cookies.get(SESSION_COOKIE):
        return known
    said = " ".join(answer.headers.getlist("set-cookie"))
    found = re.search(rf"{SESSION_COOKIE}=([^;\s]+)", said)
    return found[1] if found else ""


def _forget() -> None:
    now = time.monotonic()
    while _opened and next(iter(_opened.values())) < now:
        _opened.popitem(last=False)
