"""What the page waits for: `python -m benchmarks.dashboard [PEOPLE]`.

Bytes of a week of two worlds; seconds from a lever moved to the new picture, for one person and for PEOPLE
(default 30) who play distinct worlds; milliseconds of another person's click meanwhile; then, in Chromium,
seconds from opening the page to a county that moves, and frames a second while it plays.
"""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison, from_json
from jiaosuo.dashboard.jobs.broker import Broker
from jiaosuo.dashboard.playback.store import Store

PLACES = {"zigui-2004": 10, "county-town": 10}
"""Places and the people per agent that the page opens them with."""

CHUNK = 120
LEVERS = 25


def main(people: int) -> None:
    """Print four tables; wall-clock figures are of this machine as busy as it is."""
    console = Console()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} processors, load {load}; workers are niced")
    console.print(bytes_of_a_week())
    with opened() as broker:
        console.print(one_person(broker))
    with opened() as broker:
        console.print(many(broker, people))
    console.print(opening())


def bytes_of_a_week() -> Table:
    """Megabytes that a browser fetches for seven days of two worlds."""
    from jiaosuo.dashboard.playback.recording import Reference, record, result, scene
    from jiaosuo.dashboard.playback.recording_header import recording_header
    from jiaosuo.model import County, Scenario

    table = Table(
        "place", "people per agent", "scenes", "results", "heads", "all, MB", title="a week of two worlds"
    )
    for place, people in PLACES.items():
        size = dict.fromkeys(("scene", "result", "head"), 0)
        for rule in ("separate", "integrated"):
            county = County(Scenario.preset(place, rule=rule, people_per_agent=people), log=True)
            reference = Reference()
            for end in range(CHUNK, 7 * 1_440 + 1, CHUNK):
                recording = record(county, end)
                size["scene"] += len(gzip.compress(scene(recording), 2))
                size["result"] += len(gzip.compress(result(recording, reference), 2))
            size["head"] += len(gzip.compress(recording_header(county), 2))
        cells = [f"{each / 1e6:.2f}" for each in (*size.values(), sum(size.values()))]
        table.add_row(place, str(people), *cells)
    return table


@contextmanager
def opened() -> Iterator[Broker]:
    """A broker with a store of its own whose workers are warm."""
    with tempfile.TemporaryDirectory() as folder:
        broker = Broker(Store(Path(folder))).start()
        while not (broker.pool.workers and all(worker.ready for worker in broker.pool.workers)):
            time.sleep(0.05)
        try:
            yield broker
        finally:
            broker.close()


def comparison(seed: int, moved: int | None = None, share: float = 0.5) -> Comparison:
    """Two rules in Zigui, a lever moved at a minute."""
    events = [] if moved is None else [{"minute": moved, "values": {"data_sharing": round(share, 3)}}]
    sides = {side: {"rule": rule, "events": events} for side, rule in zip(SIDES, RULES, strict=True)}
    return from_json({"place": "zigui-2004", "seed": seed, "people_per_agent": 10, **sides})


RULES = ("separate", "integrated")


def picture(broker: Broker, plan: dict[str, Any], chunk: int) -> float:
    """Seconds until both scenes of a chunk are there."""
    start, person = time.perf_counter(), plan["person"]
    for side in SIDES:
        token = plan[side]["chunks"][chunk]["scene"].rsplit("/", 1)[-1]
        while (answer := broker.fetch(token, person, chunk)).status == 202:
            time.sleep(0.01)
        assert answer.status == 200, answer.body
    return time.perf_counter() - start


def one_person(broker: Broker) -> Table:
    """A lever moved again and again while the week is there: seconds to the new picture of both worlds."""
    first, waits, spent = levers_of_one(broker)
    table = Table("what", "p50, s", "p95, s", title="one person")
    table.add_row("first picture, warm server", f"{first:.2f}", "")
    table.add_row("lever moved to new picture", *quantiles(waits))
    table.add_row("CPU of the busiest process in that time", *quantiles(spent))
    return table


def levers_of_one(broker: Broker) -> tuple[float, list[float], list[float]]:
    """Seconds to the first picture; for each lever to the new picture, and CPU of the busiest process."""
    plan = broker.plan(comparison(1), "one").to_json()
    first = picture(broker, plan, 0)
    picture(broker, plan, len(plan["left"]["chunks"]) - 1)
    waits, spent = [], []
    for number in range(LEVERS):
        minute = (997 * (number + 1)) % (7 * 1_440 - CHUNK)
        start, before = time.perf_counter(), cpu_seconds(broker)
        moved = broker.plan(comparison(1, minute, number / LEVERS), "one", playhead=minute // CHUNK).to_json()
        picture(broker, moved, minute // CHUNK)
        waits.append(time.perf_counter() - start)
        spent.append(max(after - had for had, after in zip(before, cpu_seconds(broker), strict=True)))
        time.sleep(0.5)
    return first, waits, spent


def cpu_seconds(broker: Broker) -> list[float]:
    """CPU that this process and each worker have used: what the wait would be on processors of their own."""
    ticks = os.sysconf("SC_CLK_TCK")
    fields = [
        Path(f"/proc/{worker.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        for worker in broker.pool.workers
    ]
    return [time.process_time(), *((int(each[11]) + int(each[12])) / ticks for each in fields)]


def many(broker: Broker, people: int) -> Table:
    """Everybody opens a world of their own within a second, plays, and moves a lever once."""
    first: list[float] = []
    levers: list[float] = []
    clicks: list[float] = []
    done = threading.Event()

    def click() -> None:
        while not done.is_set():
            start = time.perf_counter()
            broker.playback.of("p0")
            broker.fetch("x" * 22, "nobody", None)
            clicks.append(time.perf_counter() - start)
            time.sleep(0.05)

    def play(number: int) -> None:
        person = f"p{number}"
        time.sleep(number / people)
        plan = broker.plan(comparison(number), person).to_json()
        first.append(picture(broker, plan, 0))
        time.sleep(3)
        minute = 60 + number
        start = time.perf_counter()
        moved = broker.plan(comparison(number, minute), person, playhead=minute // CHUNK).to_json()
        picture(broker, moved, minute // CHUNK)
        levers.append(time.perf_counter() - start)

    threads = [threading.Thread(target=play, args=(number,)) for number in range(people)]
    clicking = threading.Thread(target=click)
    for each in (*threads, clicking):
        each.start()
    for each in threads:
        each.join()
    done.set()
    clicking.join()
    table = Table("what", "p50, s", "p95, s", title=f"{people} people, each with two worlds of their own")
    table.add_row("first picture, cold", *quantiles(first))
    table.add_row("lever moved to new picture", *quantiles(levers))
    table.add_row("another request at the broker", *quantiles(clicks))
    return table


def opening() -> Table:
    """The page opened again and again on a warm server, each time in a browser that has kept nothing."""
    from playwright.sync_api import sync_playwright

    table = Table("what", "p50, s", "p95, s", title=f"the page opened, {OPENINGS} times")
    with warm_page() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        opened_ = [open_once(browser, address) for _ in range(OPENINGS)][1:]
        rates = frame_rates(browser, address)
        browser.close()
    for what in ("first frame", "it moves", "all can be operated"):
        table.add_row(what, *quantiles([each[what] for each in opened_]))
    for size, rate in rates.items():
        table.add_row(f"frames a second at {size}", f"{rate:.1f}", "")
    return table


OPENINGS = 11
"""The first warms the browser itself and is not counted."""

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
NOTED = """(() => {
  const noted = (window.noted = {}), engine = () => document.querySelector('.player')?.engine;
  const looked = {
    'first frame': () => engine()?.frames > 0,
    'it moves': () => engine()?.frames > 3 && engine().t > 0,
    'all can be operated': () =>
      document.body?.dataset.page === 'ready' && !document.getElementById('preview'),
  };
  const look = () => {
    for (const [name, is] of Object.entries(looked)) {
      if (!noted[name] && is()) noted[name] = performance.now() / 1000;
    }
    requestAnimationFrame(look);
  };
  look();
})()"""


@contextmanager
def warm_page() -> Iterator[str]:
    """The address of a server that has computed what the page opens with."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [
            sys.executable,
            "-m",
            "jiaosuo.dashboard.cli",
            "dashboard",
            "--no-browser",
            "--port",
            str(port),
        ]
        server = subprocess.Popen(
            command, env=os.environ | {"JIAOSUO_TAPES": folder}, stdout=subprocess.DEVNULL
        )
        try:
            time.sleep(SECONDS_TO_WARM)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(20)


SECONDS_TO_WARM = 30


def open_once(browser: Any, address: str) -> dict[str, float]:
    """Seconds after navigation at which each was first so."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.add_init_script(NOTED)
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.noted?.['all can be operated']", timeout=60_000)
    noted: dict[str, float] = page.evaluate("window.noted")
    context.close()
    return noted


def frame_rates(browser: Any, address: str) -> dict[str, float]:
    """Frames a second while the page plays, at two sizes."""
    page = browser.new_context().new_page()
    page.goto(address)
    page.wait_for_function("document.body?.dataset.page === 'ready' && !document.getElementById('preview')")
    rates = {}
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        time.sleep(3)
        before, start = page.evaluate(FRAMES), time.perf_counter()
        time.sleep(6)
        rates[f"{width} x {height}"] = (page.evaluate(FRAMES) - before) / (time.perf_counter() - start)
    return rates


FRAMES = "document.querySelector('.player').engine.frames"


def quantiles(waits: list[float]) -> tuple[str, str]:
    """Median and 95th percentile as they are printed."""
    ordered = sorted(waits)
    return f"{statistics.median(ordered):.3f}", f"{ordered[int(0.95 * (len(ordered) - 1))]:.3f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
