"""A queue and nothing else, beside programs that simulate nothing but queues."""

from __future__ import annotations

import statistics
from functools import partial

from benchmarks.bare_queue import CALLS, OFFICERS, installed, ours, peer, theory
from benchmarks.clocks import in_turn
from benchmarks.row import Measured, Row


def measure() -> Measured:
    """Median of rounds in turn with the peers that are installed; the waits of all beside Erlang's."""
    ours()  # the first of a process loads the kernels
    peers = installed()
    told = in_turn(5, ours, *(partial(peer, name) for name in peers))
    took, waits = ([[run[part] for run in runs] for runs in told] for part in (0, 1))
    names = ["county", *peers]
    return Measured(
        statistics.median(took[0]),
        {
            "seconds": dict(zip(names, map(statistics.median, took), strict=True)),
            "mean wait, min": dict(zip(names, (each[0] for each in waits), strict=True))
            | {"Erlang": theory()},
        },
    )


ROWS = [
    Row(
        "queue",
        f"a bare queue, M/M/{OFFICERS}, {CALLS:,} calls, built, run and asked for its mean wait",
        "s",
        0.4,
        "CPU, median of 5 in turn with Ciw and SimPy where they are installed",
        measure,
    )
]
