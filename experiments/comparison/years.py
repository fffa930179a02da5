"""Timelines of a long path compared on the same worlds, year by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from jiaosuo.experiments.comparison.compare import check_request
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.replication.world import World, worlds_of
from jiaosuo.experiments.replication.years import replicate_years
from jiaosuo.model.measures import Value
from jiaosuo.model.path import path_of
from jiaosuo.model.scenario import Scenario


def compare_years(
    scenario: Scenario,
    rules: Sequence[str],
    replications: int,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> pl.DataFrame:
    """One row a seed, year, rule and outcome: the value, and its difference from the baseline's.

    Each name is a rule for all years, or `timeline` for the place's own changes of rule; the first is the
    baseline. Paired by seed and year, on the events that happened that year under every rule. InputError for
    bad rules or numbers; a world that fails raises RuntimeError.
    """
    days = path_of(scenario).days
    check_request(rules, days, replications)
    worlds = worlds_of(scenario, rules, days, replications)
    done = 0

    def on_done(_: object, __: object) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, replications)

    rows: list[dict[str, Any]] = []
    for world, found in zip(worlds, run_all(replicate_years, worlds, jobs, on_done), strict=True):
        if isinstance(found, Failure):
            raise RuntimeError(found.error)
        for year, measured in found.items():
            baseline = measured[0].outcomes
            for rule, of_rule in zip(rules, measured, strict=True):
                rows += [
                    _row(world, year, rule, name, value, baseline[name])
                    for name, value in of_rule.outcomes.items()
                ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _row(world: World, year: int, rule: str, name: str, value: Value, baseline: Value) -> dict[str, Any]:
    return {
        "seed": str(world.seed),
        "year": year,
        "rule": rule,
        "outcome": name,
        "value": value[0],
        "n": value[1],
        "difference": None if value[0] is None or baseline[0] is None else value[0] - baseline[0],
    }
