"""The guard, as an ASGI application: who is let in, how much they may send, what browsers are told."""

import asyncio
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from jiaosuo.dashboard.network import ADDRESS_HEADER
from jiaosuo.dashboard.web.guard import (
    BURST,
    KERNELS,
    KERNELS_PER_ADDRESS,
    LARGEST_BODY,
    LARGEST_MESSAGE,
    LONGEST_QUERY,
    SOCKETS_PER_ADDRESS,
    Guard,
    PageCount,
)
from jiaosuo.dashboard.web.server import check
from jiaosuo.dashboard.web.solara_setup import CULL_AFTER
from jiaosuo.model.core.errors import InputError

HOST = "127.0.0.1:8765"


async def inner(scope, receive, send):
    """Answers every request with its body's length, and echoes every message of a socket."""
    if scope["type"] == "http":
        message = await receive()
        size = len(message.get("body", b"")) if message["type"] == "http.request" else -1
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-size", b"%d" % size)]})
        await send({"type": "http.response.body", "body": b""})
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message.get("text") or ""})
    await send({"type": "websocket.close", "code": message.get("code", 1000)})


def apart(run):
    """Run a coroutine in a thread of its own: a browser of another test may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(run())).result()


def http(guard, path="/", query=b"", headers=None, body=b""):
    """(status, headers, body) of a request."""
    said = {"host": HOST} | (headers or {})
    scope = {
        "type": "http",
        "path": path,
        "query_string": query,
        "headers": [(name.encode(), value.encode()) for name, value in said.items()],
        "client": ("127.0.0.1", 1),
    }
    sent = []

    async def run():
        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        await guard(scope, receive, send)

    apart(run)
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(each.get("body", b"") for each in sent[1:])


def socket(guard, messages, **headers):
    """What a socket that sends these messages gets."""
    said = {"host": HOST, "origin": f"http://{HOST}"} | headers
    scope = {
        "type": "websocket",
        "path": "/jupyter/api/kernels/x/channels",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in said.items() if value],
        "client": ("127.0.0.1", 1),
    }
    sent, coming = (
        [],
        [{"type": "websocket.connect"}, *messages, {"type": "websocket.disconnect", "code": 1000}],
    )

    async def run():
        async def receive():
            return coming.pop(0)

        async def send(message):
            sent.append(message)

        await guard(scope, receive, send)

    apart(run)
    return sent


def text(said):
    return {"type": "websocket.receive", "text": said}


def of_a_page(kind="comm_msg", **content):
    return text(json.dumps({"header": {"msg_type": kind}, "content": content}))


A, B = of_a_page(comm_id="a"), of_a_page(comm_id="b")


def test_every_answer_carries_what_browsers_need_to_know():
    status, told, _ = http(Guard(inner))
    assert status == 200
    assert "default-src 'self'" in told["content-security-policy"]
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert "http" not in told["content-security-policy"]
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "no-referrer"


def test_a_query_or_a_body_that_is_too_long_is_refused_in_a_sentence():
    status, _, body = http(Guard(inner), query=b"x" * (LONGEST_QUERY + 1))
    assert status == 414
    assert "too long" in json.loads(body)["error"]
    assert http(Guard(inner), query=b"x" * LONGEST_QUERY)[0] == 200
    assert http(Guard(inner), headers={"content-length": str(LARGEST_BODY + 1)})[0] == 413
    assert http(Guard(inner), headers={"content-length": "9" * 400})[0] == 413
    assert http(Guard(inner), headers={"content-length": "-1"})[0] == 413
    assert http(Guard(inner), body=b"x" * (LARGEST_BODY + 1))[1]["x-size"] == "-1"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::", "evil@127.0.0.1:1x"])
def test_a_name_that_is_not_ours_is_not_answered(host):
    assert http(Guard(inner), headers={"host": host})[0] == 421
    assert http(Guard(inner, hosts=()), headers={"host": "anything"})[0] == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "[::1]:8765", "LOCALHOST:1"])
def test_loopback_names_are_answered(host):
    assert http(Guard(inner), headers={"host": host})[0] == 200


TOKEN = "a long secret for a class"


def test_without_the_token_nobody_comes_in_and_with_it_the_link_becomes_a_cookie():
    guard = Guard(inner, hosts=(), token=TOKEN)
    assert http(guard)[0] == 403
    assert http(guard, query=b"token=wrong")[0] == 403
    assert http(guard, path="/healthz")[0] == 200
    status, told, _ = http(guard, query=b"token=a+long+secret+for+a+class&story=village")
    assert (status, told["location"]) == (303, "/?story=village")
    assert TOKEN not in told["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict"} <= set(told["set-cookie"].split("; "))
    cookie = told["set-cookie"].split(";")[0]
    assert http(guard, headers={"cookie": cookie})[0] == 200
    assert http(guard, headers={"cookie": cookie[:-1] + "x"})[0] == 403
    assert socket(guard, [], cookie=cookie)[0]["type"] == "websocket.accept"
    assert socket(guard, [])[0]["type"] == "websocket.close"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://127.0.0.1:9999", "https://127.0.0.1.evil.example"]
)
def test_a_socket_from_another_site_is_refused(origin):
    assert socket(Guard(inner), [], origin=origin)[0]["type"] == "websocket.close"


def test_messages_pass_in_order():
    sent = socket(Guard(inner), [A, B])
    assert [each.get("text") for each in sent[1:3]] == [A["text"], B["text"]]


@pytest.mark.parametrize(
    "said",
    [
        text("{"),
        text("nothing"),
        text("[1]"),
        text("3"),
        text("[" * 50_000),
        text('{"header": 3}'),
        text('{"header": {"msg_type": ["comm_msg"]}}'),
        of_a_page(comm_id="x" * LARGEST_MESSAGE),
        of_a_page("execute_request", code="1 + 1"),
        of_a_page("complete_request", code="impor", cursor_pos=5),
        of_a_page("input_reply", value="1"),
        of_a_page("shutdown_request"),
        of_a_page("comm_open", target_name="jupyter.widget"),
        of_a_page("comm_open", target_name=None),
        {"type": "websocket.receive", "bytes": b"\x00\x01\x02"},
    ],
)
def test_a_message_that_no_page_of_ours_sends_cuts_off_that_page_alone(said):
    guard = Guard(inner)
    sent = socket(guard, [A, said, B])
    assert [each.get("text") for each in sent if each["type"] == "websocket.send"] == [A["text"]]
    assert sent[-1]["code"] == 1008
    assert len(socket(guard, [A])) == 3


def test_a_thousand_clicks_at_once_cut_off_that_page_alone():
    sent = socket(Guard(inner), [A] * 1_000)
    passed = sum(each["type"] == "websocket.send" for each in sent)
    assert BURST * 0.9 <= passed < BURST * 1.2
    assert sent[-1]["code"] == 1008


def test_what_a_page_is_told_of_its_address_is_never_what_it_sent():
    heard = {}

    async def listens(scope, receive, send):
        heard["address"] = [value for name, value in scope["headers"] if name == ADDRESS_HEADER.encode()]

    socket(Guard(listens), [], **{ADDRESS_HEADER: "10.9.9.9"})
    assert heard["address"] == [b"127.0.0.1"]


def test_pages_that_were_left_without_a_word_count_until_they_are_let_go():
    alive = set()
    pages = PageCount(lambda: alive)

    def come(name, address="10.0.0.1"):
        if taken := pages.admits(f"/jupyter/api/kernels/{name}/channels", address):
            alive.add(name)
        return taken

    assert all(come(str(number)) for number in range(KERNELS_PER_ADDRESS))
    assert not come("one more")
    assert come("7"), "a page that is there already comes back"
    assert come("other", "10.0.0.2")
    alive.remove("3")
    pages.from_where["3"] = ("10.0.0.1", -1e9)
    assert come("one more")
    assert all(come(f"x{number}", f"10.1.0.{number}") for number in range(KERNELS - KERNELS_PER_ADDRESS - 1))
    assert not come("too many", "10.0.0.9")


@pytest.mark.parametrize("path", ["/", "/jupyter/api/kernels//channels", "/jupyter/api/kernels/a/b/channels"])
def test_a_socket_is_for_pages_and_for_nothing_else(path):
    assert not PageCount().admits(path, "10.0.0.1")
    assert not PageCount().admits(f"/jupyter/api/kernels/{'x' * 10_000}/channels", "10.0.0.1")


def test_one_address_has_so_many_sockets_and_no_more():
    guard = Guard(inner)
    guard.sockets["127.0.0.1"] = SOCKETS_PER_ADDRESS
    assert socket(guard, [])[0]["type"] == "websocket.close"
    guard.sockets["127.0.0.1"] -= 1
    assert socket(guard, [])[0]["type"] == "websocket.accept"
    assert guard.sockets["127.0.0.1"] == SOCKETS_PER_ADDRESS - 1


@pytest.mark.parametrize(
    ("host", "port", "token", "named"),
    [
        ("0.0.0.0", 80, None, "token"),
        ("192.168.0.7", 80, None, "token"),
        ("127.0.0.1", 70_000, None, "port"),
        ("127.0.0.1", -1, None, "port"),
        ("0.0.0.0", 80, "short", "12 characters"),
    ],
)
def test_strangers_are_let_in_by_token_only(host, port, token, named):
    with pytest.raises(InputError, match=named):
        check(host, port, token)


def test_a_token_is_never_printed_in_an_error():
    with pytest.raises(InputError) as caught:
        check("0.0.0.0", 80, "secret-ish")
    assert "secret-ish" not in str(caught.value)


def test_who_names_neither_a_host_nor_an_origin_gets_no_socket():
    assert socket(Guard(inner, hosts=()), [], host="", origin="")[0]["type"] == "websocket.close"


def test_solara_is_told_nothing_of_strangers_and_keeps_pages_for_minutes():
    code = (
        "import json; from jiaosuo.dashboard.web.solara_setup import prepare; prepare('http://127.0.0.1:1/');"
        "import solara.server.settings as s;"
        "print(json.dumps([s.telemetry.mixpanel_enable, s.session.http_only, s.kernel.cull_timeout,"
        " s.main.mode, s.session.secret_key]))"
    )
    told = [
        json.loads(
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        )
        for _ in range(2)
    ]
    assert [each[:4] for each in told] == [[False, True, CULL_AFTER, "production"]] * 2
    first, second = (each[4] for each in told)
    assert first != second
    assert min(len(first), len(second)) >= 64
    assert CULL_AFTER.endswith("m")
