"""Both kinds of doubt of a comparison: worlds are drawn within sets of numbers, and these from what is known.

Nested: each set of numbers (a draw of a posterior, or a point of the plausible ranges) has worlds of its own,
the same for all rules. `doubt_sums` tells what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from jiaosuo.experiments.comparison.doubt_result import DoubtResult
from jiaosuo.experiments.comparison.doubt_sums import FRESH, WORLDS, Numbers, check_sets, doubt_of
from jiaosuo.experiments.comparison.result import ComparisonResult, present
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.replication.columns import column_of
from jiaosuo.experiments.replication.replicate import replicate
from jiaosuo.experiments.replication.world import World, under_rule
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.moment import Moment
from jiaosuo.model.scenario import Scenario

type Progress = Callable[[int, int], None]


def doubt(
    scenario: Scenario,
    result: ComparisonResult,
    numbers: Numbers,
    jobs: int = 1,
    progress: Progress | None = None,
    at: Moment = Moment.LONG_RUN,
    worlds: int = WORLDS,
) -> DoubtResult:
    """Both kinds of doubt of the headlines of a comparison's `result`; the same for any number of jobs.

    Sets that the scenario refuses are counted, and sets with a world that failed or in which an outcome was
    not observed are left out of that outcome.
    """
    check_sets(len(numbers.values), worlds)
    outcomes = [each.outcome for each in present(result)]
    places, refused = _scenarios(scenario, numbers)
    plan = [
        _world(place, result, scenario.seed + FRESH + row * worlds + world, at)
        for row, place in places
        for world in range(worlds)
    ]
    done = 0

    def on_done(_: World, __: object) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(plan))

    found = run_all(partial(replicate, outcomes=tuple(outcomes)), plan, jobs, on_done)
    rules = len(result.rules)
    columns = {name: column_of(found, name, rules).reshape(-1, worlds, rules) for name in outcomes}
    failures = [f"seed {e.item.seed}: {e.error}" for e in found if isinstance(e, Failure)]
    return doubt_of(result, numbers, [row for row, _ in places], columns, refused, failures)


def _scenarios(scenario: Scenario, numbers: Numbers) -> tuple[list[tuple[int, Scenario]], int]:
    """The place with each set of numbers that it takes, and how many it refuses."""
    found: list[tuple[int, Scenario]] = []
    for row, values in enumerate(numbers.values.tolist()):
        try:
            found.append((row, scenario.changed(**dict(zip(numbers.prior.names, values, strict=True)))))
        except InputError:
            continue
    return found, len(numbers.values) - len(found)


def _world(place: Scenario, result: ComparisonResult, seed: int, at: Moment) -> World:
    seeded = place.changed(seed=seed)
    return World(tuple(under_rule(seeded, rule, at=at) for rule in result.rules), result.days)
