"""The server as it runs: what it answers, whom it refuses, and how it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

ROOT = Path(__file__).parents[2]
LONG = 90.0


class Served:
    """A server in a process of its own."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        asked = ["dashboard", "--no-browser", "--port", str(self.port), "--workers", "1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jiaosuo.dashboard.cli", *asked],
            cwd=ROOT,
            env=os.environ | {"JIAOSUO_TAPES": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = self.process.stdout.readline()

    def get(self, path, **headers):
        """(status, headers, body) of a GET."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        return self.ask(request)

    def ask(self, request):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read()

    def cookie(self):
        """A new visitor's cookie."""
        told = self.get("/")[1].get_all("set-cookie")
        return next(each.split(";")[0] for each in told if each.startswith("solara-session-id"))

    def page(self, cookie, kernel=None, page=None, **headers):
        """The socket of a page, as Solara's own script opens it."""
        kernel, page = kernel or str(uuid.uuid4()), page or str(uuid.uuid4())
        link = f"ws://127.0.0.1:{self.port}/jupyter/api/kernels/{kernel}/channels?session_id={page}"
        said = {"Cookie": cookie} | headers
        origin = said.pop("Origin", f"http://127.0.0.1:{self.port}")
        return connect(link, origin=origin, additional_headers=said, open_timeout=30)

    def children(self):
        """Processes whose parent is the server."""
        found = []
        for each in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = each.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid:
                found.append(int(each.parent.name))
        return found


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    served = Served(tmp_path_factory.mktemp("recordings"))
    yield served
    served.process.terminate()
    served.process.wait(LONG)
    served.process.stdout.close()


def test_the_page_says_where_it_is_and_answers(server):
    assert f"http://127.0.0.1:{server.port}/" in server.said
    assert server.get("/healthz")[0] == 200
    status, told, body = server.get("/?lang=zh")
    page = body.decode()
    assert status == 200
    assert '<html lang="zh-CN">' in page
    assert "user-scalable=no" not in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert '<html lang="en">' in server.get("/")[2].decode()


def test_what_is_not_for_visitors_is_not_there(server):
    assert server.get("/resourcez")[0] == 404
    assert server.get("/assets/../link.py")[0] == 404
    assert server.get("/assets/%2e%2e/link.py")[0] == 404
    assert server.get("/assets/player/__init__.py")[0] == 404
    assert server.get("/assets/player/player.vue")[0] == 404
    assert server.get("/_solara/cdn/nothing@1.0.0/x.js")[0] == 404


def test_scripts_come_from_here_with_a_tag_and_unchanged_once(server):
    status, told, body = server.get("/assets/player/recording.js")
    assert status == 200
    assert told["content-type"].startswith("text/javascript")
    assert server.get("/assets/player/recording.js", **{"If-None-Match": told["etag"]})[0] == 304
    status, told, body = server.get("/assets/vega.js")
    assert status == 200
    assert len(body) > 500_000


def test_the_tape_is_for_pages_that_are_open(server):
    assert server.get("/tape/xxxxxxxxxxxxxxxxxxxxxx")[0] == 403
    assert server.get("/tape/xxxxxxxxxxxxxxxxxxxxxx", Cookie="solara-session-id=made-up")[0] == 403
    assert server.get("/export/xxxxxxxxxxxxxxxxxxxxxx.csv")[0] == 403
    cookie = server.cookie()
    with server.page(cookie):
        status, _, body = settled(lambda: server.get("/tape/xxxxxxxxxxxxxxxxxxxxxx", Cookie=cookie), 403)
        assert status == 410
        assert "reload" in json.loads(body)["error"]


def settled(ask, status):
    """The first answer of another status: Solara makes a page's kernel a moment after its socket is open."""
    end = time.monotonic() + LONG
    while (answer := ask())[0] == status and time.monotonic() < end:
        time.sleep(0.05)
    return answer


def test_a_page_of_another_site_gets_no_socket(server):
    with pytest.raises(InvalidStatus):
        server.page(server.cookie(), Origin="http://evil.example")


def test_who_knows_a_kernels_name_cannot_close_it(server):
    cookie, kernel, page = server.cookie(), str(uuid.uuid4()), str(uuid.uuid4())
    link = f"http://127.0.0.1:{server.port}/_solara/api/close/{kernel}?session_id="

    def close(which, **said):
        return server.ask(urllib.request.Request(link + which, b"", said, method="POST"))

    with server.page(cookie, kernel, page):
        settled(lambda: server.get("/tape/xxxxxxxxxxxxxxxxxxxxxx", Cookie=cookie), 403)
        assert close(page)[0] == 403
        assert close(page, Cookie=server.cookie())[0] == 403
        assert close("another", Cookie=cookie)[0] == 403
        assert close(page, Cookie=cookie)[0] == 200


@pytest.mark.parametrize(
    "said", ["x" * 20_000_000, "{", '{"header": {}}', '{"unknown": "comm"}', b"\x00\x01\x02"]
)
def test_a_page_that_sends_nonsense_ends_alone(server, said):
    with server.page(server.cookie()) as other:
        with server.page(server.cookie()) as bad, suppress(ConnectionClosed, TimeoutError):
            bad.send(said)
            for _ in range(200):
                bad.recv(timeout=0.5)
        assert other.ping().wait(30)
        assert server.get("/healthz")[0] == 200


def test_a_link_of_ten_megabytes_is_refused_kindly(server):
    status, _, body = server.get("/?" + "x" * 9_000)
    assert status == 414
    assert "too long" in json.loads(body)["error"]
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.settimeout(30)
        try:
            raw.sendall(b"GET /?" + b"x" * 10_000_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            answer = raw.recv(100)
        except OSError:
            answer = b""
    assert b" 200 " not in answer
    assert server.get("/healthz")[0] == 200


def gone(pids, seconds=10.0):
    """Whether all these processes end in time; one that waits to be reaped has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        left = [pid for pid in pids if Path(f"/proc/{pid}").exists() and "Z" not in state_of(pid)]
        if not left:
            return True
        time.sleep(0.05)
    return False


def state_of(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_server_ends_within_seconds_and_leaves_no_process(tmp_path, how):
    served = Served(tmp_path)
    end = time.monotonic() + LONG
    while not served.children() and time.monotonic() < end:
        time.sleep(0.05)
    workers = served.children()
    assert len(workers) == 1
    with suppress(ConnectionClosed, OSError), served.page(served.cookie()):
        served.process.send_signal(how)
        served.process.wait(LONG)
    assert served.process.returncode == {signal.SIGTERM: 0, signal.SIGINT: 130, signal.SIGKILL: -9}[how]
    assert gone(workers)
    served.process.stdout.close()


def test_the_web_process_needs_neither_mesa_nor_matplotlib_nor_numba():
    code = (
        "import sys; from jiaosuo.dashboard.web.server import application; application('http://127.0.0.1:1/');"
        "import jiaosuo.dashboard.page.app, jiaosuo.dashboard.jobs.broker;"
        "import jiaosuo.dashboard.results.export_calls;"
        "from jiaosuo.dashboard.choice.comparison import Comparison;"
        "from jiaosuo.dashboard.playback.run_plan import plan_run;"
        "plan_run(Comparison('zigui-2004'), 'left');"
        "print(sorted({'mesa', 'matplotlib', 'numba', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_help_is_told_without_loading_anything_heavy():
    code = (
        "import sys; sys.argv = ['jiaosuo', 'dashboard', '--help'];"
        "from jiaosuo.dashboard.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'solara', 'numpy', 'starlette', 'mesa', 'altair'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "--no-browser" in done.stdout
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "asked", [["--port", "99999"], ["--host", "0.0.0.0"], ["--workers", "-1"], ["--port", "ten"]]
)
def test_a_wrong_wish_is_refused_in_a_sentence(asked):
    done = subprocess.run(
        [sys.executable, "-m", "jiaosuo.dashboard.cli", "dashboard", *asked],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("jiaosuo: ")
    assert "Traceback" not in done.stderr


def test_a_page_of_evidence_is_for_whoever_has_a_page(server):
    assert server.get("/evidence/h1")[0] == 403
    status, told, body = server.get("/evidence/h1?lang=en", Cookie=server.cookie())
    assert status == 200
    assert told["content-type"].startswith("text/html")
    assert "First hypothesis" in body.decode()
    assert server.get("/evidence/h9", Cookie=server.cookie())[0] == 404
