"""What a pattern sees: one place, with one thing changed; what it reads there, it also plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from jiaosuo.experiments.patterns.effort import Effort
from jiaosuo.experiments.patterns.pool import Point, Reading
from jiaosuo.experiments.statistics.intervals import (
    Estimate,
    Values,
    mean_interval,
    paired_difference,
    ratio_of_means,
    relative_change,
)
from jiaosuo.experiments.study_tools.changes import AS_IT_IS, Change
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import STATUS_QUO
from jiaosuo.model.scenario import Scenario


@dataclass(frozen=True)
class Setting:
    """A place under a change, read in its first `worlds` worlds."""

    place: Scenario
    reading: Reading
    effort: Effort
    worlds: int
    change: Change = AS_IT_IS

    @cached_property
    def point(self) -> Point:
        """Where this is read: the change's values first, then those set by `at`."""
        return Point(self.place, self.effort.days, self.change)

    def under(self, change: Change) -> Setting:
        """The same place with one thing changed."""
        everywhere = not change.missing() and not change.reform_only
        place = self.place.changed(**change.values) if everywhere else self.place
        return replace(self, place=place, change=change)

    def at(self, **changes: Any) -> Setting:
        """The same place with values or fields of its scenario set."""
        return replace(self, place=self.place.changed(**changes))

    def in_worlds(self, worlds: int) -> Setting:
        """Read in another number of worlds."""
        return replace(self, worlds=worlds)

    def values(self, outcome: str, rule: str = STATUS_QUO) -> Values:
        """An outcome under a rule, (worlds,)."""
        return self.reading.values(self.point, rule, outcome, self.worlds)

    def events(self, outcome: str, *rules: str) -> float:
        """Calls, crashes or the like behind an outcome in all worlds, under the rule that has most of them.

        A world in which the outcome is 0 under all of the rules has none: nothing of the kind happened.
        """
        rules = rules or (STATUS_QUO, "integrated")
        values = np.nan_to_num([self.values(outcome, rule) for rule in rules])
        if outcome in OUTCOMES and OUTCOMES[outcome].is_count:
            return float(values.sum(axis=1).max())
        seen = [self.observed(outcome, rule) for rule in rules]
        return float((np.array(seen) * values.any(axis=0)).sum(axis=1).max())

    def observed(self, outcome: str, rule: str = STATUS_QUO) -> Values:
        """How many calls or the like an outcome rests on under a rule, (worlds,)."""
        return self.reading.observations(self.point, rule, outcome, self.worlds)

    def scale(self, outcome: str, rule: str = STATUS_QUO) -> Estimate:
        """The mean of an outcome under a rule: what a limit or an effect is stated as a share of."""
        return mean_interval(self.values(outcome, rule))

    def total(self, outcomes: Sequence[str], rule: str = STATUS_QUO) -> Values:
        """The sum of some outcomes under a rule, (worlds,); not observed where one of them is not."""
        return np.sum([self.values(outcome, rule) for outcome in outcomes], axis=0)

    def gaps(self, outcome: str, rule: str, baseline: str = STATUS_QUO) -> Values:
        """World by world, how much more an outcome is under a rule than under the baseline, (worlds,)."""
        return self.values(outcome, rule) - self.values(outcome, baseline)

    def difference(self, outcome: str, rule: str, baseline: str = STATUS_QUO) -> Estimate:
        """The paired difference of a rule against the baseline."""
        return paired_difference(self.values(outcome, baseline), self.values(outcome, rule))

    def relative(self, outcome: str, rule: str, baseline: str = STATUS_QUO) -> Estimate:
        """The paired difference as a share of the baseline's mean."""
        return relative_change(self.values(outcome, baseline), self.values(outcome, rule))

    def ratio(self, outcome: str, rule: str, baseline: str = STATUS_QUO) -> Estimate:
        """A rule's mean over the baseline's mean."""
        return ratio_of_means(self.values(outcome, rule), self.values(outcome, baseline))
