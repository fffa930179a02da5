"""`best-separate`: the split of the force between the corps that is best for the status quo.

The status quo gets its best case before anything is compared with it. The split is chosen on worlds of their
own, so that the comparison's seeds have no part in the choice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.replication.common_events import on_own_calls
from jiaosuo.experiments.replication.county_run import run_county
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


def best_separate(scenario: Scenario, jobs: int = 1, on_done: Callable[[], None] | None = None) -> Scenario:
    """The scenario with the traffic share at which the status quo answers soonest; ties to the smallest."""
    tries = [tried(scenario, share, world) for share in SHARES for world in range(WORLDS)]
    found = run_all(_response, tries, jobs, lambda _, __: on_done() if on_done else None)
    best = best_share([None if isinstance(each, Failure) else each for each in found])
    return scenario.changed(staffing=Staffing.BEST_SEPARATE, traffic_share=best)


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


def _response(scenario: Scenario) -> float | None:
    _, run = run_county(scenario, DAYS, undisturbed=False)
    return on_own_calls(run, [JUDGED_BY]).outcomes[JUDGED_BY][0]
