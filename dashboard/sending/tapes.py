"""The tapes of one file: both worlds recorded in one process and compressed, as long as they fit.

A tape is what the server would have sent, resource by resource, under a name made of its content: what both
worlds share is held once.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.jobs.answers import PlannedChunk, PlannedWorld
from jiaosuo.dashboard.playback.recording import Reference, record, result, scene
from jiaosuo.dashboard.playback.recording_header import recording_header
from jiaosuo.dashboard.playback.run_plan import LONG, LONG_FROM_DAYS, SHORT
from jiaosuo.dashboard.playback.store import checksum
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_

MOST_BYTES = 8_000_000
"""Of the whole file: what a mailbox and a phone take without a question."""

MOST_OF_TAPES = 7_000_000
"""Of the tapes as they stand in the file; the player, its words, the text and a picture need the rest."""

NAME = 16
"""Signs of a resource's name."""

LEVEL = 9
"""Of compression: a file is made once and sent often."""

DO_NOT_FIT = N_(
    "{days} days do not fit into one file of {most} MB: {fit} do (--days {fit}), or more of a smaller place."
)
NOTHING_FITS = N_("not even {minutes} minutes of this place fit into one file of {most} MB.")

type Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Tapes:
    """Both worlds as the player reads them. `minutes` of the run, in chunks of `chunk_minutes`.

    `resources`: gzip of each resource, by its name in the plan.
    """

    minutes: int
    chunk_minutes: int
    worlds: Mapping[str, PlannedWorld]
    resources: Mapping[str, bytes]

    @property
    def size(self) -> int:
        """Bytes as they stand in a file, in base64."""
        return sum(in_file(each) for each in self.resources.values())


def in_file(content: bytes) -> int:
    """Bytes that a resource takes in a file: base64 with its name."""
    return 4 * -(-len(content) // 3) + NAME + len('"":"",')


@dataclass
class Keeping:
    """Resources as they come, each content once, and how many bytes of a file they take."""

    resources: dict[str, bytes] = field(default_factory=dict)
    size: int = 0

    def keep(self, content: bytes) -> str:
        """Keep a resource; its name in the plan."""
        name = checksum(content).hex()[:NAME]
        if name not in self.resources:
            packed = gzip.compress(content, LEVEL, mtime=0)
            self.resources[name] = packed
            self.size += in_file(packed)
        return name


@dataclass
class Take:
    """One side as it is recorded, chunk by chunk."""

    scenario: Scenario
    keeping: Keeping
    county: County
    reference: Reference
    chunks: list[PlannedChunk] = field(default_factory=list)
    changes: int = -1

    @classmethod
    def of(cls, scenario: Scenario, keeping: Keeping) -> Take:
        """A side before its first minute."""
        return cls(scenario, keeping, County(scenario, log=True), Reference())

    def record(self, end: int) -> None:
        """Record one chunk up to a minute."""
        begin, header = self.county.minute, None
        changes = sum(each.minute <= begin for each in self.scenario.entries)
        found: list[str] = []
        new = changes != self.changes  # land, rules and force are as they were until the timeline moves them

        def begun(county: County) -> None:
            found.append(self.keeping.keep(recording_header(county)))

        recording = record(self.county, end, begun if new else None)
        if found:
            header, self.changes = found[0], changes
        seen = self.keeping.keep(scene(recording))
        ends = self.keeping.keep(result(recording, self.reference))
        self.chunks.append(PlannedChunk(begin, end, seen, ends, header))

    def planned(self) -> PlannedWorld:
        """The side as the player's plan names it."""
        return PlannedWorld(self.scenario.rule_name, self.chunks[0].header or "", tuple(self.chunks))


def recorded(left: Scenario, right: Scenario, days: float, progress: Progress | None = None) -> Tapes:
    """Both worlds recorded over `days`; NotSendable, with the days that fit, as soon as they are too many."""
    minutes = round(days * MINUTES_A_DAY)
    length = SHORT if days <= LONG_FROM_DAYS else LONG
    keeping = Keeping()
    takes = [Take.of(scenario, keeping) for scenario in (left, right)]
    ends = [*range(length, minutes, length), minutes]
    for done, end in enumerate(ends):
        for take in takes:
            take.record(end)
        if keeping.size > MOST_OF_TAPES:
            raise too_long(days, ends[done - 1] if done else 0, length)
        if progress is not None:
            progress(done + 1, len(ends))
    worlds = {side: take.planned() for side, take in zip(SIDES, takes, strict=True)}
    return Tapes(minutes, length, worlds, keeping.resources)


def too_long(days: float, fit: int, length: int) -> NotSendable:
    """The refusal of days that do not fit, with those that do: whole ones, below one day what it is."""
    whole = fit // MINUTES_A_DAY or int(100 * fit / MINUTES_A_DAY) / 100
    most = f"{MOST_BYTES / 1e6:g}"
    if not whole:
        return NotSendable(Problem(NOTHING_FITS, {"minutes": length, "most": most}))
    return NotSendable(Problem(DO_NOT_FIT, {"days": f"{days:g}", "fit": f"{whole:g}", "most": most}))
