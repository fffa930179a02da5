"""The parsers that face strangers, for a bounded time each: study files, links, messages on a socket.

`JIAOSUO_FUZZ_SECONDS` says how long (default 20 each). A finding is told with the seed that made it,
and is kept as a case of an everyday test.
"""

from __future__ import annotations

import json
import os
import random
import resource
import time
from contextlib import suppress

import pytest
from websockets.exceptions import WebSocketException

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.experiments.sweeps.study_file import read_study
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.reading import LONGEST_FILE
from tests.dashboard.test_server import Served

SECONDS = float(os.environ.get("JIAOSUO_FUZZ_SECONDS", "20"))
MOST_MEGABYTES = 300
"""How much a parser's process may grow while it reads rubbish: room for libraries, none for a leak."""

pytestmark = pytest.mark.slow

STUDY = """\
title = "a study"
preset = "county-town"
rules = ["separate", "integrated"]
replications = 3
days = 2.5
seed = 18446744073709551616
outcomes = ["response_mean"]
[set]
delta = 0.4
[grid]
urbanization = [0.1, 0.2]
officers_station = [30, 60]
[sample]
method = "sobol"
n = 8
[sample.ranges]
ring_fence = [0.1, 0.5]
"""
LINK = (
    "v=1&place=zigui-2004&seed=1&days=7&grain=25&left=separate~s:historic&right=integrated~delta:0.4"
    "~@1440:delta:0.2~t:Maoping:separate&both=~ring_fence:0.5&focus=response_mean&weights=response_mean:2&lang=zh"
)
SIGNS = "0123456789.-+eExX_\"'[]{}()=,:;~@&%#\\\n\r\t \0/<>ainfux\u00e9\u4e2d\u202e\U0001f600"


def broken(rng: random.Random, text: str) -> str:
    """The text with a few things changed: signs, pieces doubled, dropped, swapped or made very long."""
    for _ in range(rng.randint(1, 6)):
        at, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        end = min(end, at + rng.choice([1, 1, 3, 10, 80]))
        piece = text[at:end]
        text = (
            text[:at]
            + rng.choice(
                [
                    "",
                    piece * 2,
                    piece[::-1],
                    rng.choice(SIGNS),
                    "".join(rng.choice(SIGNS) for _ in range(rng.randint(1, 12))),
                    rng.choice(
                        ["[" * 50, "9" * 400, "a." * 60, "0x" + "f" * 300, "1e999", "nan", "{a=" * 30]
                    ),
                    piece * rng.choice([50, 500]),
                ]
            )
            + text[end:]
        )
        text = text[:LONGEST_FILE]
    return text


def for_a_time(seed: int):
    """(number, dice) as long as the time lasts; memory must not grow with it."""
    before, end, number = _megabytes(), time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        yield number, random.Random(f"{seed} {number}")
        number += 1
    assert number > 20
    assert _megabytes() - before < MOST_MEGABYTES


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def test_a_study_of_rubbish_is_a_design_or_bad_input(tmp_path):
    file = tmp_path / "study.toml"
    for number, rng in for_a_time(1):
        file.write_text(broken(rng, STUDY), encoding="utf-8")
        try:
            with suppress(InputError):
                read_study(file)
        except Exception as error:
            raise AssertionError(
                f"fuzz 1 {number}: {error!r}\n{file.read_text(encoding='utf-8')[:3_000]}"
            ) from error


def test_a_link_of_rubbish_opens_a_page():
    for number, rng in for_a_time(2):
        text = broken(rng, LINK)
        try:
            choice, notes = link.read(text)
            assert len(notes) <= link.MOST_NOTES + 2
            assert from_json(choice.comparison.text()) == choice.comparison
            assert link.read(link.query(choice)) == (choice, ())
        except Exception as error:
            raise AssertionError(f"fuzz 2 {number}: {error!r}\n{text[:3_000]}") from error


MESSAGE = {
    "header": {"msg_id": "a", "msg_type": "comm_msg", "session": "s", "username": "", "version": "5.3"},
    "parent_header": {},
    "metadata": {},
    "content": {
        "comm_id": "1",
        "data": {
            "method": "custom",
            "content": {"event": "event_lever", "data": {"name": "delta", "value": 9}},
        },
    },
    "channel": "shell",
    "buffers": [],
}


def rubbish(rng: random.Random) -> str | bytes:
    """A message that is nearly one of Solara's, or bytes."""
    if rng.random() < 0.2:
        return rng.randbytes(rng.randint(0, 300))
    said = json.loads(json.dumps(MESSAGE))
    said["header"]["msg_type"] = rng.choice(
        ["comm_open", "comm_msg", "comm_close", "kernel_info_request", "execute_request", "x", None]
    )
    for _ in range(rng.randint(0, 3)):
        place = rng.choice([said, said["header"], said["content"], said["content"].get("data") or said])
        if isinstance(place, dict):
            place[rng.choice([*place, "x"])] = rng.choice(
                [None, [], {}, 1e308, "x", True, [[[]]], -1, {"a": {}}]
            )
            if not isinstance(said.get("header"), dict) or not isinstance(said.get("content"), dict):
                break
    return broken(rng, json.dumps(said)) if rng.random() < 0.3 else json.dumps(said)


def test_a_server_answers_after_a_minute_of_rubbish_on_its_sockets(tmp_path):
    server = Served(tmp_path)
    try:
        with server.page(server.cookie()) as quiet:
            begun = _resident(server.process.pid)
            end, number = time.monotonic() + SECONDS, 0
            while time.monotonic() < end:
                rng = random.Random(f"3 {number}")
                with suppress(WebSocketException, OSError, TimeoutError), server.page(server.cookie()) as bad:
                    for _ in range(30):
                        bad.send(rubbish(rng))
                        number += 1
                    bad.recv(timeout=0.2)
            assert number > 60
            assert quiet.ping().wait(60)
            assert server.get("/healthz")[0] == 200
            assert server.get("/")[0] == 200
            assert server.process.poll() is None
            assert _resident(server.process.pid) - begun < MOST_MEGABYTES
    finally:
        server.process.terminate()
        server.process.wait(60)
        server.process.stdout.close()


def _resident(pid: int) -> float:
    """Megabytes that a process holds."""
    from pathlib import Path

    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
