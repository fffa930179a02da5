"""A worker that takes more memory than it may lets go of what it holds for later, the oldest first."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import pytest

from jiaosuo.dashboard.jobs import memory
from jiaosuo.dashboard.jobs.worker import Worker


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
