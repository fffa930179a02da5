"""What the page makes people wait for: a lever moved by one who is alone, and by thirty who all play."""

from __future__ import annotations

from functools import cache

from benchmarks import dashboard
from benchmarks.class_of_thirty import attended, quantile, served
from benchmarks.row import Measured, Row

PEOPLE = 30


@cache
def a_class() -> tuple[list[float], list[float]]:
    """Seconds from each person's lever to its picture, and of another's clicks meanwhile."""
    with served() as server:
        met, held, clicks, _ = attended(server, PEOPLE, browsers=0)
        for page in held:
            page.drop()
    if problems := [problem for each in met for problem in each.problems]:
        raise RuntimeError(f"{len(problems)} things failed, the first: {problems[0]}")
    return [each.lever for each in met], clicks[1]


def one() -> Measured:
    """A lever moved again and again by one person."""
    with dashboard.opened() as broker:
        return late(dashboard.levers_of_one(broker)[1])


def late(waits: list[float]) -> Measured:
    """The 95th percentile, and the median."""
    return Measured(quantile(waits, 0.95), {"median": quantile(waits, 0.5), "n": len(waits)})


ROWS = [
    Row("lever", "lever moved to its first picture, p95, one person", "s", 0.5, "wall", one),
    Row("lever-thirty", f"the same, {PEOPLE} playing", "s", 3.0, "wall", lambda: late(a_class()[0])),
    Row(
        "click-thirty", "another person's click meanwhile, p95", "s", 0.1, "wall", lambda: late(a_class()[1])
    ),
]
