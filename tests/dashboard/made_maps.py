"""Made-up documents of the two studies for one place, as they are stored: small and plain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jiaosuo.experiments.study_tools.makers import sources

PLACE = "zigui-2004"
RULES = ["separate", "stationed", "integrated"]
OUTCOMES = {"response_mean": ("Response time", -6.0), "clear_mean": ("Time to clear", -2.0)}
XS, YS = [0.2, 0.5, 0.8], [50.0, 150.0]


def tipping_point(code: str | None = None) -> dict[str, Any]:
    """A map of 3 x 2 cells: by response integrated wins up to the last column; by clear time nobody wins."""
    cells = [_cell(outcome, at, x, y) for outcome in OUTCOMES for y in YS for at, x in enumerate(XS)]
    rows = [{"y": y, "mean": 0.6, "ci95": [0.5, 0.7], "n": 5, "beyond": 0, "same": False} for y in YS]
    theory = [{"y": y, "mean": 0.8, "beyond": 1} for y in YS]
    place = {
        "name": PLACE,
        "title": "Zigui",
        "here": {"x": 0.22, "y": 80.0},
        "staffing": "workload",
        "seed": 0,
        "cells": cells,
        "boundary": dict.fromkeys(OUTCOMES, rows),
        "theory": {"cells": [], "boundary": {"response_mean": theory}},
    }
    axes = {
        "x": {"name": "urbanization", "meaning": "Share of people who live in urban cells", "unit": "share"},
        "y": {"name": "vehicles_per_1000", "meaning": "Vehicles", "unit": "vehicles/1,000 people"},
    }
    about = {"rules": RULES, "between": ["separate", "integrated"], "budget": 0, "looks": 1}
    shown = {"x": {**axes["x"], "values": XS}, "y": {**axes["y"], "values": YS}}
    return _document("tipping-point", code) | about | shown | {"place": place}


def _cell(outcome: str, at: int, x: float, y: float) -> dict[str, Any]:
    p = (0.0004, 0.03, 0.4)[at] if outcome == "response_mean" else 0.6
    change = OUTCOMES[outcome][1]
    return {
        "x": x,
        "y": y,
        "outcome": outcome,
        "look": 1,
        "worlds": 5,
        "failed_worlds": 0,
        "leader": "integrated",
        "same": ["integrated"],
        "decided": p <= 0.05,
        "all_same": False,
        "p": p,
        "means": {"separate": 20.0, "stationed": 19.0, "integrated": 20.0 + change},
        "differences": {
            "stationed": {"mean": -1.0, "ci95": [-2.0, 0.5], "n": 5},
            "integrated": {"mean": change, "ci95": [change - 1, change + 1], "n": 5},
        },
    }


def why(code: str | None = None) -> dict[str, Any]:
    """Three answers whose shares add up to -6.0 minutes, and two mechanisms."""
    shares = {"home": (-7.0, 0.001), "duty": (1.5, 0.02), "reach": (-0.5, 0.7)}
    outcome = {
        "first": _estimate(20.0),
        "later": _estimate(14.0),
        "difference": _estimate(-6.0),
        "shares": {
            name: _estimate(mean) | {"p": p, "alone": _estimate(mean), "last": _estimate(mean)}
            for name, (mean, p) in shares.items()
        },
        "rules": [],
    }
    words = {
        "home": "where officers work from",
        "duty": "duty beyond calls",
        "reach": "how far officers may be sent",
    }
    switched = {
        "skill": ("a novice works as fast as an expert", "off", -8.0),
        "shared data": ("records and calls shared between desks", "on", -5.0),
    }
    place = {
        "name": PLACE,
        "title": "Zigui",
        "rules": 8,
        "answers": [{"name": name, "words": said} for name, said in words.items()],
        "idle": [{"name": "change", "words": "falls due only when a timeline changes the rule in mid-run, "
                  "and here no rule changes"}],
        "outcomes": dict.fromkeys(OUTCOMES, outcome),
        "mechanisms": [
            {"name": name, "words": said, "turned": turned,
             "outcomes": {each: {"difference": _estimate(mean), "change": _estimate(mean + 6)}
                          for each in OUTCOMES}}
            for name, (said, turned, mean) in switched.items()
        ],
    }  # fmt: skip
    return _document("why", code) | {"from": "separate", "to": "integrated", "place": place}


def _estimate(mean: float) -> dict[str, Any]:
    return {"mean": mean, "ci95": [mean - 1, mean + 1], "n": 5}


def _document(study: str, code: str | None) -> dict[str, Any]:
    return {
        "study": study,
        "command": f"jiaosuo study {study} {PLACE}",
        "quick": False,
        "code": sources(study) if code is None else code,
        "days": 1,
        "replications": 5,
        "outcomes": {
            name: {"label": label, "unit": "min", "better": "less"} for name, (label, _) in OUTCOMES.items()
        },
        "failures": [],
    }


def write(folder: Path, code: str | None = None) -> Path:
    """Both documents in a folder, as they are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in (tipping_point(code), why(code)):
        file = folder / f"{document['study']}-{PLACE}.json"
        file.write_text(json.dumps(document), encoding="utf-8")
    return folder
