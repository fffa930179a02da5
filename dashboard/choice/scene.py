"""What a scene declares: two worlds that a story or a lesson opens, and what to look at in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Two worlds of one place, which outcome to look at (`focus`), and which lever to try first (`lever`).

    `title` is a message of the catalogue. `left` and `right` are rules, `staffings` those of left and right
    (None: the place's own); `left_values` and `right_values` are levers set from the start, `shares` levers
    of both as a share of what the place has. `days` are those of each year on a path of years (None: what
    the place opens with), `speed` is simulated minutes in a second of play, `start` the minute at which
    play begins.
    """

    name: str
    title: str
    place: str
    left: str
    right: str
    focus: str
    lever: str
    seed: int = 1
    days: float | None = None
    staffings: tuple[str, str] | None = None
    left_values: Mapping[str, float] = field(default_factory=dict)
    right_values: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    speed: float = 168.0
    start: int = 0
