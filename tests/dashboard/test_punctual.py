"""The limit in time of a request, on a server of a few lines: what is never finished is let go."""

import socket
import threading
import time
from contextlib import closing, contextmanager

import pytest
import uvicorn

from jiaosuo.dashboard.web import punctual

LONG = 60.0
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"


async def echo(scope, receive, send):
    """Answers with how many bytes were sent."""
    size, more = 0, scope["type"] == "http"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-size", b"%d" % size)]})
    await send({"type": "http.response.body", "body": b""})


@contextmanager
def served(keep_alive=600):
    """The port of a server with the protocol of the page, which keeps idle connections so many seconds."""
    config = uvicorn.Config(
        echo,
        port=0,
        log_level="error",
        lifespan="off",
        http=punctual.PunctualProtocol,
        timeout_keep_alive=keep_alive,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        thread.join(LONG)


@contextmanager
def line(port, said=b""):
    """A connection on which something was said."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=LONG)) as there:
        there.sendall(said)
        yield there


def until_over(there):
    """What comes until the other side ends it."""
    heard = b""
    try:
        while part := there.recv(4_096):
            heard += part
    except ConnectionResetError:
        pass
    return heard


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"G",
        HEAD,
        HEAD + b"Content-Length: 9\r\n\r\n",
        HEAD + b"Content-Length: 9\r\n\r\n1234",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n",
    ],
)
def test_a_request_that_is_never_finished_is_let_go(monkeypatch, said):
    monkeypatch.setattr(punctual, "SECONDS_FOR_A_REQUEST", 0.2)
    with served() as port, line(port, said) as there:
        heard = until_over(there)
    assert heard == b""
    assert not punctual.PunctualProtocol.waited_for


def test_half_of_a_second_request_ends_with_an_idle_connection():
    with served(keep_alive=1) as port, line(port, HEAD + b"Content-Length: 0\r\n\r\n" + HEAD) as there:
        assert until_over(there).count(b"HTTP/1.1 200") == 1


def test_a_trickle_is_no_request(monkeypatch):
    monkeypatch.setattr(punctual, "SECONDS_FOR_A_REQUEST", 0.2)
    with served() as port, line(port, HEAD) as there:
        over = threading.Event()

        def trickle():
            while not over.wait(0.02):
                try:
                    there.sendall(b"a: b\r\n")
                except OSError:
                    return

        thread = threading.Thread(target=trickle)
        thread.start()
        assert until_over(there) == b""
        over.set()
        thread.join()


def test_a_body_has_the_time_that_a_slow_line_needs(monkeypatch):
    monkeypatch.setattr(punctual, "SECONDS_FOR_A_REQUEST", 0.2)
    monkeypatch.setattr(punctual, "SLOWEST_LINE", 100)
    with served() as port, line(port, HEAD + b"Content-Length: 1000\r\n\r\n") as there:
        there.sendall(b"x" * 999)
        time.sleep(1)
        there.sendall(b"x")
        assert b"x-size: 1000" in there.recv(4_096)
        there.sendall(HEAD + b"Content-Length: 1\r\n\r\n1")
        assert b"x-size: 1" in there.recv(4_096), "and the next request has its own"


def test_of_connections_that_say_nothing_the_oldest_make_room(monkeypatch):
    monkeypatch.setattr(punctual, "SECONDS_FOR_A_REQUEST", 600.0)
    monkeypatch.setattr(punctual, "MOST_WAITED_FOR", 2)
    with served() as port, line(port, HEAD) as first, line(port, HEAD) as second, line(port, HEAD) as third:
        assert until_over(first) == b""
        with line(port, HEAD + b"Content-Length: 0\r\n\r\n") as asked:
            assert b"200 OK" in asked.recv(4_096)
        assert until_over(second) == b""
        third.sendall(b"Content-Length: 0\r\n\r\n")
        assert b"200 OK" in third.recv(4_096)
