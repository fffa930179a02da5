"""The guard, as an ASGI application: who is let in, how much they may send, what browsers are told."""

import json
import subprocess
import sys

import pytest

from jiaosuo.dashboard.network import ADDRESS_HEADER
from jiaosuo.dashboard.web.budget import BURST, BURST_BYTES, BYTES_A_SECOND, LARGEST_MESSAGE, within_budget
from jiaosuo.dashboard.web.entry import given_token
from jiaosuo.dashboard.web.front import Front, read_front
from jiaosuo.dashboard.web.guard import LARGEST_BODY, LONGEST_QUERY, MOST_HEARD_OUT, Guard
from jiaosuo.dashboard.web.seats import SOCKETS_PER_PAGE, Capacity, Seats
from jiaosuo.dashboard.web.server import check
from jiaosuo.dashboard.web.solara_setup import CULL_AFTER
from jiaosuo.model.core.errors import InputError
from tests.coroutines import in_own_loop

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


def http(guard, path="/", query=b"", headers=None, body=b"", method="GET", client="127.0.0.1"):
    """(status, headers, body) of a request."""
    said = {"host": HOST} | (headers or {})
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(name.encode(), value.encode()) for name, value in said.items()],
        "client": (client, 1),
    }
    sent = []

    async def run():
        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        await guard(scope, receive, send)

    in_own_loop(run())
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(each.get("body", b"") for each in sent[1:])


def socket(guard, messages, client="127.0.0.1", **headers):
    """What a socket that sends these messages gets."""
    said = {"host": HOST, "origin": f"http://{HOST}"} | headers
    scope = {
        "type": "websocket",
        "path": "/jupyter/api/kernels/x/channels",
        "query_string": b"",
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in said.items() if value
        ],
        "client": (client, 1),
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

    in_own_loop(run())
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


@pytest.mark.parametrize(
    ("length", "heard"), [(LARGEST_BODY + 1, 3), (MOST_HEARD_OUT, 3), (MOST_HEARD_OUT + 1, 0)]
)
def test_who_sends_too_much_is_heard_out_before_the_refusal_unless_it_would_take_too_long(length, heard):
    """An answer in the middle of a body breaks the connection, and the sender never reads it."""
    pieces, done = [True, True, False], []
    said = [(b"host", HOST.encode()), (b"content-length", str(length).encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": said}

    async def receive():
        done.append("heard")
        return {"type": "http.request", "body": b"x", "more_body": pieces[done.count("heard") - 1]}

    async def send(message):
        done.append(message.get("status", "body"))

    in_own_loop(Guard(inner)(scope | {"client": ("127.0.0.1", 1)}, receive, send))
    assert done == ["heard"] * heard + [413, "body"]


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
    assert {"HttpOnly", "SameSite=Lax"} <= set(told["set-cookie"].split("; "))
    cookie = told["set-cookie"].split(";")[0]
    assert http(guard, headers={"cookie": cookie})[0] == 200
    assert http(guard, headers={"cookie": cookie[:-1] + "x"})[0] == 403
    assert socket(guard, [], cookie=cookie)[0]["type"] == "websocket.accept"
    assert socket(guard, [])[0]["type"] == "websocket.close"


def cookie_of(guard, query=b"token=a+long+secret+for+a+class"):
    return http(guard, query=query)[1]["set-cookie"].split(";")[0]


def test_a_server_started_again_with_the_same_token_knows_its_visitors():
    cookie = cookie_of(Guard(inner, hosts=(), token=TOKEN))
    again, other = Guard(inner, hosts=(), token=TOKEN), Guard(inner, hosts=(), token=TOKEN + "!")
    assert http(again, headers={"cookie": cookie})[0] == 200
    assert socket(again, [], cookie=cookie)[0]["type"] == "websocket.accept"
    assert http(other, headers={"cookie": cookie})[0] == 403
    name = cookie.split("=")[0]
    assert cookie_of(other, b"token=a+long+secret+for+a+class!").split("=")[0] != name, "a name each"


@pytest.mark.parametrize(
    ("said", "query", "tag", "told"),
    [
        ("en-GB,en;q=0.9", b"", "en", "asks for a token"),
        ("zh-CN,zh;q=0.9", b"", "zh-CN", "口令"),
        ("en-GB", b"lang=zh_CN", "zh-CN", "口令"),
        ("en-GB", b"token=wrong", "en", "That is not the token"),
    ],
)
def test_who_is_not_let_in_sees_a_page_in_their_language_with_a_field_for_the_token(said, query, tag, told):
    guard = Guard(inner, hosts=(), token=TOKEN)
    headers = {"accept": "text/html,*/*;q=0.8", "accept-language": said}
    status, answer, body = http(guard, query=query, headers=headers)
    page = body.decode()
    assert status == 403
    assert answer["content-type"].startswith("text/html")
    assert f'<html lang="{tag}">' in page
    assert told in page
    assert '<input name="token"' in page
    assert 'method="post"' in page
    assert "wrong" not in page, "what was typed is not shown again"


def test_the_token_may_be_typed_and_what_the_link_says_is_kept():
    guard = Guard(inner, hosts=(), token=TOKEN)
    typed = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
    asked = {"query": b"room=BCDFG&at=%2660", "headers": typed, "method": "POST"}
    page = http(guard, **(asked | {"method": "GET"}))[2].decode()
    assert 'action="/?room=BCDFG&amp;at=%2660"' in page
    status, told, _ = http(guard, body=b"token=+a+long+secret+for+a+class%0A", **asked)
    assert (status, told["location"]) == (303, "/?room=BCDFG&at=%2660")
    assert http(guard, headers={"cookie": told["set-cookie"].split(";")[0]})[0] == 200
    assert http(guard, body=b"token=another", **asked)[0] == 403
    assert http(guard, body=b"token=" + b"x" * 100_000, **asked)[0] == 403
    assert http(guard, body=b"&".join([b"token=x"] * 1_000), **asked)[0] == 403


def test_a_token_leaves_the_address_bar_of_who_was_let_in_before_too():
    guard = Guard(inner, hosts=(), token=TOKEN)
    cookie = {"cookie": cookie_of(guard)}
    status, told, _ = http(guard, query=b"token=a+long+secret+for+a+class&lang=en", headers=cookie)
    assert (status, told["location"]) == (303, "/?lang=en")
    assert http(guard, query=b"lang=en", headers=cookie)[0] == 200


def test_a_key_opens_once_and_then_never():
    guard = Guard(inner, hosts=(), token=TOKEN)
    key = guard.entry.key_for_once().encode()
    assert http(guard, query=b"token=" + key)[0] == 303
    assert http(guard, query=b"token=" + key)[0] == 403


def test_a_token_comes_from_a_file_or_from_the_surroundings(tmp_path, monkeypatch):
    file = tmp_path / "secret"
    file.write_text("\ufeff correct horse battery \nand notes\n", "utf-8")
    assert given_token(None, file) == "correct horse battery"
    assert given_token("said on the line", None) == "said on the line"
    monkeypatch.setenv("JIAOSUO_TOKEN", "from the surroundings")
    assert given_token(None, None) == "from the surroundings"
    assert given_token(None, None) is None, "workers do not get it"
    with pytest.raises(InputError, match="may not be given with --token"):
        given_token("said on the line", file)
    with pytest.raises(InputError, match="token-file"):
        given_token(None, tmp_path)
    file.write_text("\n")
    with pytest.raises(InputError, match="12 characters"):
        check("127.0.0.1", 80, given_token(None, file))


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


def channels(name):
    return f"/jupyter/api/kernels/{name}/channels"


def test_a_class_of_ninety_behind_one_address_finds_seats():
    seats = Seats()
    assert all(seats.enter(channels(number), "10.0.0.1") for number in range(90))
    assert seats.fits("10.0.0.1")


def test_a_page_that_was_left_holds_no_seat_and_is_let_go_for_who_comes():
    alive, gone = set(), []
    seats = Seats(3, 3, lambda: alive, gone.append)

    def come(name, address="10.0.0.1"):
        if taken := seats.enter(channels(name), address):
            alive.add(name)
        return taken

    assert [come(name) for name in "abc"] == ["a", "b", "c"]
    assert not come("d")
    assert not seats.fits("10.0.0.9")
    seats.leave("b")
    assert seats.fits("10.0.0.1")
    assert gone == [], "kept, in case it comes back"
    assert come("b")
    assert gone == []
    seats.leave("b")
    seats.leave("a")
    assert come("d")
    assert gone == ["b"], "what was left first goes first"
    alive.discard("b")
    assert come("e")
    assert gone == ["b", "a"]
    assert seats.taken == 3


def test_an_address_has_its_own_share_of_the_seats():
    seats = Seats(4, 2)
    assert seats.enter(channels("a"), "10.0.0.1")
    assert seats.enter(channels("b"), "10.0.0.1")
    assert not seats.enter(channels("c"), "10.0.0.1")
    assert not seats.fits("10.0.0.1")
    assert seats.enter(channels("c"), "10.0.0.2")


def test_a_page_that_comes_back_has_one_seat_and_few_sockets():
    seats = Seats(1, 1)
    assert all(seats.enter(channels("a"), "10.0.0.1") for _ in range(SOCKETS_PER_PAGE))
    assert not seats.enter(channels("a"), "10.0.0.1")
    for _ in range(SOCKETS_PER_PAGE - 1):
        seats.leave("a")
    assert not seats.fits("10.0.0.2")
    seats.leave("a")
    assert seats.fits("10.0.0.2")


@pytest.mark.parametrize("path", ["/", "/jupyter/api/kernels//channels", "/jupyter/api/kernels/a/b/channels"])
def test_a_socket_is_for_pages_and_for_nothing_else(path):
    assert not Seats().enter(path, "10.0.0.1")
    assert not Seats().enter(channels("x" * 10_000), "10.0.0.1")


LOOKS = {"accept": "text/html"}


def test_a_full_server_says_so_and_how_many_fit():
    guard = Guard(inner, seats=Seats(2, 1))
    assert guard.seats.enter(channels("a"), "10.0.0.1")
    assert socket(guard, [], client="10.0.0.1")[0]["type"] == "websocket.close"
    status, told, body = http(guard, headers=LOOKS, client="10.0.0.1")
    assert (status, told["retry-after"]) == (503, "5")
    assert "there is room for 1 pages from one address" in body.decode()
    assert http(guard, headers=LOOKS, client="10.0.0.2")[0] == 200
    assert guard.seats.enter(channels("b"), "10.0.0.2")
    for said, sentence in (("en", "there is room for 2 pages, and all are open"), ("zh", "本课堂已满")):
        page = http(guard, headers=LOOKS | {"accept-language": said}, client="10.0.0.3")[2].decode()
        assert sentence in page
        assert "/seat" in page, "it asks again by itself"
    assert http(guard, path="/assets/x.js", client="10.0.0.3")[0] == 200
    guard.seats.leave("a")
    assert http(guard, headers=LOOKS, client="10.0.0.3")[0] == 200


def seat(guard, query=b"", **asked):
    return json.loads(http(guard, "/seat", query, **asked)[2])


def test_a_page_without_a_socket_learns_why():
    guard = Guard(inner, seats=Seats(1, 1))
    assert seat(guard, f"origin=http://{HOST}".encode()) == {"fits": True, "most": 1, "sentence": ""}
    other = seat(guard, b"origin=https://lab.example.edu:8443&lang=en")
    assert not other["fits"]
    assert "--public https://lab.example.edu:8443" in other["sentence"]
    assert guard.seats.enter(channels("a"), "127.0.0.1")
    assert not seat(guard)["fits"]
    assert "已满" in seat(guard, b"lang=zh")["sentence"]
    assert http(Guard(inner, hosts=(), token=TOKEN), "/seat")[0] == 403


FORWARDED = {"x_forwarded_for": "203.0.113.7, 10.9.9.9", "x_forwarded_proto": "https"}


def heard_by(front, client="127.0.0.1", token=None, **headers):
    """What the application hears of a socket: address, host, scheme, and headers of proxies; None if none."""
    heard = {}

    async def listens(scope, receive, send):
        held = {name.decode(): value.decode() for name, value in scope["headers"]}
        heard.update(address=held[ADDRESS_HEADER], host=held["host"], scheme=scope.get("scheme"))
        heard["proxies"] = [name for name in held if "forwarded" in name or name == "x-real-ip"]

    socket(Guard(listens, hosts=(), token=token, front=front), [], client=client, **headers)
    return heard or None


def test_who_asks_is_taken_from_no_header_unless_a_proxy_was_declared():
    said = FORWARDED | {"x_forwarded_host": "lab.example.edu", "x_real_ip": "1.2.3.4"}
    plain = heard_by(Front(), **said)
    assert (plain["address"], plain["host"], plain["proxies"]) == ("127.0.0.1", HOST, [])
    behind = read_front(["127.0.0.1", "10.0.0.0/8"])
    there = heard_by(behind, origin="https://lab.example.edu", **said)
    assert there == {
        "address": "203.0.113.7", "host": "lab.example.edu", "scheme": "wss", "proxies": []
    }  # fmt: skip
    assert heard_by(behind, client="192.0.2.1", origin="https://lab.example.edu", **said) is None
    assert heard_by(behind, x_forwarded_for="8.8.8.8 or so, junk")["address"] == "127.0.0.1"
    assert heard_by(behind, x_forwarded_for="1.1.1.1, 203.0.113.7, 10.1.2.3")["address"] == "203.0.113.7"


@pytest.mark.parametrize(
    ("host", "origin", "front", "taken"),
    [
        ("lab.example.edu", "https://lab.example.edu", Front(), True),
        ("LAB.example.edu", "https://lab.example.edu", Front(), True),
        ("lab.example.edu", "https://lab.example.edu:8443", Front(), False),
        (
            "lab.example.edu",
            "https://lab.example.edu:8443",
            read_front((), "https://Lab.example.edu:8443/"),
            True,
        ),
        ("127.0.0.1:8791", "https://lab.example.edu", read_front((), "https://lab.example.edu:443"), True),
        ("127.0.0.1:8791", "https://evil.example", read_front((), "https://lab.example.edu"), False),
        ("lab.example.edu", "https://evil.example", read_front((), "https://lab.example.edu"), False),
    ],
)
def test_a_page_behind_a_proxy_has_its_socket(host, origin, front, taken):
    assert (heard_by(front, host=host, origin=origin) is not None) == taken


def test_a_cookie_that_came_over_tls_goes_back_over_tls_alone():
    link = {"query": b"token=a+long+secret+for+a+class", "headers": {"x-forwarded-proto": "https"}}
    assert "Secure" in http(Guard(inner, (), TOKEN, front=read_front(["127.0.0.1"])), **link)[1]["set-cookie"]
    assert "Secure" not in http(Guard(inner, (), TOKEN), **link)[1]["set-cookie"]


@pytest.mark.parametrize(
    ("proxies", "public", "named"),
    [
        (["nobody"], "", "proxy"),
        (["10.0.0.0/99"], "", "proxy"),
        ([], "lab.example.edu", "public"),
        ([], "https://lab.example.edu/room/", "without a path"),
        ([], "ftp://lab.example.edu", "public"),
        ([], "https://lab.example.edu:99999", "public"),
        ([], "https://me@lab.example.edu", "public"),
    ],
)
def test_what_stands_before_the_server_is_read_with_care(proxies, public, named):
    with pytest.raises(InputError, match=named):
        read_front(proxies, public)


def test_a_page_has_a_budget_of_bytes():
    now, large = [0.0], of_a_page(comm_id="x" * (LARGEST_MESSAGE - 200))
    passed = []

    async def receive():
        return large

    async def run():
        received = within_budget(receive, lambda: now[0])
        while (message := await received())["type"] == "websocket.receive":
            passed.append(message)
        assert message["code"] == 1008
        now[0] += 2 * BURST_BYTES / BYTES_A_SECOND
        assert (await received())["type"] == "websocket.receive", "what was sent long ago counts no more"

    in_own_loop(run())
    assert len(passed) == BURST_BYTES // len(large["text"])


@pytest.mark.parametrize(
    ("host", "port", "token", "named"),
    [
        ("0.0.0.0", 80, None, "token"),
        ("192.168.0.7", 80, None, "token"),
        ("127.0.0.1", 70_000, None, "port"),
        ("127.0.0.1", -1, None, "port"),
        ("0.0.0.0", 80, "short", "12 characters"),
        ("0.0.0.0", 80, "a\ttoken with a tab", "12 characters"),
        ("999.1.1.1", 80, None, "no such address"),
        ("no.such.host.invalid", 80, "correct horse battery", "no such address"),
        ("", 80, None, "no such address"),
    ],
)
def test_strangers_are_let_in_by_token_only(host, port, token, named):
    with pytest.raises(InputError, match=named):
        check(host, port, token)


def test_seats_and_what_stands_before_the_server_are_checked():
    for capacity in (Capacity(0), Capacity(10, 0), Capacity(10**9)):
        with pytest.raises(InputError, match="pages"):
            check("127.0.0.1", 80, None, capacity=capacity)
    for front in (read_front(["10.0.0.1"]), read_front((), "https://lab.example.edu")):
        with pytest.raises(InputError, match="give a --token too"):
            check("127.0.0.1", 80, None, front=front)
        check("127.0.0.1", 80, TOKEN, front=front)


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
