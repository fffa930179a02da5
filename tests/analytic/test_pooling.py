"""The break-even penalty of full pooling: solved by hand for one server a pool, and its limits."""

import numpy as np
import pytest

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.erlang import mean_wait
from jiaosuo.model.theory.pooling import pooled_break_even


@pytest.mark.parametrize("load", [0.05, 0.3, 0.5, 0.8, 0.95])
def test_one_server_a_pool_time_in_system_by_hand(load):
    """M/M/1 1 / (1 - r) equals M/M/2 at rate m, m / (m^2 - r^2): m^2 - (1 - r) m - r^2 = 0."""
    rate = (1 - load + np.sqrt((1 - load) ** 2 + 4 * load**2)) / 2
    assert pooled_break_even(1, load, "system") == pytest.approx(1 - rate, abs=1e-10)


def test_at_half_load_the_generalist_works_at_half_the_golden_ratio():
    assert pooled_break_even(1, 0.5, "system") == pytest.approx(1 - np.cos(np.pi / 5), abs=1e-10)


@pytest.mark.parametrize("load", [0.05, 0.3, 0.5, 0.8, 0.95])
def test_one_server_a_pool_wait_by_hand(load):
    """M/M/1 r / (1 - r) equals M/M/2 at rate m, r^2 / (m (m^2 - r^2)): m^3 - r^2 m - r (1 - r) = 0."""
    roots = np.roots([1, 0, -(load**2), -load * (1 - load)])
    rate = max(root.real for root in roots if abs(root.imag) < 1e-12)
    assert pooled_break_even(1, load, "wait") == pytest.approx(1 - rate, abs=1e-10)


@pytest.mark.parametrize("servers", [1, 4, 25])
def test_pooling_wins_just_below_and_loses_just_above(servers):
    penalty = float(pooled_break_even(servers, 0.8))
    apart = mean_wait(servers, 0.8 * servers, 1.0)
    assert mean_wait(2 * servers, 1.6 * servers, 1 - (penalty - 1e-6)) < apart
    assert mean_wait(2 * servers, 1.6 * servers, 1 - (penalty + 1e-6)) > apart


def test_service_counted_generalists_may_be_less_slow():
    servers, loads = np.array([[1], [3], [10], [60]]), np.array([0.2, 0.5, 0.8, 0.95])
    wait, system = pooled_break_even(servers, loads), pooled_break_even(servers, loads, "system")
    assert wait.shape == system.shape == (4, 4)
    assert ((system >= 0) & (system < wait) & (wait < 1 - loads)).all()
    assert (system[:, 1:] > 0).all()


def test_nearly_full_pools_gain_from_halving_the_queue_alone():
    """In heavy traffic the wait is 1 / free capacity: 2 (1 - p - r) = 1 - r, so p = (1 - r) / 2."""
    for servers in (1, 5, 40):
        assert pooled_break_even(servers, 1 - 1e-7) == pytest.approx(0.5e-7, rel=1e-2)


def test_large_pools_have_nothing_left_to_gain_once_service_counts():
    penalties = pooled_break_even([1, 10, 100, 1000], 0.8, "system")
    assert (np.diff(penalties) < 0).all()
    assert penalties[-1] < 1e-4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ((0, 0.5), "servers_per_pool"),
        ((2.5, 0.5), "servers_per_pool"),
        ((2, 0.0), "load"),
        ((2, [0.5, 1.0]), "load"),
        ((5000, 0.1), "load"),
        ((2, 0.5, "sojourn"), "measure"),
    ],
)
def test_wrong_input_is_named(wrong, field):
    with pytest.raises(InputError, match=field):
        pooled_break_even(*wrong)
