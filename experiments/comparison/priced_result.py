"""What the priced sum of a comparison holds; needs nothing but the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate


@dataclass(frozen=True, kw_only=True)
class PricedChange(Record):
    """What a later rule changes of one quantity a day, and in yuan a day at its price (more costs more).

    Attributes
    ----------
    price : float
        Yuan for one of it.
    quantity : Estimate
        The change a day.
    yuan : Estimate
        The same in yuan a day.
    told : bool
        Whether the change can be told from 0, over all parts at once.
    noise : float or None
        The part's share of the variance of the sum; all add up to 1, and one that offsets others is below 0.
    turns_at : float or None
        The price, within what is declared, at which the sum would be 0 with all else as it is.
    """

    price: float
    quantity: Estimate
    yuan: Estimate
    told: bool = False
    noise: float | None = None
    turns_at: float | None = None


@dataclass(frozen=True, kw_only=True)
class PricedTotal(Record):
    """A later rule's cost less the first rule's, in yuan a day: all parts, and what is sure of it.

    Attributes
    ----------
    parts : mapping of str to PricedChange
        By quantity.
    total : Estimate
        All parts together.
    told : Estimate or None
        The parts alone that can be told from 0, with an interval that holds for every choice of parts at
        once; None where that is all of them, or none.
    noisiest : str or None
        The part whose noise hides the sum, where one does.
    without : Estimate or None
        The sum of the others, with an interval that holds whichever part is left out.
    """

    parts: Mapping[str, PricedChange]
    total: Estimate
    told: Estimate | None = None
    noisiest: str | None = None
    without: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class PricedSum(Record):
    """The priced sum of each later rule against the first.

    Attributes
    ----------
    prices : mapping of str to float
        Yuan by quantity.
    worlds : int
        Worlds that it rests on: those where all was observed.
    rules : mapping of str to PricedTotal
        By later rule.
    """

    prices: Mapping[str, float]
    worlds: int = 0
    rules: Mapping[str, PricedTotal] = field(default_factory=dict)

    def total(self, rule: str) -> Estimate:
        """A later rule's cost less the first rule's, all parts together.

        Parameters
        ----------
        rule : str
            Name of the rule.

        Returns
        -------
        Estimate
            Yuan a day; "not observed" where there is none.
        """
        found = self.rules.get(rule)
        return NOT_OBSERVED if found is None else found.total
