"""A place calibrated to its log: what cannot be read off it is told from runs, wave after wave.

Runs are sweeps in stores of their own below one folder: stopped at any moment, the same call goes on. What a
wave's points are is kept too, so that they are the same again on another machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
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
from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.experiments.sweeps.driver import sweep
from jiaosuo.experiments.sweeps.sample import GIVEN, GivenPoints
from jiaosuo.model.core.canonical import name_of, written
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put_text
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    from jiaosuo.experiments.engines.engine import Engine
    from jiaosuo.experiments.statistics.intervals import Values

FOLDER = "calibration"
PLAN = "calibration.json"
MOST_RUNS, LEAST_RUNS = 5_000, 40
MOST_WAVES = 10
MOST_RUN_DAYS, LEAST_DAYS = 14.0, 3.0
WARM_UP = 1.0
"""Days that no statistic counts: a run begins with nobody waiting and no case open."""
DRAWS = 1_000
SEEDS_A_WAVE = 1_000_003
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
    _settle(folder, plan)
    parts = sizes(wanted.runs, wanted.waves)
    simulate = Runs(wanted, reading, folder, jobs, engine, progress, parts, command)
    seed, share = wanted.scenario.seed, max(LEAST_SHARE, days / log_days)
    keep = partial(_kept, folder)
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


def _settle(folder: Path, plan: Mapping[str, object]) -> None:
    """Keep what is asked in a new folder; InputError for a folder of something else."""
    file = folder / PLAN
    folder.mkdir(parents=True, exist_ok=True)
    text = written(plan)
    if not file.exists():
        if any(folder.iterdir()):
            raise InputError("--out", str(folder), "must be an empty folder, or one of the same calibration")
        put_text(file, text)
        return
    try:
        before = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError("--out", str(folder), f"its {PLAN} cannot be read; take another folder") from None
    differ = [key for key, value in json.loads(text).items() if before.get(key) != value]
    if differ:
        others = ", ".join(differ)
        allowed = f"it holds another calibration (other: {others}); take another folder, or delete it"
        raise InputError("--out", str(folder), allowed)


def _kept(folder: Path, wave: int, make: Callable[[], Values]) -> Values:
    """The points of a wave: those that are kept, else made and kept."""
    file = folder / f"points-{wave}.json"
    if not file.exists():
        put_text(file, json.dumps(make().tolist()))
    found: Values = np.array(json.loads(file.read_text(encoding="utf-8")), np.float64)
    return found


@dataclass
class Runs:
    """The simulator of the waves: sweeps in stores, one a wave; their runs all add to one progress."""

    wanted: Asked
    reading: LogReading
    folder: Path
    jobs: int
    engine: str | Engine
    progress: Callable[[int, int], None] | None
    parts: Sequence[int]
    command: str

    def __call__(self, wave: int, points: Values) -> Values:
        """Statistics of a wave's points, (points, statistics); nan where a run failed or told too little."""
        design = self.design(wave, points)
        out = self.folder / f"wave-{wave}"
        out.mkdir(exist_ok=True)
        before, total = sum(self.parts[: wave - 1]), sum(self.parts)

        def tell(done: int, _: int) -> None:
            if self.progress is not None:
                self.progress(before + done, total)

        found = sweep(design, out, self.jobs, self.engine, progress=tell, command=self.command)
        frame = found.runs().sort("point")
        values: Values = frame.select(NAMES).to_numpy().astype(np.float64)
        if found.failed == len(points):
            raise RuntimeError(found.first_error())
        return values

    def design(self, wave: int, points: Values) -> Design:
        """A wave as a design: one world a point, each with a seed of its own."""
        prior, scenario = self.wanted.prior, self.wanted.scenario
        # what is varied is the same in the plan whatever a calibration has written into the place
        centre = prior.values(np.full((1, len(prior.names)), 0.5))[0].tolist()
        middle = dict(zip(prior.names, centre, strict=True))
        rows = tuple(tuple(row) for row in prior.values(points).tolist())
        ranges = {each.name: (each.low, each.high) for each in prior.ranges}
        return Design(
            scenario=scenario.changed(seed=scenario.seed + wave * SEEDS_A_WAVE, **middle),
            rules=(scenario.rule,),
            days=self.reading.days,
            warm_up=WARM_UP,
            replications=1,
            sample=GivenPoints(GIVEN, len(rows), ranges, rows=rows),
            outcomes=NAMES,
            title=f"calibration of {scenario.place}, wave {wave}",
            reading=self.reading,
            own_seeds=True,
        )
