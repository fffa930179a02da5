"""The very calls of a log as the world that comes from outside: played under any rule.

A call of the model has its nature by a key. For each call of the log a key is looked for under which the case
is as complex, and takes as long under the status quo, as it did; its time and place are those of the log.
What depends on what the police do (what beats find, queues, cases that come back) arises anew.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.logs.columns import OUTSIDE
from jiaosuo.model import County
from jiaosuo.model.calls import CANDIDATE_FIELDS, Candidates
from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import NOBODY, Basis
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.calls.marks import DELAY, REPORT, mark, mark_candidates
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

POOL, LEAST_POOL = 20, 2_000
"""Keys that are looked at for each call, and at least for each kind."""
SURE = 0.5
"""A key is taken if its caller would report at half the usual share: trust moves, and they did call."""
NEVER_ABOVE = -1.0
"""The height of a candidate that happens whatever the rate of the moment is."""
QUIET = ("jam_rate_rural", "jam_rate_urban", "secondary_rate")
"""What a replay switches off where the log has such calls itself."""

OWN, NO_KIND, NO_TIME, NO_PLACE = (
    N_("found by officers: beats find their own"),
    N_("without a kind"),
    N_("without a time at which they came in"),
    N_("without a place in the county"),
)
_STREAM = draws.process("replayed")


@dataclass(frozen=True)
class Replay:
    """Calls of a log as incidents: `events` in order of time, minutes from the first midnight.

    `left_out` counts calls that cannot be played, by reason; `error` is the mean difference between how long
    cases took in the log and take by their keys, as a share.
    """

    events: Table
    days: float
    calls: int
    left_out: Mapping[str, int]
    error: float


@dataclass
class LoggedCandidates(Candidates):
    """Candidates that are those of a log, in place of what the seed draws."""

    events: Table = field(default_factory=lambda: table(CANDIDATE_FIELDS, 0))

    def draw(self, day: int) -> Table:
        """The calls of a day in order of time."""
        begin, end = day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY
        self.today = self.events[(self.events["time"] >= begin) & (self.events["time"] < end)]
        self.day = day
        return self.today


def replay_of(log: CallLog, county: County, first: date | None = None, days: float | None = None) -> Replay:
    """The calls of a log, from a day on and for so many days, as incidents of a county that has not run.

    InputError where none of them can be played.
    """
    frame = _chosen(log, first, days)
    left_out: dict[str, int] = {}
    playable = _playable(frame, county, left_out)
    if not playable.height:
        raise InputError("log", log.place or "log", "none of its calls in these days can be played")
    last = float(playable["minute"].max() or 0.0)  # type: ignore[arg-type]
    length = days if days is not None else math.floor(last / MINUTES_A_DAY) + 1.0
    events, error = _events(playable, county)
    return Replay(events, length, playable.height, left_out, error)


def _chosen(log: CallLog, first: date | None, days: float | None) -> pl.DataFrame:
    """The calls from a day on with the minute at which each came in."""
    # heavy: only who reads a log pays
    import polars as pl

    frame = log.frame
    begin = frame["received"].dt.date().min() if first is None else first
    if begin is None:
        raise InputError("log", log.place or "log", "none of its calls in these days can be played")
    clock = pl.col("received").dt.replace_time_zone(None)
    passed = (clock - pl.lit(begin).cast(pl.Datetime("ms"))).dt.total_milliseconds() / 60_000
    frame = frame.with_columns(passed.alias("minute"))
    end = math.inf if days is None else days * MINUTES_A_DAY
    inside = pl.col("minute").is_between(0, end, closed="left")
    return frame.filter(pl.col("minute").is_null() | inside)


def _playable(frame: pl.DataFrame, county: County, left_out: dict[str, int]) -> pl.DataFrame:
    """The calls that can be played; others are counted by the first reason against each."""
    # heavy: only who reads a log pays
    import polars as pl

    names = [each.name for each in county.land.townships]
    outside = pl.col("faults").fill_null("").str.contains(OUTSIDE, literal=True)
    nowhere = ~pl.col("township").is_in(names).fill_null(False) & (pl.col("x_km").is_null() | outside)
    kinds = [kind.name for kind in county.scenario.kinds]
    for reason, against in (
        (NO_TIME, pl.col("minute").is_null()),
        (OWN, pl.col("officer_initiated").fill_null(False)),
        (NO_KIND, ~pl.col("kind").is_in(kinds).fill_null(False)),
        (NO_PLACE, nowhere),
    ):
        kept = frame.filter(~against)
        if frame.height > kept.height:
            left_out[reason] = frame.height - kept.height
        frame = kept
    return frame.sort("minute", "row")


def _events(frame: pl.DataFrame, county: County) -> tuple[Table, float]:
    """The calls as candidates, and how far the lengths of their cases are from those of the log."""
    kinds = {kind.name: row for row, kind in enumerate(county.scenario.kinds)}
    rows = table(CANDIDATE_FIELDS, frame.height)
    rows["kind"] = [kinds[name] for name in frame["kind"]]
    rows["height"], rows["rate"] = NEVER_ABOVE, 1.0
    took = (frame["cleared"] - frame["arrived"]).dt.total_milliseconds().to_numpy() / 60_000
    complex_ = frame["complex"].to_list()
    delays = np.zeros(len(rows))
    for kind in np.unique(rows["kind"]):
        those = np.flatnonzero(rows["kind"] == kind)
        pool = _pool(county, int(kind), max(LEAST_POOL, POOL * len(those)))
        for at, found in zip(those, _matched(pool, those, took, complex_), strict=True):
            rows["key"][at], delays[at] = pool.keys[found], pool.delays[found]
    mark_candidates(county.candidates.kinds, rows)
    rows["time"] = np.maximum(0.0, frame["minute"].to_numpy() - delays)
    _place(rows, frame, county)
    seen = np.isfinite(took) & (took > 0)
    off = (
        np.abs(rows["published_minutes"] - took)[seen].sum() / max(took[seen].sum(), 1e-9)
        if seen.any()
        else 0.0
    )
    return rows[np.lexsort((rows["key"], rows["time"]))], float(off)


@dataclass(frozen=True)
class _Pool:
    """Keys of a kind, shortest cases first, with what each would be."""

    keys: npt.NDArray[np.int64]
    minutes: npt.NDArray[np.float64]
    complex_: npt.NDArray[np.bool_]
    delays: npt.NDArray[np.float64]


def _pool(county: County, kind: int, count: int) -> _Pool:
    name = county.scenario.kinds[kind].name
    rows = table(CANDIDATE_FIELDS, count)
    rows["kind"] = kind
    rows["key"] = [draws.key(_STREAM, kind, at, 0) for at in range(count)]
    mark_candidates(county.candidates.kinds, rows)
    keys = rows["key"].tolist()
    report = np.array([mark(key, REPORT) for key in keys])
    sure = report < SURE * county.scenario[f"{name}_report_share"]
    rows, keys = rows[sure], np.array(keys, np.int64)[sure]
    delay = -county.scenario[f"{name}_report_delay"] * np.log(
        1 - np.array([mark(int(key), DELAY) for key in keys])
    )
    order = np.argsort(rows["published_minutes"], kind="stable")
    return _Pool(keys[order], rows["published_minutes"][order], rows["is_complex"][order], delay[order])


def _matched(
    pool: _Pool, calls: npt.NDArray[np.int64], took: npt.NDArray[np.float64], complex_: list[bool | None]
) -> Iterator[int]:
    """For each call the place in the pool of the nearest key that no other has; complexity first."""
    free = {flag: np.flatnonzero(pool.complex_ == flag).tolist() for flag in (False, True)}
    middle = float(np.median(pool.minutes)) if len(pool.minutes) else 0.0
    turn = np.random.default_rng(len(calls))
    for call in calls:
        said = complex_[call]
        flag = bool(said) if said is not None else bool(turn.random() < pool.complex_.mean())
        those = free[flag] or free[not flag]
        minutes = float(took[call])
        if not math.isfinite(minutes) or minutes <= 0:
            minutes = float(pool.minutes[turn.integers(len(pool.minutes))]) if len(pool.minutes) else middle
        at = bisect_left(those, minutes, key=lambda each: float(pool.minutes[each]))
        near = min(range(max(0, at - 1), min(len(those), at + 1)),
                   key=lambda each: abs(float(pool.minutes[those[each]]) - minutes))  # fmt: skip
        yield those.pop(near)


def _place(rows: Table, frame: pl.DataFrame, county: County) -> None:
    """Cell, link and entity of each call: at its point, else at the people of its township."""
    land = county.land
    cells = _cells(rows, frame, land)
    busiest = _busiest_links(county)
    rows["cell"], rows["link"], rows["entity"] = cells, NOBODY, cells
    on_road = [kind.basis in (Basis.FLOW, Basis.QUEUE) for kind in county.scenario.kinds]
    at = np.flatnonzero(np.array(on_road)[rows["kind"]] & (busiest[cells] != NOBODY))
    rows["link"][at] = rows["entity"][at] = busiest[cells[at]]


def _cells(rows: Table, frame: pl.DataFrame, land: Landscape) -> npt.NDArray[np.int64]:
    x, y = (frame[name].to_numpy() for name in ("x_km", "y_km"))
    names = {each.name: row for row, each in enumerate(land.townships)}
    found = np.zeros(len(rows), np.int64)
    for at, town in enumerate(frame["township"].to_list()):
        if np.isfinite(x[at]) and np.isfinite(y[at]):
            off = np.hypot(land.cells["x_km"] - x[at], land.cells["y_km"] - y[at])
            found[at] = int(off.argmin())
            continue
        here = np.flatnonzero(land.cells["township"] == names[town])
        people = np.cumsum(land.cells["people"][here])
        chance = draws.uniform(_STREAM, 1, int(rows["key"][at]), 0)
        found[at] = here[
            int(np.searchsorted(people, chance * people[-1], side="right").clip(0, len(here) - 1))
        ]
    return found


def _busiest_links(county: County) -> npt.NDArray[np.int64]:
    """For each cell the link out of it with the largest planned flow; NOBODY where there is none."""
    planned = county.vehicles.planned.sum(axis=1)
    found = np.full(len(county.land.cells), NOBODY, np.int64)
    for link in np.argsort(planned, kind="stable"):
        found[county.land.links["tail"][link]] = link
    return found


def quiet(scenario: Scenario) -> Scenario:
    """The scenario without what the log has itself: jams and second crashes that callers told of."""
    return scenario.changed(**{name: 0.0 for name in QUIET if name in scenario.values})


def play(replay: Replay, scenario: Scenario) -> County:
    """A county in which the calls of a log happen, run to the end of its days, with a log of its officers."""
    county = County(quiet(scenario), log=True)
    drawn = {each.name: getattr(county.candidates, each.name) for each in fields(Candidates)}
    county.candidates = LoggedCandidates(**drawn, events=replay.events)
    return county.run_days(replay.days)
