"""From the log of turns to legs: stretches in which an officer stays in a cell or drives between two.

A turn says who, when, to what duty, which cell, and the way there. An officer sent elsewhere while driving
first goes on to the next cell or back to the last one, as the model has it; `start` and `upto` say from where
to where, as shares of the way.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.core.columns import Table, table
from model.core.terms import NOBODY, Duty

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

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

KEPT = 2
"""Turns of each officer that must be known from before a stretch: the one that lasts, and the one before."""


def legs(log: Table, begin: float, end: float) -> Table:
    """Legs between two moments, by officer and time; a drive goes on to its arrival, be it after `end`."""
    turns = log[np.lexsort((np.arange(len(log)), log["officer"]))]
    turns, until, before = _lasting(turns)
    now = (until > begin) & (turns["time"] < end)
    parts = [
        _held_up(turns, until, before, now),
        _driving(turns, until, now),
        _staying(turns, until, now, begin, end),
    ]
    found = np.concatenate(parts)
    seen = (found["t1"] - found["t0"] > SHORTEST) & (found["t1"] > begin) & (found["t0"] < end)
    found = found[seen]
    return found[np.lexsort((found["t0"], found["officer"]))]


def still_needed(log: Table) -> npt.NDArray[np.bool_]:
    """Which turns of a log those who go on from now on need: the last two of each officer."""
    later = np.zeros(len(log), np.int64)
    seen: dict[int, int] = {}
    for row in range(len(log) - 1, -1, -1):
        officer = int(log["officer"][row])
        later[row] = seen[officer] = seen.get(officer, 0) + 1
    return later <= KEPT


def posts_held(log: Table, begin: float, end: float) -> Table:
    """Stretches in which somebody stands at a post: rows of post, officer, t0, t1."""
    turns = log[np.lexsort((np.arange(len(log)), log["officer"]))]
    turns, until, _ = _lasting(turns)
    held = (turns["duty"] == Duty.POST) & (turns["post"] != NOBODY)
    t0 = np.clip(np.maximum(turns["time"], turns["arrives"]), begin, end)
    t1 = np.clip(until, begin, end)
    rows = np.flatnonzero(held & (t1 - t0 > SHORTEST))
    found = table(
        [("post", np.int64), ("officer", np.int64), ("t0", np.float64), ("t1", np.float64)], len(rows)
    )
    found["post"], found["officer"] = turns["post"][rows], turns["officer"][rows]
    found["t0"], found["t1"] = t0[rows], t1[rows]
    return found[np.lexsort((found["t0"], found["post"]))]


def _lasting(turns: Table) -> tuple[Table, Floats, Ints]:
    """Turns by officer, until when each lasts (inf: still), and the row of the one before (NOBODY: none)."""
    count = len(turns)
    until, before = np.full(count, np.inf), np.full(count, NOBODY, np.int64)
    same = turns["officer"][1:] == turns["officer"][:-1]
    until[:-1][same] = turns["time"][1:][same]
    before[1:][same] = np.arange(count - 1)[same]
    return turns, until, before


def _share(turns: Table, moment: Floats) -> Floats:
    """How much of the way of each turn is behind the officer at a moment."""
    whole = np.maximum(turns["arrives"] - turns["leaves"], 1e-9)
    return np.clip((moment - turns["leaves"]) / whole, 0.0, 1.0)


def _held_up(turns: Table, until: Floats, before: Ints, now: npt.NDArray[np.bool_]) -> Table:
    """What comes before the way: turning out from home, or the rest of the way that was cut short."""
    rows = np.flatnonzero(now & (turns["leaves"] > turns["time"] + SHORTEST))
    mine, last = turns[rows], turns[before[rows]]
    t0, t1 = mine["time"], np.minimum(mine["leaves"], until[rows])
    rolling = (before[rows] != NOBODY) & (last["arrives"] > t0) & (last["from_cell"] != last["cell"])
    onward = rolling & (mine["from_cell"] == last["cell"])
    back = rolling & ~onward & (mine["from_cell"] == last["from_cell"])
    moving = onward | back
    start = np.where(moving, _share(last, t0), 0.0)
    goal = np.where(back, 0.0, 1.0)
    done = (t1 - t0) / np.maximum(mine["leaves"] - t0, 1e-9)
    found = _rows(mine, t0, t1)
    found["start"] = start
    found["upto"] = start + (goal - start) * done
    found["cell0"] = np.where(moving, last["from_cell"], mine["from_cell"])
    found["cell1"] = np.where(moving, last["cell"], mine["from_cell"])
    return found


def _driving(turns: Table, until: Floats, now: npt.NDArray[np.bool_]) -> Table:
    rows = np.flatnonzero(now & (turns["arrives"] > turns["time"]) & (turns["from_cell"] != turns["cell"]))
    mine = turns[rows]
    t0, t1 = np.maximum(mine["time"], mine["leaves"]), np.minimum(mine["arrives"], until[rows])
    found = _rows(mine, t0, t1)
    found["start"], found["upto"] = _share(mine, t0), _share(mine, t1)
    found["cell0"], found["cell1"] = mine["from_cell"], mine["cell"]
    return found


def _staying(turns: Table, until: Floats, now: npt.NDArray[np.bool_], begin: float, end: float) -> Table:
    """Who is off duty at home has no leg."""
    rows = np.flatnonzero(now & (turns["duty"] != Duty.OFF))
    mine = turns[rows]
    t0 = np.maximum(np.maximum(mine["time"], mine["arrives"]), begin)
    found = _rows(mine, t0, np.minimum(until[rows], end))
    found["cell0"] = found["cell1"] = mine["cell"]
    return found


def _rows(mine: Table, t0: Floats, t1: Floats) -> Table:
    found = table(LEG_FIELDS, len(mine))
    for name in ("officer", "duty", "call"):
        found[name] = mine[name]
    found["t0"], found["t1"], found["upto"] = t0, t1, 1.0
    return found
