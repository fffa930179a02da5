"""Plan, dedupe, run: patterns say what they read, each distinct world runs once, all read from one pool.

The plan is what the patterns read: they are asked once against a `Plan`, which notes the reading and answers
"not observed", and again against the `Results`. So a pattern is written once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.replication.replicate import Replication, replicate
from jiaosuo.experiments.replication.world import World, worlds_of
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.study_tools.changes import Change
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import STATUS_QUO, named
from jiaosuo.model.scenario import Scenario

type Done = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Point:
    """Where rules meet: all that a world depends on but its rule and its number. Equal content is equal."""

    scenario: Scenario
    days: float
    change: Change

    @cached_property
    def key(self) -> tuple[object, ...]:
        """The content; an answer changed is known by the change's name."""
        s, c = self.scenario, self.change
        answers = c.name if c.edit is not None or c.reform_only else None
        values = tuple(sorted(s.values.items()))
        return s.place, s.seed, s.staffing, s.traffic_share, values, self.days, c.at, answers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Point) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def worlds(self, count: int, rules: Sequence[str]) -> list[World]:
        """Its first worlds, each under every rule as the change has it."""
        changed = [self.change.of(named(rule)) for rule in rules]
        worlds = worlds_of(self.scenario, changed, self.days, count, at=self.change.at)
        return [self._reformed(world) for world in worlds] if self.change.reform_only else worlds

    def _reformed(self, world: World) -> World:
        """The world with the change's values in force under every rule but the status quo."""
        values = self.change.values
        scenarios = (
            each if each.rule_name == STATUS_QUO else each.changed(**values) for each in world.scenarios
        )
        return replace(world, scenarios=tuple(scenarios))


class Reading(Protocol):
    """What a pattern reads from: a plan while it is asked what it needs, then the results."""

    @property
    def failed(self) -> int:
        """Worlds that failed among those read, each counted once."""

    def values(self, point: Point, rule: str, outcome: str, worlds: int) -> Values:
        """The outcome under the rule in the first worlds of a point, (worlds,); nan where not observed."""

    def observations(self, point: Point, rule: str, outcome: str, worlds: int) -> Values:
        """How many calls, crashes or the like each of those values rests on, (worlds,); 0 where none."""


@dataclass
class Asked:
    """What is wanted of a point, over all readers."""

    worlds: int = 0
    rules: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """Notes what is read; two readers of one point share its worlds."""

    asked: dict[Point, Asked] = field(default_factory=dict)

    def values(self, point: Point, rule: str, outcome: str, worlds: int) -> Values:
        """Note the reading; nothing is observed yet."""
        wanted = self.asked.setdefault(point, Asked())
        wanted.worlds = max(wanted.worlds, worlds)
        if rule not in wanted.rules:
            wanted.rules.append(rule)
        return np.full(worlds, np.nan)

    def observations(self, point: Point, rule: str, outcome: str, worlds: int) -> Values:
        """Note the reading; nothing is observed yet."""
        return np.zeros_like(self.values(point, rule, outcome, worlds))

    @property
    def failed(self) -> int:
        """None yet."""
        return 0

    @property
    def runs(self) -> int:
        """Counties to run: one for each rule in each world."""
        return sum(each.worlds * len(each.rules) for each in self.asked.values())


@dataclass(frozen=True)
class Results:
    """What was run: the rules of each point, and its worlds in their order, failed ones among them."""

    rules: dict[Point, list[str]]
    worlds: dict[Point, list[Replication | Failure]]

    def reader(self) -> Reader:
        """A reader that remembers which failures it met."""
        return Reader(self)

    @property
    def failures(self) -> list[str]:
        """Every world that failed, in words."""
        return [
            f"{point.scenario.place}, {point.change.name}, seed {point.scenario.seed + number}: {world.error}"
            for point, worlds in self.worlds.items()
            for number, world in enumerate(worlds)
            if isinstance(world, Failure)
        ]


@dataclass
class Reader:
    """Reads the results; `failed` counts the failed worlds among those read."""

    results: Results
    met: dict[Point, int] = field(default_factory=dict)

    @property
    def failed(self) -> int:
        """Worlds that failed among those read, each counted once."""
        return sum(self.met.values())

    def values(self, point: Point, rule: str, outcome: str, worlds: int) -> Values:
        """The column asked for; an outcome that the model does not have is not observed."""
        return np.array([value for value, _ in self._read(point, rule, outcome, worlds)], np.float64)

    def observations(self, point: Point, rule: str, outcome: str, worlds: int) -> Values:
        """What each value of the column rests on; what happened nowhere rests on nothing."""
        return np.array([count for _, count in self._read(point, rule, outcome, worlds)], np.float64)

    def _read(self, point: Point, rule: str, outcome: str, worlds: int) -> list[tuple[float, int]]:
        row = self.results.rules[point].index(rule)
        read = self.results.worlds[point][:worlds]
        failed = sum(isinstance(world, Failure) for world in read)
        self.met[point] = max(self.met.get(point, 0), failed)
        return [_value(world, row, outcome) for world in read]


def _value(world: Replication | Failure, row: int, outcome: str) -> tuple[float, int]:
    if isinstance(world, Failure) or outcome not in OUTCOMES:
        return np.nan, 0
    value, observations = world.measured[row].outcomes[outcome]
    return (np.nan, 0) if value is None else (value, observations)


def run_plan(plan: Plan, jobs: int = 1, on_done: Done | None = None) -> Results:
    """Run every world of the plan once; the same results for any number of jobs."""
    worlds = {point: point.worlds(asked.worlds, asked.rules) for point, asked in plan.asked.items()}
    total, done = plan.runs, 0

    def one_done(world: World, _: object) -> None:
        nonlocal done
        done += len(world.scenarios)
        if on_done is not None:
            on_done(done, total)

    found = iter(run_all(replicate, [each for own in worlds.values() for each in own], jobs, one_done))
    gathered = {point: [next(found) for _ in own] for point, own in worlds.items()}
    return Results({point: asked.rules for point, asked in plan.asked.items()}, gathered)
