"""One county run to the end of its days, and what is left of it when it has gone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from jiaosuo.model import County
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.evidence import Evidence, since, snapshot
from jiaosuo.model.scenario import Scenario

USE_UNDISTURBED_HOURS = ("delay_caused", "yuan_a_day")
"""Outcomes counted from the traffic of a world where nothing happens, which costs a run of its own."""


class OverTime(Exception):
    """A run that took longer than it may."""


@dataclass(frozen=True)
class CountyRun:
    """The rows that a county left, and the name of the world that it met."""

    evidence: Evidence
    digest: str


def needs_undisturbed(outcomes: Sequence[str] | None) -> bool:
    """Whether one of the outcomes (None: all) is counted from the undisturbed traffic."""
    return outcomes is None or any(name in outcomes for name in USE_UNDISTURBED_HOURS)


def run_county(
    scenario: Scenario,
    days: float,
    *,
    undisturbed: bool,
    warm_up: float = 0.0,
    time_limit: float | None = None,
) -> tuple[County, CountyRun]:
    """A county advanced through `warm_up` days, which are left out, and then `days`, a day at a time.

    `undisturbed`: also run its trips where nothing happens, from which delay is counted. Raises OverTime at
    the first end of a day after `time_limit` seconds.
    """
    began = time.monotonic()
    county = County(scenario)
    before = None
    if warm_up:
        _advance(county, warm_up, began, time_limit)
        before = left_by(county, undisturbed=undisturbed).evidence
    _advance(county, days, began, time_limit)
    run = left_by(county, undisturbed=undisturbed)
    return county, run if before is None else CountyRun(since(before, run.evidence), run.digest)


def left_by(county: County, *, undisturbed: bool) -> CountyRun:
    """What a county has left so far, copied: it may go on, or go."""
    hours = county.undisturbed_hours() if undisturbed else None
    return CountyRun(snapshot(county.evidence(undisturbed=hours)), county.world_digest)


def advance(county: County, days: float, limit: float | None = None) -> None:
    """Run so many days, a day at a time; raises OverTime at the first end of a day after `limit` seconds."""
    _advance(county, days, time.monotonic(), limit)


def _advance(county: County, days: float, began: float, limit: float | None) -> None:
    left = round(days * MINUTES_A_DAY)
    while left > 0:
        minutes = min(MINUTES_A_DAY, left)
        county.run_days(minutes / MINUTES_A_DAY)
        left -= minutes
        if limit is not None and time.monotonic() - began > limit:
            raise OverTime(f"the run took longer than time_limit = {limit:g} s")
