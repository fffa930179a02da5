"""Many pages opened at once, each on a world that nobody has seen: how late the last ones get a picture."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from functools import cache, partial

from benchmarks.class_of_thirty import Person, Served, cpu_seconds, fetched, quantile, served
from benchmarks.pages import RawPage
from benchmarks.row import Measured, Row

LIMITS = {30: 3.0, 60: 6.0}
FIT = 90
FIRST = 500
"""Number of the person who was there before: of a world that nobody else asks for."""
PATIENCE = 180
"""Seconds after which a page counts as refused."""


def opens(port: int, number: int, person: Person, held: list[RawPage], gate: threading.Barrier) -> None:
    """One person: opens a world of their own as everybody else does, and waits for its first picture."""
    gate.wait()
    began = time.monotonic()
    try:
        page = RawPage(port, f"place=zigui-2004&seed={3_000 + number}&lang=en", timeout=PATIENCE)
        held.append(page)
        plan = page.until("player", lambda state: state["plan"])["plan"]
        person.opened = time.monotonic() - began
        fetched(page, plan, 0, person, ("scene",))
        person.first = time.monotonic() - began
    except Exception as error:
        person.problems.append(repr(error)[:120])


@cache
def opened(people: int) -> tuple[tuple[Person, ...], dict[str, float]]:
    """What each of so many met who opened at once, on a server that one person has used before.

    Beside it, CPU for each page, of the web process and of the workers, until the last picture was there.
    """
    with served() as server:
        time.sleep(10)  # its workers begin
        _together(server.port, [FIRST])
        before = _used(server)
        met = _together(server.port, range(people))
        took = [(now - then) / people for then, now in zip(before, _used(server), strict=True)]
    return met, dict(zip(("CPU a page, web process", "CPU a page, workers"), took, strict=True))


def _used(server: Served) -> tuple[float, float]:
    return cpu_seconds(server.process.pid), sum(map(cpu_seconds, server.workers()))


def _together(port: int, numbers: Sequence[int]) -> tuple[Person, ...]:
    met, held = [Person() for _ in numbers], list[RawPage]()
    gate = threading.Barrier(len(numbers))
    coming = [
        threading.Thread(target=opens, args=(port, number, person, held, gate), daemon=True)
        for number, person in zip(numbers, met, strict=True)
    ]
    for each in coming:
        each.start()
    for each in coming:
        each.join()
    for page in held:
        page.drop()
    return tuple(met)


def late(people: int) -> Measured:
    """95th percentile of seconds to the first picture; who was refused would make it infinite."""
    met, used = opened(people)
    waits = [float("inf") if each.problems else each.first for each in met]
    told = {"median": quantile(waits, 0.5), "last": max(waits)}
    there = {"page there, p95": quantile([each.opened for each in met], 0.95)}
    return Measured(quantile(waits, 0.95), told | there | used)


def fitting() -> Measured:
    """How many of so many got their picture."""
    met, used = opened(FIT)
    problems = [problem for each in met for problem in each.problems]
    waits = [each.first for each in met if not each.problems]
    told = {"p95": quantile(waits, 0.95), "last": max(waits, default=float("nan"))}
    return Measured(len(waits), told | used | {"problems": problems[:3]})


ROWS = [
    *(
        Row(
            f"open-{people}",
            f"first cold picture, {people} pages opened at once, p95",
            "s",
            limit,
            "wall, sockets without a browser, clients on the same processors",
            partial(late, people),
        )
        for people, limit in LIMITS.items()
    ),
    Row(
        f"open-{FIT}",
        f"pages of {FIT} opened at once that get their picture",
        "pages",
        FIT,
        "counted",
        fitting,
        at_least=True,
    ),
]
