"""Case files that are open when a run begins: what the days before it have left, worked out without a run.

The place's demand opens files in the days before, as many as are expected and the same under every rule;
each falls to one of those on duty who are expected to close such calls, and is worked off as in a run: on
the owner's shifts, in the hours of files, the nearest deadline first, in the time that what comes before
files leaves. What is not done by the first minute is what the run begins with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.terms import NOBODY, Basis, EventKind
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY, MINUTES_A_SHIFT, MINUTES_AN_HOUR
from jiaosuo.model.demand import expected_calls
from jiaosuo.model.dispatch import Dispatch
from jiaosuo.model.incidents.kind import STREET_DAY, Kind
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.tables import FILE_FIELDS
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.officers import Force
from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]
type Window = tuple[float, float]

HOUR, SHIFT, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_SHIFT), float(MINUTES_A_DAY)
SHIFTS_A_DAY = MINUTES_A_DAY // MINUTES_A_SHIFT
LEAST = 1e-6
"""Minutes below which a file is done: what rounding may leave."""

_OPENED, _OWNER = draws.process("files before: opened"), draws.process("files before: owner")
_PLACE, _LENGTH = draws.process("files before: township"), draws.process("files before: length")


def begin_with_files(
    dispatch: Dispatch, force: Force, scenario: Scenario, land: Landscape, seed: int
) -> None:
    """Put the files that the days before have left into the hands of their owners; writes the tables."""
    files = files_before(force, scenario, land, seed)
    if not len(files):
        return
    files = files[np.lexsort((files["opened"], files["due"], files["owner"]))]
    same = files["owner"][1:] == files["owner"][:-1]
    files["next"][:-1] = np.where(same, np.arange(1, len(files)), NOBODY)
    officers, first = force.columns, np.flatnonzero(np.concatenate([[True], ~same]))
    officers["first_file"][files["owner"][first]] = first
    officers["files_due"] = np.bincount(files["owner"], files["minutes_left"], len(officers))
    dispatch.begin_with("files", files, events=len(files))
    for row in np.flatnonzero(~files["late"]).tolist():
        schedule(dispatch.tables, float(files["due"][row]), EventKind.FILE_LATE, row, 0)


def files_before(force: Force, scenario: Scenario, land: Landscape, seed: int) -> Table:
    """The files that are open at minute 0, with the work that is left in them; (files,), in no one's list."""
    days = int(scenario["files_before"])
    calls, demand = expected_calls(land, scenario), force.start.now.files.sum(axis=1)
    if days <= 0 or demand.sum() <= 0:
        return table(FILE_FIELDS, 0)
    on_duty = rostered(force, scenario, range(-days * SHIFTS_A_DAY, 0))
    drawn = [
        _opened(row, kind, float(demand[row]), days, _Before(force, scenario, on_duty, calls[row], seed))
        for row, kind in enumerate(scenario.kinds)
    ]
    files: Table = np.concatenate(drawn)
    hours = _hours_of_files(on_duty.shape[1], scenario)
    for owner in np.unique(files["owner"]).tolist():
        rows = np.flatnonzero(files["owner"] == owner)
        pace = float(force.start.now.for_files[owner])
        windows = (hours[shift] for shift in np.flatnonzero(on_duty[owner]).tolist() if shift in hours)
        files["minutes_left"][rows] = worked_off(files[rows], windows, pace)
    return files[files["minutes_left"] > 0]


@dataclass(frozen=True)
class _Before:
    """What the files of a kind are drawn from. `on_duty` (officers, shifts); `calls` (townships,): a day."""

    force: Force
    scenario: Scenario
    on_duty: Flags
    calls: Floats
    seed: int


def _opened(row: int, kind: Kind, a_day: float, days: int, of: _Before) -> Table:
    """The files of a kind that were opened in so many days before minute 0, nothing done at them yet."""
    opened = _moments(kind, a_day, days, draws.key(of.seed, _OPENED, row, 0))
    number = {name: of.scenario[f"{kind.name}_{name}"] for name in ("file_hours", "file_days")}
    files = table(FILE_FIELDS, len(opened))
    files["call"], files["kind"], files["domain"], files["next"] = NOBODY, row, kind.domain, NOBODY
    files["opened"], files["due"], files["closed"] = opened, opened + number["file_days"] * DAY, np.nan
    files["late"] = files["due"] <= 0
    places = range(len(opened))
    files["owner"] = _owners(row, opened, of, [draws.uniform(of.seed, _OWNER, row, each) for each in places])
    chances = [draws.uniform(of.seed, _PLACE, row, each) for each in places]
    files["township"] = _townships(files["owner"], of, chances)
    for place in places:
        normal = draws.normal(of.seed, _LENGTH, row, place)
        files["minutes"][place] = draws.lognormal(number["file_hours"] * HOUR, of.scenario["file_cv"], normal)
    files["minutes_left"] = files["minutes"]
    return files


def _moments(kind: Kind, a_day: float, days: int, key: int) -> Floats:
    """Minutes below 0 at which files of a kind were opened, latest first: Poisson, by hours of the day.

    They are drawn backwards, so that more days add files and move none.
    """
    if a_day <= 0:
        return np.zeros(0)
    most = int(a_day * days + 6 * np.sqrt(a_day * days) + 10)
    ago = np.cumsum(-np.log1p(-draws.uniforms(key, 0, most, 0))) / a_day
    ago = ago[ago < days]
    weights = STREET_DAY if kind.basis == Basis.FLOW else kind.hours
    until = np.concatenate([[0.0], np.cumsum(weights)]) / sum(weights)
    hour = np.interp(ago % 1, until, np.arange(HOURS_A_DAY + 1.0))
    moments: Floats = hour * HOUR - (np.floor(ago) + 1) * DAY
    return moments


def _owners(row: int, moments: Floats, of: _Before, chances: list[float]) -> Ints:
    """Who closed the calls: of those on duty then, by how many files of the kind each is expected to open."""
    start, since = of.force.start, of.scenario["days_since_change"] * DAY
    expected = np.where((moments < -since)[:, None], start.before.files[row], start.now.files[row])
    there = expected * of.on_duty[:, np.floor(moments / SHIFT).astype(np.int64)].T
    return _drawn(np.where((there > 0).any(axis=1)[:, None], there, expected), chances)


def _townships(owners: Ints, of: _Before, chances: list[float]) -> Ints:
    """Where they were: townships that the owners serve, by calls of the kind."""
    calls = of.calls * of.force.serves[owners]
    return np.where((calls > 0).any(axis=1), _drawn(calls, chances), of.force.columns["township"][owners])


def _drawn(weights: Floats, chances: list[float]) -> Ints:
    """In each row the place of one of the weights, taken with a chance in proportion to it."""
    total = np.cumsum(weights, axis=1)
    found: Ints = (total <= (np.array(chances) * total[:, -1])[:, None]).sum(axis=1)
    return found


def rostered(force: Force, scenario: Scenario, shifts: range) -> Flags:
    """Whether the rota has each officer on duty in each shift, (officers, shifts); shifts before 0 too."""
    me, share = force.columns, scenario["on_duty_share"]
    weights = np.array([scenario[f"{name}_weight"] for name in ("night", "day", "evening")])
    weights = weights / weights.mean()
    size, rank, number = me["group_size"][:, None], me["group_rank"][:, None], np.array(shifts)
    day, part = number // SHIFTS_A_DAY, number % SHIFTS_A_DAY
    before = SHIFTS_A_DAY * day + np.concatenate([[0.0], np.cumsum(weights)])[part]
    start, end = (
        np.floor(size * share * due + me["phase"][:, None]).astype(np.int64)
        for due in (before, before + weights[part])
    )
    on_duty: Flags = (rank - start % size) % size < np.minimum(size, end - start)
    return on_duty


def _hours_of_files(shifts: int, scenario: Scenario) -> dict[int, Window]:
    """The hours of files in each of so many shifts before minute 0, the oldest first, if it has any."""
    begin = (np.arange(shifts) - shifts) * SHIFT
    midnight = np.floor(begin / DAY) * DAY
    start = np.maximum(begin, midnight + scenario["files_from"] * HOUR)
    end = np.minimum(begin + SHIFT, midnight + scenario["files_until"] * HOUR)
    windows = enumerate(zip(start.tolist(), end.tolist(), strict=True))
    return {shift: window for shift, window in windows if window[0] < window[1]}


def worked_off(files: Table, windows: Iterator[Window], pace: float) -> Floats:
    """Minutes left in the files of one officer, (files,), after the windows: the nearest deadline first.

    `pace`: minutes of work at files in a minute of a window.
    """
    left: Floats = files["minutes"].copy()
    coming = sorted(range(len(files)), key=lambda row: -float(files["opened"][row]))
    waiting: list[tuple[float, int]] = []
    for start, end in windows:
        now = start
        while now < end and (coming or waiting):
            while coming and files["opened"][coming[-1]] <= now:
                row = coming.pop()
                heappush(waiting, (float(files["due"][row]), row))
            until = min(end, float(files["opened"][coming[-1]])) if coming else end
            now = _work(left, waiting, now, until, pace) if waiting else until
    return left


def _work(left: Floats, waiting: list[tuple[float, int]], now: float, until: float, pace: float) -> float:
    """Work at the first of the waiting files, as long as there is time; returns when that ended."""
    row = waiting[0][1]
    if (needed := left[row] / pace) > until - now + LEAST:
        left[row] -= (until - now) * pace
        return until
    left[row] = 0.0
    heappop(waiting)
    return now + float(needed)
