"""The doors of the server as it runs: who comes back, who is kept waiting, what is said of a wrong wish."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "correct horse&battery#+%"
LONG = 90.0
COMMAND = [sys.executable, "-m", "jiaosuo.dashboard.cli", "dashboard", "--no-browser"]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served(*words, **surroundings):
    """A server that answers: its process and the line with its address."""
    process = subprocess.Popen(
        [*COMMAND, "--workers", "1", *words],
        cwd=ROOT, env=os.environ | surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield process, process.stdout.readline()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(LONG)
        process.stdout.close()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *_):
        return None


def get(url, **headers):
    """(status, headers, text) of a GET."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read().decode()


@pytest.mark.ci
def test_the_same_token_opens_after_a_restart_and_the_printed_link_works(tmp_path):
    port, tapes = free_port(), {"JIAOSUO_TAPES": str(tmp_path)}
    file = tmp_path / "secret"
    file.write_text(TOKEN + "\n")
    with served("--port", str(port), "--token-file", str(file), **tapes) as (process, said):
        link = said.split()[4]
        status, told, _ = get(link)
        assert (status, told["location"]) == (303, "/")
        cookie = told["set-cookie"].split(";")[0]
        listed = Path(f"/proc/{process.pid}/cmdline")
        if listed.exists():
            assert "horse" not in listed.read_text()
    with served("--port", str(port), JIAOSUO_TOKEN=TOKEN, **tapes):
        assert get(f"http://127.0.0.1:{port}/", Cookie=cookie)[0] == 200
        status, _, page = get(f"http://127.0.0.1:{port}/", **{"Accept": "text/html", "Accept-Language": "zh"})
        assert status == 403
        assert '<html lang="zh-CN">' in page
        assert '<input name="token"' in page


def waits(port, head):
    """A connection on which only the beginning of a request was sent."""
    there = socket.create_connection(("127.0.0.1", port), timeout=LONG)
    there.sendall(head)
    return there


@pytest.mark.ci
def test_a_thousand_half_open_connections_keep_nobody_out(tmp_path):
    port = free_port()
    with served("--port", str(port), "--token", TOKEN, JIAOSUO_TAPES=str(tmp_path)), ExitStack() as open_:
        half = [
            open_.enter_context(closing(waits(port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")))
            for _ in range(900)
        ]
        began = time.monotonic()
        assert get(f"http://127.0.0.1:{port}/healthz")[0] == 200
        assert time.monotonic() - began < LONG
        assert half[0].recv(1) == b"", "the oldest were let go for the newest"
        assert half[-1].recv(1) == b"", "and the newest when their time was up"
        body = waits(port, b"POST /county/read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n\r\n{")
        with closing(body):
            answer = body.recv(12)
            while body.recv(4_096):
                pass
        assert answer in (b"HTTP/1.1 403", b"")


REFUSED = {
    "a port that is taken": (["--port", "{taken}"], "another program listens there"),
    "a host that does not resolve": (["--host", "no.such.host.invalid"], "no such address is known here"),
    "a host that is no address": (["--host", "999.1.1.1"], "no such address is known here"),
    "a host of another machine": (
        ["--host", "192.0.2.7", "--token", TOKEN],
        "not an address of this machine",
    ),
    "a place that is not there": (["--open", "place=no_such_place.toml"], "no_such_place.toml"),
    "a story that is not there": (["--open", "story=nothing"], "story"),
    "a query that is none": (["--open", "?"], "must be NAME=VALUE"),
    "a place twice": (["mine.toml", "--place", "zigui-2004"], "the place is given twice"),
    "a place twice, once inside": (
        ["--open", "place=a.toml", "--place", "b.toml"],
        "the place is given twice",
    ),
    "a token twice": (["--token", TOKEN, "--token-file", "x"], "may not be given with --token"),
    "no pages": (["--pages", "0"], "from 1 to 2000"),
    "a proxy that is no address": (["--proxy", "nginx"], "must be the address of a proxy"),
}


IN_CHINESE = ("a port that is taken", "a host that is no address")


@pytest.mark.parametrize(
    ("name", "lang"), [*((name, "en") for name in REFUSED), *((name, "zh") for name in IN_CHINESE)]
)
def test_what_the_page_cannot_do_is_refused_before_it_starts(name, lang):
    words, told = REFUSED[name]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        words = [each.format(taken=taken.getsockname()[1]) for each in words]
        done = subprocess.run(
            [*COMMAND, "--lang", lang, *words],
            capture_output=True, text=True, cwd=ROOT, timeout=LONG,
        )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("jiaosuo: ")
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stderr
    assert (told in done.stderr) == (lang == "en")


@pytest.mark.ci
def test_a_place_of_ones_own_opens_however_it_is_named(tmp_path):
    mine = tmp_path / "my county.toml"
    made = [sys.executable, "-m", "jiaosuo.dashboard.cli", "scenarios", "new", str(mine)]
    subprocess.run(made, check=True, cwd=ROOT, capture_output=True)
    for words in ([str(mine)], ["--open", f"place={mine}&lang=en"]):
        with served("--port", "0", *words, JIAOSUO_TAPES=str(tmp_path)) as (_, said):
            link = said.split()[4]
            assert "place=my%20county" in link, said
            page = get(link, Accept="text/html")[2]
            assert "my county" in page
            assert json.loads(get(link.split("?")[0] + "seat")[2])["fits"]
