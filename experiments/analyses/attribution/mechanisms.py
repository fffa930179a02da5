"""Mechanisms of the world, switched: how the difference between two rules changes without, or with, each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jiaosuo.experiments.study_tools.changes import Change, with_duty
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import Scenario


@dataclass(frozen=True)
class Mechanism:
    """Something the world does, and how it is switched; `turned` says which way."""

    name: str
    words: str
    turned: str
    values: Mapping[str, float] = field(default_factory=dict)
    edit: Callable[[Rule], Rule] | None = None

    def of(self, scenario: Scenario) -> Scenario:
        return scenario.changed(**self.values)

    def rule(self, rule: Rule | RuleMap) -> Rule | RuleMap:
        return Change(self.name, self.words, edit=self.edit).of(rule)


OFF, ON = N_("off"), N_("on")
_BLOCKING = ("damage_crash", "injury_crash", "jam", "obstruction", "dispute", "violence", "theft", "help")

MECHANISMS = (
    Mechanism("skill", N_("a novice works as fast as an expert"), OFF, {"delta": 0}),
    Mechanism(
        "learning",
        N_("nobody learns from cases or training: all stay at the floor"),
        OFF,
        {"skill_gain_case": 0, "skill_gain_hour": 0},
    ),
    Mechanism(
        "congestion",
        N_("no call blocks a lane, and a staffed junction lets no more through"),
        OFF,
        {f"{kind}_block_share": 0 for kind in _BLOCKING} | {"post_gain": 0, "secondary_rate": 0},
    ),
    Mechanism("deterrence", N_("presence prevents nothing"), OFF, {"deterrence_strength": 0}),
    Mechanism(
        "posts",
        N_("no corps is committed to posts"),
        OFF,
        edit=lambda rule: with_duty(rule, posts=frozenset()),
    ),
    Mechanism(
        "reserve",
        N_("30 % of officers on duty held back for 110"),
        ON,
        edit=lambda rule: with_duty(rule, reserve=0.3),
    ),
    Mechanism("shared data", N_("records and calls shared between desks"), ON, {"data_sharing": 1}),
)
