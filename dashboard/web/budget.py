"""What a page may send on its socket: kinds of message, how many, and how many bytes.

A page of ours sends five messages to open and one for each control let go, a few kilobytes at most. Each
page has an allowance of messages and of bytes that fills again with time; one that is over it is cut off
before anything it sent is read.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from starlette.types import Message, Receive

MESSAGES_A_SECOND, BURST = 15.0, 80.0
"""What a person's page may send, on average and at once: it sends five to open, and one a control let go."""

LARGEST_MESSAGE = 128 * 1_024
BYTES_A_SECOND, BURST_BYTES = 16.0 * 1_024, 256.0 * 1_024

WAITING_MESSAGES = 4
"""Messages of a page that the server takes from the network before it has read those before."""

KINDS = ("comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request")
TARGETS = ("solara.control", "jupyter.widget.control")
"""What a page sends, of the notebook's protocol: it runs no code, and makes no widgets of its own."""


class Allowance:
    """So much at once, and so much a second."""

    def __init__(self, at_once: float, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.at_once, self.a_second, self.clock = at_once, a_second, clock
        self.left, self.last = at_once, clock()

    def takes(self, amount: float) -> bool:
        """Whether so much is still allowed; it is taken off."""
        now = self.clock()
        self.left = min(self.at_once, self.left + (now - self.last) * self.a_second) - amount
        self.last = now
        return self.left >= 0


def within_budget(receive: Receive, clock: Callable[[], float] = time.monotonic) -> Receive:
    """Messages of a page: one too large, no JSON, or more than its allowance, and the page is cut off."""
    messages = Allowance(BURST, MESSAGES_A_SECOND, clock)
    size = Allowance(BURST_BYTES, BYTES_A_SECOND, clock)

    async def received() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        allowed = messages.takes(1.0) and size.takes(_size(message))
        if not allowed or not _is_of_a_page(message):
            return {"type": "websocket.disconnect", "code": 1008}
        return message

    return received


def _size(message: Message) -> int:
    return len(message.get("text") or message.get("bytes") or b"")


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
