"""Splits of the force between the corps: which are tried, in which worlds, and which of them is best.

A split is tried under the status quo, in worlds of its own: the seeds of the comparison have no part in the
choice. Nothing here runs a world, so that a server can plan the trials of its workers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.rules import STATUS_QUO
from jiaosuo.model.scenario import Scenario

SHARES = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7)
"""Traffic corps' shares of traffic and station officers that are tried."""

WORLDS, DAYS = 4, 7
OTHER_SEEDS = 1_000_003
"""Added to the seed: worlds on which the split is chosen are never those of the comparison."""

JUDGED_BY = "response_mean"
"""Mean restricted response over the calls of all domains: the one yardstick that both corps share."""


def tried(scenario: Scenario, share: float, world: int) -> Scenario:
    """The status quo with one split of the force, on one of the worlds on which it is chosen."""
    return scenario.changed(
        rule=STATUS_QUO,
        staffing=Staffing.BEST_SEPARATE,
        traffic_share=share,
        seed=scenario.seed + OTHER_SEEDS + world,
    )


def best_share(means: Sequence[float | None]) -> float:
    """The share that answers soonest, from the means of all tries, share by share (None: not observed)."""
    by_try = np.array([np.nan if each is None else each for each in means], np.float64)
    by_share = np.nan_to_num(by_try.reshape(len(SHARES), WORLDS).mean(axis=1), nan=np.inf)
    return SHARES[int(by_share.argmin())]
