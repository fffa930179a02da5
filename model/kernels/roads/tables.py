"""What the traffic reads and writes: tables by name, handed from kernel to kernel as one value."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from jiaosuo.model.kernels.base.by_address import by_address
from jiaosuo.model.kernels.base.travel_times import TravelTimes


@by_address
class TrafficTables(NamedTuple):
    """The roads of one county and who is on them.

    Written by the traffic: clock, links, vehicles, pending, heap, later, heap_index, travel_times. Only read:
    all else. Shapes: demand (days,), the last for all days to come; pending, rows of trips whose departure
    was refused; heap (links + 1,), later and heap_index (links,), see `link_events`; heads, links_out (cells,
    most links out) with NOBODY where there are fewer; habit (zones, cells) the link to take towards a zone;
    homeward (cells,) the next cell towards the own zone's cell.
    """

    clock: np.ndarray[Any, Any]
    levers: np.ndarray[Any, Any]
    links: np.ndarray[Any, Any]
    vehicles: np.ndarray[Any, Any]
    trips: np.ndarray[Any, Any]
    demand: np.ndarray[Any, Any]
    pending: np.ndarray[Any, Any]
    heap: np.ndarray[Any, Any]
    later: np.ndarray[Any, Any]
    heap_index: np.ndarray[Any, Any]
    heads: np.ndarray[Any, Any]
    links_out: np.ndarray[Any, Any]
    habit: np.ndarray[Any, Any]
    travel_times: TravelTimes
    homeward: np.ndarray[Any, Any]
    zone_of_cell: np.ndarray[Any, Any]
    zone_cells: np.ndarray[Any, Any]


TRAFFIC_FIELDS = [
    ("now", np.float64),
    ("day", np.int64),
    ("next_trip", np.int64),
    ("heap", np.int64),
    ("later", np.int64),
    ("horizon", np.float64),
    ("pending", np.int64),
    ("on_road", np.int64),
    ("held", np.int64),
    ("refused", np.int64),
    ("forced", np.int64),
    ("tries", np.int64),
    ("plans", np.int64),
    ("vehicle_minutes", np.float64),
    ("counted_at", np.float64),
    ("since", np.float64),
    ("undisturbed_before", np.float64),
]
"""`heap`, `later` and `pending`: rows in use of the tables of that name. `horizon`: where the heap ends, min.

Counts are in agents: `on_road`, `held` at an entry that refused them, `refused` departures, `forced` through
as stuck; `vehicle_minutes` are agent-minutes on the road or held. `tries` counts how often a link was asked
to discharge, `plans` how often travel times were published. These vehicles drive `since` then; up to then
others would have spent `undisturbed_before` vehicle-hours.
"""

LINK_EVENT_FIELDS = [("leaves", np.float64), ("link", np.int64)]
"""When the first vehicle may leave a link."""

QUARTER, QUARTERS = 15.0, 4
"""A link's flow of the last hour is counted in a ring of so many parts of so many minutes."""

LINK_STATE = [
    ("first", np.int32),
    ("last", np.int32),
    ("count", np.int32),
    ("storage", np.int32),
    ("due", np.float64),
    ("free_minutes", np.float64),
    ("closed_until", np.float64),
    ("capacity", np.float64),
    ("head", np.int32),
    ("blocked", np.int32),
    ("posted", np.int32),
    ("waits_for", np.int32),
    ("first_waiter", np.int32),
    ("next_waiter", np.int32),
    ("waited_since", np.float64),
    ("crossings", np.int64),
    ("crossing_minutes", np.float64),
    ("entered", np.int32, (QUARTERS,)),
    ("risk", np.float64, (QUARTERS,)),
    ("flow", np.float64),
    ("risky_flow", np.float64),
    ("peak_flow", np.float64),
    ("minutes_now", np.float64),
    ("planned_minutes", np.float64),
    ("blocked_since", np.float64),
    ("blocked_minutes", np.float64),
    ("length_km", np.float64),
    ("tail", np.int64),
    ("road_class", np.int64),
    ("post_edge", np.float64),
    ("scene_gap", np.float64),
]
"""A link: its queue (`first` to `last`, `count` agents), when its capacity is free again (`due`), its blocks.

`flow` is vehicles in the last hour, `risky_flow` the same weighted by the drivers' risk; `minutes_now` is
what the link takes, `planned_minutes` what was published last. `first_waiter` and `next_waiter` are a list of
the links whose first vehicle waits for room here, strung through their rows, as tables hold no lists.
`post_edge` and `scene_gap` are sums over those who stand at the junction, and over the lanes blocked: what
more, or less, than the usual they bring (see `kernels/calls/scene.py`).

The order of the fields is on purpose. A row is wider than what memory fetches at once, so what a crossing
reads and writes comes first. Counts are 32 bits wide to fit there; `tail` and `road_class`, which kernels
hand on to others, are 64.
"""
