"""What a browser visits, and the servers it finds there: started once a session, closed at its end.

Every request that would leave this machine is stopped and counted; a page error or an outside request fails
the test that made it.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pages import RawPage
from jiaosuo.dashboard.rooms.registry import RoomRegistry
from tests.browser import LONGEST_WAIT

ROOT = Path(__file__).parents[2]
OUTSIDE = re.compile(r"^(?!http://127\.0\.0\.1[:/]|blob:|data:|ws://127\.0\.0\.1[:/]|about:)")

FEWER_FRAMES = """{
  const next = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (draw) => setTimeout(() => next(draw), 80);
  globalThis.cancelAnimationFrame = clearTimeout;
}"""
"""A screen of some twelve pictures a second: a county that plays takes half a processor at sixty."""


class Visit:
    """A browser context that notes what it must not do. `every_frame`: all that the browser can."""

    def __init__(self, browser: Any, every_frame: bool = False, **options: Any) -> None:
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 720}} | options))
        self.context.set_default_timeout(LONGEST_WAIT)
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.refused: list[str] = []
        self.forgiven: tuple[str, ...] = ()
        self.context.route(OUTSIDE, self._stop)
        if not every_frame:
            self.context.add_init_script(FEWER_FRAMES)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("response", lambda answer: answer.status >= 400 and self.refused.append(answer.url))

    def _stop(self, route: Any) -> None:
        self.outside.append(route.request.url)
        route.abort()

    def end(self) -> None:
        """Close, and fail if the page did what it must not."""
        self.context.close()
        assert not self.outside, f"asked outside: {self.outside[:3]}"
        assert not self.errors, f"page errors: {self.errors[:3]}"
        self.refused = [url for url in self.refused if not any(each in url for each in self.forgiven)]
        assert not self.refused, f"answers of 400 and more: {self.refused[:3]}"


@pytest.fixture
def visit(browser: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visit]]:
    """Opens visits with options of a browser context; all are closed and judged at the end.

    A module that looks at single pictures says `EVERY_FRAME = True`.
    """
    begun: list[Visit] = []
    every_frame = getattr(request.module, "EVERY_FRAME", False)

    def begin(**options: Any) -> Visit:
        begun.append(Visit(browser, every_frame, **options))
        return begun[-1]

    yield begin
    for each in begun:
        each.end()


@pytest.fixture
def page(visit: Callable[..., Visit]) -> Any:
    """A fresh page of 1280 x 720 on which nothing may go wrong."""
    return visit().page


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def started(command: list[str], port: int, path: str, seconds: float = 90) -> subprocess.Popen[str]:
    """A server that answers at a path of a port of this machine."""
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if server.poll() is not None:
            pytest.fail(f"the server ended: {(server.stdout.read() if server.stdout else '')[-2000:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2):
                return server
        except OSError:
            time.sleep(0.1)
    server.kill()
    pytest.fail("the server did not answer in time")


class Server:
    """The real server: it can be stopped and started again at the same port, its store kept."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.address = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.dashboard.real_server", str(self.port), str(self.folder)]
        self.process = started(command, self.port, "/healthz")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(LONGEST_WAIT / 1_000)


@pytest.fixture(scope="session")
def server(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One real server for all tests of the page."""
    begun = Server(tmp_path_factory.mktemp("recordings"))
    yield begun
    begun.stop()


@pytest.fixture(scope="session")
def pretend_server(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page with nothing but the player on a made-up tape; no model is needed."""
    port, folder = free_port(), tmp_path_factory.mktemp("pretend")
    command = [sys.executable, "-m", "tests.dashboard.pretend_server", str(port), str(folder)]
    server = started(command, port, "/control")
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)


ZIGUI_DAY = "place=zigui-2004&days=1&seed=4&lang=en"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The real server, for the tests of a file."""
    port, folder = free_port(), tmp_path_factory.mktemp("recordings")
    command = [sys.executable, "-m", "tests.dashboard.real_server", str(port), str(folder)]
    server = started(command, port, "/healthz")
    yield port
    server.terminate()
    server.wait(15)


@pytest.fixture
def visit_raw(port: int) -> Iterator[Callable[..., RawPage]]:
    """Opens pages without a browser; all are closed at the end."""
    begun: list[RawPage] = []

    def begin(query: str = ZIGUI_DAY, cookie: str = "") -> RawPage:
        begun.append(RawPage(port, query, cookie))
        begun[-1].until("player", lambda state: state["plan"])
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(clock: Clock) -> RoomRegistry:
    return RoomRegistry(clock)
