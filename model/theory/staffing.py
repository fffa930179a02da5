"""How many servers a promise needs: the load, and a margin of its square root (Halfin & Whitt 1981)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import log_ndtr

from jiaosuo.model.theory.checks import Floats, above_zero, inside_one

MARGINS = (1e-20, 50.0)
"""Between these lies the margin of any share of arrivals that a float can tell from 0 and 1."""


def square_root_staffing(offered_load: npt.ArrayLike, share_waiting: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Whole servers, rounded up, with which about a given share of arrivals waits.

    Parameters
    ----------
    offered_load : array_like of float
        Arrival rate over service rate, in erlangs, above 0.
    share_waiting : array_like of float
        The share of arrivals that may wait, between 0 and 1, neither included. Inputs broadcast.

    Returns
    -------
    numpy.ndarray of int
        Servers, in the shape that the inputs broadcast to: a + beta sqrt(a) for a load of a erlangs, with
        beta from `delay_margin`. Exact as the load grows, and within about one server from a few erlangs on.

    Raises
    ------
    InputError
        When a load is not above 0, or a share is not between 0 and 1.

    Notes
    -----
    Source: Halfin & Whitt 1981.

    Examples
    --------
    >>> from jiaosuo.model.theory import square_root_staffing
    >>> square_root_staffing([10.0, 100.0], 0.2).tolist()
    [14, 111]
    """
    load = above_zero("offered_load", offered_load)
    return np.ceil(load + delay_margin(share_waiting) * np.sqrt(load)).astype(np.int64)


def delay_margin(share_waiting: npt.ArrayLike) -> Floats:
    """The margin beta, in square roots of the load, at which a given share of arrivals waits in the limit.

    Parameters
    ----------
    share_waiting : array_like of float
        The share of arrivals that waits, between 0 and 1, neither included.

    Returns
    -------
    numpy.ndarray of float
        The margin, above 0, in the shape of the input. It solves 1 / share = 1 + beta Phi(beta) / phi(beta),
        the normal distribution and its density.

    Raises
    ------
    InputError
        When a share is not between 0 and 1.

    Notes
    -----
    Source: Halfin & Whitt 1981.

    Examples
    --------
    >>> from jiaosuo.model.theory import delay_margin
    >>> delay_margin(0.2).round(2).item()
    1.06
    """
    shares = inside_one("share_waiting", share_waiting)
    odds = np.log1p(-shares) - np.log(shares)
    margins = [brentq(lambda beta, want=want: _log_odds(beta) - want, *MARGINS) for want in odds.flat]
    return np.array(margins, np.float64).reshape(shares.shape)


def _log_odds(beta: float) -> float:
    """Log of the odds of not waiting, beta Phi / phi: in logs, so that rare waits do not overflow."""
    return float(np.log(beta) + log_ndtr(beta) + (beta**2 + np.log(2 * np.pi)) / 2)
