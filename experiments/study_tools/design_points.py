"""Design points of a study, run: places under some rules, each in its worlds, every rule on the same events.

`run_points(points, outcomes, request)` is all that a study asks of the engine below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.provenance.makers import MODEL, OF_RULES, RULES, Makers
from jiaosuo.experiments.replication.replicate import replicate
from jiaosuo.experiments.replication.world import World, worlds_of
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.study_tools.checkpoints import keeping
from jiaosuo.experiments.study_tools.study import Request
from jiaosuo.experiments.sweeps.identity import content_of_scenario
from jiaosuo.model.core.canonical import name_of
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import signed
from jiaosuo.model.rules import Rule, RuleMap, named
from jiaosuo.model.scenario import Scenario

MAKERS = Makers(
    (
        *MODEL,
        *OF_RULES,
        "jiaosuo.experiments.replication",
        "jiaosuo.experiments.study_tools.design_points",
        "jiaosuo.experiments.sweeps.identity",
    ),
    aside=(
        "jiaosuo.experiments.engines",  # runs worlds, and decides nothing of what they give
        "jiaosuo.experiments.provenance",
        "jiaosuo.experiments.statistics",  # the name of a type
        "jiaosuo.experiments.study_tools.checkpoints",
        "jiaosuo.experiments.study_tools.study",
        "jiaosuo.experiments.sweeps.design",  # of sweeps; a world here is its scenarios
    ),
    values=RULES,
)
"""What the numbers of a world come from, as what is kept of it is named by them."""

FRESH = 1_000_003
"""Added to the seed where something is chosen: worlds of the choice are never those of the judgement."""


@dataclass(frozen=True)
class DesignPoint:
    """A place under some rules, in `replications` worlds numbered from `first`. `name` is for failures.

    `at`: how long after the change to its rule each run begins.
    """

    name: str
    scenario: Scenario
    rules: tuple[Rule | RuleMap, ...]
    days: float
    replications: int
    first: int = 0
    at: Moment = Moment.LONG_RUN

    @property
    def worlds(self) -> list[World]:
        """Its worlds, in their order."""
        return worlds_of(
            self.scenario,
            self.rules,
            self.days,
            self.replications,
            first=self.first,
            at=self.at,
        )


@dataclass(frozen=True)
class Columns:
    """What a point gave: values by outcome, each (worlds, rules), nan where not observed or failed."""

    values: Mapping[str, Values]
    failures: tuple[str, ...] = ()


class Meter:
    """Runs done and to be done over all stages of a study, reported to whoever watches."""

    def __init__(self, request: Request) -> None:
        self.watch, self.done, self.total = request.progress, 0, 0

    def more(self, runs: int) -> None:
        self.total += runs

    def step(self, runs: int) -> None:
        self.done += runs
        if self.watch is not None:
            self.watch(self.done, self.total)


@dataclass(frozen=True)
class OutcomesOf:
    """What a worker does with a world, as plain data that can be kept; picklable."""

    outcomes: tuple[str, ...]

    def name(self, world: World) -> str:
        """A name for all that the numbers of a world depend on: see `keeping`."""
        contents = [[content_of_scenario(each), dict(each.values), each.seed] for each in world.scenarios]
        return name_of([MAKERS.version, signed(self.outcomes), world.days, contents])

    def __call__(self, world: World) -> list[list[float | None]]:
        """Outcomes under each rule on the events common to all, (outcomes, rules); None: not observed."""
        measured = replicate(world, self.outcomes).measured
        return [[each.outcomes[name][0] for each in measured] for name in self.outcomes]


def run_points(
    points: Sequence[DesignPoint], outcomes: Sequence[str], request: Request, meter: Meter
) -> list[Columns]:
    """What each point gave, in the order of the points; the same for any number of jobs."""
    plans = [(point.name, point.worlds) for point in points]
    worlds = [world for _, own in plans for world in own]
    rows = iter(run_kept(OutcomesOf(tuple(outcomes)), worlds, request, meter))
    return [columns_of(name, own, [next(rows) for _ in own], outcomes) for name, own in plans]


def run_kept(work: Any, worlds: Sequence[World], request: Request, meter: Meter) -> list[Any]:
    """Plain data of `work` (which names its worlds) for each world, or its Failure; kept if so asked."""
    meter.more(sum(len(world.scenarios) for world in worlds))
    kept = keeping(work, work.name, request.keep)
    return run_all(kept, worlds, request.jobs, lambda world, _: meter.step(len(world.scenarios)))


def columns_of(
    name: str, worlds: Sequence[World], results: Sequence[Any], outcomes: Sequence[str]
) -> Columns:
    """The results of `OutcomesOf` side by side."""
    values = np.full((len(outcomes), len(worlds), len(worlds[0].scenarios)), np.nan)
    for row, result in enumerate(results):
        if not isinstance(result, Failure):
            values[:, row] = np.array(result, np.float64)
    return Columns(dict(zip(outcomes, values, strict=True)), tuple(failures_in(name, worlds, results)))


def failures_in(name: str, worlds: Sequence[World], results: Sequence[Any]) -> list[str]:
    """Every world that failed, in words."""
    pairs = zip(worlds, results, strict=True)
    return [f"{name}, seed {world.seed}: {each.error}" for world, each in pairs if isinstance(each, Failure)]


def joined(first: Columns, more: Columns) -> Columns:
    """The worlds of both, one after the other."""
    values = {name: np.concatenate([first.values[name], more.values[name]]) for name in first.values}
    return Columns(values, first.failures + more.failures)


def rules_of(names: Sequence[str]) -> tuple[Rule | RuleMap, ...]:
    """The rules or maps of some names."""
    return tuple(named(name) for name in names)


def at_one_moment(place: Scenario) -> tuple[str, Scenario]:
    """A place as one moment: its name, and itself; on a path of years, its first year."""
    if place.path is None:
        return place.place, place
    return f"{place.place} in {place.path.first}", place.start
