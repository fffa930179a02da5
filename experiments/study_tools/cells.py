"""Cells of a study, run: places under some rules, each in its worlds, every rule on the same events.

`runs(cells, outcomes, request)` is all that a study asks of the engine below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.provenance.makers import MODEL, Makers
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.study_tools.checkpoints import keeping
from jiaosuo.experiments.study_tools.study import Request
from jiaosuo.experiments.sweeps.identity import content_of_scenario
from jiaosuo.model import County
from jiaosuo.model.core.canonical import name_of
from jiaosuo.model.evidence import Evidence, kept, latent_in_common
from jiaosuo.model.outcomes import measure
from jiaosuo.model.rules import Rule, RuleMap, named
from jiaosuo.model.scenario import Scenario

MAKERS = Makers(
    (*MODEL, "jiaosuo.experiments.study_tools.cells", "jiaosuo.experiments.sweeps.identity"),
    aside=(
        "jiaosuo.experiments.engines",  # runs worlds, and decides nothing of what they give
        "jiaosuo.experiments.provenance",
        "jiaosuo.experiments.statistics.intervals",  # the name of a type
        "jiaosuo.experiments.study_tools.checkpoints",
        "jiaosuo.experiments.study_tools.study",
        "jiaosuo.experiments.sweeps.design",  # of sweeps; a world here is its scenarios
    ),
)
"""What the numbers of a world come from, as what is kept of it is named by them."""

FRESH = 1_000_003
"""Added to the seed where something is chosen: worlds of the choice are never those of the judgement."""


@dataclass(frozen=True)
class Cell:
    """A place under some rules, in the worlds numbered from `first`. `name` is for failures.

    `settled`: each rule starts with the skill it would itself give in the long run.
    """

    name: str
    scenario: Scenario
    rules: tuple[Rule | RuleMap, ...]
    days: float
    worlds: int
    first: int = 0
    settled: bool = False

    @property
    def plan(self) -> list[World]:
        """Its worlds, in their order."""
        return [self.world(self.scenario.seed + self.first + number) for number in range(self.worlds)]

    def world(self, seed: int) -> World:
        """One world under each rule."""
        ruled = [self.scenario.changed(seed=seed).under(rule) for rule in self.rules]
        return World(tuple(each.settled() if self.settled else each for each in ruled), self.days)


@dataclass(frozen=True)
class World:
    """One world to run: the scenarios differ in their rule alone."""

    scenarios: tuple[Scenario, ...]
    days: float


@dataclass(frozen=True)
class Found:
    """What a cell gave: values by outcome, each (worlds, rules), nan where not observed or failed."""

    values: Mapping[str, Values]
    failures: tuple[str, ...] = ()


class Meter:
    """Runs done and to be done over all stages of a study, told to whoever watches."""

    def __init__(self, request: Request) -> None:
        self.watch, self.done, self.total = request.progress, 0, 0

    def more(self, runs: int) -> None:
        self.total += runs

    def step(self, runs: int) -> None:
        self.done += runs
        if self.watch is not None:
            self.watch(self.done, self.total)


@dataclass(frozen=True)
class Play:
    """What a worker does with a world; picklable, with the outcomes that are wanted."""

    outcomes: tuple[str, ...]

    def name(self, world: World) -> str:
        """A name for all that the numbers of a world depend on: see `keep`."""
        contents = [[content_of_scenario(each), dict(each.values), each.seed] for each in world.scenarios]
        return name_of([MAKERS.version, list(self.outcomes), world.days, contents])

    def __call__(self, world: World) -> list[list[float | None]]:
        """Outcomes under each rule on the events common to all, (outcomes, rules); None: not observed."""
        seen, digests, undisturbed = [], set(), None
        for scenario in world.scenarios:
            county = County(scenario).run_days(world.days)
            digests.add(county.world_digest)
            if undisturbed is None and "delay_caused" in self.outcomes:
                undisturbed = county.undisturbed_hours()
            seen.append(kept(county.evidence()))
        if len(digests) > 1:
            raise RuntimeError("the rules did not meet the same world")
        return _measured(seen, undisturbed, self.outcomes)


def _measured(
    seen: list[Evidence], undisturbed: float | None, outcomes: tuple[str, ...]
) -> list[list[float | None]]:
    latent = latent_in_common(seen)
    found = [
        measure(replace(evidence, latent=latent, undisturbed_hours=undisturbed), list(outcomes))
        for evidence in seen
    ]
    return [[each[name][0] for each in found] for name in outcomes]


def runs(cells: Sequence[Cell], outcomes: Sequence[str], request: Request, meter: Meter) -> list[Found]:
    """What each cell gave, in the order of the cells; the same for any number of jobs."""
    plan = [world for cell in cells for world in cell.plan]
    meter.more(sum(len(world.scenarios) for world in plan))
    play = Play(tuple(outcomes))
    work = keeping(play, play.name, request.keep)
    found = run_all(work, plan, request.jobs, lambda world, _: meter.step(len(world.scenarios)))
    rows = iter(found)
    return [_gathered(cell, [next(rows) for _ in range(cell.worlds)], outcomes) for cell in cells]


def _gathered(cell: Cell, results: list[Any], outcomes: Sequence[str]) -> Found:
    values = np.full((len(outcomes), cell.worlds, len(cell.rules)), np.nan)
    failures = []
    for row, result in enumerate(results):
        if isinstance(result, Failure):
            failures.append(f"{cell.name}, seed {result.item.scenarios[0].seed}: {result.error}")
        else:
            values[:, row] = np.array(result, np.float64)
    return Found(dict(zip(outcomes, values, strict=True)), tuple(failures))


def joined(first: Found, more: Found) -> Found:
    """The worlds of both, one after the other."""
    values = {name: np.concatenate([first.values[name], more.values[name]]) for name in first.values}
    return Found(values, first.failures + more.failures)


def rules_of(names: Sequence[str]) -> tuple[Rule | RuleMap, ...]:
    return tuple(named(name) for name in names)


def standing(place: Scenario) -> tuple[str, Scenario]:
    """A place as one moment: its name, and itself; on a path of years, its first year."""
    if place.path is None:
        return place.place, place
    return f"{place.place} in {place.path.first}", place.start
