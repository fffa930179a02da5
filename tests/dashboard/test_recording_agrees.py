"""Two pieces of code compute the running outcomes: the model's, and the browser's between two chunk ends."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from jiaosuo.dashboard.playback.recording import Reference, record, result, scene
from jiaosuo.dashboard.playback.recording_header import recording_header
from jiaosuo.model import County, Scenario
from tests.dashboard.node_path import NODE

NAMES = ("response_mean_traffic_urban", "response_mean_order_rural", "calls_total", "calls_gave_up")
CHUNK, UNTIL = 120, 840


def recorded(folder: Path) -> None:
    """A real recording of one county, standing on both sides, and its plan."""
    county = County(Scenario.preset("county-town", seed=3, people_per_agent=25), log=True)
    (folder / "head").write_bytes(recording_header(county))
    chunks, reference = [], Reference()
    for start in range(0, UNTIL, CHUNK):
        recording = record(county, start + CHUNK)
        (folder / f"scene-{start}").write_bytes(scene(recording))
        (folder / f"result-{start}").write_bytes(result(recording, reference))
        urls = {kind: f"/tape/{kind}-{start}" for kind in ("scene", "result")}
        chunks.append({"from": start, "to": start + CHUNK} | urls)
    world = {"rule": "separate", "head": "/tape/head", "chunks": chunks}
    plan = {"minutes": UNTIL, "chunk_minutes": CHUNK, "left": world, "right": world}
    (folder / "plan.json").write_text(json.dumps(plan))


def test_the_browser_counts_the_calls_of_a_real_recording_as_the_model_does(tmp_path: Path) -> None:
    recorded(tmp_path)
    script = Path(__file__).parent / "node" / "agree.mjs"
    told = subprocess.run(
        [NODE, str(script), str(tmp_path), *NAMES], capture_output=True, text=True, timeout=120, check=True
    )
    rows = json.loads(told.stdout)["rows"]
    assert len(rows) == 2 * (UNTIL // CHUNK) * len(NAMES)
    assert max(row["here"]["n"] for row in rows) > 20
    for row in rows:
        here, model = row["here"], row["model"]
        assert here["value"] == pytest.approx(model["value"], abs=0.02), row
        if row["name"].startswith("response"):
            assert here["n"] == model["n"], row
