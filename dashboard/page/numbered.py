"""Changes that a browser numbers, and tells until they are acknowledged: each is taken once, in its order.

A connection may break with a message under way, and a server may be gone before it has read one. The
browser keeps what was not acknowledged (`player/unsent.js`). A change that was already taken, or that arrives
before an earlier one, is ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from jiaosuo.dashboard.choice.session import Session

type Tell = Callable[..., None]


def numbered(session: Session, events: Mapping[str, Tell]) -> dict[str, Tell]:
    """Callbacks that take `{"number", "said"}` once; a message without a number is taken as it is."""
    return {name: partial(_take, session, take) for name, take in events.items()}


def _take(session: Session, take: Tell, message: object = None) -> None:
    if not isinstance(message, Mapping) or message.keys() != {"number", "said"}:
        take(message)
    elif message["number"] == session.acknowledged + 1:
        session.acknowledged += 1
        take(message["said"])
    elif isinstance(message["number"], int) and message["number"] <= session.acknowledged:
        session.changed()  # the browser has missed how far the count is
