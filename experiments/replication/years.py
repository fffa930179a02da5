"""A path of years walked under each rule, and measured year by year."""

from __future__ import annotations

from collections.abc import Sequence

from jiaosuo.experiments.replication.common_events import Measured, on_common_events
from jiaosuo.experiments.replication.county_run import CountyRun
from jiaosuo.experiments.replication.world import World
from jiaosuo.model.path import walk


def replicate_years(world: World, outcomes: Sequence[str] | None = None) -> dict[int, tuple[Measured, ...]]:
    """For each year the outcomes (default: all) of each scenario, on the events of that year common to all.

    The scenarios have a path, which says which days are run; otherwise as `replicate`.
    """
    journeys = [walk(scenario) for scenario in world.scenarios]
    return {
        year: on_common_events(
            [CountyRun(each.years[year], each.county.world_digest) for each in journeys], outcomes
        )
        for year in journeys[0].years
    }
