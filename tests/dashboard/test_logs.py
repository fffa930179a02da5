"""Lines of the server's log: one form, and nothing in them that opens a door or names somebody."""

from __future__ import annotations

import io
import json
import logging
import warnings

import pytest
import uvicorn

from jiaosuo.dashboard.page import callbacks
from jiaosuo.dashboard.web import logs
from jiaosuo.dashboard.web.access_log import AccessLog, shape
from jiaosuo.dashboard.web.front import Front, read_front
from jiaosuo.dashboard.web.guard import Guard
from jiaosuo.dashboard.web.seats import Seats
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told
from tests.coroutines import in_own_loop
from tests.dashboard.test_guard import http, inner, socket

TOKEN, CODE, NICKNAME, COUNTY = "correct-horse-battery", "BCDFG", "Zhang Wei", "my-county"
SECRETS = (TOKEN, CODE, NICKNAME, "Zhang", COUNTY, "203.0.113.7", "solara-session")


@pytest.fixture
def lines():
    """What is logged while a test runs, in the form it asks for."""
    stream, root, ours = io.StringIO(), logging.getLogger(), logging.getLogger(logs.EVENTS)
    before = root.handlers[:], ours.level

    def begin(form):
        logs.begin(form)
        root.handlers[0].setStream(stream)
        return lambda: stream.getvalue().splitlines()

    yield begin
    root.handlers[:], level = before
    ours.setLevel(level)
    logging.captureWarnings(False)


def logged(front=None):
    """A guarded server that logs."""
    front, seats = front or Front(), Seats()
    return AccessLog(Guard(inner, hosts=(), token=TOKEN, seats=seats, front=front), front, seats)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("", "/"), ("/", "/"), ("/health", "/health"), ("/tape/secret", "/tape/*"),
        ("/county/file/my-county.zip", "/county/*"), ("/BCDFG", "/*"), ("//BCDFG", "/*"), ("/a b/c", "/*"),
        ("/jupyter/api/kernels/x/channels", "/jupyter/*"), ("/assets/", "/assets/*"),
    ],
)  # fmt: skip
def test_of_a_path_its_kind_is_kept(path, shown):
    assert shape(path) == shown


@pytest.mark.parametrize("form", logs.FORMS)
def test_no_line_holds_a_token_a_code_or_a_name(lines, form):
    uvicorn.Config(inner)  # sets up handlers of its own
    said, app = lines(form), logged(read_front(["127.0.0.1"], root_path="/lab"))
    asked = {
        "cookie": f"solara-session-id={NICKNAME}",
        "x-forwarded-for": "203.0.113.7",
        "user-agent": NICKNAME,
    }
    query = f"token={TOKEN}&room={CODE}&place={COUNTY}".encode()
    for path in ("/", "/lab/", "/lab", f"/county/file/{COUNTY}.zip", f"/{CODE}", f"/lab/tape/{TOKEN}\nx"):
        http(app, path, query, asked)
        http(app, path, b"token=wrong-" + query, asked, method=NICKNAME)
    socket(app, [], cookie=f"solara-session-id={NICKNAME}")
    callbacks.log_problem(InputError("nickname", NICKNAME, f"{CODE} {TOKEN}"))
    logging.getLogger("uvicorn.error").error("%s of %s", TOKEN, NICKNAME)
    warnings.warn(f"{COUNTY} in {CODE}", UserWarning, stacklevel=1)
    written = said()
    assert len(written) >= 16
    assert not [line for line in written if any(secret in line for secret in SECRETS)]


def test_each_line_is_an_object_with_time_level_and_event(lines):
    said, app = lines("json"), logged()
    http(app, "/tape/x", method="GET")
    logs.event("draining", pages=3, seconds=10)
    first, second = map(json.loads, said())
    assert first.pop("ms") >= 0
    assert first.pop("time").endswith("+00:00")
    assert first.pop("bytes") > 0
    assert first == {"level": "info", "event": "request", "method": "GET", "path": "/tape/*", "status": 403}
    assert (second["event"], second["pages"], second["seconds"]) == ("draining", 3, 10)


def test_the_same_as_text(lines):
    said = lines("text")
    logs.event("rooms-not-kept", error="OperationalError", why="two words")
    assert said()[0].endswith(' level=info event=rooms-not-kept error=OperationalError why="two words"')


def test_a_problem_says_where_in_the_code_it_was(lines):
    said = lines("json")
    try:
        raise KeyError(COUNTY)
    except KeyError as error:
        callbacks.log_problem(error)
    found = json.loads(said()[0])
    assert (found["event"], found["level"], found["error"]) == ("problem", "error", "KeyError")
    assert found["at"].startswith("callbacks.py:")
    assert "test_logs.py" in found["trace"]


def test_a_page_is_a_line_when_it_comes_and_when_it_goes(lines):
    said = lines("json")
    seats = Seats()
    socket(AccessLog(Guard(inner, seats=seats), Front(), seats), [])
    socket(AccessLog(Guard(inner, seats=seats), Front(), seats), [], origin="http://evil.example")
    found = [(each["event"], each["pages"]) for each in map(json.loads, said())]
    assert found == [("page-opened", 1), ("page-left", 0), ("page-refused", 0)]


def test_without_a_form_nothing_is_written(lines, capfd):
    logs.begin(logs.read_form(None))
    logs.event("draining", pages=3)
    assert capfd.readouterr().err == ""


def test_another_form_is_refused():
    with pytest.raises(InputError) as refused:
        logs.read_form("xml")
    assert str(refused.value) == "log-format: 'xml' is not allowed; known: json, text"
    assert told(refused.value, "zh").startswith("log-format：'xml' 不可用；可用的有")


def test_what_fails_is_logged_and_goes_on_failing(lines):
    said = lines("json")

    async def broken(scope, receive, send):
        raise RuntimeError(NICKNAME)

    async def run():
        with pytest.raises(RuntimeError):
            await AccessLog(broken, Front(), Seats())(
                {"type": "http", "path": "/", "method": "GET"}, None, None
            )

    in_own_loop(run())
    assert json.loads(said()[0])["status"] == 0
