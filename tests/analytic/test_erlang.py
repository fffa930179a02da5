"""Erlang's formulas against published values and their own laws."""

import numpy as np
import pytest

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.erlang import erlang_b, erlang_c, mean_wait


def test_blocking_of_one_server_is_load_over_one_plus_load():
    loads = np.array([0.1, 0.5, 1.0, 3.0])
    np.testing.assert_allclose(erlang_b(1, loads), loads / (1 + loads), rtol=1e-12)


@pytest.mark.parametrize(
    ("servers", "load", "blocking"), [(5, 1.361, 0.01), (10, 4.461, 0.01), (20, 12.03, 0.01)]
)
def test_blocking_agrees_with_the_printed_tables(servers, load, blocking):
    assert erlang_b(servers, load) == pytest.approx(blocking, rel=2e-3)


def test_blocking_obeys_its_recursion():
    load = 7.3
    for servers in range(1, 40):
        before = erlang_b(servers - 1, load)
        assert erlang_b(servers, load) == pytest.approx(load * before / (servers + load * before), rel=1e-9)


def test_one_server_waits_as_often_as_it_is_busy():
    assert erlang_c(1, 0.8) == pytest.approx(0.8, rel=1e-12)
    assert mean_wait(1, 0.8, 1.0) == pytest.approx(0.8 / 0.2, rel=1e-12)


def test_two_servers_by_hand():
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3, rel=1e-12)
    assert mean_wait(2, 1.0, 1.0) == pytest.approx(1 / 3, rel=1e-12)


def test_more_load_than_servers_waits_for_ever():
    assert erlang_c(2, 2.0) == 1.0
    assert np.isinf(mean_wait(2, 3.0, 1.0))


def test_nobody_waits_without_arrivals():
    assert erlang_c(3, 0.0) == 0.0
    assert mean_wait(3, 0.0, 1.0) == 0.0


@pytest.mark.parametrize("servers", [-1, 1.5, np.nan])
def test_servers_are_whole_numbers(servers):
    with pytest.raises(InputError, match="servers"):
        erlang_c(servers, 1.0)


def test_a_service_rate_of_nothing_is_refused():
    with pytest.raises(InputError, match="service_rate"):
        mean_wait(2, 1.0, 0.0)
