"""Work that may wait: replications for the verdict, the split of the force, what theory says.

Each is a generator that does a slice and yields, so that a worker can put it aside; the last thing it yields
holds the `answer`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from jiaosuo.dashboard.choice.comparison import SIDES, Demand, from_json
from jiaosuo.dashboard.playback.run_plan import stage
from jiaosuo.model import County
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.scenario import Scenario, without_rules

SLICE = 360
"""Minutes of a county's life in a slice: some hundredths of a second."""

type Slices = Iterator[dict[str, Any]]


def replication(job: dict[str, Any]) -> Slices:
    """One seed on both sides, or under each of `rules`: every outcome on the events all have in common."""
    from jiaosuo.experiments.replication.replicate import replication_of

    demand, shares = from_json(job["demand"]), job.get("shares") or {}
    counties = []
    for side, one in _worlds(demand, job.get("rules", ())):
        staged = stage(one, side)
        county = County(staged.until(staged.minutes, shares.get(side)))
        while county.minute < staged.minutes:
            county.run_days(min(SLICE, staged.minutes - county.minute) / MINUTES_A_DAY)
            yield {"progress": county.minute / staged.minutes}
        counties.append(county)
    found = replication_of(counties, worlds_may_differ=not job.get("rules"))
    values = [{name: value for name, (value, _) in each.outcomes.items()} for each in found.measured]
    yield {"answer": {"seed": demand.seed, "values": values, "common": found.common_calls[0]}}


def _worlds(demand: Demand, rules: Sequence[str]) -> list[tuple[str, Demand]]:
    """The sides to run with the demand they are of; with rules, the left side under each of them."""
    if not rules:
        return [(side, demand) for side in SIDES]
    return [("left", replace(demand, left=replace(demand.left, rule=rule))) for rule in rules]


def attempt(job: dict[str, Any]) -> Slices:
    """One split of the force tried on one world of its own: the mean response of the separate corps."""
    from jiaosuo.experiments.runs.staffing import DAYS, JUDGED_BY, tried
    from jiaosuo.model.outcomes import measure

    base = stage(from_json(job["demand"]), job["side"]).base
    base = base.changed(timeline=without_rules(base.timeline))
    county = County(tried(base, job["split"], job["world"]))
    while county.minute < DAYS * MINUTES_A_DAY:
        county.run_days(min(SLICE, DAYS * MINUTES_A_DAY - county.minute) / MINUTES_A_DAY)
        yield {"progress": county.minute / DAYS / MINUTES_A_DAY}
    yield {"answer": {"mean": measure(county.evidence(), [JUDGED_BY])[JUDGED_BY][0]}}


def call(job: dict[str, Any]) -> Slices:
    """What a function of the page says of a demand, as JSON: named `module:function`."""
    yield {"progress": 0.0}
    module, name = CALLED[job["function"]].split(":")
    yield {"answer": getattr(importlib.import_module(module), name)(from_json(job["demand"]))}


def years(job: dict[str, Any]) -> Slices:
    """A path of years on one side: for each year its numbers and every outcome."""
    from jiaosuo.model.evidence import since, snapshot
    from jiaosuo.model.outcomes import measure

    staged = stage(from_json(job["demand"]), job["side"])
    county = County(staged.until(staged.minutes, job.get("share")))
    path = county.scenario.path
    assert path is not None
    before, rows = snapshot(county.evidence(undisturbed=0.0)), []
    for year in path.all:
        for _ in range(path.days_per_year):
            county.run_days(1)
            yield {"progress": county.minute / staged.minutes}
        after = snapshot(county.evidence(undisturbed=county.undisturbed_hours()))
        outcomes = {name: value for name, (value, _) in measure(since(before, after)).items()}
        rows.append({"year": year, "values": path.at(year), "outcomes": outcomes})
        before = after
    yield {"answer": {"years": rows}}


WORK: dict[str, Callable[[dict[str, Any]], Slices]] = {
    "replication": replication,
    "attempt": attempt,
    "call": call,
    "years": years,
}
CALLED = {
    "theory": "jiaosuo.dashboard.results.queueing_loads:loads",
    "skills": "jiaosuo.dashboard.lessons.skills:skills",
}
"""Functions that may be called by name: `demand -> JSON`."""


def scenario_of(demand: str, side: str) -> Scenario:
    """The scenario of one side, with all that is moved in it: for functions called in a worker."""
    staged = stage(from_json(demand), side)
    return staged.until(staged.minutes)
