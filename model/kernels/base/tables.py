"""What the event loop reads and writes: tables by name, handed from kernel to kernel as one value."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from jiaosuo.model.kernels.base.travel_times import TravelTimes


class EventLoopTables(NamedTuple):
    """The tables of one county. Rows of `officers`, `calls`, ... are read like `e.officers[row].duty`.

    Written in the loop: clock, events, calls, waiting, officers, duty_minutes, posts, beats_at, presence,
    unmanned, visits_owed, citizens, links (what blocks or helps them), blocked, log. Only read: all else.
    Shapes: duty_minutes (officers, duties) min; serves, borders (officers, townships); rule_table
    (townships,), the answers of each township's rule; authority (townships, corps, domains, road classes,
    complexities); free_minutes (cells, cells), driving time at free flow; travel_times, those of the traffic;
    unmanned (townships, domains) min; visits_wanted (townships,) min a day, visits_owed (townships,) min;
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
    ("offer_due", np.bool_),
    ("logging", np.bool_),
]
"""`events`, `calls`, `waiting`, `logged` and `blocked`: rows in use of the tables of that name.

`happened`, `offers` and `asked` count work, so that tests can see it grow with events and not with time:
events handled, calls offered to officers, officers considered for them.
"""

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
