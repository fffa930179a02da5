"""Law 5: with the extras off, the county is a queue and nothing else; `jiaosuo validate` does the sums."""

import numpy as np
import pytest
from scipy.stats import t

from jiaosuo.model.core.terms import CallState, Duty
from jiaosuo.model.theory.erlang import erlang_c
from tests.laws.bench import queue


@pytest.fixture(scope="module")
def bench():
    """Three officers, load .8."""
    return queue(3, 0.8, seed=1)


def test_officers_are_as_busy_as_the_load_says():
    busy = [queue(4, 0.7, seed, days=5).outcomes()["utilisation_station"][0] for seed in range(1, 9)]
    half = t.ppf(0.9995, 7) * np.std(busy, ddof=1) / np.sqrt(8)
    assert abs(np.mean(busy) - 0.7) < half


def test_as_many_wait_as_erlang_says():
    waited = []
    for seed in range(1, 9):
        calls = queue(3, 0.7, seed, days=5).dispatch.calls
        waited.append((calls["dispatched"] > calls["known"]).mean())
    half = t.ppf(0.9995, 7) * np.std(waited, ddof=1) / np.sqrt(8)
    assert abs(np.mean(waited) - erlang_c(3, 2.1)) < half
    assert half < 0.1


def test_nothing_happens_to_a_call_but_waiting_and_service(bench):
    calls = bench.dispatch.calls
    done = calls[calls["state"] == CallState.CLEARED]
    np.testing.assert_array_equal(done["arose"], done["known"])
    np.testing.assert_array_equal(done["dispatched"], done["first_there"])
    np.testing.assert_array_equal(done["handling_minutes"], done["expert_minutes"])
    np.testing.assert_allclose(done["closed"] - done["first_there"], done["expert_minutes"], atol=1e-6)
    assert set(calls["state"]) <= {CallState.CLEARED, CallState.AT_DESK, CallState.ATTENDED}
    for never in ("is_complex", "escalations", "diversions", "recalls", "handover_minutes", "on_patrol"):
        assert not calls[never].any(), never


def test_calls_are_served_in_order_of_arrival(bench):
    calls = bench.dispatch.calls
    served = calls[~np.isnan(calls["dispatched"])]
    assert (np.diff(served["dispatched"][np.argsort(served["known"])]) >= 0).all()


def test_officers_do_nothing_but_wait_and_serve(bench):
    minutes = bench.evidence().duty_minutes.sum(axis=0)
    other = [duty for duty in Duty if duty not in (Duty.STANDBY, Duty.ON_SCENE)]
    assert not minutes[other].any()


def test_no_officer_no_answer_and_no_silent_zero():
    outcomes = queue(0, 0.5, seed=1, days=1).outcomes()
    assert outcomes["wait_mean"] == (None, 0)
    assert outcomes["utilisation_station"] == (None, 0)
