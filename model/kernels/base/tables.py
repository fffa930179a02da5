"""What the event loop reads and writes: tables by name, handed from kernel to kernel as one value."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from jiaosuo.model.kernels.base.by_address import by_address
from jiaosuo.model.kernels.base.travel_times import TravelTimes


@by_address
class EventLoopTables(NamedTuple):
    """The tables of one county. Rows of `officers`, `calls`, ... are read like `e.officers[row].duty`.

    Written in the loop: clock, events, calls, waiting, officers, duty_minutes, posts, beats_at, presence,
    unmanned, visits_owed, work_pool, own_work, watches, files, citizens, links (what blocks or helps them),
    blocked, log. Only read: all else.
    Shapes: duty_minutes (officers, duties) min; serves, borders (officers, townships); rule_table
    (townships,), the answers of each township's rule; authority (townships, corps, domains, road classes,
    complexities); free_minutes (cells, cells), driving time at free flow; travel_times, those of the traffic;
    unmanned (townships, domains) min; visits_wanted (townships,) min a day, visits_owed (townships,) min;
    works (kinds of other work,), in the order in which they are asked for; work_hours (kinds of work, 24),
    the part of a day's demand in each hour, or of a shift's from its first hour on; work_wanted (kinds of
    work, townships) min a day, work_pool of that shape; own_work (officers, kinds of work) min owed in this
    shift; watches (stations,); seats (townships + 1,) cells, the last that of the county seat;
    beat_cells and beat_chance (all beat areas end to end,), a beat area's chances cumulated to 1; residents
    (citizens,) by home cell, first_resident (cells + 1,) where a cell's begin; exposure (kinds, links) of
    incidents a day for each vehicle a day; hours (kinds, 24).

    Whole numbers that one kernel hands to another are 64 bits wide throughout: Numba compiles a kernel, and
    all below it, once more for every other width.
    """

    clock: np.ndarray[Any, Any]
    levers: np.ndarray[Any, Any]
    kinds: np.ndarray[Any, Any]
    events: np.ndarray[Any, Any]
    calls: np.ndarray[Any, Any]
    waiting: np.ndarray[Any, Any]
    officers: np.ndarray[Any, Any]
    duty_minutes: np.ndarray[Any, Any]
    serves: np.ndarray[Any, Any]
    borders: np.ndarray[Any, Any]
    rule_table: np.ndarray[Any, Any]
    authority: np.ndarray[Any, Any]
    free_minutes: np.ndarray[Any, Any]
    travel_times: TravelTimes
    zone_of_cell: np.ndarray[Any, Any]
    cells: np.ndarray[Any, Any]
    links: np.ndarray[Any, Any]
    blocked: np.ndarray[Any, Any]
    exposure: np.ndarray[Any, Any]
    hours: np.ndarray[Any, Any]
    presence: np.ndarray[Any, Any]
    posts: np.ndarray[Any, Any]
    beat_cells: np.ndarray[Any, Any]
    beat_chance: np.ndarray[Any, Any]
    beats_at: np.ndarray[Any, Any]
    unmanned: np.ndarray[Any, Any]
    visits_wanted: np.ndarray[Any, Any]
    visits_owed: np.ndarray[Any, Any]
    works: np.ndarray[Any, Any]
    work_hours: np.ndarray[Any, Any]
    work_wanted: np.ndarray[Any, Any]
    work_pool: np.ndarray[Any, Any]
    own_work: np.ndarray[Any, Any]
    watches: np.ndarray[Any, Any]
    seats: np.ndarray[Any, Any]
    files: np.ndarray[Any, Any]
    citizens: np.ndarray[Any, Any]
    residents: np.ndarray[Any, Any]
    first_resident: np.ndarray[Any, Any]
    log: np.ndarray[Any, Any]


CLOCK_FIELDS = [
    ("now", np.float64),
    ("seed", np.int64),
    ("events", np.int64),
    ("sequence", np.int64),
    ("calls", np.int64),
    ("waiting", np.int64),
    ("logged", np.int64),
    ("slot", np.int64),
    ("shift", np.int64),
    ("next_candidate", np.int64),
    ("oldest_open", np.int64),
    ("happened", np.int64),
    ("offers", np.int64),
    ("asked", np.int64),
    ("blocked", np.int64),
    ("post_minutes_wanted", np.float64),
    ("visit_minutes_wanted", np.float64),
    ("visit_minutes_made", np.float64),
    ("files", np.int64),
    ("offer_due", np.bool_),
    ("logging", np.bool_),
]
"""`events`, `calls`, `waiting`, `logged`, `blocked` and `files`: rows in use of the tables of that name.

`happened`, `offers` and `asked` count work, so that tests can see it grow with events and not with time:
events handled, calls offered to officers, officers considered for them.
"""

POOL_FIELDS = [
    ("wanted", np.float64),
    ("growing", np.float64),
    ("owed", np.float64),
    ("done", np.float64),
    ("dropped", np.float64),
]
"""Minutes of a kind of other work for a township: wanted so far; of these not yet a session, owed, done, and
dropped. The rest is in hand, or owed by single officers (`own_work`)."""

WATCH_FIELDS = [
    ("cell", np.int64),
    ("township", np.int64),
    ("officer", np.int64),
    ("since", np.float64),
    ("kept", np.float64),
    ("wanted", np.bool_),
    ("on_duty", np.int64),
    ("yields_to", np.int64),
    ("best", np.int64),
    ("least", np.float64),
]
"""The duty desk of a station: who keeps its watch, from when on; minutes kept in this slot; whether it is
wanted; how many may keep it; to calls of which priority it yields. `best` and `least` are of the choice."""

FILE_FIELDS = [
    ("call", np.int64),
    ("kind", np.int64),
    ("domain", np.int64),
    ("township", np.int64),
    ("owner", np.int64),
    ("opened", np.float64),
    ("due", np.float64),
    ("closed", np.float64),
    ("minutes", np.float64),
    ("minutes_left", np.float64),
    ("late", np.bool_),
    ("next", np.int64),
]
"""A case file: of which call, whose it is, minutes of work in all and left; `next` of the same owner."""

EVENT_FIELDS = [
    ("time", np.float64),
    ("sequence", np.int64),
    ("kind", np.int64),
    ("subject", np.int64),
    ("stamp", np.int64),
]
LOG_FIELDS = [
    ("time", np.float64),
    ("officer", np.int64),
    ("duty", np.int64),
    ("cell", np.int64),
    ("call", np.int64),
    ("post", np.int64),
    ("from_cell", np.int64),
    ("leaves", np.float64),
    ("arrives", np.float64),
]
"""Who turned to what when, for which call or post, and the way: from where, left when, there when."""
PRESENCE_FIELDS = [
    ("sight", np.float64),
    ("sight_at", np.float64),
    ("stops", np.float64),
    ("stops_at", np.float64),
]
"""For each cell: minutes in which a marked unit was seen, and stops made, faded up to the time beside.

An exponential fades alike from any moment on, so a cell is brought up to date when somebody comes or looks.
"""
