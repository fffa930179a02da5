"""What the broker answers the page: the plan of a playback, and what a browser fetches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiaosuo.model.core.plain import JsonObject


@dataclass(frozen=True)
class Fetched:
    """What a browser gets for a token: the compressed bytes, or in `body` why there are none (yet)."""

    status: int
    body: Mapping[str, Any]
    content: bytes | None = None


@dataclass(frozen=True)
class PlannedChunk:
    """URLs of one chunk of a recording, from minute `begin` up to `end`; `header` where it is a new one."""

    begin: int
    end: int
    scene: str
    result: str
    header: str | None = None

    def to_json(self) -> JsonObject:
        """As the player reads it."""
        found = {"from": self.begin, "to": self.end, "scene": self.scene, "result": self.result}
        return found if self.header is None else found | {"head": self.header}


@dataclass(frozen=True)
class PlannedWorld:
    """One side's recording. `rule` is the side's own, whatever townships were changed by hand."""

    rule: str
    header: str
    chunks: tuple[PlannedChunk, ...]

    def to_json(self) -> JsonObject:
        """As the player reads it."""
        return {"rule": self.rule, "head": self.header, "chunks": [each.to_json() for each in self.chunks]}


@dataclass(frozen=True)
class PlaybackPlan:
    """Where a browser will find every chunk of both worlds."""

    place: str
    person: str
    minutes: int
    chunk_minutes: int
    worlds: Mapping[str, PlannedWorld]

    def to_json(self) -> JsonObject:
        """As the player reads it: the worlds stand beside the rest as `left` and `right`."""
        about = {name: getattr(self, name) for name in ("place", "person", "minutes", "chunk_minutes")}
        return about | {side: world.to_json() for side, world in self.worlds.items()}
