"""How far officers have to travel under each rule; needs nothing but the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiaosuo.experiments.results.record import Record

FEW = 2.0
"""With fewer officers free than this the law is not for here: often nobody is."""


@dataclass(frozen=True, kw_only=True)
class Way(Record):
    """The way to a traffic call in settlements of one size, under one rule, before anything is run.

    Attributes
    ----------
    officers : float
        Who may lead there, are on duty and free of other work, in the mean over people.
    area : float
        Square km for each of them.
    law : float
        Minutes by the square-root law.
    sites : float
        Minutes from the nearest site with somebody there.
    people : float
        The share of the county's people who live there, 0 to 1.
    """

    officers: float
    area: float
    law: float
    sites: float
    people: float

    @property
    def applies(self) -> bool:
        """Whether there are officers enough for the law."""
        return self.officers >= FEW


@dataclass(frozen=True, kw_only=True)
class Ways(Record):
    """The ways under each rule.

    Attributes
    ----------
    rules : mapping of str to mapping of str to Way
        By rule and size of settlement.
    """

    rules: Mapping[str, Mapping[str, Way]] = field(default_factory=dict)
