"""What a page is sent: in its order, from any thread, without waiting; and asked for, in turn."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import anyio.from_thread
import pytest
from starlette.websockets import WebSocketDisconnect

from jiaosuo.dashboard.browser.turns import TURNS
from jiaosuo.dashboard.web.solara_setup import prepare
from tests.coroutines import in_own_loop

prepare("http://127.0.0.1:8765/")

from jiaosuo.dashboard.web import page_socket  # noqa: E402 - Solara reads its settings as it is imported

LONG = 30.0
type Opener = Callable[[Line], Any]
RUN = '{"content": {"data": {"method": "run", "args": {}}}}'


class Line:
    """A browser at the other end: what it was sent, when it lets more through, and whether it is there."""

    def __init__(self) -> None:
        self.sent: list[str | bytes] = []
        self.free, self.is_gone, self.closed = threading.Event(), False, False
        self.says: list[str] = []
        self.free.set()

    async def _sent(self, data: str | bytes) -> None:
        while not self.free.is_set():
            await asyncio.sleep(0.002)
        if self.is_gone:
            raise WebSocketDisconnect
        self.sent.append(data)

    send_text = send_bytes = _sent

    async def receive(self) -> dict[str, str]:
        return {"text": self.says.pop(0)}

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def portal() -> Iterator[Any]:
    """The loop of a server, in a thread of its own."""
    with anyio.from_thread.start_blocking_portal() as portal:
        yield portal


@pytest.fixture
def opened(portal: Any) -> Callable[[Line], Any]:
    async def make(line: Line) -> page_socket.PageSocket:
        return page_socket.PageSocket(line, portal)

    return lambda line: portal.call(make, line)


def settle(portal: Any, socket: Any) -> None:
    """Until all is sent, or let go of."""

    async def over() -> None:
        while socket.unsent:
            await asyncio.sleep(0.002)

    portal.call(over)


def test_messages_keep_their_order_and_nobody_waits(portal: Any, opened: Opener) -> None:
    line = Line()
    socket = opened(line)
    line.free.clear()
    for number in range(20):  # a browser that takes nothing yet holds nobody up
        socket.send_text(str(number))
    socket.send_bytes(b"bytes")
    assert line.sent == []
    line.free.set()
    settle(portal, socket)
    assert line.sent == [*map(str, range(20)), b"bytes"]
    socket.send_text("more")
    settle(portal, socket)
    assert line.sent[-1] == "more"


def test_threads_lose_no_message_and_each_keeps_its_own_order(portal: Any, opened: Opener) -> None:
    line = Line()
    socket = opened(line)

    def say(who: int) -> None:
        for number in range(200):
            socket.send_text(f"{who} {number}")

    saying = [threading.Thread(target=say, args=(who,)) for who in range(5)]
    for each in saying:
        each.start()
    for each in saying:
        each.join(LONG)
    settle(portal, socket)
    for who in range(5):
        assert [s for s in line.sent if s.startswith(f"{who} ")] == [f"{who} {n}" for n in range(200)]


def test_what_is_unsent_when_the_page_has_gone_is_let_go_of(portal: Any, opened: Opener) -> None:
    line = Line()
    socket = opened(line)
    line.is_gone = True
    for _ in range(3):
        socket.send_text("to nobody")
        settle(portal, socket)
    assert line.sent == []


def test_a_page_is_closed_when_all_is_said(opened: Opener) -> None:
    line = Line()
    socket = opened(line)
    for number in range(50):
        socket.send_text(str(number))
    socket.close()
    assert line.closed
    assert len(line.sent) == 50


def test_the_message_that_asks_for_the_page_has_its_turn_until_the_next_one_is_waited_for(
    opened: Opener,
) -> None:
    line = Line()
    socket = opened(line)
    line.says = ['{"content": {"data": {}}}', RUN, RUN]
    in_own_loop(socket.receive())
    assert socket.turn is None
    in_own_loop(socket.receive())
    assert socket.turn is TURNS._drawing is not None
    in_own_loop(socket.receive())
    assert socket.turn is None, "a page is drawn for the first time once"
    assert TURNS._drawing is None


def test_the_server_of_solara_uses_it() -> None:
    from solara.server import starlette as solara_server

    from jiaosuo.dashboard.web.server import application

    application("http://127.0.0.1:8765/")
    assert solara_server.WebsocketWrapper is page_socket.PageSocket
