"""A page without a browser: the messages that Solara's own script sends, and what comes back, over a socket.

It keeps the state of every panel as the server tells it, sends the panels' events, and anything else one
likes to send: a trainee who writes to the socket by hand has no more than this.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

KNOWN_BY = {
    "player": "plan",
    "masthead": "stories",
    "room": "instructor",
    "verdict": "shares",
    "wall": "qr",
    "lesson": "paragraphs",
}
"""A panel, and a trait that only it has."""


class RawPage:
    """One visitor's page at a server; `cookie`: of a visitor who was here before."""

    def __init__(self, port: int, query: str = "", cookie: str = "", timeout: float = 60) -> None:
        self.port, self.timeout = port, timeout
        self.cookie = cookie or new_cookie(port)
        self.kernel, self.page = str(uuid.uuid4()), str(uuid.uuid4())
        address = f"127.0.0.1:{port}"
        self.open = ExitStack()
        opening = connect(
            f"ws://{address}/jupyter/api/kernels/{self.kernel}/channels?session_id={self.page}",
            origin=f"http://{address}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookie},
            open_timeout=timeout,
            max_size=None,
        )
        self.socket = self.open.enter_context(opening)
        self.panels: dict[str, dict[str, Any]] = {}
        self.news = threading.Condition()
        self.received = 0
        self.over = False
        threading.Thread(target=self._read, daemon=True).start()
        self.control = uuid.uuid4().hex
        self.send("comm_open", {"comm_id": self.control, "target_name": "solara.control", "data": {}})
        run = {"method": "run", "args": {"path": f"/?{query}", "appName": None}}
        self.send("comm_msg", {"comm_id": self.control, "data": run})

    def send(self, kind: str, content: dict[str, Any]) -> None:
        """A message of the notebook protocol."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": self.page,
                  "date": datetime.now(UTC).isoformat(), "version": "5.3"}  # fmt: skip
        said = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": []}
        self.socket.send(json.dumps(said | {"channel": "shell"}))

    def event(self, panel: str, name: str, data: Any = None) -> None:
        """What a panel's control sends."""
        content = {"event": name, "data": data}
        self.send(
            "comm_msg", {"comm_id": self.id_of(panel), "data": {"method": "custom", "content": content}}
        )

    def id_of(self, panel: str) -> str:
        """The newest widget that is this panel."""
        known = KNOWN_BY[panel]
        with self.news:
            found = [key for key, state in self.panels.items() if known in state]
        if not found:
            raise LookupError(f"there is no {panel} on this page")
        return found[-1]

    def state(self, panel: str) -> dict[str, Any]:
        """What a panel shows now."""
        key = self.id_of(panel)
        with self.news:
            return dict(self.panels[key])

    def until(self, panel: str, holds: Callable[[dict[str, Any]], Any], seconds: float | None = None) -> Any:
        """What a panel shows, as soon as something holds of it."""
        ends = time.monotonic() + (seconds or self.timeout)
        while time.monotonic() < ends:
            with suppress(LookupError):
                state = self.state(panel)
                if holds(state):
                    return state
            if self.over:
                raise ConnectionError("the server closed this page")
            with self.news:
                self.news.wait(0.1)
        raise TimeoutError(f"{panel} never came to it")

    def until_gone(self, panel: str) -> None:
        """Wait until the page has no such panel: it is taken away after the news that hides it."""
        ends = time.monotonic() + self.timeout
        while time.monotonic() < ends:
            try:
                self.id_of(panel)
            except LookupError:
                return
            with self.news:
                self.news.wait(0.1)
        raise TimeoutError(f"{panel} never went")

    def get(self, path: str) -> tuple[int, bytes]:
        """(status, body) of a GET with this page's cookie."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path.removeprefix('/')}", headers={"Cookie": self.cookie}
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read()

    def close(self) -> None:
        """Close the tab: Solara's script says so before it goes."""
        link = f"http://127.0.0.1:{self.port}/_solara/api/close/{self.kernel}?session_id={self.page}"
        request = urllib.request.Request(link, b"", {"Cookie": self.cookie}, method="POST")
        with suppress(urllib.error.HTTPError, OSError):
            urllib.request.urlopen(request, timeout=self.timeout).close()
        self.drop()

    def drop(self) -> None:
        """The tab is gone without a word: a crash, or Wi-Fi lost."""
        self.open.close()

    def _read(self) -> None:
        with suppress(ConnectionClosed, OSError):
            for said in self.socket:
                self.received += len(said)
                if isinstance(said, str):
                    self._take(json.loads(said))
        with self.news:
            self.over = True
            self.news.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        content = message.get("content", {})
        key, data = content.get("comm_id"), content.get("data") or {}
        with self.news:
            match message["header"]["msg_type"]:
                case "comm_open":
                    self.panels[key] = dict(data.get("state", {}))
                case "comm_msg" if data.get("method") == "update" and key in self.panels:
                    self.panels[key] |= data["state"]
                case "comm_close":
                    self.panels.pop(key, None)
            self.news.notify_all()


def new_cookie(port: int) -> str:
    """A new visitor's cookie."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
        told = answer.headers.get_all("set-cookie") or []
    return next(each.split(";")[0] for each in told if each.startswith("solara-session-id"))
