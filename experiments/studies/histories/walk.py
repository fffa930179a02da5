"""What a worker does with a seed of a path of years: every course of events, year by year."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jiaosuo.experiments.provenance.makers import MODEL, Makers
from jiaosuo.experiments.sweeps.identity import content_of_scenario
from jiaosuo.model.core.canonical import name_of
from jiaosuo.model.evidence import latent_in_common
from jiaosuo.model.outcomes import measure
from jiaosuo.model.path import walk
from jiaosuo.model.scenario import Scenario

MAKERS = Makers(
    (*MODEL, "jiaosuo.experiments.studies.histories.walk", "jiaosuo.experiments.sweeps.identity"),
    aside=("jiaosuo.experiments.provenance", "jiaosuo.experiments.sweeps.design"),
)
"""What the numbers of a walk come from, as what is kept of it is named by them."""


@dataclass(frozen=True)
class Lives:
    """One seed, through every course of events."""

    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True)
class Walk:
    """What a worker does with a seed: each year's outcomes, on the events that happened in every course."""

    outcomes: tuple[str, ...]

    def name(self, lives: Lives) -> str:
        contents = [[content_of_scenario(each), dict(each.values), each.seed] for each in lives.scenarios]
        return name_of([MAKERS.version, list(self.outcomes), contents])

    def __call__(self, lives: Lives) -> list[list[list[float | None]]]:
        """(years, outcomes, variants); None: not observed."""
        journeys = [walk(each) for each in lives.scenarios]
        told = []
        for year in journeys[0].years:
            evidence = [journey.years[year] for journey in journeys]
            latent = latent_in_common(evidence)
            found = [measure(replace(each, latent=latent), list(self.outcomes)) for each in evidence]
            told.append([[each[name][0] for each in found] for name in self.outcomes])
        return told
