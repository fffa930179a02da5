"""A lever in hand: how long the page works at each step of a drag, and how long worlds take once it is let go."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from functools import cache
from typing import Any

from benchmarks.class_of_thirty import Served, clicks, quantile, served
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
"""Steps of a drag, each over more than a third of the lever. The work is that of the event's own listeners and
of the frame it asks for; the wait, from the event to the change in the document, has the screen's rhythm in it."""


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
    """95th percentile of ms of work; beside it the wait, and the steps at which dot, number and sentence changed.

    Raises RuntimeError where a twentieth of the steps changed less than the three.
    """
    steps = len(told["worked"])
    if told["changed"] < 0.95 * steps:
        raise RuntimeError(f"dot, number and sentence changed at {told['changed']} of {steps} steps only")
    waits = {f"to the change, {name}": quantile(told["waited"], share) for name, share in SHARES}
    work = {"median": quantile(told["worked"], 0.5), "worst": max(told["worked"])}
    return Measured(quantile(told["worked"], 0.95), work | waits | {"steps": steps, "changed": told["changed"]})


SHARES = (("median", 0.5), ("p95", 0.95))


@cache
def let_go() -> tuple[list[float], list[float], list[float]]:
    """Seconds from letting go of a lever to the first worlds and to all of them, and of another's clicks."""
    spawn = multiprocessing.get_context("spawn")
    over, told = spawn.Event(), spawn.Queue()
    with served() as server:
        beside = spawn.Process(target=clicks, args=(server.port, over, told))
        beside.start()
        page = RawPage(server.port, QUERY, timeout=180)
        page.until("player", lambda state: proven(state) >= WORLDS)
        waits = [_released(page, number) for number in range(RELEASES)]
        over.set()
        clicked = told.get(timeout=120)
        beside.join(60)
        page.drop()
    spans = [(began, began + took) for began, _, took in waits]
    meanwhile = [wait for when, wait in clicked if any(begin <= when <= end for begin, end in spans)]
    return [first for _, first, _ in waits], [took for *_, took in waits], meanwhile


def _released(page: RawPage, number: int) -> tuple[float, float, float]:
    """When a lever was let go, and seconds to the first worlds under its new value and to all."""
    value, name = 0.15 + 0.17 * number, "data_sharing"
    began = time.monotonic()
    page.event("player", "lever", {"name": name, "value": round(value, 2), "minute": 0, "side": "both"})

    def at_least(worlds: int) -> float:
        page.until(
            "player",
            lambda state: proven(state) >= worlds and state["settings"]["proof"]["at"][name] == round(value, 2),
        )
        return time.monotonic() - began

    first, took = at_least(1), at_least(WORLDS)
    time.sleep(1)
    return began, first, took


def proven(state: dict[str, Any]) -> int:
    """Worlds that a page shows beside its curve; 0 where there are none yet."""
    return int(((state.get("settings") or {}).get("proof") or {}).get("n", 0))


def proof() -> Measured:
    """The slowest but a twentieth of some releases one after another, alone on the server but for who clicks."""
    first, took, _ = let_go()
    return Measured(quantile(took, 0.95), {"all": took, "first worlds": first})


def click() -> Measured:
    """The clicks of the other visitor while worlds were run."""
    waits = let_go()[2]
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
