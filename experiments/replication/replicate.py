"""A world run under each of its rules and measured: one replication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from jiaosuo.experiments.replication.common_events import Measured, on_common_events, shares_of_common_calls
from jiaosuo.experiments.replication.county_run import CountyRun, left_by, needs_undisturbed, run_county
from jiaosuo.experiments.replication.world import World
from jiaosuo.model import County


@dataclass(frozen=True)
class Replication:
    """What one world gave: the outcomes under each rule on the events that all have in common.

    `common_calls`: for each rule after the first, the share of calls that it has in common with the first.
    `calls`: those of all rules, if they were asked for.
    """

    seed: int
    measured: tuple[Measured, ...]
    common_calls: tuple[float | None, ...] = ()
    calls: pl.DataFrame | None = None


def replicate(
    world: World, outcomes: Sequence[str] | None = None, *, keep_calls: bool = False
) -> Replication:
    """Run one world under each rule. Raises DifferentWorlds where the rules did not meet the same one."""
    runs: list[CountyRun] = []
    calls: list[pl.DataFrame] = []
    delay = needs_undisturbed(outcomes)
    for scenario in world.scenarios:
        county, run = run_county(scenario, world.days, undisturbed=delay and not runs)
        runs.append(run)
        if keep_calls:
            calls.append(_calls(county))
    return Replication(
        world.seed,
        on_common_events(runs, outcomes),
        shares_of_common_calls(runs),
        pl.concat(calls) if calls else None,
    )


def replication_of(counties: Sequence[County], *, worlds_may_differ: bool = False) -> Replication:
    """The same of counties of one seed that somebody else has run: see `on_common_events`.

    The undisturbed traffic is run once for each of their worlds.
    """
    runs: list[CountyRun] = []
    seen: set[str] = set()
    for county in counties:
        runs.append(left_by(county, undisturbed=county.world_digest not in seen))
        seen.add(county.world_digest)
    return Replication(
        counties[0].scenario.seed,
        on_common_events(runs, worlds_may_differ=worlds_may_differ),
        shares_of_common_calls(runs),
    )


def _calls(county: County) -> pl.DataFrame:
    tags = [pl.lit(county.scenario.rule_name).alias("rule"), pl.lit(str(county.scenario.seed)).alias("seed")]
    return county.calls().select(*tags, pl.all())
