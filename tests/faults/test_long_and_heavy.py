"""Long and heavy, bounded: half a year in one run, a hundred thousand points, an afternoon of play.

Memory is measured, time is not: what grows must be what is kept.
"""

from __future__ import annotations

import gc
import os
import signal
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from jiaosuo.dashboard.choice.choice import move_lever
from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.playback.run_plan import plan_run
from tests.sweeping import TINY, parts, session, started, until

pytestmark = pytest.mark.slow

MEGABYTE = 2**20


def resident(pid: int | str = "self") -> float:
    """Megabytes that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def test_half_a_year_grows_by_what_is_recorded_and_no_more(tmp_path):
    from jiaosuo.model import County, Scenario

    (tmp_path / "tiny.toml").write_text(TINY, encoding="utf-8")
    county = County(Scenario.read(tmp_path / "tiny.toml", rule="integrated"))

    def recorded():
        return (county.recorder.ticks.nbytes + county.dispatch.calls.nbytes) / MEGABYTE

    county.run_days(14)
    gc.collect()
    held, kept = resident(), recorded()
    for _ in range(12):
        county.run_days(14)
    gc.collect()
    assert county.minute == 13 * 14 * 1_440
    assert (
        resident() - held < 3 * (recorded() - kept) + 30
    )  # tables double when they are full, and are copied then
    waiting = county.dispatch.world
    assert len(waiting.events) < 50_000
    assert len(waiting.waiting) < 50_000


STUDY = """\
preset = "tiny.toml"
rules = ["separate", "integrated"]
replications = 1
days = 1
outcomes = ["response_mean", "calls_total"]
[sample]
method = "latin-hypercube"
n = 100_000
[sample.ranges]
delta = [0.0, 1.0]
ring_fence = [0.0, 1.0]
"""


def test_a_hundred_thousand_points_start_stop_and_go_on_in_bounded_memory(tmp_path):
    (tmp_path / "tiny.toml").write_text(TINY, encoding="utf-8")
    study, out = tmp_path / "study.toml", tmp_path / "out"
    study.write_text(STUDY, encoding="utf-8")
    stored: list[str] = []
    for turn in range(2):
        process = started("sweep", study, "--out", out, "--jobs", 2)
        wanted = len(stored) + 3
        assert until(lambda enough=wanted: len(parts(out)) >= enough, 300), process.communicate()
        assert resident(process.pid) < 700
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130, said
        assert "of 200,000 runs are stored; go on with: jiaosuo sweep" in said.replace(
            " 200000 ", " 200,000 "
        )
        assert until(lambda leader=process.pid: not session(leader), 20)
        names = [file.name for file in parts(out)]
        assert set(stored) < set(names), f"turn {turn}"
        stored = names
    rows = pl.concat(pl.read_parquet(out / "parts" / name) for name in stored)
    assert rows.unique(["world", "rule"]).height == rows.height
    assert rows["error"].null_count() == rows.height


def test_play_with_undo_does_not_grow_the_server(tmp_path):
    """Levers, plans, pictures and undo, as thirty people in an hour: what the broker keeps has its bounds."""
    from jiaosuo.dashboard.jobs.broker import Broker
    from jiaosuo.dashboard.playback.store import Store

    broker = Broker(Store(tmp_path), workers=1).start()
    try:
        opened = opening("county-town")
        comparison = replace(opened.comparison, days=0.5, people_per_agent=25)
        opened = replace(opened, comparison=comparison)
        first = broker.plan(comparison, "ann").to_json()["left"]["chunks"][0]["scene"].rsplit("/", 1)[-1]
        assert until(lambda: broker.fetch(first, "ann", None).content is not None, 200)

        def play(people):
            for person in people:
                visitor = Session(opening)
                for step in range(12):
                    value = 0.01 * ((person * 7 + step) % 100)
                    visitor.act(
                        "delta", lambda choice, v=value, s=step: move_lever(choice, "delta", v, 30 * s)
                    )
                    plan = broker.plan(visitor.choice.comparison, f"p{person}").to_json()
                    broker.fetch(plan["right"]["chunks"][-1]["scene"].rsplit("/", 1)[-1], f"p{person}", 0)
                    visitor.undo()
                    assert plan_run(from_json(visitor.choice.comparison.text()), "left").addresses

        play(range(40))
        gc.collect()
        held = resident()
        play(range(40, 280))
        gc.collect()
        assert resident() - held < 40
        again = broker.plan(comparison, "ann").to_json()["left"]["chunks"][0]["scene"].rsplit("/", 1)[-1]
        assert again == first
        assert broker.fetch(again, "ann", 0).content is not None
    finally:
        broker.close()
