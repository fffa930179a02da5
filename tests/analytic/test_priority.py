"""Waits by priority: by hand, by a law of conservation, and against a small chain solved by elimination."""

import numpy as np
import pytest

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.erlang import mean_wait
from jiaosuo.model.theory.priority import priority_waits


def test_one_server_by_hand():
    """Loads .25 and .5: .75 / .75 = 1 and .75 / (.75 x .25) = 4."""
    np.testing.assert_allclose(priority_waits(1, [0.25, 0.5], 1.0), [1.0, 4.0], rtol=1e-12)


def test_one_class_waits_as_in_order_of_arrival():
    servers = np.array([1, 2, 7, 30])
    rates = 0.9 * servers * 0.4
    np.testing.assert_allclose(
        priority_waits(servers, rates[:, None], 0.4)[:, 0], mean_wait(servers, rates, 0.4), rtol=1e-12
    )


@pytest.mark.parametrize("servers", [1, 3, 12])
def test_what_one_class_gains_another_loses(servers):
    """Conservation (Kleinrock 1965): waits weighted by load sum to those in order of arrival."""
    rates = servers * np.array([[0.2, 0.3, 0.4], [0.05, 0.05, 0.85], [0.6, 0.0, 0.1]])
    weighted = (rates * priority_waits(servers, rates, 1.0)).sum(axis=1)
    in_order = rates.sum(axis=1) * mean_wait(servers, rates.sum(axis=1), 1.0)
    np.testing.assert_allclose(weighted, in_order, rtol=1e-12)


def test_the_less_urgent_wait_longer():
    waits = priority_waits(4, [0.5, 1.0, 0.7, 0.9, 0.3], 1.0)
    assert (np.diff(waits) > 0).all()


def test_the_urgent_keep_their_wait_when_the_rest_is_too_much():
    """All servers are then always busy: M/M/2 with the next free after 1/2, shared by class 1 at .25 load."""
    waits = priority_waits(2, [0.5, 1.5, 0.1], 1.0)
    assert waits[0] == pytest.approx(0.5 / 0.75, rel=1e-12)
    assert np.isinf(waits[1:]).all()


def chain(servers, rates, most):
    """Mean waits of two classes, M/M/c by priority: dense chain of (busy, first queue, second queue)."""
    states = [(busy, 0, 0) for busy in range(servers)]
    states += [(servers, one, two) for one in range(most + 1) for two in range(most + 1)]
    number = {state: each for each, state in enumerate(states)}
    flow = np.zeros((len(states), len(states)))
    for (busy, one, two), origin in number.items():
        if busy < servers:
            goals = [((busy + 1, 0, 0), sum(rates))]
        else:
            goals = [((busy, one + 1, two), rates[0]), ((busy, one, two + 1), rates[1])]
        if one:
            goals.append(((busy, one - 1, two), servers))
        elif two:
            goals.append(((busy, one, two - 1), servers))
        elif busy:
            goals.append(((busy - 1, 0, 0), busy))
        for goal, rate in goals:
            if goal in number:
                flow[origin, number[goal]] += rate
                flow[origin, origin] -= rate
    system = np.vstack([flow.T[1:], np.ones(len(states))])
    share = np.linalg.solve(system, np.eye(len(states))[-1])
    queues = share @ np.array([state[1:] for state in states])
    return queues / np.array(rates)


@pytest.mark.parametrize(("servers", "rates"), [(1, (0.3, 0.2)), (2, (0.4, 0.7)), (3, (1.0, 0.5))])
def test_the_formula_agrees_with_the_chain(servers, rates):
    np.testing.assert_allclose(priority_waits(servers, rates, 1.0), chain(servers, rates, 30), rtol=1e-6)


def test_servers_and_rates_broadcast():
    waits = priority_waits([[1], [2]], [0.2, 0.3], [1.0, 2.0, 4.0])
    assert waits.shape == (2, 3, 2)
    np.testing.assert_array_equal(waits[1, 2], priority_waits(2, [0.2, 0.3], 4.0))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ((1.5, [0.1], 1.0), "servers"),
        ((2, [0.1, -0.1], 1.0), "arrival_rates"),
        ((2, 0.1, 1.0), "arrival_rates"),
        ((2, [], 1.0), "arrival_rates"),
        ((2, [0.1], 0.0), "service_rate"),
    ],
)
def test_wrong_input_is_named(wrong, field):
    with pytest.raises(InputError, match=field):
        priority_waits(*wrong)
