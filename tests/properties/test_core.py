"""Facts that hold for all inputs: shares, columns, the list of events."""

import heapq

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiaosuo.model.core.columns import digest, grown, table
from jiaosuo.model.core.shares import largest_remainder
from jiaosuo.model.kernels.base.event_list import schedule, take_first
from tests.twins.worlds import world

WEIGHTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=40)
TOTALS = st.integers(0, 1_000_000)


@given(TOTALS, WEIGHTS)
def test_whole_shares_add_up(total, weights):
    shared = largest_remainder(total, weights)
    assert shared.sum() == total
    assert shared.min() >= 0
    assert shared.dtype == np.int64


@given(TOTALS, st.lists(st.integers(0, 1000), min_size=1, max_size=40))
def test_a_whole_share_is_within_one_of_the_exact_share(total, weights):
    equal = weights if sum(weights) else [1] * len(weights)
    exact = [total * weight / sum(equal) for weight in equal]
    assert np.abs(largest_remainder(total, weights) - exact).max() < 1


@given(TOTALS, st.lists(st.integers(1, 1000), min_size=2, max_size=20), st.data())
def test_who_weighs_more_gets_no_less(total, weights, data):
    shared = largest_remainder(total, weights)
    a = data.draw(st.integers(0, len(weights) - 1))
    b = data.draw(st.integers(0, len(weights) - 1))
    if weights[a] > weights[b]:
        assert shared[a] >= shared[b]


@given(TOTALS, st.lists(st.sampled_from([0.0, 1.0, 3.0]), min_size=1, max_size=20))
def test_who_weighs_nothing_gets_nothing_unless_all_do(total, weights):
    shared = largest_remainder(total, weights)
    if any(weights):
        assert not shared[np.array(weights) == 0].any()


EVENTS = st.lists(st.one_of(st.none(), st.integers(0, 6), st.floats(0, 1e6)), max_size=60)


@given(EVENTS)
def test_events_leave_in_the_order_of_time_then_of_making(steps):
    """A number is an event scheduled, None takes the first."""
    w, twin = world(), []
    for number, step in enumerate([*steps, *[None] * len(steps)]):
        if step is not None:
            schedule(w, float(step), 0, number, 0)
            heapq.heappush(twin, (float(step), number))
        elif twin:
            event = w.events[take_first(w)]
            assert (event["time"], event["subject"]) == heapq.heappop(twin)
    assert w.clock["events"][0] == len(twin) == 0


@given(st.integers(0, 50), st.integers(0, 400))
def test_a_grown_table_keeps_its_rows(rows, wanted):
    old = table([("a", np.int64), ("b", np.float64)], rows)
    old["a"] = np.arange(rows)
    new = grown(old, wanted)
    assert len(new) >= max(rows, wanted)
    assert new["a"][:rows].tolist() == list(range(rows))
    assert not new["a"][rows:].any()


@given(st.integers(0, 50), st.data())
def test_a_grown_table_takes_along_the_rows_in_use_alone(rows, data):
    used = data.draw(st.integers(0, rows))
    old = table([("a", np.int64), ("b", np.float64)], rows)
    old["a"] = np.arange(rows) + 1
    new = grown(old, rows + 1, used)
    assert new["a"][:used].tolist() == old["a"][:used].tolist()
    assert not new["a"][used:].any()


@given(st.lists(st.integers(-(2**31), 2**31), min_size=1, max_size=20), st.data())
def test_a_digest_names_the_content(values, data):
    one = np.array(values)
    assert digest(one) == digest(one.copy())
    other = one.copy()
    other[data.draw(st.integers(0, len(values) - 1))] += 1
    assert digest(one) != digest(other)
