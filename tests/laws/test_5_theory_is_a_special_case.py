"""Law 5: with the extras off, the county is an M/M/c queue and agrees with Erlang."""

import numpy as np
import pytest
from scipy.stats import t

from model.theory.erlang import mean_wait
from tests.laws.bench import queue

WARM_UP = 2 * 1_440
WORLDS = 20


@pytest.mark.parametrize(("servers", "load"), [(1, 0.6), (3, 0.8), (8, 0.85)])
def test_the_county_waits_as_erlang_says(servers, load):
    means = []
    for seed in range(1, WORLDS + 1):
        calls = queue(servers, load, seed).dispatch.calls
        seen = calls[(calls["known"] > WARM_UP) & ~np.isnan(calls["dispatched"])]
        means.append((seen["dispatched"] - seen["known"]).mean())
    theory = float(mean_wait(servers, load * servers / 30, 1 / 30))
    half = t.ppf(0.9995, WORLDS - 1) * np.std(means, ddof=1) / np.sqrt(WORLDS)
    assert abs(np.mean(means) - theory) < half, f"{np.mean(means):.3f} +- {half:.3f}, Erlang {theory:.3f}"
    assert half < 0.35 * theory


def test_officers_are_as_busy_as_the_load_says():
    busy = [queue(4, 0.7, seed).outcomes()["utilisation_station"][0] for seed in range(1, 9)]
    half = t.ppf(0.9995, 7) * np.std(busy, ddof=1) / np.sqrt(8)
    assert abs(np.mean(busy) - 0.7) < half


def test_no_officer_no_answer_and_no_silent_zero():
    outcomes = queue(0, 0.5, seed=1, days=1).outcomes()
    assert outcomes["wait_mean"] == (None, 0)
    assert outcomes["utilisation_station"] == (None, 0)
