"""One thing changed at a time: what the verdict on a pattern may depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from jiaosuo.model.core.terms import Domain
from jiaosuo.model.moment import Moment
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import parameters

type Edit = Callable[[Rule], Rule]


@dataclass(frozen=True)
class Change:
    """Some values, an answer of every rule, or the time since the change; `words` say it to a reader.

    `at`: how long after the change to its rule each run begins.
    `reform_only`: the values hold under every rule but the status quo, as part of the reform.
    """

    name: str
    words: str
    values: Mapping[str, float] = field(default_factory=dict)
    edit: Edit | None = None
    at: Moment = Moment.LONG_RUN
    reform_only: bool = False

    def missing(self) -> list[str]:
        """Parameters that the model does not declare: the change cannot be made."""
        return [name for name in self.values if name not in parameters()]

    def of(self, rule: Rule | RuleMap) -> Rule | RuleMap:
        """The rule with the answer changed, in every township of a map."""
        if self.edit is None:
            return rule
        if isinstance(rule, Rule):
            return self.edit(rule)
        exceptions = {place: self.edit(each) for place, each in rule.exceptions.items()}
        dense = None if rule.dense is None else self.edit(rule.dense)
        return replace(rule, rest=self.edit(rule.rest), dense=dense, exceptions=exceptions)


def with_duty(rule: Rule, **answers: object) -> Rule:
    """The rule with other answers about duty."""
    return replace(rule, duty=replace(rule.duty, **answers))  # type: ignore[arg-type]


def _traffic_behind(rule: Rule) -> Rule:
    return replace(rule, order=replace(rule.order, behind={Domain.TRAFFIC: 1}))


AS_IT_IS = Change("as it is", "nothing changed")
NO_DELTA = Change("delta=0", "a novice works as fast as an expert", {"delta": 0})
LOW_DELTA = Change("delta=0.4", "a novice loses half as much time", {"delta": 0.4})
HIGH_DELTA = Change("delta=1.2", "a novice loses half as much time again", {"delta": 1.2})
TRAINING = Change("training_hours=80", "eighty hours of cross-training a year", {"training_hours": 80})
GENERALISTS_TRAINED = Change(
    "training_hours=80 after the merger",
    "eighty hours of cross-training a year for those who serve under the new rule, none before it",
    {"training_hours": 80},
    reform_only=True,
)
SHARED_DATA = Change("data_sharing=1", "records and calls shared between desks", {"data_sharing": 1})
RESERVE = Change("reserve=0.3", "30 % of officers on duty held for 110", edit=partial(with_duty, reserve=0.3))
POSTS_PULLED = Change("pulled_by=4", "any call may empty a post", edit=partial(with_duty, pulled_by=4))

CHANGES = (
    NO_DELTA,
    HIGH_DELTA,
    Change("skill_gain_case=0", "nobody learns: skill stays at its floor", {"skill_gain_case": 0}),
    Change("skill_gain_case=0.05", "skill grows four times as fast", {"skill_gain_case": 0.05}),
    Change("at the change", "the first weeks: skill is that of the rule before", at=Moment.CHANGE),
    Change("a quarter on", "three months after the change of rule", at=Moment.QUARTER),
    Change("ring_fence=0.3", "generalists keep 30 % of their time for traffic", {"ring_fence": 0.3}),
    RESERVE,
    Change("pulled_by=1", "only the most urgent calls empty a post", edit=partial(with_duty, pulled_by=1)),
    POSTS_PULLED,
    Change("traffic behind", "traffic calls queue a step behind order calls", edit=_traffic_behind),
    Change("post_gain=0", "a staffed junction lets no more vehicles through", {"post_gain": 0}),
    Change("post_gain=0.25", "a staffed junction lets a quarter more through", {"post_gain": 0.25}),
    Change("on_duty_share=0.15", "half as many officers on duty", {"on_duty_share": 0.15}),
    Change("on_duty_share=0.6", "twice as many officers on duty", {"on_duty_share": 0.6}),
    SHARED_DATA,
)
"""What every pattern is tried under, unless it names changes of its own."""
