"""What a worker does with a seed of a path of years: every course of events, year by year."""

from __future__ import annotations

from dataclasses import dataclass

from jiaosuo.experiments.provenance.makers import MODEL, Makers
from jiaosuo.experiments.replication.world import World
from jiaosuo.experiments.replication.years import replicate_years
from jiaosuo.experiments.sweeps.identity import content_of_scenario
from jiaosuo.model.core.canonical import name_of
from jiaosuo.model.outcomes import signed

MAKERS = Makers(
    (
        *MODEL,
        "jiaosuo.experiments.analyses.counterfactuals.years_of",
        "jiaosuo.experiments.replication",
        "jiaosuo.experiments.sweeps.identity",
    ),
    aside=(
        "jiaosuo.experiments.engines",
        "jiaosuo.experiments.provenance",
        "jiaosuo.experiments.statistics",
        "jiaosuo.experiments.sweeps.design",
    ),
)
"""What the numbers of all years come from, as what is kept of them is named by them."""


@dataclass(frozen=True)
class YearsOf:
    """What a worker does with a seed: each year's outcomes, on the events that happened in every course."""

    outcomes: tuple[str, ...]

    def name(self, world: World) -> str:
        contents = [[content_of_scenario(each), dict(each.values), each.seed] for each in world.scenarios]
        return name_of([MAKERS.version, signed(self.outcomes), contents])

    def __call__(self, world: World) -> list[list[list[float | None]]]:
        """(years, outcomes, variants); None: not observed."""
        return [
            [[each.outcomes[name][0] for each in measured] for name in self.outcomes]
            for measured in replicate_years(world, self.outcomes).values()
        ]
