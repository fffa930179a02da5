"""What the efficiency index of a comparison holds; needs nothing but the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.experiments.results.record import MERGED, Record
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate


@dataclass(frozen=True, kw_only=True)
class Component(Record):
    """A measure of the efficiency index.

    Attributes
    ----------
    weight : float
        Its share of the weights, 0 to 1.
    baseline : float or None
        The mean under the first rule, in the measure's unit.
    value : str
        The value that it stands for.
    """

    weight: float
    baseline: float | None
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Part(Record):
    """A rule's change of one measure, and what it adds to the index.

    Attributes
    ----------
    change : Estimate
        The change as a share of the first rule's mean, above 0 for the better.
    adds : float or None
        What it adds to the index.
    """

    change: Annotated[Estimate, MERGED]
    adds: float | None


NO_PART = Part(change=NOT_OBSERVED, adds=None)


@dataclass(frozen=True, kw_only=True)
class Total(Record):
    """A rule's index and its parts.

    Attributes
    ----------
    parts : mapping of str to Part
        By measure.
    total : Estimate
        The index, a share of the first rule's means.
    """

    parts: Mapping[str, Part]
    total: Estimate


@dataclass(frozen=True, kw_only=True)
class EfficiencyIndex(Record):
    """The efficiency index of each later rule.

    Attributes
    ----------
    weights : mapping of str to float
        What each measure weighs.
    components : mapping of str to Component
        The measures that are in it.
    not_available : mapping of str to str
        The reason for each measure that is not.
    worlds : int
        Worlds that it rests on.
    rules : mapping of str to Total
        By later rule its index.
    shares : mapping of str to Estimate
        By rule the share of all weights under which it is best; none for a rule that is another one here.
    """

    weights: Mapping[str, float]
    components: Mapping[str, Component]
    not_available: Mapping[str, str]
    worlds: int
    rules: Mapping[str, Total]
    shares: Mapping[str, Estimate]

    def total(self, rule: str) -> Estimate:
        """A later rule's efficiency index.

        Parameters
        ----------
        rule : str
            Name of the rule.

        Returns
        -------
        Estimate
            The index; "not observed" where there is none.
        """
        found = self.rules.get(rule)
        return NOT_OBSERVED if found is None else found.total

    def part(self, rule: str, component: str) -> Part:
        """What a measure does in a later rule's index.

        Parameters
        ----------
        rule : str
            Name of the rule.
        component : str
            Name of the measure.

        Returns
        -------
        Part
            The part; "not observed" where the measure is not in the index.
        """
        found = self.rules.get(rule)
        return NO_PART if found is None else found.parts.get(component, NO_PART)

    def share(self, rule: str) -> Estimate:
        """The share of all weights under which a rule is best.

        Parameters
        ----------
        rule : str
            Name of the rule.

        Returns
        -------
        Estimate
            A share, 0 to 1; "not observed" where there is none.
        """
        return self.shares.get(rule, NOT_OBSERVED)

    def best_by(self, measure: str) -> str:
        """The rule with the highest mean change on one measure by itself; the first rule's is 0.

        Parameters
        ----------
        measure : str
            Name of the measure.

        Returns
        -------
        str
            Name of the rule.
        """
        changes = {next(iter(self.shares)): 0.0}
        changes |= {rule: each.parts[measure].change.mean or 0.0 for rule, each in self.rules.items()}
        return max(changes, key=lambda rule: changes[rule])
