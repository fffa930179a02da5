"""Officers' trajectories: from the log of turns to legs, in which an officer stays in a cell or drives.

A turn says who, when, to what duty, which cell, and the way there. An officer sent elsewhere while driving
first goes on to the next cell or back to the last one, as the model has it; `start` and `upto` of a leg say
from where to where on the way, as shares of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.terms import NOBODY, Duty

LEG_FIELDS = [
    ("officer", np.int64),
    ("t0", np.float64),
    ("t1", np.float64),
    ("start", np.float64),
    ("upto", np.float64),
    ("duty", np.int64),
    ("cell0", np.int64),
    ("cell1", np.int64),
    ("call", np.int64),
]
SHORTEST = 0.005
"""Minutes; a shorter stretch cannot be seen."""

type Drive = tuple[float, float, float, float, int, int]
"""t0, t1, start, upto, cell0, cell1."""


def legs(log: Table, begin: float, end: float) -> Table:
    """Legs between two moments, by officer and time; a drive goes on to its arrival, be it after `end`."""
    found: list[tuple[float, ...]] = []
    for turns in _by_officer(log):
        way: list[Drive] = []
        before: list[Any] | None = None
        for place, turn in enumerate(turns):
            until = turns[place + 1][TIME] if place + 1 < len(turns) else np.inf
            way = _way(turn, before, way)
            if until > begin and turn[TIME] < end:
                found += _legs_of(turn, until, way, begin, end)
            before = turn
    rows = table(LEG_FIELDS, len(found))
    for name, column in zip(LEG_NAMES, zip(*found, strict=True), strict=False):
        rows[name] = column
    long_enough = (rows["t1"] - rows["t0"] > SHORTEST) & (rows["t1"] > begin) & (rows["t0"] < end)
    rows = rows[long_enough]
    ordered: Table = rows[np.lexsort((rows["t0"], rows["officer"]))]
    return ordered


def still_needed(log: Table) -> npt.NDArray[np.bool_]:
    """Which turns of a log the legs from now on depend on.

    Of each officer the last, and those before it as long as the way began in the middle of another.
    """
    kept, closed = np.zeros(len(log), np.bool_), set()
    officers, times, leaves = (log[name].tolist() for name in ("officer", "time", "leaves"))
    for row in range(len(log) - 1, -1, -1):
        if officers[row] not in closed:
            kept[row] = True
            if leaves[row] <= times[row]:
                closed.add(officers[row])
    return kept


OFFICER, TIME, DUTY, CELL, CALL, FROM, LEAVES, ARRIVES = range(8)
TURN_NAMES = ("officer", "time", "duty", "cell", "call", "from_cell", "leaves", "arrives")
LEG_NAMES = [str(each[0]) for each in LEG_FIELDS]


def _by_officer(log: Table) -> Iterator[list[list[Any]]]:
    """The turns of one officer after the other, in order of time, as plain numbers."""
    turns = log[np.lexsort((np.arange(len(log)), log["officer"]))]
    rows = [list(row) for row in zip(*(turns[name].tolist() for name in TURN_NAMES), strict=True)]
    edges = np.flatnonzero(np.diff(turns["officer"])) + 1
    for first, last in pairwise([0, *edges.tolist(), len(rows)]):
        if last > first:
            yield rows[first:last]


def _way(turn: list[Any], before: list[Any] | None, old: list[Drive]) -> list[Drive]:
    """The drives that lie before an officer: the rest of the way cut short, and the way of this turn."""
    now, leaves, arrives = turn[TIME], turn[LEAVES], turn[ARRIVES]
    rest: list[Drive] = []
    if before is not None and leaves > now and before[ARRIVES] > now:
        if turn[FROM] == before[CELL] and abs(leaves - before[ARRIVES]) < SHORTEST:
            rest = _cut(old, now, leaves)
        elif now < before[LEAVES]:
            rest = _cut(old, now, before[LEAVES])
        elif turn[FROM] == before[FROM] and before[FROM] != before[CELL]:
            share = (now - before[LEAVES]) / (before[ARRIVES] - before[LEAVES])
            rest = [(now, leaves, share, 0.0, before[FROM], before[CELL])]
    if arrives > now and arrives > leaves and turn[FROM] != turn[CELL]:
        rest.append((leaves, arrives, 0.0, 1.0, turn[FROM], turn[CELL]))
    return _cut(rest, now, np.inf)


def _cut(way: list[Drive], begin: float, end: float) -> list[Drive]:
    """What of a way lies between two moments."""
    found = []
    for t0, t1, start, upto, cell0, cell1 in way:
        a, b = max(t0, begin), min(t1, end)
        if b > a:
            pace = (upto - start) / (t1 - t0)
            found.append((a, b, start + pace * (a - t0), start + pace * (b - t0), cell0, cell1))
    return found


def _legs_of(
    turn: list[Any], until: float, way: list[Drive], begin: float, end: float
) -> list[tuple[float, ...]]:
    """Drives and stays of one turn; who is off duty at home has no leg."""
    officer, duty, call, now = turn[OFFICER], turn[DUTY], turn[CALL], turn[TIME]
    found: list[tuple[float, ...]] = []
    here = turn[FROM] if turn[LEAVES] > now and turn[ARRIVES] > now else turn[CELL]
    clock = now
    for t0, t1, start, upto, cell0, cell1 in _cut(way, now, until):
        if t0 > clock:
            found.append((officer, max(clock, begin), t0, 0.0, 1.0, duty, here, here, call))
        found.append((officer, t0, t1, start, upto, duty, cell0, cell1, call))
        clock, here = t1, turn[CELL]
    if clock < until and duty != Duty.OFF:
        found.append((officer, max(clock, begin), min(until, end), 0.0, 1.0, duty, here, here, call))
    return found


def posts_held(log: Table, begin: float, end: float) -> Table:
    """Stretches in which somebody stands at a post: rows of post, officer, t0, t1."""
    turns = log[np.lexsort((np.arange(len(log)), log["officer"]))]
    until = np.full(len(turns), np.inf)
    same = turns["officer"][1:] == turns["officer"][:-1]
    until[:-1][same] = turns["time"][1:][same]
    held = (turns["duty"] == Duty.POST) & (turns["post"] != NOBODY)
    t0 = np.clip(np.maximum(turns["time"], turns["arrives"]), begin, end)
    t1 = np.clip(until, begin, end)
    rows = np.flatnonzero(held & (t1 - t0 > SHORTEST))
    found = table(
        [("post", np.int64), ("officer", np.int64), ("t0", np.float64), ("t1", np.float64)], len(rows)
    )
    found["post"], found["officer"] = turns["post"][rows], turns["officer"][rows]
    found["t0"], found["t1"] = t0[rows], t1[rows]
    ordered: Table = found[np.lexsort((found["t0"], found["post"]))]
    return ordered
