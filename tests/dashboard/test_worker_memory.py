"""A worker that takes more memory than it may lets go of what it holds for later, the oldest first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from multiprocessing import Pipe

import numpy as np
import pytest

from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.jobs import memory
from jiaosuo.dashboard.jobs.messages import ChunkJob
from jiaosuo.dashboard.jobs.worker import Worker, run_plan_of
from jiaosuo.dashboard.playback.store import Store


def worker(at_hand: int, paused: int) -> Worker:
    found = Worker(store=None, pipe=None)
    found.at_hand = OrderedDict((f"county {n}", object()) for n in range(at_hand))
    found.paused = OrderedDict((f"job {n}", iter(())) for n in range(paused))
    return found


@pytest.mark.parametrize(
    ("each", "counties", "jobs"),
    [
        (0.0, ["county 0", "county 1", "county 2"], ["job 0"]),
        (0.30, ["county 1", "county 2"], ["job 0"]),
        (0.24, ["county 2"], []),
    ],
)
def test_the_oldest_goes_first_and_no_more_than_must(monkeypatch, each, counties, jobs):
    """The process takes .9 of what it may beside what is held, so much for each county and job."""
    held = worker(3, 1)
    beside = {0.0: 0.9, 0.30: 0.05, 0.24: 0.75}[each]
    counted = lambda: (beside + each * (len(held.at_hand) + len(held.paused))) * memory.MOST_BYTES  # noqa: E731
    monkeypatch.setattr(memory, "taken", counted)
    held._lighten()
    assert list(held.at_hand) == counties
    assert list(held.paused) == jobs


def test_the_county_that_plays_stays_however_much_it_takes(monkeypatch):
    held = worker(1, 0)
    monkeypatch.setattr(memory, "taken", lambda: 10 * memory.MOST_BYTES)
    held._lighten()
    assert list(held.at_hand) == ["county 0"]


def test_what_a_process_takes_is_its_own():
    before = memory.taken()
    block = np.ones(40_000_000 // 8)
    assert memory.taken() - before > 30_000_000
    del block
    memory.give_back()
    assert memory.taken() - before < 30_000_000


def test_a_county_at_hand_holds_the_rows_in_use_alone(tmp_path):
    text = replace(opening("county-town").comparison, people_per_agent=25).text()
    plan = run_plan_of(text, "left")
    held = Worker(Store(tmp_path), pipe=Pipe()[0])
    held._record_up_to(ChunkJob(address=plan.addresses[1], comparison=text, side="left", chunk=1))
    assert not held.at_hand[plan.addresses[1]].stays
    for kept in held.at_hand.values():
        tables = kept.county.dispatch
        assert len(tables.tables.calls) == len(tables.calls)
        assert len(tables.tables.events) == int(tables.tables.clock["events"][0])
    assert held._bytes_at_hand() < 20_000_000
