"""A world: the chance of one replication, drawn before anybody polices it, with the rules that meet it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiaosuo.model.moment import Moment
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import Scenario


@dataclass(frozen=True)
class World:
    """One replication to run for `days`: the scenarios have one seed and differ in their rule alone."""

    scenarios: tuple[Scenario, ...]
    days: float

    @property
    def seed(self) -> int:
        """The seed of all its scenarios."""
        return self.scenarios[0].seed


def under_rule(scenario: Scenario, rule: str | Rule | RuleMap, *, at: Moment = Moment.LONG_RUN) -> Scenario:
    """The scenario under a rule, its name or the word `timeline`, so long after the change to it."""
    return scenario.under(rule).at(at)


def worlds_of(
    scenario: Scenario,
    rules: Sequence[str | Rule | RuleMap],
    days: float,
    replications: int,
    *,
    first: int = 0,
    at: Moment = Moment.LONG_RUN,
) -> list[World]:
    """Worlds with seeds scenario.seed + first, + 1, ..., each under every rule."""
    seeds = range(scenario.seed + first, scenario.seed + first + replications)
    return [
        World(
            tuple(under_rule(scenario.changed(seed=seed), rule, at=at) for rule in rules),
            days,
        )
        for seed in seeds
    ]
