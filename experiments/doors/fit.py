"""`jiaosuo.fit`: what a log of calls tells of a place's numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jiaosuo.experiments.doors.places import Place, scenario_of
from jiaosuo.experiments.logs.call_log import CallLog, read_log
from jiaosuo.experiments.logs.export import first_day
from jiaosuo.experiments.logs.fit_file import write_fit
from jiaosuo.experiments.logs.fit_result import LogFit
from jiaosuo.experiments.logs.fitting import fit_log, until_day
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.moment import Moment
from jiaosuo.model.scenario import Scenario


def fit(
    place: Place,
    log: str | Path | CallLog | None = None,
    until: str | date | None = None,
    *,
    write: bool = False,
) -> LogFit:
    """Read off a log what it tells of a place's numbers, with intervals, as `jiaosuo log fit` does.

    The last days of the log are played again, at up to three speeds: that tells how fast officers come.

    Parameters
    ----------
    place : str, Path or Scenario
        A name, scenario file, folder or scenario.
    log : str, Path or CallLog, optional
        A file of `jiaosuo log import` or a log that is read already; None: the one in the place's folder.
    until : str or date, optional
        Only the days before it, a date or "2025-01-01"; None: all days.
    write : bool, default False
        Whether the numbers are put into the place's folder, as the command does.

    Returns
    -------
    LogFit
        With the tables "fitted" (a row a number: value, 90 % interval, observations, what the place had),
        "not_fitted" with reasons, "profiles", "hours", "places" (where calls arise, and what that gains a
        call that was held out), "places.townships" and "corps" (shares of time on duty).

    Raises
    ------
    InputError
        When the place is unknown, there is no log, a date is none, or `write` is asked for where the place is
        no folder.

    Examples
    --------
    >>> from jiaosuo import fit
    >>> fit("zigui-2004", write=True)
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: place: 'zigui-2004' is not allowed; must be a folder of a place
    """
    scenario = scenario_of(place)
    folder = None if isinstance(place, Scenario) else open_place(place).folder
    if write and folder is None:
        raise InputError("place", str(place), "must be a folder of a place")
    calls = log_of(log, place)
    if until is not None:
        calls = until_day(calls, until if isinstance(until, date) else first_day(until, "until"))
    found = fit_log(calls, scenario.at(Moment.LONG_RUN))
    if write and folder is not None:
        write_fit(found, folder)
    return found


def log_of(log: str | Path | CallLog | None, place: Place) -> CallLog:
    """A log as a function takes it; InputError where there is none."""
    if isinstance(log, CallLog):
        return log
    if log is None and isinstance(place, Scenario):
        allowed = "must be a log that `jiaosuo log import` wrote, or a place's folder that has one"
        raise InputError("log", "", allowed)
    return read_log(str(place) if log is None else log)
