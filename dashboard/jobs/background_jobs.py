"""Work that may wait: replications, trials of splits of the force, years of a path, fits, functions.

Each is a generator that does a slice and yields None, so that a worker can pause it; what it yields last is
its `Answer`.
"""

from __future__ import annotations

import importlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison, from_json
from jiaosuo.dashboard.jobs.function import YearOfPath, YearsOfPath
from jiaosuo.dashboard.jobs.messages import FitJob, FunctionJob, Job, ReplicationJob, SplitTrialJob, YearsJob
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.experiments.analyses.surface.fitting import fitted, surface_of
from jiaosuo.experiments.replication.common_events import Measured, on_common_events
from jiaosuo.experiments.replication.county_run import CountyRun
from jiaosuo.experiments.replication.replicate import replication_of
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.runs.splits import DAYS, JUDGED_BY, tried
from jiaosuo.model import County
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.evidence import Evidence, since, snapshot
from jiaosuo.model.future import path_of
from jiaosuo.model.outcomes import measure
from jiaosuo.model.scenario import without_rules

SLICE = 360
"""Simulated minutes of a slice: some hundredths of a second."""


@dataclass(frozen=True)
class Answer:
    """What a job found, as JSON."""

    content: Any


type Slices = Iterator[Answer | None]


def run(job: Job) -> Slices:
    """A job slice by slice, and its answer at the end."""
    match job:
        case ReplicationJob():
            return replication(job)
        case SplitTrialJob():
            return split_trial(job)
        case YearsJob():
            return years(job)
        case FunctionJob():
            return call(job)
        case FitJob():
            return fit(job)
    raise TypeError(f"no background job: {job}")


def replication(job: ReplicationJob) -> Slices:
    """One seed on both sides, or under each rule: every outcome on the events that all have in common."""
    comparison = from_json(job.comparison)
    counties, by_year = [], []
    for side, one in _worlds(comparison, job.rules):
        plan = plan_run(one, side)
        county = County(plan.until(plan.minutes, job.shares.get(side)))
        if county.scenario.path is None:
            yield from _simulate(county, plan.minutes)
        else:
            by_year.append((yield from _through_the_years(county)))
        counties.append(county)
    found = replication_of(counties, worlds_may_differ=not job.rules)
    answer = {"seed": comparison.seed, "values": _plain(found.measured), "common": found.common_calls[0]}
    yield None
    if by_year:
        answer["years"] = yield from _measured_by_year(by_year, counties, worlds_may_differ=not job.rules)
    yield Answer(answer)


def _plain(measured: Sequence[Measured]) -> list[dict[str, float | None]]:
    return [{name: value for name, (value, _) in each.outcomes.items()} for each in measured]


def _measured_by_year(
    by_year: Sequence[Mapping[int, Evidence]], counties: Sequence[County], *, worlds_may_differ: bool
) -> Generator[None, None, dict[str, list[dict[str, float | None]]]]:
    """Every outcome of each year, a list with one table a county, on the events of that year."""
    found = {}
    for year in by_year[0]:
        runs = [
            CountyRun(each[year], county.world_digest) for each, county in zip(by_year, counties, strict=True)
        ]
        found[str(year)] = _plain(on_common_events(runs, worlds_may_differ=worlds_may_differ))
        yield None
    return found


def _through_the_years(county: County) -> Generator[None, None, dict[int, Evidence]]:
    """Run a path day by day; the evidence of each year."""
    path = path_of(county.scenario)
    before, found = snapshot(county.evidence(undisturbed=0.0)), {}
    for year in path.all:
        for _ in range(path.days_per_year):
            county.run_days(1)
            yield None
        after = snapshot(county.evidence(undisturbed=county.undisturbed_hours()))
        found[year], before = since(before, after), after
    return found


def _worlds(comparison: Comparison, rules: tuple[str, ...]) -> list[tuple[str, Comparison]]:
    """The sides to run with the comparison they are of; with rules, the left side under each of them."""
    if not rules:
        return [(side, comparison) for side in SIDES]
    return [("left", replace(comparison, left=replace(comparison.left, rule=rule))) for rule in rules]


def _simulate(county: County, until: int) -> Iterator[None]:
    """Run a county up to a minute, slice by slice."""
    while county.minute < until:
        county.run_days(min(SLICE, until - county.minute) / MINUTES_A_DAY)
        yield None


def split_trial(job: SplitTrialJob) -> Slices:
    """One split of the force tried in one world of its own: the mean response of the separate corps."""
    base = plan_run(from_json(job.comparison), job.side).base
    base = base.changed(timeline=without_rules(base.timeline))
    county = County(tried(base, job.split, job.world))
    yield from _simulate(county, DAYS * MINUTES_A_DAY)
    yield Answer({"mean": measure(county.evidence(), [JUDGED_BY])[JUDGED_BY][0]})


def call(job: FunctionJob) -> Slices:
    """What a function of a module says of a comparison."""
    yield None
    module, name = job.function.split(":")
    found: Record = getattr(importlib.import_module(module), name)(from_json(job.comparison))
    yield Answer(found.to_json())


def fit(job: FitJob) -> Slices:
    """The surface of what some worlds gave."""
    yield None
    values = np.array(job.values, np.float64)
    yield Answer(surface_of(values, fitted(np.array(job.points), values)).to_json())


def years(job: YearsJob) -> Slices:
    """A path of years on one side: for each year its numbers and every outcome."""
    plan = plan_run(from_json(job.comparison), job.side)
    county = County(plan.until(plan.minutes, job.share))
    path, found = path_of(county.scenario), (yield from _through_the_years(county))
    rows = [
        YearOfPath(
            year=year,
            values=path.at(year),
            outcomes={name: value for name, (value, _) in measure(evidence).items()},
        )
        for year, evidence in found.items()
    ]
    yield Answer(YearsOfPath(years=tuple(rows)).to_json())
