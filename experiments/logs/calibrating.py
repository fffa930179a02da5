"""A place calibrated to its log: what cannot be read off it is told from runs, wave after wave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jiaosuo.experiments.comparison.plausible import prior_of
from jiaosuo.experiments.inference.posterior import About, Posterior
from jiaosuo.experiments.inference.prior import Prior
from jiaosuo.experiments.inference.waves import calibrated, sizes
from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.logs.fitting import observed_days
from jiaosuo.experiments.logs.summaries import (
    MAKERS,
    NAMES,
    LogReading,
    domains_of,
    has_points,
    summaries,
    values_of,
)
from jiaosuo.experiments.sweeps.wave_runs import Runs, kept_points, settle
from jiaosuo.model.core.canonical import name_of
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    from jiaosuo.experiments.engines.engine import Engine
    from jiaosuo.experiments.statistics.intervals import Values

FOLDER = "calibration"
MOST_RUNS, LEAST_RUNS = 5_000, 40
MOST_WAVES = 10
MOST_RUN_DAYS, LEAST_DAYS = 14.0, 3.0
WARM_UP = 1.0
"""Days that no statistic counts: a run begins with nobody waiting and no case open."""
DRAWS = 1_000
LEAST_SHARE = 0.25
"""Of the variance of a run, what stays of it however long the log is: who lives where, and the rota."""


@dataclass(frozen=True)
class Asked:
    """A calibration: the place under the rule that was in force, what is varied, and how much is run."""

    scenario: Scenario
    prior: Prior
    runs: int = 240
    waves: int = 3
    days: float | None = None

    def length(self, log_days: float) -> float:
        """Days of a run: as asked, else those of the log, and no more than a fortnight."""
        return self.days or float(min(MOST_RUN_DAYS, max(1.0, round(log_days))))


def asked(
    scenario: Scenario,
    names: Sequence[str] | None = None,
    runs: int = 240,
    waves: int = 3,
    days: float | None = None,
) -> Asked:
    """The request, checked before anything is read or run; InputError for what is unknown or out of range."""
    for field, value, low, high in (
        ("runs", runs, LEAST_RUNS, MOST_RUNS),
        ("waves", waves, 1, MOST_WAVES),
        ("days", days, 1, 366),
    ):
        if value is not None and not low <= value <= high:
            raise InputError(field, value, f"must be between {low:,} and {high:,} here")
    if scenario.path is not None or scenario.timeline:
        allowed = "must be a place without a timeline and without a path of years"
        raise InputError("place", scenario.place, allowed)
    return Asked(scenario, prior_of(scenario, names), runs, waves, days)


def observed_of(log: CallLog, scenario: Scenario) -> tuple[Values, float, bool]:
    """The statistics of a log, its days, and whether areas are told by points; InputError for too little."""
    days = observed_days(log)
    if days < LEAST_DAYS:
        raise InputError("log", log.place or "log", f"must have calls of {LEAST_DAYS:g} days at least")
    points = has_points(log.frame)
    values = values_of(summaries(log.frame, landscape(scenario), domains_of(scenario), days, points))
    if not np.isfinite(values).any():
        raise InputError("log", log.place or "log", "has too few calls of our kinds to be told anything from")
    return values, days, points


def calibrate(
    log: CallLog,
    wanted: Asked,
    folder: Path,
    jobs: int = 1,
    engine: str | Engine = "local",
    progress: Callable[[int, int], None] | None = None,
    command: str = "",
) -> Posterior:
    """The posterior of a place's parameters given its log, with all runs kept in `folder`.

    What is there already is not run again. InputError for a folder of another calibration or for too little
    in the log; RuntimeError (`Stopped`) where runs cannot be stored.
    """
    observed, log_days, points = observed_of(log, wanted.scenario)
    days = wanted.length(log_days)
    reading = LogReading(days, WARM_UP, points)
    plan = _plan(wanted, observed, log_days, reading)
    settle(folder, plan)
    parts = sizes(wanted.runs, wanted.waves)
    simulate = Runs(
        wanted.scenario, wanted.prior, reading, days, WARM_UP, folder, jobs, engine, progress, parts, command
    )
    seed, share = wanted.scenario.seed, max(LEAST_SHARE, days / log_days)
    keep = partial(kept_points, folder)
    try:
        told = calibrated(len(wanted.prior.names), simulate, observed, parts, seed, share, DRAWS, keep)
    except ValueError:
        raise InputError("log", log.place or "log", "no figure of it differs from run to run") from None
    used = [name for name, yes in zip(NAMES, told.used.tolist(), strict=True) if yes]
    about = About(
        place=wanted.scenario.place,
        rule=wanted.scenario.rule_name,
        ranges=wanted.prior.ranges,
        log=name_of(plan["observed"]),
        log_days=log_days,
        run_days=days,
        runs=sum(parts),
        failed=told.failed,
        waves=len(parts),
        seed=str(seed),
        wider=round(told.wider, 4),
        away={name: round(float(far), 3) for name, far in zip(used, told.away, strict=True)},
        unused=tuple(name for name in NAMES if name not in used),
        code=MAKERS.version[:16],
    )
    return Posterior(about, wanted.prior.values(told.sample))


def _plan(wanted: Asked, observed: Values, log_days: float, reading: LogReading) -> dict[str, object]:
    """All that the waves depend on, besides the code: as a folder keeps it."""
    return {
        "place": wanted.scenario.place,
        "rule": wanted.scenario.rule_name,
        "seed": str(wanted.scenario.seed),
        "ranges": [[each.name, each.low, each.high] for each in wanted.prior.ranges],
        "runs": wanted.runs,
        "waves": wanted.waves,
        "days": reading.days,
        "log_days": round(log_days, 4),
        "observed": {
            name: round(value, 6)
            for name, value in zip(NAMES, observed.tolist(), strict=True)
            if np.isfinite(value)
        },
    }
