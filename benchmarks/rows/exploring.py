"""One person who explores, lever after lever in place after place, and what the workers of the page hold."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.class_of_thirty import served
from benchmarks.pages import RawPage
from benchmarks.row import Measured, Row

PLACES = ("zigui-2004", "county-town", "qidong-2023", "pingdu-2021")
"""Of a week: on a path of fourteen years the worlds of one lever take minutes."""
LEVERS = ("data_sharing", "delta", "call_volume", "vehicles_per_1000", "wrong_desk_share")
MOVES = 30
"""In each place: 120 in all, one for each half minute of an hour."""
WORLDS = 20
LAST_MINUTE = 8_000
"""Of a move: some numbers come into force at the next midnight, which must lie within the week."""


def held(pid: int, what: str = "VmRSS") -> float:
    """MiB that a process holds now (VmRSS), or has held at most (VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1_024 for line in lines if line.startswith(what))


def measure() -> Measured:
    """The largest worker's peak; beside it what it holds after each place."""
    after = {}
    with served() as server:
        for place in PLACES:
            explored(server.port, place)
            after[place] = max(map(held, server.workers()))
        peak = max(held(pid, "VmHWM") for pid in server.workers())
    return Measured(peak, {"held after each place": after, "moves": MOVES * len(PLACES)})


def explored(port: int, place: str) -> None:
    """A page of a place; a lever moved somewhere, its worlds waited for, the next one."""
    page = RawPage(port, f"place={place}&lang=en", timeout=300)
    page.until("player", lambda state: state["plan"])
    ends = {each["name"]: each for each in page.state("player")["levers"]}
    names = [name for name in LEVERS if name in ends]
    for number in range(MOVES):
        name = names[number % len(names)]
        low, high = ends[name]["low"], ends[name]["high"]
        value = low + (high - low) * ((number * 0.618034 + 0.2) % 1)
        before = last_scene(page.state("player"))
        move = {"name": name, "value": value, "minute": 337 * number % LAST_MINUTE, "side": "both"}
        page.event("player", "lever", move)
        page.until("player", partial(is_answered, before=before))
    page.close()
    time.sleep(1)


def last_scene(state: dict[str, Any]) -> str:
    """The name of the last piece of the right world: another one under another lever."""
    return str(state["plan"]["right"]["chunks"][-1]["scene"])


def is_answered(state: dict[str, Any], before: str) -> bool:
    """Whether a page shows another run than before, and all worlds of it are there; not if it refuses one."""
    if refused := state["settings"].get("errors"):
        raise ValueError(f"the page refuses a lever: {refused}")
    return last_scene(state) != before and state["settings"]["verdict"]["done"] >= WORLDS


ROWS = [
    Row(
        "explore",
        "worker of the page after an hour's exploring by one person, compressed: 120 levers in 4 places",
        "MiB",
        1_024,
        "peak resident size of the larger worker, each lever's 20 worlds waited for",
        measure,
        long=True,
    )
]
