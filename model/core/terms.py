"""The glossary as enums: one word for one thing, readable in Python and inside the kernels.

The order of the members is part of saved counties: add at the end, never in between.
"""

from __future__ import annotations

from enum import IntEnum

NOBODY = -1
"""Stands where a row number would, when there is no officer, call, post or desk to name."""

POST_MINUTES = ("staffed_minutes", "seen_minutes", "edge_minutes")
"""What a post adds up over the run: minutes staffed, minutes seen so, and the sum of `edge` over these."""


class Domain(IntEnum):
    """What a call is about; skill is kept per domain."""

    TRAFFIC = 0
    ORDER = 1
    SERVICE = 2


class Corps(IntEnum):
    """The corps an officer was recruited into. A merger changes duties, never this."""

    TRAFFIC = 0
    STATION = 1
    PATROL = 2
    AUXILIARY = 3
    TRAFFIC_SPECIALIST = 4
    CASE_SPECIALIST = 5


class Area(IntEnum):
    """Where outcomes are told apart: the built-up area and the rest."""

    RURAL = 0
    URBAN = 1


class SettlementSize(IntEnum):
    """What kind of settlement a place is part of, the largest first. The towns make up the urban area."""

    COUNTY_SEAT = 0
    SQUADRON_TOWN = 1
    MARKET_TOWN = 2
    VILLAGE = 3


class LandClass(IntEnum):
    """What covers a cell."""

    HILL = 0
    FIELD = 1
    VILLAGE = 2
    URBAN = 3


class RoadClass(IntEnum):
    """Class of a link; authority may depend on it (trunk roads often stay with the traffic police)."""

    VILLAGE = 0
    COUNTY = 1
    TRUNK = 2
    STREET = 3


class Complexity(IntEnum):
    """Whether a call needs more than the simple procedure."""

    SIMPLE = 0
    COMPLEX = 1


class Authority(IntEnum):
    """What a corps may do at a call, each grade with those before it; no saved county holds it.

    Nothing; help somebody who leads; lead at simple calls, and at complex ones who is certified; lead.
    """

    NONE = 0
    ASSIST = 1
    CERTIFIED = 2
    ATTEND = 3


class SiteLevel(IntEnum):
    """The kind of site that is an officer's home."""

    SQUADRON = 0
    STATION = 1
    CENTRAL_STATION = 2
    COUNTY = 3


class Apportion(IntEnum):
    """How the officers of a corps are shared out over the townships of one squadron district."""

    TABLE = 0
    LOAD = 1
    POPULATION = 2


class Reach(IntEnum):
    """How far from home an officer may be sent."""

    OWN = 0
    NEIGHBOURS = 1
    COUNTY = 2


class DeskLevel(IntEnum):
    """Whose officers a desk sees at once."""

    TOWNSHIP = 0
    COUNTY = 1


class Duty(IntEnum):
    """What an officer is doing. Every officer-minute is in exactly one of these."""

    OFF = 0
    STANDBY = 1
    BEAT = 2
    POST = 3
    COMMUNITY = 4
    TO_CALL = 5
    ON_SCENE = 6
    PAPERWORK = 7
    TRAINING = 8
    OTHER_WORK = 9
    CASE_FILE = 10
    WATCH = 11


class CallState(IntEnum):
    """Where a call is in its life; the last five are ends, and a call has exactly one of them."""

    ARISEN = 0
    AT_DESK = 1
    ASSIGNED = 2
    ATTENDED = 3
    ESCALATED = 4
    CLEARED = 5
    CLEARED_AFTER_ESCALATION = 6
    GAVE_UP = 7
    UNREPORTED = 8
    OPEN_AT_END = 9


class Needs(IntEnum):
    """Whom a waiting call needs: authority for the simple, for the complex, or a brigade specialist."""

    SIMPLE = 0
    COMPLEX = 1
    SPECIALIST = 2


class Basis(IntEnum):
    """What the rate of a kind of call is counted on."""

    PEOPLE = 0
    FLOW = 1
    PATROL = 2
    COUNTY = 3
    QUEUE = 4


class WorkBasis(IntEnum):
    """What the demand for a kind of other work is counted on."""

    OFFICER = 0
    STATION = 1
    PEOPLE = 2
    TOWNSPEOPLE = 3
    VEHICLES = 4
    FILE = 5
    WATCH = 6


class WorkPlace(IntEnum):
    """Where other work is done: at the own site, in the township, at its town, at the county seat."""

    HOME = 0
    TOWNSHIP = 1
    TOWN = 2
    SEAT = 3


class WorkFor(IntEnum):
    """Whom other work is for: all on duty, whom answer 5 names for visits or posts, who leads order calls."""

    ALL = 0
    VISITORS = 1
    POSTS = 2
    CASES = 3


class HandlingLaw(IntEnum):
    """Distribution of expert handling time."""

    LOGNORMAL = 0
    EXPONENTIAL = 1


class EventKind(IntEnum):
    """What can happen between two ticks."""

    CALL_KNOWN = 0
    CALL_AT_DESK = 1
    PATIENCE_ENDS = 2
    OFFICER_ARRIVES = 3
    WORK_DONE = 4
    PAPERWORK_DONE = 5
    SLOT_BEGINS = 6
    CALL_RETURNS = 7
    FOUND_ON_PATROL = 8
    LANE_CLEARS = 9
    SESSION_DONE = 10
    FILE_DONE = 11
    FILE_LATE = 12
    SENT_BACK = 13


class Staffing(IntEnum):
    """How the force is split between the corps before any rule is chosen."""

    HISTORIC = 0
    WORKLOAD = 1
    BEST_SEPARATE = 2


def word(member: IntEnum) -> str:
    """The member's name as it is written in tables, TOML and `--set`: lower case."""
    return member.name.lower()
