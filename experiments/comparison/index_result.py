"""What the efficiency index of a comparison holds; needs nothing but the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.experiments.results.record import MERGED, Record
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate


@dataclass(frozen=True, kw_only=True)
class Component(Record):
    """A measure of the index: its share of the weights, the mean under the baseline, what it stands for."""

    weight: float
    baseline: float | None
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Part(Record):
    """A rule's change of one measure as a share of the baseline, and what it adds to the index."""

    change: Annotated[Estimate, MERGED]
    adds: float | None


NO_PART = Part(change=NOT_OBSERVED, adds=None)


@dataclass(frozen=True, kw_only=True)
class Total(Record):
    """A rule's index and its parts."""

    parts: Mapping[str, Part]
    total: Estimate


@dataclass(frozen=True, kw_only=True)
class EfficiencyIndex(Record):
    """The index of each later rule; `shares`: the share of all weights of the values under which a rule is
    best (none for a rule that is another one here).

    `not_available` gives the reason for each measure that is not in it; `worlds` are those it rests on.
    """

    weights: Mapping[str, float]
    components: Mapping[str, Component]
    not_available: Mapping[str, str]
    worlds: int
    rules: Mapping[str, Total]
    shares: Mapping[str, Estimate]

    def total(self, rule: str) -> Estimate:
        """A later rule's efficiency index."""
        found = self.rules.get(rule)
        return NOT_OBSERVED if found is None else found.total

    def part(self, rule: str, component: str) -> Part:
        """What a measure does in a later rule's index; not observed where it is not in it."""
        found = self.rules.get(rule)
        return NO_PART if found is None else found.parts.get(component, NO_PART)

    def share(self, rule: str) -> Estimate:
        """The share of all weights under which a rule is best."""
        return self.shares.get(rule, NOT_OBSERVED)

    def best_by(self, measure: str) -> str:
        """The rule with the highest mean change on one measure by itself; the baseline's is 0."""
        changes = {next(iter(self.shares)): 0.0}
        changes |= {rule: each.parts[measure].change.mean or 0.0 for rule, each in self.rules.items()}
        return max(changes, key=lambda rule: changes[rule])
