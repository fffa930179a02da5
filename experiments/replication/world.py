"""A world: the chance of one replication, drawn before anybody polices it, with the rules that meet it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def under_rule(
    scenario: Scenario, rule: str | Rule | RuleMap, *, steady_state_skill: bool = False
) -> Scenario:
    """The scenario under a rule, its name or the word `timeline`.

    `steady_state_skill`: officers start with the skill that the rule itself would give in the long run, and
    not with that of the rule before it.
    """
    ruled = scenario.under(rule)
    return ruled.in_steady_state() if steady_state_skill else ruled


def worlds_of(
    scenario: Scenario,
    rules: Sequence[str | Rule | RuleMap],
    days: float,
    replications: int,
    *,
    first: int = 0,
    steady_state_skill: bool = False,
) -> list[World]:
    """Worlds with seeds scenario.seed + first, + 1, ..., each under every rule."""
    seeds = range(scenario.seed + first, scenario.seed + first + replications)
    return [
        World(
            tuple(
                under_rule(scenario.changed(seed=seed), rule, steady_state_skill=steady_state_skill)
                for rule in rules
            ),
            days,
        )
        for seed in seeds
    ]
