"""The wait that a share of arrivals does not exceed: against the exponential tail by hand, and its mean."""

import numpy as np
import pytest
from scipy.integrate import quad

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.erlang import erlang_c, mean_wait, wait_quantile


def test_one_server_by_hand():
    """M/M/1 at load .8: P(wait > t) = .8 exp(-.2 t), which is .4 at t = 5 ln 2."""
    assert wait_quantile(1, 0.8, 1.0, 0.6) == pytest.approx(5 * np.log(2), rel=1e-12)


def test_two_servers_by_hand():
    """M/M/2 at 1 erlang: a third waits, exponentially at rate 1."""
    assert wait_quantile(2, 1.0, 1.0, 0.9) == pytest.approx(np.log(10 / 3), rel=1e-12)


def test_nothing_where_the_share_does_not_wait():
    served_at_once = 1 - float(erlang_c(5, 3.0))
    shares = [0.0, served_at_once - 1e-6, served_at_once + 1e-6]
    waits = wait_quantile(5, 3.0, 1.0, shares)
    assert waits[:2].tolist() == [0.0, 0.0]
    assert waits[2] > 0


@pytest.mark.parametrize(("servers", "arrivals", "service"), [(1, 0.5, 1.0), (4, 6.0, 2.0), (30, 1.4, 0.05)])
def test_the_mean_over_all_shares_is_the_mean_wait(servers, arrivals, service):
    at_once = 1 - float(erlang_c(servers, arrivals / service))
    mean, _ = quad(lambda share: float(wait_quantile(servers, arrivals, service, share)), at_once, 1)
    assert mean == pytest.approx(float(mean_wait(servers, arrivals, service)), rel=1e-6)


def test_minutes_or_hours():
    shares = np.array([0.5, 0.9, 0.99])
    np.testing.assert_allclose(
        wait_quantile(3, 5.0 / 60, 2.0 / 60, shares), 60 * wait_quantile(3, 5.0, 2.0, shares), rtol=1e-12
    )


def test_too_few_servers_wait_for_ever_and_inputs_broadcast():
    waits = wait_quantile([[1], [2], [3]], 2.0, 1.0, [0.0, 0.5, 0.9, 0.99])
    assert waits.shape == (3, 4)
    assert np.isinf(waits[:2]).all()
    assert np.isfinite(waits[2]).all()


def test_nobody_waits_without_arrivals():
    assert wait_quantile(2, 0.0, 1.0, 0.999) == 0.0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ((1.5, 1.0, 1.0, 0.5), "servers"),
        ((2, -1.0, 1.0, 0.5), "arrival_rate"),
        ((2, 1.0, 0.0, 0.5), "service_rate"),
        ((2, 1.0, 1.0, 1.0), "share"),
        ((2, 1.0, 1.0, [0.5, np.nan]), "share"),
        ((2, 1.0, 1.0, "most"), "share"),
    ],
)
def test_wrong_input_is_named(wrong, field):
    with pytest.raises(InputError, match=field):
        wait_quantile(*wrong)
