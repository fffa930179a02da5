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

    `officers`: who may lead there, are on duty and free of other work, in the mean over people; `area`:
    square km for each of them; `law`: minutes by the square-root law; `sites`: minutes from the nearest site
    with somebody there. `people`: the share of the county's people who live there.
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
    """The ways under each rule, by size of settlement."""

    rules: Mapping[str, Mapping[str, Way]] = field(default_factory=dict)
