"""`jiaosuo.replay`: the very calls of a log under rules that were not in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jiaosuo.experiments.doors.fit import log_of
from jiaosuo.experiments.doors.places import Place, scenario_of, staffed
from jiaosuo.experiments.doors.progress import RUNS, Watching, watched
from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.logs.export import first_day
from jiaosuo.experiments.logs.replay_result import ReplayResult, replay_log
from jiaosuo.model.about import MOST_DAYS
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.numbers import as_whole
from jiaosuo.model.moment import Moment
from jiaosuo.model.rules import named

MOST_WORLDS = 1_000


def replay(
    place: Place,
    rules: Sequence[str] = ("separate", "integrated"),
    log: str | Path | CallLog | None = None,
    first: str | date | None = None,
    days: float | None = None,
    replications: int = 3,
    seed: int = 0,
    at: Moment = Moment.LONG_RUN,
    progress: Watching = None,
) -> ReplayResult:
    """Play the calls of a log, with their times, places, kinds and lengths, under each rule.

    Parameters
    ----------
    place : str, Path or Scenario
        A name, scenario file, folder or scenario, without a timeline and without a path of years.
    rules : sequence of str, default ("separate", "integrated")
        Rules or maps by name, each once; differences are against the first.
    log : str, Path or CallLog, optional
        A file of `jiaosuo log import` or a log that is read already; None: the one in the place's folder.
    first : str or date, optional
        The first day, a date or "2025-01-01"; None: that of the log.
    days : float, optional
        Days to play, from an hour (0.042) to 3,660; None: to the log's end.
    replications : int, default 3
        Worlds, from 1 to 1,000, in which calls are the same and trips, rosters and callers differ.
    seed : int, default 0
        Seed of the first world of a place that is not a scenario yet.
    at : Moment, default Moment.LONG_RUN
        How long after the change to its rule each run begins.
    progress : callable or bool, optional
        None: a bar where somebody watches; False: none; or a function of the runs done and the runs in all.

    Returns
    -------
    ReplayResult
        With the tables "measured.rules" (a row a measure and rule: mean and paired difference, minutes or per
        cent as the measure says, beside what the log says) and "left_out".

    Raises
    ------
    InputError
        When something cannot be played; nothing has run then.

    Examples
    --------
    >>> from jiaosuo import replay
    >>> replay("zigui-2004", rules=("separate", "separate"))
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: rules: 'separate,separate' is not allowed; must name each rule once
    """
    for each in rules:
        named(each)
    if len(set(rules)) < len(rules):
        raise InputError("rules", ",".join(rules), "must name each rule once")
    worlds = as_whole(replications)
    if worlds is None or not 1 <= worlds <= MOST_WORLDS:
        raise InputError("replications", replications, f"must be a whole number from 1 to {MOST_WORLDS:,}")
    if days is not None and not 1 / 24 <= days <= MOST_DAYS:
        raise InputError("days", days, f"must be between {1 / 24:.2g} and {MOST_DAYS} here")
    scenario = scenario_of(place, seed=seed)
    if scenario.path is not None or scenario.timeline:
        allowed = "must be a place without a timeline and without a path of years"
        raise InputError("place", scenario.place, allowed)
    begin = first_day(first, "first") if isinstance(first, str) else first
    calls = log_of(log, place)
    with watched(progress, RUNS) as told:
        ready = staffed(scenario, 1)
        heard = (lambda _done, _total: None) if told is None else told
        return replay_log(calls, ready, list(rules), worlds, at, begin, days, heard)
