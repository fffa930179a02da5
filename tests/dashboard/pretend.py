"""A made-up tape: a toy county of two worlds in the very format of the real one, made without the model.

`python tests/dashboard/pretend.py FOLDER` writes the resources and `plan.json`, as the tests of Node read.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

WIDTH, HEIGHT, CELL_KM = 16, 12, 2.0
CHUNK, DAYS = 120, 1
MINUTES = 1440 * DAYS
CORPS = ("traffic", "station", "patrol", "auxiliary")
DUTIES = (
    "off",
    "standby",
    "beat",
    "post",
    "community",
    "to_call",
    "on_scene",
    "paperwork",
    "training",
    "other_work",
    "case_file",
    "watch",
)
OFF, STANDBY, BEAT, POST, TO_CALL, ON_SCENE = 0, 1, 2, 3, 5, 6
KINDS = (("injury_crash", 0, 1), ("damage_crash", 0, 3), ("dispute", 1, 3), ("help", 2, 3))
TOWNSHIPS = (
    ("Riverton", "河口镇", 3, 3),
    ("Hillfoot", "山脚乡", 12, 3),
    ("Fields", "", 3, 9),
    ("<b>East</b>", "", 12, 9),
)

type Column = tuple[np.ndarray[Any, Any], str, dict[str, Any]]


def column(
    values: Any, kind: str, scale: float = 1.0, missing: int | None = None, delta: bool = False
) -> Column:
    """Values quantised: None and NaN become `missing`."""
    given = np.array([np.nan if v is None else v for v in np.ravel(values)], float).reshape(np.shape(values))
    raw = np.where(np.isnan(given), 0 if missing is None else missing, np.round(given / scale))
    raw = raw.astype(np.float32 if kind == "f32" else np.int64)
    if delta:
        raw = np.diff(raw, axis=0, prepend=np.zeros((1, *raw.shape[1:]), raw.dtype))
    return raw, kind, {"scale": scale, "offset0": 0, "delta": delta, "missing": missing}


def packed(kind: str, start: int, end: int, tables: dict[str, dict[str, Column]], **extras: Any) -> bytes:
    """A resource: header length, header, columns."""
    header: dict[str, Any] = {"kind": kind, "from": start, "to": end, "tables": {}, **extras}
    body = b""
    for table, columns in tables.items():
        described = {}
        for name, (raw, dtype, told) in columns.items():
            letter = {"u": "u", "i": "i", "f": "f"}[dtype[0]]
            plain = raw.astype(f"<{letter}{int(dtype[1:]) // 8}").tobytes()
            described[name] = {
                "type": dtype,
                "shape": list(raw.shape),
                "at": len(body),
                "bytes": len(plain),
                **told,
            }
            body += plain + b"\0" * (-len(plain) % 4)
        rows = len(next(iter(columns.values()))[0]) if columns else 0
        header["tables"][table] = {"rows": rows, "columns": described}
    text = json.dumps(header, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    return len(text).to_bytes(4, "little") + text + body


@dataclass
class Turn:
    """A stretch of an officer's time."""

    officer: int
    t0: float
    t1: float
    duty: int
    cell0: int
    cell1: int
    call: int | None = None


@dataclass
class Call:
    """A call and its life in one world."""

    id: int
    kind: int
    cell: int
    arose: float
    known: float
    dispatched: float | None = None
    first_there: float | None = None
    closed: float | None = None
    lead: int | None = None


def cells() -> dict[str, np.ndarray[Any, Any]]:
    x, y = np.tile(np.arange(WIDTH), HEIGHT), np.repeat(np.arange(HEIGHT), WIDTH)
    township = (x >= WIDTH // 2).astype(int) + 2 * (y >= HEIGHT // 2)
    land = np.where((x + y) % 5 == 0, 0, 1)
    area = np.zeros(len(x), int)
    for _, _, column_, row in TOWNSHIPS:
        land[(abs(x - column_) <= 1) & (abs(y - row) <= 1)] = 2
    town = (abs(x - 3) <= 1) & (abs(y - 3) <= 1)
    land[town], area[town] = 3, 1
    return {
        "x": x,
        "y": y,
        "township": township,
        "land": land,
        "area": area,
        "people": 50 + 200 * (land >= 2),
    }


def links() -> dict[str, np.ndarray[Any, Any]]:
    tail, head = [], []
    for row in range(HEIGHT):
        for place in range(WIDTH):
            here = row * WIDTH + place
            for other in ([here + 1] if place + 1 < WIDTH else []) + (
                [here + WIDTH] if row + 1 < HEIGHT else []
            ):
                tail += [here, other]
                head += [other, here]
    t, h = np.array(tail), np.array(head)
    main = (t // WIDTH == 3) & (h // WIDTH == 3) | (t % WIDTH == 12) & (h % WIDTH == 12)
    return {"tail": t, "head": h, "road_class": np.where(main, 2, 0), "minutes": np.where(main, 2.0, 4.0)}


SEATS = tuple(row * WIDTH + place for _, _, place, row in TOWNSHIPS)
HOMES = np.array([SEATS[i % 4] for i in range(24)])
POSTS = (SEATS[0], SEATS[1], SEATS[0] + 1, SEATS[2])


def world(side: str, seed: int = 3) -> tuple[list[Turn], list[Call]]:
    """Officers who wait at home and calls that the nearest free one attends: the right world rides faster."""
    rng = np.random.default_rng(seed)
    count = 48 * DAYS
    calls = [
        Call(100 + i, int(rng.integers(4)), int(rng.integers(WIDTH * HEIGHT)), t, t + 2.0)
        for i, t in enumerate(np.sort(rng.uniform(5, MINUTES - 90, count)).tolist())
    ]
    free, turns = np.zeros(len(HOMES)), []
    pace = 6.0 if side == "left" else 3.0
    for call in calls:
        away = abs(HOMES % WIDTH - call.cell % WIDTH) + abs(HOMES // WIDTH - call.cell // WIDTH)
        officer = int(np.argmin(np.maximum(free - call.known, 0) * 3 + away))
        start = max(call.known + 1.0, float(free[officer]))
        if call.id % 17 == 0 or start > MINUTES - 10:
            continue  # nobody comes
        call.dispatched, call.first_there = start, start + 1 + pace * float(away[officer])
        call.closed, call.lead = call.first_there + 25, officer
        home, cell = int(HOMES[officer]), call.cell
        back = call.closed + pace * float(away[officer])
        turns += [
            Turn(officer, float(free[officer]), start, STANDBY, home, home),
            Turn(officer, start, call.first_there, TO_CALL, home, cell, call.id),
            Turn(officer, call.first_there, call.closed, ON_SCENE, cell, cell, call.id),
            Turn(officer, call.closed, back, BEAT, cell, home),
        ]
        free[officer] = back
    turns += [
        Turn(i, float(t), MINUTES, STANDBY if i % 3 else OFF, int(HOMES[i]), int(HOMES[i]))
        for i, t in enumerate(free)
    ]
    return sorted((t for t in turns if t.t1 > t.t0), key=lambda t: (t.officer, t.t0)), calls


def staff() -> dict[str, Column]:
    rows = range(len(HOMES))
    return {
        "corps": column([i % len(CORPS) for i in rows], "u8"),
        "home_cell": column(HOMES, "u16"),
        "township": column([i % 4 for i in rows], "u8"),
        "serving": column([1 for _ in rows], "u8"),
        "skill_traffic": column([i / 100 for i in rows], "u8", 0.01),
    }


def head() -> bytes:
    land, roads = cells(), links()
    return packed(
        "head",
        0,
        MINUTES,
        {
            "cells": {
                name: column(land[name], "u16") for name in ("x", "y", "land", "township", "area", "people")
            },
            "links": {
                "tail": column(roads["tail"], "u16"),
                "head": column(roads["head"], "u16"),
                "road_class": column(roads["road_class"], "u8"),
                "length_km": column(np.full(len(roads["tail"]), CELL_KM), "u16", 0.01),
                "capacity": column(np.full(len(roads["tail"]), 600), "u16"),
                "free_minutes": column(roads["minutes"], "u16", 0.01),
            },
            "sites": {
                "cell": column(SEATS, "u16"),
                "level": column([3, 1, 1, 1], "u8"),
                "township": column(range(4), "u8"),
            },
            "posts": {"cell": column(POSTS, "u16"), "township": column([0, 1, 0, 2], "u8")},
            "officers": staff(),
        },
        grid={"width": WIDTH, "height": HEIGHT, "cell_km": CELL_KM},
        townships=[
            {"name": name, "title_zh": zh, "seat": SEATS[i], "population": 20000}
            for i, (name, zh, _, _) in enumerate(TOWNSHIPS)
        ],
        kinds=[{"name": n, "domain": d, "priority": p, "label": n} for n, d, p in KINDS],
        corps=list(CORPS),
        duties=list(DUTIES),
        domains=["traffic", "order", "service"],
        place={"name": "toy", "title": "Toy county", "title_zh": "玩具县"},
        values={},
    )


def scene(turns: list[Turn], calls: list[Call], start: int, end: int) -> bytes:
    legs = [t for t in turns if t.t0 < end and t.t1 > start]
    alive = [c for c in calls if c.arose < end and (c.closed is None or c.closed > start)]
    steps = range(start, end, 10)
    count = len(links()["tail"])
    busy = np.array([[200 + 150 * np.sin(m / 229) + 40 * (i % 5) for i in range(count)] for m in steps])
    ticks = range(start, end)
    return packed(
        "scene",
        start,
        end,
        {
            "officers": staff(),
            "legs": {
                "officer": column([t.officer for t in legs], "u16", delta=True),
                "t0": column([t.t0 for t in legs], "i32", 0.01, delta=True),
                "t1": column([t.t1 for t in legs], "i32", 0.01, delta=True),
                "start": column([0 for _ in legs], "u16", 1 / 65535),
                "upto": column([65535 / 65535 for _ in legs], "u16", 1 / 65535),
                "duty": column([t.duty for t in legs], "u8"),
                "cell0": column([t.cell0 for t in legs], "u16"),
                "cell1": column([t.cell1 for t in legs], "u16"),
                "call": column([t.call for t in legs], "u32", missing=2**32 - 1),
            },
            "posts": {
                "post": column(range(len(POSTS)), "u8"),
                "t0": column([start] * len(POSTS), "i32", 0.01),
                "t1": column([end] * len(POSTS), "i32", 0.01),
                "officer": column([0, None, 3, None], "u16", missing=65535),
            },
            "links": {
                "flow": column(busy, "u16", delta=True),
                "speed": column(np.where(busy > 420, 0.4, 0.95), "u8", 1 / 200),
                "blocked": column(np.zeros_like(busy), "u8"),
            },
            "calls": {
                "id": column([c.id for c in alive], "u32", delta=True),
                "kind": column([c.kind for c in alive], "u8"),
                "domain": column([KINDS[c.kind][1] for c in alive], "u8"),
                "priority": column([KINDS[c.kind][2] for c in alive], "u8"),
                "area": column([cells()["area"][c.cell] for c in alive], "u8"),
                "cell": column([c.cell for c in alive], "u16"),
                "township": column([cells()["township"][c.cell] for c in alive], "u8"),
                "complex": column([0] * len(alive), "u8"),
                "on_patrol": column([0] * len(alive), "u8"),
                "secondary": column([0] * len(alive), "u8"),
                "arose": column([c.arose for c in alive], "i32", 0.01, delta=True),
                "known": column([c.known for c in alive], "i32", 0.01, missing=-(2**31)),
                "needed": column([1] * len(alive), "u8"),
            },
            "ticks": {
                "waiting": column([0 for _ in ticks], "u16"),
                "open": column([0 for _ in ticks], "u16"),
                "vehicles_on_road": column([900 for _ in ticks], "u16"),
                "officers": column([[4] * len(DUTIES) for _ in ticks], "u16"),
            },
        },
        events=[{"minute": 640, "rule": "integrated"}] if start == 600 else [],
    )


def result(calls: list[Call], start: int, end: int) -> bytes:
    alive = [c for c in calls if c.arose < end and (c.closed is None or c.closed > start)]

    def known(value: float | None) -> float | None:
        return value if value is not None and value <= end else None

    def time(name: str) -> Column:
        return column([known(getattr(c, name)) for c in alive], "i32", 0.01, missing=-(2**31))

    def state(call: Call) -> int:
        order = ((call.closed, 5), (call.first_there, 3), (call.dispatched, 2), (call.known, 1))
        return next((code for at, code in order if known(at) is not None), 0)

    answered = [c for c in calls if known(c.first_there) is not None]
    waits = [c.first_there - c.known for c in answered if c.first_there is not None]
    return packed(
        "result",
        start,
        end,
        {
            "ends": {
                "id": column([c.id for c in alive], "u32", delta=True),
                "dispatched": time("dispatched"),
                "first_there": time("first_there"),
                "crew_there": time("first_there"),
                "closed": time("closed"),
                "state": column([state(c) for c in alive], "u8"),
                "lead": column(
                    [c.lead if known(c.dispatched) else None for c in alive], "u16", missing=65535
                ),
                "helper": column([None for _ in alive], "u16", missing=65535),
                "handling_minutes": column([25 if known(c.closed) else 0 for c in alive], "u16", 0.1),
                "satisfaction": column(
                    [0.7 if known(c.closed) else None for c in alive], "u8", 0.01, missing=255
                ),
                "closed_badly": column([0 for _ in alive], "u8"),
                "escalations": column([0 for _ in alive], "u8"),
            }
        },
        running={"response_mean_traffic": [float(np.mean(waits)) if waits else None, len(waits)]},
        delay=3.0 * end / 60,
    )


def write(folder: Path) -> dict[str, Any]:
    """Write the tape into a folder; returns the plan, its URLs being `/tape/NAME`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "head").write_bytes(head())
    plan: dict[str, Any] = {"minutes": MINUTES, "chunk_minutes": CHUNK}
    for side, rule in (("left", "separate"), ("right", "integrated")):
        turns, calls = world(side)
        chunks = []
        for start in range(0, MINUTES, CHUNK):
            names = {kind: f"{side}-{kind}-{start}" for kind in ("scene", "result")}
            (folder / names["scene"]).write_bytes(scene(turns, calls, start, start + CHUNK))
            (folder / names["result"]).write_bytes(result(calls, start, start + CHUNK))
            chunks.append(
                {"from": start, "to": start + CHUNK} | {kind: f"/tape/{name}" for kind, name in names.items()}
            )
        plan[side] = {"rule": rule, "head": "/tape/head", "chunks": chunks}
    (folder / "plan.json").write_text(json.dumps(plan))
    return plan


if __name__ == "__main__":
    write(Path(sys.argv[1]))
