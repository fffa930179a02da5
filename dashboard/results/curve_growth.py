"""Growth on the curve: what the years before the run make of vehicles and towns, and which growth makes it.

A kept surface knows vehicles and urbanization as a run has them; levers say what the place has now, and how
that grows. Both ways between the two stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.model.growth import MOST_VEHICLES
from jiaosuo.model.said_by_place import GROWN

YEARS = "years"
GROWTH_OF = {grows: growth for growth, grows in GROWN.items()}
"""The lever of growth of each lever that grows."""


@dataclass(frozen=True)
class Growth:
    """So many `years` of growth at `rates`, by lever of growth: per cents or points a year."""

    years: float
    rates: Mapping[str, float]

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Growth:
        """The growth that values of levers say."""
        return cls(values[YEARS], {name: values[name] for name in GROWN})

    def at_rate(self, rate: float, growth: str) -> Growth:
        """The same years with another rate of one lever of growth."""
        return Growth(self.years, {**self.rates, growth: rate})

    def run_has(self, lever: str, now: float) -> float:
        """What the run has of a lever that stands at `now`."""
        rate = self.rates.get(GROWTH_OF.get(lever, ""), 0.0)
        if lever == "vehicles_per_1000":
            return min(1000 * MOST_VEHICLES, now * (1 + rate / 100) ** self.years)
        return now + rate / 100 * self.years if lever == "urbanization" else now

    def now_for(self, lever: str, run: float) -> float:
        """Where a lever stands of which the run has so much."""
        rate = self.rates.get(GROWTH_OF.get(lever, ""), 0.0)
        if lever == "vehicles_per_1000":
            return run / (1 + rate / 100) ** self.years
        return run - rate / 100 * self.years if lever == "urbanization" else run

    def rate_for(self, lever: str, now: float, run: float) -> float:
        """The growth that makes of `now` what the run has; ZeroDivisionError without years."""
        if lever == "vehicles_per_1000":
            return 100 * (float((run / now) ** (1 / self.years)) - 1)
        return 100 * (run - now) / self.years
