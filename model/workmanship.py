"""How right the work of a call is, in expectation: the error that its lead's skill left, and the usual one.

What is wrong in one world is a coin of that world. What a rule makes of skill shows sooner in the chance
itself, which each call keeps as `error`: no corps is asked, and no authority.
"""

from __future__ import annotations

import numpy as np

from jiaosuo.model.evidence import Evidence, Floats


def right_chances(e: Evidence) -> Floats:
    """Chance that the work of each call is right; nan where nobody has finished any."""
    right: Floats = 1 - _part_of_errors(e) * e.calls["error"]
    return right


def worth_of_work(e: Evidence) -> Floats:
    """That chance over the one of who leads at such calls under the status quo, records apart and no file
    pressing; 1 where nobody has finished any work."""
    s = e.scenario
    by_kind = e.kinds["error_share"] * (1 - s["first_time_base"]) * (1 - e.kinds["status_quo_skill"])
    usual = 1 - _part_of_errors(e) * np.minimum(1, by_kind)[e.calls["kind"]]
    right = np.where(np.isnan(e.calls["error"]), usual, right_chances(e))
    worth: Floats = np.divide(right, usual, out=np.ones_like(right), where=usual > 0)
    return worth


def solved_shares(e: Evidence, base: float, weight: float) -> Floats:
    """The chance that who did it is found, by call: `base` at ten minutes, falling with the log of delay.

    (Blanes i Vidal & Kirchmaier 2018.) By `weight` in proportion to the worth of the work; 0 for a case that
    nobody came to.
    """
    soon = np.clip(base - e.scenario["clearance_slope"] * np.log(np.maximum(e.response, 1) / 10), 0, 1)
    shares: Floats = np.clip(soon * (1 + weight * (worth_of_work(e) - 1)), 0, 1) * e.answered
    return shares


def _part_of_errors(e: Evidence) -> Floats:
    """As the kernel of that name, by call."""
    hard = e.calls["is_complex"] | e.calls["fled"]
    return np.where(hard, 1.0, e.scenario["simple_errors"])
