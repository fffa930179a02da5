"""What the event loop reads and writes: tables by name, handed from kernel to kernel as one value."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from jiaosuo.model.kernels.base.travel_times import News


class World(NamedTuple):
    """The tables of one county. Rows of `officers`, `calls`, ... are read like `w.officers[row].duty`.

    Written in the loop: clock, events, calls, waiting, officers, duty_minutes, posts, beats_at, presence,
    unmanned, citizens, links (what blocks or helps them), blocked, log. Only read: all else.
    Shapes: duty_minutes (officers, duties) min; serves, borders (officers, townships); travel (cells, cells)
    min; authority (townships, corps, domains, road classes, complexities); able and unmanned (townships,
    domains); beat_cells and beat_chance (all beat areas end to end,), a beat area's chances cumulated to 1;
    news of the roads, those of the traffic; exposure (kinds, links) incidents a day for each vehicle a day;
    hours (kinds, 24).
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
    travel: np.ndarray[Any, Any]
    news: News
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
"""`happened`, `offers` and `asked` count work: events lived, calls offered, officers looked at for them."""

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
"""For each cell: minutes in which a marked unit was seen, and stops made, faded up to the time beside."""
