"""The server that stays, as it runs: below a proxy's path, over HTTPS, stopped gently, started again."""

from __future__ import annotations

import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from benchmarks.pages import RawPage
from tests.dashboard.conftest import ROOT, free_port
from tests.dashboard.reverse_proxy import proxied
from tests.dashboard.test_certificate import made
from tests.dashboard.test_page import ENGINE, READY

pytestmark = pytest.mark.ci

TOKEN = "a-secret-of-a-class"
PATH = "/lab/county"
LONG = 90.0
DAY = "place=zigui-2004&days=1&seed=4&lang=en"


class Served:
    """`jiaosuo dashboard` with a token in a process of its own; what it wrote to either stream by then."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.port, self.log = free_port(), folder / "log"
        (folder / "secret").write_text(TOKEN)
        asked = ["--port", str(self.port), "--workers", "1", "--token-file", str(folder / "secret"), *words]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jiaosuo.dashboard.cli", "dashboard", "--no-browser", *asked],
                cwd=ROOT, env=os.environ | {"JIAOSUO_TAPES": str(folder / "tapes")}, stdout=log, stderr=log,
            )  # fmt: skip

    def get(self, path: str, secure: bool = False, **headers: str) -> tuple[int, Any, str]:
        """(status, headers, text) of a GET; OSError where nobody listens. No redirect is followed."""
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        more = {"context": ssl._create_unverified_context()} if secure else {}
        asking = kind("127.0.0.1", self.port, timeout=LONG, **more)
        asking.request("GET", path, headers=headers)
        answer = asking.getresponse()
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")

    def until_there(self, secure: bool = False) -> None:
        end = time.monotonic() + LONG
        while time.monotonic() < end and self.process.poll() is None:
            try:
                self.get("/health", secure)
                return
            except OSError:
                time.sleep(0.05)
        pytest.fail(f"no server: {self.log.read_text()[-2_000:]}")

    def cookies(self, path: str = "/", secure: bool = False) -> str:
        """Those of a new visitor who was let in and has been handed a page."""
        entry = _cookie(self.get(f"{path}?token={TOKEN}", secure)[1])
        return f"{entry}; {_cookie(self.get(path, secure, Cookie=entry)[1])}"


def _cookie(headers: Any) -> str:
    return str(headers.get_all("set-cookie")[-1].split(";")[0])


@contextmanager
def served(folder: Path, *words: str, secure: bool = False) -> Iterator[Served]:
    found = Served(folder, *words)
    try:
        found.until_there(secure)
        yield found
    finally:
        found.process.kill()
        found.process.wait(LONG)


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that is shown below a path by a proxy that it believes."""
    words = ("--root-path", f"{PATH}/", "--proxy", "127.0.0.1", "--drain", "600")
    with served(tmp_path_factory.mktemp("below"), *words) as found:
        yield found


@pytest.mark.parametrize("strips", [False, True], ids=["left on", "taken off"])
def test_the_page_works_below_a_path_and_asks_nothing_outside_it(
    visit: Any, below: Served, strips: bool
) -> None:
    with proxied(below.port, PATH, strips) as (proxy, port):
        one = visit()
        one.forgiven = ("/tape/",)  # a chunk on its way as the next lever replaces its plan is gone
        page = one.page
        page.goto(f"http://127.0.0.1:{port}{PATH}/?token={TOKEN}&{DAY}")
        page.wait_for_function(READY)
        assert "token" not in page.url
        page.wait_for_function(f"{ENGINE}?.frames > 0")
        page.evaluate(f"{ENGINE}.pause()")
        painted = """() => [...document.querySelectorAll('.map canvas')].some((canvas) => {
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
          copy.drawImage(canvas, 0, 0);
          const seen = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
          return new Set(seen).size > 20;
        })"""
        page.wait_for_function(painted)
        before = page.evaluate(f"{ENGINE}.recording.plan.right.chunks.at(-1).scene")
        page.evaluate("document.querySelector('details.lever-group').open = true")
        page.locator("#lever-delta").press("End")
        page.wait_for_function("location.search.includes(':delta:')", timeout=240_000)  # a server just begun
        changed = f"(before) => {ENGINE}.recording.plan.right.chunks.at(-1).scene !== before"
        page.wait_for_function(changed, arg=before)
        page.get_by_role("button", name="Class", exact=True).click()
        page.click(".room-open button")
        page.wait_for_selector(".room-code")
        link = f"http://127.0.0.1:{port}{PATH}/"
        assert page.url.startswith(f"{link}?"), "the address stays below the path"
        page.get_by_text(f":{port}{PATH}/").first.wait_for()
        evidence = page.request.get(f"{link}evidence/h1?lang=en")
        assert "First hypothesis" in evidence.text()
        page.reload()
        page.wait_for_function(READY)
    assert proxy.outside == []
    asked = {each.removeprefix(PATH).split("/")[1] for each in proxy.asked}
    assert {"", "assets", "tape", "jupyter", "healthz", "static", "_solara"} <= asked


def test_the_path_alone_leads_to_the_page_and_health_is_there_either_way(below: Served) -> None:
    assert below.get(PATH)[:2][0] == 303
    assert below.get(PATH)[1]["location"] == f"{PATH}/"
    for path in ("/health", f"{PATH}/health"):
        status, _, said = below.get(path)
        assert (status, json.loads(said)["ok"]) == (200, True)


def test_behind_tls_of_a_proxy_cookies_are_secure_and_sockets_open(below: Served) -> None:
    with proxied(below.port, PATH, True, "https", "lab.example.edu") as (_, port):
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
        asked.request("GET", f"{PATH}/?token={TOKEN}")
        told = asked.getresponse().headers["set-cookie"]
        assert "; Secure" in told
        assert f"; Path={PATH};" in told
        link = f"ws://127.0.0.1:{port}{PATH}/jupyter/api/kernels/x/channels?session_id=y"
        said = {"Cookie": below.cookies(f"{PATH}/")}
        with connect(
            link, origin="https://lab.example.edu", additional_headers=said, open_timeout=LONG
        ) as page:  # type: ignore[arg-type]
            assert page.ping().wait(LONG)


def test_open_pages_are_told_and_new_ones_refused_while_it_ends(visit: Any, below: Served) -> None:
    one = visit()
    one.forgiven = ("/tape/", "/_solara/api/close/")
    with proxied(below.port, PATH, False) as (_, port):
        one.page.goto(f"http://127.0.0.1:{port}{PATH}/?token={TOKEN}&{DAY}")
        one.page.wait_for_function(READY)
        end = time.monotonic() + LONG
        while json.loads(below.get("/health")[2])["pages"] > 1:  # a page of before, left a moment ago
            assert time.monotonic() < end
            time.sleep(0.1)
        below.process.send_signal(signal.SIGTERM)
        one.page.wait_for_selector(".banner.ending")
        assert "about to be ended" in one.page.inner_text(".banner.ending")
        status, _, said = below.get("/health")
        assert (status, json.loads(said)["draining"]) == (503, True)
        assert json.loads(said)["pages"] == 1
        asked = {"Cookie": _cookie(below.get(f"/?token={TOKEN}")[1]), "Accept": "text/html"}
        status, _, refusal = below.get(f"{PATH}/", **asked | {"Accept-Language": "zh"})
        assert status == 503
        assert "服务器正在停止" in refusal
        one.page.goto("about:blank")
        assert below.process.wait(LONG) == 0, "the last page has gone"


def test_a_room_is_there_again_after_a_restart_with_its_county_and_votes(tmp_path: Path) -> None:
    words = ("--state", str(tmp_path / "state"), "--drain", "600")
    with served(tmp_path, *words) as first:
        teacher = RawPage(first.port, DAY, first.cookies())
        trainee = RawPage(first.port, DAY, first.cookies())
        teacher.until("player", lambda state: state["plan"])
        teacher.event("room", "opened")
        code = teacher.until("room", lambda state: state["mode"] == "instructor")["code"]
        trainee.until("player", lambda state: state["plan"])
        trainee.event("room", "joined", {"code": code, "nickname": "安"})
        trainee.until("room", lambda state: state["mode"] == "trainee")
        place = kept_county(first, teacher.cookie)
        teacher.event("room", "asked")
        trainee.until("room", lambda state: state["question"])
        trainee.event("room", "expected", "left")
        trainee.until("room", lambda state: state["trainee"].get("expects") == "left")
        teacher.drop()
        trainee.drop()
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(LONG) == 0
    with served(tmp_path, *words) as second:
        again = RawPage(second.port, f"{DAY}&room={code}", teacher.cookie)
        room = again.until("room", lambda state: state["mode"] == "instructor")
        assert room["code"] == code
        assert [row["nickname"] for row in room["instructor"]["trainees"]] == ["安"]
        other = RawPage(second.port, f"{DAY}&room={code}", trainee.cookie)
        told = other.until("room", lambda state: state["mode"] == "trainee")
        assert (told["trainee"]["nickname"], told["trainee"]["expects"]) == ("安", "left")
        own = again.until("masthead", lambda state: state["own"])["own"]
        assert [each["name"] for each in own] == [place]
        assert second.get(f"/county/file/{place.partition('@')[0]}", Cookie=teacher.cookie)[0] == 200
        again.close()
        other.close()


def kept_county(server: Served, cookie: str) -> str:
    """The place that the template becomes, kept by whoever leads a room."""
    said = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{server.port}", "Content-Type": "application/json"}

    def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
        asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LONG)
        asking.request("POST", path, json.dumps(body), said)
        found: dict[str, Any] = json.loads(asking.getresponse().read())
        return found

    draft = post("/county/read", {"template": True})["draft"] | {"name": "ours"}
    return str(post("/county/keep", {"draft": draft})["place"])


def test_https_by_itself_with_lines_that_hold_no_secret(tmp_path: Path) -> None:
    made(tmp_path, "a")
    words = ("--certfile", str(tmp_path / "a.crt"), "--keyfile", str(tmp_path / "a.key"))
    with served(tmp_path, *words, "--log-format", "json", "--drain", "1", secure=True) as server:
        told = server.get(f"/?token={TOKEN}", secure=True)[1]["set-cookie"]
        assert "; Secure" in told
        cookies = server.cookies(secure=True)
        opening = connect(
            f"wss://127.0.0.1:{server.port}/jupyter/api/kernels/x/channels?session_id=y",
            origin=f"https://127.0.0.1:{server.port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": cookies},
            ssl=ssl._create_unverified_context(),
            open_timeout=LONG,
        )
        with opening as page:
            assert page.ping().wait(LONG)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(LONG) == 0, "time is up, though a page is open"
    written = server.log.read_text()
    assert TOKEN not in written
    assert cookies.rpartition("=")[2] not in written
    events = [json.loads(line)["event"] for line in written.splitlines()]
    for each in ("started", "request", "page-opened", "draining", "drained", "ended"):
        assert each in events


def test_a_server_that_is_killed_has_kept_what_was_written(tmp_path: Path) -> None:
    words = ("--state", str(tmp_path / "state"))
    with served(tmp_path, *words) as first:
        cookie = first.cookies()
        teacher = RawPage(first.port, DAY, cookie)
        teacher.until("player", lambda state: state["plan"])
        teacher.event("room", "opened")
        code = teacher.until("room", lambda state: state["mode"] == "instructor")["code"]
        end = time.monotonic() + LONG
        while code.encode() not in (tmp_path / "state" / "rooms.sqlite").read_bytes():
            assert time.monotonic() < end
            time.sleep(0.05)
        first.process.kill()
        first.process.wait(LONG)
        teacher.drop()
    with served(tmp_path, *words) as second:
        again = RawPage(second.port, DAY, cookie)
        assert again.until("room", lambda state: state["mode"] == "instructor")["code"] == code
        again.close()
