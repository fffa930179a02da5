"""A class that is full, in a browser: the page says so in its language and opens once there is room."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pages import RawPage
from tests.dashboard.conftest import free_port, started
from tests.dashboard.test_page import DAY, LEAVE, READY, until_text

pytestmark = pytest.mark.ci

TOKEN = "correct-horse-battery"
LONG = 60.0
DEAD_SOCKETS = "window.WebSocket = class { static CONNECTING = 0; readyState = 0; send() {} close() {} };"
"""A page that gets no socket, as where somebody took the last seat a moment before."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server with room for one page."""
    port = free_port()
    os.environ["JIAOSUO_TAPES"] = str(tmp_path_factory.mktemp("recordings"))
    words = ["dashboard", "--no-browser", "--port", str(port), "--workers", "1", "--pages", "1"]
    server = started([sys.executable, "-m", "jiaosuo.dashboard.cli", *words], port, "/healthz")
    os.environ.pop("JIAOSUO_TAPES")
    yield port
    server.terminate()
    server.wait(15)


def until_room(port: int) -> None:
    """Wait until the page of the test before has left, which takes a moment."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/?{DAY}", headers={"Accept": "text/html"})
    ends = time.monotonic() + LONG
    while time.monotonic() < ends:
        with suppress(urllib.error.HTTPError), urllib.request.urlopen(asked, timeout=LONG):
            return
        time.sleep(0.05)
    pytest.fail("the class stays full")


@pytest.mark.parametrize(("language", "words"), [("en", "The class is full"), ("zh_CN", "本课堂已满")])
def test_a_full_class_is_said_on_the_page_and_the_page_opens_once_there_is_room(
    visit: Callable[..., Any], port: int, language: str, words: str
) -> None:
    until_room(port)
    one, other = visit(), RawPage(port, DAY)
    one.forgiven = ("/?",)
    other.until("player", lambda state: state["plan"])
    one.page.goto(f"http://127.0.0.1:{port}/?{DAY}&lang={language}")
    until_text(one.page, "[role=alert]", words)
    assert " 1 " in one.page.inner_text("[role=alert]")
    assert one.page.evaluate("document.documentElement.lang") == ("en" if language == "en" else "zh-CN")
    other.drop()
    one.page.wait_for_function(READY)


def test_a_page_whose_socket_came_too_late_says_so(visit: Callable[..., Any], port: int) -> None:
    one = visit()
    one.forgiven = (LEAVE,)  # it opens itself again, and leaves behind a page that the server never knew
    one.context.add_init_script(DEAD_SOCKETS)
    until_room(port)
    one.page.goto(f"http://127.0.0.1:{port}/?{DAY}&lang=zh_CN")
    other = RawPage(port, DAY)
    until_text(one.page, "body > .banner", "本课堂已满")
    other.drop()
    one.page.wait_for_function("!document.querySelector('body > .banner')")
    one.errors.clear()


def test_a_page_that_the_server_has_let_go_is_opened_again_by_itself(
    visit: Callable[..., Any], port: int
) -> None:
    one = visit()
    one.forgiven = ("/?", LEAVE)
    until_room(port)
    one.page.goto(f"http://127.0.0.1:{port}/?{DAY}&lang=en")
    one.page.wait_for_function(READY)
    one.page.evaluate("document.body.dataset.before = 'yes'")
    one.page.evaluate("app.$data.needsRefresh = true")  # as Solara says it, once it has a socket again
    one.page.wait_for_function("document.body?.dataset.before !== 'yes'")
    one.page.wait_for_function(READY)
    assert "seed=4" in one.page.url
    assert "at=" in one.page.url


def test_a_stranger_types_the_token_and_sees_what_the_link_says(
    visit: Callable[..., Any], tmp_path: Path
) -> None:
    port = free_port()
    words = ["dashboard", "--no-browser", "--port", str(port), "--workers", "1", "--token", TOKEN]
    server: subprocess.Popen[str] = started(
        [sys.executable, "-m", "jiaosuo.dashboard.cli", *words], port, "/healthz"
    )
    try:
        one = visit(locale="zh-CN")
        one.forgiven = ("/?", "/favicon")
        one.page.goto(f"http://127.0.0.1:{port}/?{DAY}")
        field = one.page.get_by_label("口令")
        field.fill("wrong wrong wrong")
        field.press("Enter")
        until_text(one.page, "[role=alert]", "口令不对")
        one.page.get_by_label("口令").fill(TOKEN)
        one.page.get_by_role("button").click()
        one.page.wait_for_function(READY)
        assert "token" not in one.page.url
        assert "seed=4" in one.page.url
    finally:
        server.terminate()
        server.wait(15)
