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
    """Whole servers, rounded up, with which about `share_waiting` of arrivals wait; inputs broadcast.

    a + beta sqrt(a) for a load of a erlangs, beta from `delay_margin`: exact as the load grows, and within
    about one server from a few erlangs on. InputError for a load not above 0, or a share not between 0 and 1.
    Source: Halfin & Whitt 1981.
    """
    load = above_zero("offered_load", offered_load)
    return np.ceil(load + delay_margin(share_waiting) * np.sqrt(load)).astype(np.int64)


def delay_margin(share_waiting: npt.ArrayLike) -> Floats:
    """The margin beta, in square roots of the load, at which `share_waiting` of arrivals wait in the limit.

    Solves 1 / share = 1 + beta Phi(beta) / phi(beta), the normal distribution and its density.
    InputError for a share not between 0 and 1. Source: Halfin & Whitt 1981.
    """
    shares = inside_one("share_waiting", share_waiting)
    odds = np.log1p(-shares) - np.log(shares)
    margins = [brentq(lambda beta, want=want: _log_odds(beta) - want, *MARGINS) for want in odds.flat]
    return np.array(margins, np.float64).reshape(shares.shape)


def _log_odds(beta: float) -> float:
    """Log of the odds of not waiting, beta Phi / phi: in logs, so that rare waits do not overflow."""
    return float(np.log(beta) + log_ndtr(beta) + (beta**2 + np.log(2 * np.pi)) / 2)
