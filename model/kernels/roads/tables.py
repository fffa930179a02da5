"""What the traffic reads and writes: tables by name, handed from kernel to kernel as one value."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from jiaosuo.model.kernels.base.travel_times import News


class Roads(NamedTuple):
    """The roads of one county and who is on them.

    Written by the traffic: clock, links, vehicles, pending, agenda, later, places, news. Only read: all else.
    Shapes: demand (days,), the last for all days to come; heads, links_out (cells, most ways) with NOBODY
    where there are fewer; habit (zones, cells) the link to take towards a zone; homeward (cells,) the next
    cell towards the own zone's cell.
    """

    clock: np.ndarray[Any, Any]
    levers: np.ndarray[Any, Any]
    links: np.ndarray[Any, Any]
    vehicles: np.ndarray[Any, Any]
    trips: np.ndarray[Any, Any]
    demand: np.ndarray[Any, Any]
    pending: np.ndarray[Any, Any]
    agenda: np.ndarray[Any, Any]
    later: np.ndarray[Any, Any]
    places: np.ndarray[Any, Any]
    heads: np.ndarray[Any, Any]
    links_out: np.ndarray[Any, Any]
    habit: np.ndarray[Any, Any]
    news: News
    homeward: np.ndarray[Any, Any]
    zone_of_cell: np.ndarray[Any, Any]
    zone_cells: np.ndarray[Any, Any]


TRAFFIC_FIELDS = [
    ("now", np.float64),
    ("day", np.int64),
    ("next_trip", np.int64),
    ("agenda", np.int64),
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
"""Counts are in agents; `vehicle_minutes` in agent-minutes on the road or held at an entry. `tries` counts
how often a link was asked to let its first out.

These vehicles drive `since` then; up to then others would have spent `undisturbed_before` vehicle-hours.
"""

AGENDA_FIELDS = [("leaves", np.float64), ("link", np.int64)]
QUARTERS = 4
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
]
"""A link: who is on it (first to last, `count` agents), when its capacity is free again (`due`), its blocks.

`flow` is vehicles in the last hour, `risky_flow` the same weighted by the drivers' risk. What a crossing
reads and writes comes first: a row is wider than what the memory fetches at once.
"""
