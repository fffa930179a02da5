"""How fast officers come, from a log: minutes from sending to arrival beside those of the same calls played.

A log does not say where a unit set out. So its last days are played as they were, under the place's rule, and
officers come from where the model has them. Quantiles of both minutes are held against one another:
their slope tells the speed, and what each call takes however near it is (getting ready, parking) shifts the
line. As who drives more slowly also finds fewer callers who waited, calls are played at speeds ever nearer
to those at which both agree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.logs.estimators import Fitted
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.fit_result import NotFitted, TravelFit
from jiaosuo.experiments.logs.replaying import Replay, play, replay_of
from jiaosuo.model import County
from jiaosuo.model.core.words import N_
from jiaosuo.model.parameters.land import LAND
from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

LEAST_TRAVELS = 100
"""Calls with times of sending and arrival from which a speed is told."""
MOST_DAYS = 14
"""Days of a log that are played, its last ones."""
LONGEST = 240.0
"""Minutes of a drive at most: what takes longer was sent later than the log has it."""
QUANTILES = np.linspace(0.05, 0.95, 37)
RESAMPLES = 300
SEED = 20_250_303
WIDEST = 2.5
"""A place's speeds are told to be wrong by at most so many times."""
APART = 0.15
"""Logarithm of the least step between the speeds at which calls are played."""
LEAST_SEEN = 0.2
"""How much of a change of speed must be seen in the minutes of calls, as a power."""
MOST_KNOWN = 0.9
"""Share of the days drawn again that must tell a speed."""

SPEEDS = tuple(each.name for each in LAND if each.name.startswith("speed_"))
SHARE = next(each for each in LAND if each.name == "travel_share")

FEW = N_("only {n} calls in the last days with sending and arrival, and {least} are needed")
NOT_TOLD = N_("minutes from sending to arrival do not tell a speed from half to twice that of the roads")


@dataclass(frozen=True)
class Drives:
    """Minutes from sending to arrival and the day of each call, (calls,), in days from the first one."""

    minutes: Floats
    day: Ints

    def of_days(self, days: Ints) -> Floats:
        """The minutes of so many days, one after the other: a day counts as often as it is asked for."""
        order = np.argsort(self.day, kind="stable")
        begins = np.searchsorted(self.day[order], days), np.searchsorted(self.day[order], days, side="right")
        return np.concatenate([self.minutes[order[a:b]] for a, b in zip(*begins, strict=True)])


@dataclass(frozen=True)
class _Played:
    """The drives of calls that were played at a factor on the speeds of the place."""

    factor: float
    drives: Drives


def fit_travel(log: CallLog, scenario: Scenario) -> TravelFit | NotFitted:
    """The factor on the speeds of a place that calls tell, or why they tell none; plays up to three times."""
    begin = _first_day(log)
    seen = Drives(np.zeros(0), np.zeros(0, np.int64)) if begin is None else drives_of(log, begin)
    name, n = _name(scenario), len(seen.minutes)
    if begin is None or n < LEAST_TRAVELS:
        return NotFitted(name=name, why=FEW, n=n, least=LEAST_TRAVELS)
    replay = replay_of(log, County(scenario), begin)
    found = _told(seen, _nearest(seen, replay, scenario, begin))
    return NotFitted(name=name, why=NOT_TOLD, n=n, least=0) if found is None else found


def _first_day(log: CallLog) -> date | None:
    """The first of the days that are played."""
    days = log.frame["received"].drop_nulls().dt.date()
    first, last = days.min(), days.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    return max(first, last - timedelta(days=MOST_DAYS - 1))


def drives_of(log: CallLog, begin: date) -> Drives:
    """The drives of the first units to the calls of a log from a day on; what officers found has none."""
    # heavy: only who reads a log pays
    import polars as pl

    took = (pl.col("arrived") - pl.col("dispatched")).dt.total_milliseconds() / 60_000
    day = (pl.col("received").dt.date() - begin).dt.total_days()
    own = pl.col("officer_initiated").fill_null(False)
    frame = log.frame.filter(~own).select(took.alias("minutes"), day.alias("day")).drop_nulls()
    frame = frame.filter(pl.col("minutes").is_between(0, LONGEST) & (pl.col("day") >= 0))
    return Drives(frame["minutes"].to_numpy().astype(np.float64), frame["day"].to_numpy().astype(np.int64))


def _nearest(seen: Drives, replay: Replay, scenario: Scenario, begin: date) -> list[_Played]:
    """Calls played at two speeds that lie apart, and, where these tell one, at that at which both agree."""

    def at(step: float) -> _Played:
        factor = math.exp(min(max(step, -math.log(WIDEST)), math.log(WIDEST)))
        share = min(max(scenario[SHARE.name] / factor, SHARE.low), SHARE.high)
        county = play(replay, scenario.changed(**{SHARE.name: share}))
        return _Played(factor, drives_of(run_log(county, begin), begin))

    found = [at(0.0)]
    first = _off(seen.minutes, found[0].drives.minutes)
    found.append(at(first + math.copysign(APART, first)))
    root = _root(found, [_off(seen.minutes, each.drives.minutes) for each in found])
    return found if root is None else [*found, at(root)]


def _off(seen: Floats, played: Floats) -> float:
    """Logarithm of the speed that was seen over that which was played: of the slope of their quantiles."""
    slope, _ = _line(seen, played)
    return -math.log(max(slope, 1e-6))


def _line(seen: Floats, played: Floats) -> tuple[float, float]:
    """Slope and beginning of the line through the quantiles of both."""
    if not len(played):
        return 1.0, 0.0
    here, there = np.quantile(seen, QUANTILES), np.quantile(played, QUANTILES)
    if np.ptp(there) <= 0:
        return 1.0, 0.0
    slope, begin = np.polyfit(there, here, 1).tolist()
    return slope, begin


def _root(played: list[_Played], off: list[float]) -> float | None:
    """Logarithm of the factor at which nothing would be off; None: speeds are not seen in the minutes.

    From the last one played, by how much the first two, which lie apart, say that a change of speed is seen.
    """
    steps = [math.log(each.factor) for each in played]
    power = (off[0] - off[1]) / (steps[1] - steps[0]) if steps[1] != steps[0] else 0.0
    return steps[-1] + off[-1] / power if power > LEAST_SEEN else None


def _told(seen: Drives, played: list[_Played]) -> TravelFit | None:
    """The factor with its interval, from days of the log and of the runs drawn again."""
    days, draw = np.unique(seen.day), np.random.default_rng(SEED)

    def root(here: Ints, there: Ints) -> float | None:
        minutes = seen.of_days(here)
        return _root(played, [_off(minutes, each.drives.of_days(there)) for each in played])

    middle = root(days, days)
    # who came is chance in the log and in the run, so both are drawn apart
    drawn = [root(*draw.choice(days, (2, len(days)))) for _ in range(RESAMPLES)]
    known = [each for each in drawn if each is not None]
    if middle is None or abs(middle) > math.log(WIDEST) or len(known) < MOST_KNOWN * RESAMPLES:
        return None
    low, high = np.exp(np.quantile(known, (0.05, 0.95))).tolist()
    factor = math.exp(middle)
    return TravelFit(
        factor=round(factor, 5),
        low=round(min(low, factor), 5),
        high=round(max(high, factor), 5),
        n=len(seen.minutes),
        days=len(days),
        minutes_before=round(_line(seen.minutes, played[-1].drives.minutes)[1], 3),
    )


def told_by_travel(found: TravelFit, scenario: Scenario) -> dict[str, Fitted]:
    """The numbers that a factor tells: speeds by class, or the share of travel where roads have their own."""
    if _name(scenario) == SHARE.name:
        now = scenario[SHARE.name]
        return {SHARE.name: Fitted(now / found.factor, now / found.high, now / found.low, found.n)}
    return {name: _times(scenario[name], found) for name in SPEEDS}


def _times(now: float, found: TravelFit) -> Fitted:
    return Fitted(now * found.factor, now * found.low, now * found.high, found.n)


def _name(scenario: Scenario) -> str:
    """What is fitted: speeds by class move no road whose own speed stands in `links.csv`."""
    land = scenario.given_land
    own = land is not None and land.links is not None and any(each.speed_kmh for each in land.links)
    return SHARE.name if own else "speed_*"
