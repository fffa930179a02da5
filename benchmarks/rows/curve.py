"""A lever in hand: the work of the page at each step of a drag, and how soon worlds stand beside it."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks.class_of_thirty import clicks, cpu_seconds, quantile, served
from benchmarks.dashboard import FLAGS, warm_page
from benchmarks.pages import RawPage
from benchmarks.row import Measured, Row

QUERY = "place=zigui-2004&lang=en"
DRAGS, RELEASES, WORLDS = 300, 5, 20
DRAG = """async (drags) => {
  const find = (each) => document.querySelector(each);
  const [slider, chart] = [find('.hand-slider'), find('.curve svg').chart];
  const [dot, value, said] = [find('.curve svg .now'), find('.hand-value strong'), find('.told .prediction')];
  const seen = () => [dot.innerHTML, value.textContent, said.textContent];
  const frame = chart.frame.bind(chart), { min, max } = slider;
  const told = { worked: [], waited: [], changed: 0 };
  let drawn = () => {};
  chart.frame = () => {
    const began = performance.now();
    frame();
    drawn(performance.now() - began);
  };
  for (let i = 1; i <= drags; i += 1) {
    const before = seen(), began = performance.now();
    slider.value = Number(min) + (Number(max) - Number(min)) * ((i * 0.618034) % 1);
    const done = new Promise((resolve) => { drawn = resolve; });
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    const heard = performance.now() - began;
    told.worked.push(heard + await done);
    told.waited.push(performance.now() - began);
    told.changed += seen().every((each, k) => each !== before[k]);
  }
  return told;
}"""
"""Steps of a drag, each over more than a third of the lever. The work is that of the event's listeners and of
the frame they ask for; the wait, from the event to the change, has the screen's rhythm in it."""


def dragged() -> Measured:
    """The page in headless Chromium, by itself on a warm server."""
    from playwright.sync_api import sync_playwright

    with warm_page() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"{address}?{QUERY}")
        page.wait_for_function("document.querySelector('.told .prediction')?.textContent", timeout=120_000)
        told = page.evaluate(DRAG, DRAGS)
        browser.close()
    return of_drags(told)


def of_drags(told: dict[str, Any]) -> Measured:
    """95th percentile of ms of work; beside it the wait, and at how many steps all three have followed.

    Raises RuntimeError where more than a twentieth of the steps changed less than dot, number and sentence.
    """
    steps = len(told["worked"])
    if told["changed"] < 0.95 * steps:
        raise RuntimeError(f"dot, number and sentence changed at {told['changed']} of {steps} steps only")
    waits = {f"to the change, {name}": quantile(told["waited"], share) for name, share in SHARES}
    work = {"median": quantile(told["worked"], 0.5), "worst": max(told["worked"])}
    return Measured(
        quantile(told["worked"], 0.95), work | waits | {"steps": steps, "changed": told["changed"]}
    )


SHARES = (("median", 0.5), ("p95", 0.95))


@dataclass(frozen=True)
class LetGo:
    """For each release, seconds to the first world and to all, and CPU of the workers; another's clicks."""

    first: list[float]
    took: list[float]
    worked: list[float]
    clicks: list[float]


@cache
def let_go() -> LetGo:
    """Some releases one after another, alone on the server but for who clicks."""
    spawn = multiprocessing.get_context("spawn")
    over, told = spawn.Event(), spawn.Queue()
    with served() as server:
        beside = spawn.Process(target=clicks, args=(server.port, over, told))
        beside.start()
        page = RawPage(server.port, QUERY, timeout=180)
        page.until("player", lambda state: proven(state) >= WORLDS)
        waits, worked = [], []
        for number in range(RELEASES):
            before = sum(map(cpu_seconds, server.workers()))
            waits.append(_released(page, number))
            worked.append(sum(map(cpu_seconds, server.workers())) - before)
            time.sleep(1)
        over.set()
        clicked = told.get(timeout=120)
        beside.join(60)
        page.drop()
    spans = [(began, began + took) for began, _, took in waits]
    meanwhile = [wait for when, wait in clicked if any(begin <= when <= end for begin, end in spans)]
    return LetGo([first for _, first, _ in waits], [took for *_, took in waits], worked, meanwhile)


def _released(page: RawPage, number: int) -> tuple[float, float, float]:
    """When a lever was let go, and seconds to the first worlds under its new value and to all."""
    name, value = "data_sharing", round(0.15 + 0.17 * number, 2)
    began = time.monotonic()
    page.event("player", "lever", {"name": name, "value": value, "minute": 0, "side": "both"})

    def at_least(worlds: int) -> float:
        page.until(
            "player",
            lambda state: proven(state) >= worlds and _at(state, name) == value,
        )
        return time.monotonic() - began

    return began, at_least(1), at_least(WORLDS)


def _at(state: dict[str, Any], name: str) -> float:
    return float(state["settings"]["proof"]["at"][name])


def proven(state: dict[str, Any]) -> int:
    """Worlds that a page shows beside its curve; 0 where there are none yet."""
    return int(((state.get("settings") or {}).get("proof") or {}).get("n", 0))


def proof() -> Measured:
    """All but the slowest twentieth of some releases, one after another."""
    met = let_go()
    told = {"all": met.took, "first world": met.first, "CPU of the workers": met.worked}
    return Measured(quantile(met.took, 0.95), told)


def click() -> Measured:
    """The clicks of the other visitor while worlds were run."""
    waits = let_go().clicks
    return Measured(quantile(waits, 0.95), {"median": quantile(waits, 0.5), "n": len(waits)})


ROWS = [
    Row(
        "drag",
        "lever dragged: work of the page until dot, number and sentence have followed, p95",
        "ms",
        16,
        f"scripting time in headless Chromium, {DRAGS} steps",
        dragged,
    ),
    Row(
        "release",
        f"lever let go to {WORLDS} worlds of it, Zigui, p95; the prediction is in the page",
        "s",
        8,
        f"wall, {RELEASES} releases, socket without a browser",
        proof,
    ),
    Row("click-release", "another person's click meanwhile, p95", "s", 0.1, "wall", click),
]
