"""Square-root staffing: the limit against its formula, and the servers against the exact Erlang C."""

import numpy as np
import pytest
from scipy.stats import norm

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.erlang import erlang_c
from jiaosuo.model.theory.staffing import delay_margin, square_root_staffing


def test_half_wait_at_a_margin_of_half_a_root():
    """By hand from the normal table: .506 x .69357 / .35100 = .99985, so that odds are even."""
    assert delay_margin(0.5) == pytest.approx(0.506, abs=1e-4)


def test_the_margin_gives_back_the_share():
    shares = np.array([0.999, 0.8, 0.5, 0.2, 0.05, 1e-3, 1e-9])
    margins = delay_margin(shares)
    waiting = 1 / (1 + margins * norm.cdf(margins) / norm.pdf(margins))
    np.testing.assert_allclose(waiting, shares, rtol=1e-9)


def test_a_hundred_erlangs_by_hand():
    """Half may wait: 100 + .506 x 10 = 105.06, so 106 servers."""
    assert square_root_staffing(100, 0.5) == 106


@pytest.mark.parametrize("share", [0.5, 0.2, 0.05])
@pytest.mark.parametrize("load", [4.0, 17.3, 100.0, 640.0])
def test_exact_waiting_crosses_the_promise_within_a_server(load, share):
    servers = int(square_root_staffing(load, share))
    assert erlang_c(servers + 1, load) <= share <= erlang_c(servers - 1, load)


@pytest.mark.parametrize("share", [0.5, 0.2, 0.05])
def test_exact_waiting_nears_the_promise_with_the_root_of_the_load(share):
    """Loads at which a + beta sqrt(a) is whole, so that rounding adds nothing."""
    off = []
    for whole in (10, 100, 1000, 10_000):
        margin = float(delay_margin(share))
        load = (np.sqrt(margin**2 / 4 + whole) - margin / 2) ** 2 - 1e-9
        assert square_root_staffing(load, share) == whole
        off.append(abs(float(erlang_c(whole, load)) - share))
    assert off[2] / off[3] == pytest.approx(np.sqrt(10), rel=0.03)
    assert off[3] < 0.02 * share


def test_always_more_servers_than_load():
    loads = np.array([0.01, 1.0, 33.0, 1e6])
    servers = square_root_staffing(loads[:, None], [1 - 1e-12, 0.5, 1e-12])
    assert servers.shape == (4, 3)
    assert servers.dtype.kind == "i"
    assert (servers > loads[:, None]).all()
    assert (np.diff(servers, axis=1) >= 0).all()


@pytest.mark.parametrize(
    ("load", "share", "field"),
    [(0.0, 0.5, "offered_load"), (np.inf, 0.5, "offered_load"), (5.0, 0.0, "share"), (5.0, 1.0, "share")],
)
def test_wrong_input_is_named(load, share, field):
    with pytest.raises(InputError, match=field):
        square_root_staffing(load, share)
