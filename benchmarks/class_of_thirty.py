"""A class on one server: `python -m benchmarks.class_of_thirty [--people 30] [--browsers 2] [--joins 200]`.

What is real: the server as users start it; every person a Solara session over a socket of its own, that
fetches its recordings by GET as a browser does (eight chunks ahead, again where one is not ready), plays at a
week a minute and moves a lever. A few of the pages are Chromium and count the frames they draw; the
others are `benchmarks.pages`, because thirty browsers on the processors of the server would measure
themselves. Another visitor clicks all along, from a process that does nothing else. Clients share the
processors with the server: on a machine of their own the figures can only be better.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.clocks import machine
from benchmarks.pages import RawPage

ROOT = Path(__file__).parents[1]
SPEED = 168
"""Simulated minutes in a second of play."""
AHEAD = 8
PLAY = 20.0
"""Seconds that everybody plays before a lever is moved, and again after."""
CLICK_EVERY = 0.25
GONE = 15.0
"""Seconds after which nothing is computed for tabs that are gone: the lease, and a job that ends."""


@dataclass
class Person:
    """What one person met: seconds to the page and its first picture, and the moment of that; seconds from a
    lever to what the server plans and to its picture; 202s with a place."""

    opened: float = 0.0
    first: float = 0.0
    plays_from: float = 0.0
    planned: float = 0.0
    lever: float = 0.0
    queued: int = 0
    chunks: int = 0
    problems: list[str] = field(default_factory=list)


class Served:
    """The server in a process of its own, with a store of its own."""

    def __init__(self, folder: str, workers: int = 0) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        command = [sys.executable, "-m", "jiaosuo.dashboard.cli", "dashboard", "--no-browser"]
        command += ["--port", str(self.port), "--workers", str(workers)]
        environment = os.environ | {"JIAOSUO_TAPES": folder}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ends = time.monotonic() + 120
        while time.monotonic() < ends:
            with (
                suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2),
            ):
                return
            time.sleep(0.1)
        raise TimeoutError("the server does not answer")

    def workers(self) -> list[int]:
        """Processes whose parent is the server."""
        return [int(each) for each in _children(self.process.pid)]

    def memory(self) -> float:
        """MB that the web process holds."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1_024
        return 0.0

    def busy(self, seconds: float) -> float:
        """Processors that the workers use, on average over some seconds."""
        before = sum(map(cpu_seconds, self.workers()))
        time.sleep(seconds)
        return (sum(map(cpu_seconds, self.workers())) - before) / seconds

    def end(self) -> tuple[float, int]:
        """Seconds from SIGTERM to the end, and how many of its processes are left a second later."""
        workers, start = self.workers(), time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        took = time.monotonic() - start
        time.sleep(1)
        return took, sum(_is_alive(pid) for pid in workers)


def _children(parent: int) -> Iterator[str]:
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(each.read_text().rsplit(")", 1)[1].split()[1]) == parent:
                yield each.parent.name


def _is_alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def cpu_seconds(pid: int) -> float:
    """CPU that a process has used."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


@contextmanager
def served(workers: int = 0) -> Iterator[Served]:
    """A server with an empty store, ended at last."""
    with tempfile.TemporaryDirectory() as folder:
        server = Served(folder, workers)
        try:
            yield server
        finally:
            if server.process.poll() is None:
                server.end()


def fetched(page: RawPage, plan: dict[str, Any], chunk: int, person: Person, kinds: tuple[str, ...]) -> None:
    """Both worlds' resources of a chunk, asked for until they are there."""
    for side in ("left", "right"):
        for kind in kinds:
            path = plan[side]["chunks"][chunk][kind]
            while True:
                status, body = page.get(f"{path}?at={chunk}&person={plan['person']}")
                if status != 202:
                    break
                said = json.loads(body)
                person.queued += said.get("of", 0) > 0
                time.sleep(said.get("wait", 120) / 1_000)
            if status != 200:
                person.problems.append(f"{status} {body[:80]!r}")
            person.chunks += 1


def play(page: RawPage, plan: dict[str, Any], person: Person, start: int, seconds: float) -> int:
    """Play on from a chunk, holding the clock where one is missing; the chunk at which one is then."""
    began = then = time.monotonic()
    at, chunk, last = float(start), start, len(plan["left"]["chunks"]) - 1
    while then - began < seconds:
        if chunk <= min(last, int(at) + AHEAD):
            fetched(page, plan, chunk, person, ("scene", "result"))
            chunk += 1
        else:
            time.sleep(0.1)
        now = time.monotonic()
        at = min(at + (now - then) * SPEED / plan["chunk_minutes"], chunk - 0.01, float(last))
        then = now
    return int(at)


def attend(
    port: int, number: int, of: int, person: Person, held: list[RawPage], gate: threading.Barrier
) -> None:
    """One person: opens a world of their own, plays, moves a lever, plays on, and is then simply gone."""
    gate.wait()
    time.sleep(number / of)
    start = time.monotonic()
    try:
        page = RawPage(port, f"place=zigui-2004&seed={1_000 + number}&lang=en", timeout=120)
        held.append(page)
        plan = page.until("player", lambda state: state["plan"])["plan"]
        person.opened = time.monotonic() - start
        fetched(page, plan, 0, person, ("scene",))
        person.plays_from = time.monotonic()
        person.first = person.plays_from - start
        head = play(page, plan, person, 0, PLAY)
        time.sleep(5 * number / of)
        start, before = time.monotonic(), plan["right"]["chunks"][-1]["scene"]
        minute = head * plan["chunk_minutes"] + 30
        page.event(
            "player", "lever", {"name": "data_sharing", "value": 0.5 + number / 1_000, "minute": minute}
        )
        plan = page.until("player", lambda it: it["plan"]["right"]["chunks"][-1]["scene"] != before)["plan"]
        person.planned = time.monotonic() - start
        fetched(page, plan, head, person, ("scene",))
        person.lever = time.monotonic() - start
        play(page, plan, person, head, PLAY)
    except Exception as error:
        person.problems.append(repr(error)[:120])


def clicks(port: int, over: Any, told: Any) -> None:
    """Another visitor, in a process of its own: opens and shuts a panel; tells when, and how long it took."""
    page = RawPage(port, "place=zigui-2004&days=1&seed=4&lang=en", timeout=60)
    page.until("player", lambda state: state["plan"])
    waits, mode = [], "none"
    while not over.is_set():
        start = time.monotonic()
        page.event("masthead", "classroom")
        mode = page.until("room", lambda state, mode=mode: state["mode"] != mode)["mode"]
        waits.append((start, time.monotonic() - start))
        time.sleep(CLICK_EVERY)
    told.put(waits)
    page.close()


def frames(port: int, number: int, over: Any, told: Any) -> None:
    """A real browser that plays: frames drawn in each second, and the longest second without one."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"http://127.0.0.1:{port}/?place=zigui-2004&seed={2_000 + number}&lang=en")
        page.wait_for_function("document.querySelector('.player')?.engine?.frames > 0", timeout=120_000)
        drawn = []
        while not over.is_set():
            before = page.evaluate("document.querySelector('.player').engine.frames")
            page.wait_for_timeout(1_000)
            drawn.append(page.evaluate("document.querySelector('.player').engine.frames") - before)
        told.put(drawn)
        browser.close()


def join_and_leave(server: Served, joins: int) -> tuple[float, float]:
    """MB of the web process after so many joins, by when it has all that it keeps, and after as many more."""
    held = []
    for number in range(2 * joins):
        page = RawPage(server.port, f"place=zigui-2004&days=1&seed={number % 7}&lang=en", timeout=120)
        page.until("player", lambda state: state["plan"])
        page.close()
        if number + 1 in (joins, 2 * joins):
            held.append(server.memory())
    return held[0], held[1]


def quantile(waits: list[float], share: float) -> float:
    """A quantile of what was met; nan for nothing."""
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def main(
    people: Annotated[int, typer.Option(help="Persons who play, each two worlds of their own.")] = 30,
    browsers: Annotated[int, typer.Option(help="Chromium pages beside them that count frames.")] = 2,
    joins: Annotated[int, typer.Option(help="Pages that are opened and closed one after another.")] = 200,
) -> None:
    """Measure, and print what was met beside what is wanted."""
    console = Console()
    print("machine: " + ", ".join(f"{name} {value}" for name, value in machine().items()))
    with served() as server:
        met, held, waits, seconds = attended(server, people, browsers)
        busy = server.busy(2)
        for page in held:
            page.drop()
        time.sleep(GONE)
        idle = server.busy(5)
        early, late = join_and_leave(server, joins) if joins else (0.0, 0.0)
        last = [RawPage(server.port, "lang=en") for _ in range(3)]
        took, left = server.end()
        for page in last:
            page.drop()
    table = Table(title=f"{people} persons on {os.cpu_count()} processors", title_justify="left")
    for heading in ("what", "p50", "p95", "wanted", "reached"):
        table.add_column(heading)
    _row(table, "another's click while all open their pages, s", waits[0], None)
    _row(table, "another's click while all play, s", waits[1], 0.1)
    _row(table, "page opened, s", [each.opened for each in met], None)
    _row(table, "first picture, cold, s", [each.first for each in met], None)
    _row(table, "a lever answered, s", [each.planned for each in met], None)
    _row(table, "first picture after a lever, s", [each.lever for each in met], 3.0)
    for each in seconds:
        _row(table, "frames in a second, Chromium", [float(n) for n in each], None)
    rest = [
        ("answers that told a place in the queue", sum(each.queued for each in met), "some"),
        ("chunks fetched", sum(each.chunks for each in met), ""),
        ("persons for whom something failed", sum(bool(each.problems) for each in met), "0"),
        ("processors busy while all play, and after they are gone", f"{busy:.2f}, {idle:.2f}", "0 at last"),
        (f"MB after {joins} joins and leaves, and {joins} more", f"{early:.0f}, {late:.0f}", "flat"),
        ("seconds from SIGTERM to the end, processes left", f"{took:.1f}, {left}", "<= 5, 0"),
    ]
    for what, value, wanted in rest:
        table.add_row(what, str(value), "", wanted, "")
    console.print(table)
    for each in met:
        for problem in each.problems[:2]:
            print("problem:", problem)
    played = waits[1]
    print(
        f"{len(played)} clicks while all play: mean {statistics.fmean(played):.3f}, worst {max(played):.3f} s"
    )


def attended(
    server: Served, people: int, browsers: int
) -> tuple[list[Person], list[RawPage], tuple[list[float], list[float]], list[list[int]]]:
    """A class: what its persons met, their pages, another's clicks in s, frames drawn by each browser.

    The clicks are those while pages are still being opened, and those while all play.
    """
    spawn = multiprocessing.get_context("spawn")
    over, told, drawn = spawn.Event(), spawn.Queue(), spawn.Queue()
    beside = [spawn.Process(target=clicks, args=(server.port, over, told))]
    beside += [spawn.Process(target=frames, args=(server.port, n, over, drawn)) for n in range(browsers)]
    for each in beside:
        each.start()
    time.sleep(10)
    met, held = _class(server, people)
    over.set()
    clicked, playing = told.get(timeout=120), max(each.plays_from for each in met)
    waits = [[wait for when, wait in clicked if (when > playing) == after] for after in (False, True)]
    seconds = [drawn.get(timeout=120) for _ in range(browsers)]
    for each in beside:
        each.join(60)
    return met, held, (waits[0], waits[1]), seconds


def _class(server: Served, people: int) -> tuple[list[Person], list[RawPage]]:
    met, held = [Person() for _ in range(people)], []
    gate = threading.Barrier(people)
    sitting = [
        threading.Thread(target=attend, args=(server.port, n, people, met[n], held, gate), daemon=True)
        for n in range(people)
    ]
    for each in sitting:
        each.start()
    for each in sitting:
        each.join()
    return met, held


def _row(table: Table, what: str, waits: list[float], limit: float | None) -> None:
    middle, late = quantile(waits, 0.5), quantile(waits, 0.95)
    reached = "" if limit is None else "yes" if late <= limit else "NO"
    table.add_row(what, f"{middle:.3f}", f"{late:.3f}", "" if limit is None else f"p95 <= {limit:g}", reached)


if __name__ == "__main__":
    typer.run(main)
