"""What the priced sum of a comparison holds; needs nothing but the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate


@dataclass(frozen=True, kw_only=True)
class PricedChange(Record):
    """What a later rule changes of one quantity a day, and in yuan a day at its price (more costs more).

    `told`: the change can be told from 0, over all parts at once. `noise`: the part's share of the variance
    of the sum (all add up to 1; one that offsets others is below 0). `turns_at`: the price, within what is
    declared, at which the sum would be 0 with all else as it is.
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

    `told`: the parts alone that can be told from 0, with an interval that holds for every choice of parts at
    once; None where that is all of them, or none. `noisiest`: the part whose noise hides the sum, where one
    does; `without`: the sum of the others, with an interval that holds whichever part is left out.
    """

    parts: Mapping[str, PricedChange]
    total: Estimate
    told: Estimate | None = None
    noisiest: str | None = None
    without: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class PricedSum(Record):
    """The priced sum of each later rule against the first; rests on the worlds where all was observed."""

    prices: Mapping[str, float]
    worlds: int = 0
    rules: Mapping[str, PricedTotal] = field(default_factory=dict)

    def total(self, rule: str) -> Estimate:
        """A later rule's cost less the first rule's, all parts together."""
        found = self.rules.get(rule)
        return NOT_OBSERVED if found is None else found.total
