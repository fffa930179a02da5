"""The columns of a log of calls: what each holds, in which unit, and the words that may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.model.core.terms import Corps, word
from jiaosuo.model.core.words import N_
from jiaosuo.model.incidents import KINDS

VERSION = 1
"""Of the form of the table; a file of a later one is refused."""

TIMES = ("occurred", "received", "dispatched", "arrived", "cleared")
"""Moments of a call in the order in which they happen."""

CLEARED, ESCALATED, GAVE_UP, CANCELLED, OPEN = "cleared", "escalated", "gave_up", "cancelled", "open"
OUTCOMES = (CLEARED, ESCALATED, GAVE_UP, CANCELLED, OPEN)
KIND_NAMES = tuple(KINDS)
CORPS_NAMES = tuple(word(corps) for corps in Corps)


@dataclass(frozen=True)
class LogColumn:
    """A column: its type (text, time, number, whole, boolean), what it holds, its unit (empty: none)."""

    name: str
    type_: str
    meaning: str
    unit: str = ""


COLUMNS: Mapping[str, LogColumn] = {
    each.name: each
    for each in (
        LogColumn("file", "text", N_("File that the row is from")),
        LogColumn("row", "whole", N_("Row of that file as a spreadsheet counts it, the first being 1")),
        LogColumn("id", "text", N_("Number of the call as its source has it")),
        LogColumn("occurred", "time", N_("When it happened")),
        LogColumn("received", "time", N_("When the call came in")),
        LogColumn("dispatched", "time", N_("When the first unit was sent")),
        LogColumn("arrived", "time", N_("When the first unit was there")),
        LogColumn("cleared", "time", N_("When the call was closed and all units were free")),
        LogColumn("kind", "text", N_("Kind of call; empty: no kind of ours")),
        LogColumn("type", "text", N_("Type of call in the words of its source")),
        LogColumn("priority", "whole", N_("Priority, 1 is the most urgent"), "1-4"),
        LogColumn("complex", "boolean", N_("Whether it is complex")),
        LogColumn("township", "text", N_("Township")),
        LogColumn("x_km", "number", N_("East of the south-west corner"), "km"),
        LogColumn("y_km", "number", N_("North of the south-west corner"), "km"),
        LogColumn("units", "whole", N_("Officers that were sent"), "officers"),
        LogColumn("corps", "text", N_("Corps of the first unit")),
        LogColumn("outcome", "text", N_("What became of the call")),
        LogColumn("officer_initiated", "boolean", N_("Whether an officer found it, without a call")),
        LogColumn("passed_on", "boolean", N_("Whether another desk took the call first and passed it on")),
        LogColumn("text", "text", N_("What somebody wrote about it; left out unless the map asks for it")),
        LogColumn("faults", "text", N_("What was wrong when it was read, in words parted by commas")),
    )
}

NOT_OF_A_FILE = ("file", "row", "faults")
"""Columns that the import makes itself."""

PARTS_OF_TIME = tuple(f"{time}_{part}" for time in TIMES for part in ("date", "clock"))
"""Where date and time of day stand in two columns."""

DEGREES = ("longitude", "latitude")
SOURCE = "source"
"""How the call came in: tells calls from what officers found."""

HEADINGS = (*(name for name in COLUMNS if name not in NOT_OF_A_FILE), *PARTS_OF_TIME, *DEGREES, SOURCE)
"""What a heading of a file may be read as."""

# What may be wrong with a row when it is read. `_unreadable`, `_gap` and `_twice` stand behind the name of
# a column of time: what stands there is no time; it is one that clocks passed over, or showed twice.
UNREADABLE, GAP, TWICE = "unreadable", "gap", "twice"
NO_RECEIVED = "received_missing"
TYPE_UNMAPPED, PRIORITY_UNMAPPED = "type_unmapped", "priority_unmapped"
CORPS_UNMAPPED, OUTCOME_UNMAPPED = "corps_unmapped", "outcome_unmapped"
TOWNSHIP_UNKNOWN, OUTSIDE = "township_unknown", "outside"
POSITION_UNREADABLE, COMPLEX_UNMAPPED = "position_unreadable", "complex_unmapped"
UNITS_UNREADABLE = "units_unreadable"
