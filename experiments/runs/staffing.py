"""`best-separate`: the split of the force between the corps that is best for the status quo.

The status quo gets its best case before anything is compared with it. The split is chosen on worlds of their
own, so that the comparison's seeds have no part in the choice.
"""

from __future__ import annotations

from collections.abc import Callable

from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.replication.common_events import on_own_calls
from jiaosuo.experiments.replication.county_run import run_county
from jiaosuo.experiments.runs.splits import DAYS, JUDGED_BY, SHARES, WORLDS, best_share, tried
from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.scenario import Scenario


def best_separate(scenario: Scenario, jobs: int = 1, on_done: Callable[[], None] | None = None) -> Scenario:
    """The scenario with the traffic share at which the status quo answers soonest; ties to the smallest."""
    tries = [tried(scenario, share, world) for share in SHARES for world in range(WORLDS)]
    found = run_all(_response, tries, jobs, lambda _, __: on_done() if on_done else None)
    best = best_share([None if isinstance(each, Failure) else each for each in found])
    return scenario.changed(staffing=Staffing.BEST_SEPARATE, traffic_share=best)


def _response(scenario: Scenario) -> float | None:
    _, run = run_county(scenario, DAYS, undisturbed=False)
    return on_own_calls(run, [JUDGED_BY]).outcomes[JUDGED_BY][0]
