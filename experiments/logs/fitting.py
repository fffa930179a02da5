"""What can be read off a log, as numbers of the model with intervals: rates, handling, patience, shares.

What cannot be read off is named with the reason, and left as the place has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.logs import columns as c
from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.logs.call_places import fit_places
from jiaosuo.experiments.logs.checking import gaps
from jiaosuo.experiments.logs.corps_time import times_of_corps
from jiaosuo.experiments.logs.describing import handling_minutes
from jiaosuo.experiments.logs.estimators import Fitted, dispersion, lognormal, mean, rates, share, skewed_mean
from jiaosuo.experiments.logs.exposure import exposures
from jiaosuo.experiments.logs.fit_result import FittedHours, FittedNumber, LogFit, NotFitted, Profile
from jiaosuo.experiments.logs.travel import fit_travel, told_by_travel
from jiaosuo.model import County
from jiaosuo.model.core.terms import Area, Basis, word
from jiaosuo.model.core.units import HOURS_A_DAY
from jiaosuo.model.core.words import N_
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.scenario import Scenario, parameters

if TYPE_CHECKING:
    import polars as pl

type Floats = npt.NDArray[np.float64]

LEAST = 30
"""Observations from which a number is told; patience that somebody lost is seldom seen, and needs fewer."""
LEAST_LOST = 10

HOURS_AS_CALLS = 30
"""Calls that a place's own hours weigh as beside those of a log, so that an hour without a call is no 0."""

FEW = N_("only {n} observations, and {least} are needed")
NOT_FLOW = N_("arises from queues or from beats, and has no rate that a log shows")
NO_TIMES = N_("the log does not say when it happened")
ONE_WORD = N_("the log does not say it")


def fit_log(log: CallLog, scenario: Scenario) -> LogFit:
    """The numbers of a scenario that a log tells; makes its land and people, and plays the last of its calls.

    Parameters
    ----------
    log : CallLog
        The log.
    scenario : Scenario
        The place.

    Returns
    -------
    LogFit
        Numbers with intervals, and those that the log does not tell.

    Notes
    -----
    Rates are those of incidents under the rule of the scenario: presence of the police at its balance and the
    share that is reported are taken from it, because no log shows what did not happen or was not reported.
    """
    # heavy: only who reads a log pays
    import polars as pl

    own = pl.col("officer_initiated").fill_null(False)
    frame = log.frame.filter(pl.col("received").is_not_null() & ~own)
    days = observed_days(log)
    found: list[FittedNumber] = []
    missing: list[NotFitted] = []
    spread = dispersion(_daily(frame))
    # weights of an earlier fit would be fitted to themselves
    scenario = scenario.changed(call_weights=None)
    county = County(scenario)
    exposed, towns = exposures(county), [each.name for each in county.land.townships]
    for kind in scenario.kinds:
        calls = frame.filter(pl.col("kind") == kind.name)
        exposure = None if kind.name not in exposed else exposed[kind.name].daily
        for name, fitted, n, least, why in _of_kind(kind, calls, exposure, towns, days, spread):
            _put(scenario, name, fitted, n, least, why, found, missing)
    for name, fitted, n, least, why in _of_all(frame):
        _put(scenario, name, fitted, n, least, why, found, missing)
    told = {each.name: each.value for each in found}
    travel = fit_travel(log, scenario.changed(**told))
    if isinstance(travel, NotFitted):
        missing.append(travel)
    else:
        for name, speed in told_by_travel(travel, scenario).items():
            _put(scenario, name, speed, speed.n, 0, ONE_WORD, found, missing)
    places = fit_places(frame, county, told)
    return LogFit(
        place=log.place or scenario.place,
        calls=frame.height,
        days=round(days, 4),
        dispersion=round(spread, 4),
        fitted=tuple(found),
        not_fitted=(*missing, *places.not_fitted),
        profiles=tuple(_profiles(frame)),
        hours=tuple(_hours(frame, scenario)),
        places=places.places,
        travel=None if isinstance(travel, NotFitted) else travel,
        corps=tuple(times_of_corps(log.frame.filter(pl.col("received").is_not_null()), county, days)),
        weights=places.weights,
    )


type _Told = tuple[str, Fitted | None, int, int, str]
"""Name of a number, what was found, observations, how many are needed, and why it is not told."""


def until_day(log: CallLog, end: date) -> CallLog:
    """The part of a log that came in before a day."""
    # heavy: only who reads a log pays
    import polars as pl

    return replace(log, frame=log.frame.filter(pl.col("received").dt.date() < end))


def observed_days(log: CallLog) -> float:
    """Days from the first midnight to the last one of a log, without those of gaps."""
    dates = log.frame["received"].drop_nulls().dt.date()
    if not dates.len():
        return 0.0
    span = (dates.max() - dates.min()).days + 1  # type: ignore[operator, union-attr]
    return float(span - sum((last - first).days + 1 for first, last in gaps(log)))


def _daily(frame: pl.DataFrame) -> Floats:
    counts = frame["received"].dt.date().value_counts()["count"]
    found: Floats = counts.to_numpy().astype(np.float64)
    return found


def _put(
    scenario: Scenario,
    name: str,
    fitted: Fitted | None,
    n: int,
    least: int,
    why: str,
    found: list[FittedNumber],
    missing: list[NotFitted],
) -> None:
    if name not in scenario.values:
        return
    if fitted is None or n < least:
        missing.append(NotFitted(name=name, why=why if n >= least else FEW, n=n, least=least))
        return
    declared = parameters(scenario.kinds)[name]
    value = min(max(fitted.value, declared.low), declared.high)
    number = FittedNumber(
        name=name,
        value=float(round(value)) if declared.whole else float(f"{value:.6g}"),
        low=float(f"{max(fitted.low, declared.low):.6g}"),
        high=float(f"{min(fitted.high, declared.high):.6g}"),
        n=fitted.n,
        before=float(scenario[name]),
    )
    found.append(number)


def _of_kind(
    kind: Kind, calls: pl.DataFrame, exposure: Floats | None, towns: list[str], days: float, spread: float
) -> Iterator[_Told]:
    """What the calls of a kind tell of its numbers."""
    # heavy: only who reads a log pays
    import polars as pl

    yield from _rates(kind, calls, exposure, towns, days, spread)
    cleared = calls.filter(pl.col("outcome").is_in([c.CLEARED]) | pl.col("outcome").is_null())
    took = handling_minutes(cleared)
    whole = lognormal(took, np.zeros(0)) if len(took) >= LEAST else None
    yield f"{kind.name}_handling_minutes", skewed_mean(took), len(took), LEAST, ONE_WORD
    yield f"{kind.name}_handling_cv", None if whole is None else whole[1], len(took), LEAST, ONE_WORD
    lost, reached = patience_times(calls)
    patience = lognormal(lost, reached) if len(lost) >= LEAST_LOST else None
    for at, name in enumerate(("patience_minutes", "patience_cv")):
        each = None if patience is None else patience[at]
        yield f"{kind.name}_{name}", each, len(lost), LEAST_LOST, ONE_WORD
    delays = (
        ((calls["received"] - calls["occurred"]).dt.total_milliseconds() / 60_000).drop_nulls().to_numpy()
    )
    delays = delays[delays >= 0]
    yield f"{kind.name}_report_delay", mean(delays), len(delays), LEAST, NO_TIMES
    complex_ = calls["complex"].drop_nulls()
    yield (
        f"{kind.name}_complex_share",
        share(int(complex_.sum()), complex_.len()),
        complex_.len(),
        LEAST,
        ONE_WORD,
    )
    yield from _modes(kind, calls, cleared)


def _rates(
    kind: Kind, calls: pl.DataFrame, exposure: Floats | None, towns: list[str], days: float, spread: float
) -> Iterator[_Told]:
    names = [f"{kind.name}_rate_{word(area)}" for area in Area]
    if exposure is None or not days:
        for name in names:
            yield name, None, calls.height, 0, NOT_FLOW
        return
    at = {town: row for row, town in enumerate(towns)}
    counts = np.zeros(len(towns))
    for town in calls["township"].drop_nulls().to_list():
        if town in at:
            counts[at[town]] += 1
    for name, fitted in zip(names, rates(counts, exposure * days, spread), strict=True):
        yield name, fitted, int(counts.sum()), LEAST, ONE_WORD


def patience_times(calls: pl.DataFrame) -> tuple[Floats, Floats]:
    """Minutes until callers gave up, and until somebody came to those who had not by then."""
    # heavy: only who reads a log pays
    import polars as pl

    gave_up = calls.filter((pl.col("outcome") == c.GAVE_UP) & pl.col("arrived").is_null())
    lost = ((gave_up["cleared"] - gave_up["received"]).dt.total_milliseconds() / 60_000).drop_nulls()
    came = ((calls["arrived"] - calls["received"]).dt.total_milliseconds() / 60_000).drop_nulls()
    return lost.to_numpy(), came.filter(came > 0).to_numpy()


def _modes(kind: Kind, calls: pl.DataFrame, cleared: pl.DataFrame) -> Iterator[_Told]:
    """Numbers that the model has the same for all calls of a kind: the most frequent one."""
    for name, values in (("priority", calls["priority"]), ("officers_needed", cleared["units"].clip(1, 2))):
        there = values.drop_nulls()
        if not there.len():
            yield f"{kind.name}_{name}", None, 0, 0, ONE_WORD
            continue
        mode = int(there.mode().sort()[0])
        yield f"{kind.name}_{name}", Fitted(mode, mode, mode, there.len()), there.len(), LEAST, ONE_WORD


def _of_all(frame: pl.DataFrame) -> Iterator[_Told]:
    """What all calls tell together."""
    # heavy: only who reads a log pays
    import polars as pl

    # a case that was passed on later, on the scene, does not show whether its call was
    first = frame.filter(pl.col("outcome").is_null() | (pl.col("outcome") != c.ESCALATED))
    passed = first["passed_on"].drop_nulls()
    yield "wrong_desk_share", share(int(passed.sum()), passed.len()), passed.len(), LEAST, ONE_WORD


def _profiles(frame: pl.DataFrame) -> Iterator[Profile]:
    # heavy: only who reads a log pays
    import polars as pl

    for kind in sorted(frame["kind"].drop_nulls().unique().to_list()):
        times = frame.filter(pl.col("kind") == kind)["received"]
        yield Profile(
            kind=kind,
            hours=_over_mean(times.dt.hour(), 0, 24),
            weekdays=_over_mean(times.dt.weekday(), 1, 7),
            months=_over_mean(times.dt.month(), 1, 12),
        )


def _hours(frame: pl.DataFrame, scenario: Scenario) -> Iterator[FittedHours]:
    """The hours of the people's calls: counts, with the place's own hours weighing as some calls beside them.

    On the roads calls follow the flow of vehicles, whose hours a log does not tell apart from the risk's.
    """
    # heavy: only who reads a log pays
    import polars as pl

    for kind in scenario.kinds:
        if kind.basis not in (Basis.PEOPLE, Basis.COUNTY):
            continue
        of_kind = frame.filter(pl.col("kind") == kind.name)
        # what happens at 23:50 is often reported after midnight: when it happened counts, where that is known
        times = of_kind.select(pl.coalesce("occurred", "received")).to_series()
        if times.len() < LEAST:
            continue
        counts = np.bincount(times.dt.hour().to_numpy().astype(int), minlength=HOURS_A_DAY)
        together = counts * HOURS_A_DAY + HOURS_AS_CALLS * np.array(kind.hours)
        weights = together / (times.len() + HOURS_AS_CALLS)
        yield FittedHours(kind=kind.name, weights=tuple(np.round(weights, 4).tolist()), n=times.len())


def _over_mean(values: pl.Series, first: int, count: int) -> tuple[float, ...]:
    counts = np.bincount(values.to_numpy().astype(int) - first, minlength=count)
    total = max(1, int(counts.sum()))
    return tuple(round(each * count / total, 4) for each in counts.tolist())
