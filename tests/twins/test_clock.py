"""The list of coming events against Python's heapq."""

import heapq

import numpy as np
import pytest

from jiaosuo.model.core.terms import EventKind
from jiaosuo.model.kernels.base.event_list import schedule, take_first
from tests.twins.worlds import world


def taken(w):
    row = w.events[take_first(w)]
    return tuple(row[name].item() for name in ("time", "sequence", "kind", "subject", "stamp"))


@pytest.mark.parametrize("seed", range(5))
def test_events_come_as_from_heapq_with_ties_in_the_order_of_making(seed):
    dice, w, twin = np.random.default_rng(seed), world(rows=400), []
    for number in range(400):
        event = (float(dice.integers(0, 12)), number, int(dice.integers(0, 9)), number * 7, number * 11)
        schedule(w, event[0], event[2], event[3], event[4])
        heapq.heappush(twin, event)
        while twin and dice.random() < 0.4:
            assert taken(w) == heapq.heappop(twin)
    while twin:
        assert taken(w) == heapq.heappop(twin)
    assert w.clock["events"][0] == 0


def test_equal_times_come_first_made_first_served():
    w = world()
    for subject in range(20):
        schedule(w, 5.0, EventKind.CALL_KNOWN, subject, 0)
    assert [taken(w)[3] for _ in range(20)] == list(range(20))
