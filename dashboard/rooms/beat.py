"""The instructor's clock, as all pages of a room follow it: told at each play, pause and jump."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.units import MINUTES_A_DAY

MOST_MINUTES = 200 * 366 * MINUTES_A_DAY
"""More than any run has."""

MOST_SPEED = 100_000.0
TOLD = ("minute", "playing", "speed")


@dataclass(frozen=True)
class Beat:
    """Where the clock stood: `minute` of the run at `at` (UTC, s), and how it went on (`speed`: minutes/s).

    `number` tells it from the beat before.
    """

    number: int
    minute: float
    playing: bool
    speed: float
    at: float

    def minute_at(self, now: float) -> float:
        """The minute of the run at a time (UTC, s), were no chunk to be waited for; it has no end here."""
        return self.minute + (max(0.0, now - self.at) * self.speed if self.playing else 0.0)


def check_beat(said: object) -> tuple[float, bool, float]:
    """Minute of the run, whether it plays, and minutes a second, as a browser tells them; or InputError."""
    if not isinstance(said, Mapping):
        raise InputError("message", said, f"must be a table with {', '.join(TOLD)}")
    minute = _number("minute", said.get("minute"), MOST_MINUTES)
    return minute, said.get("playing") is True, _number("speed", said.get("speed"), MOST_SPEED)


def _number(name: str, said: object, most: float) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not math.isfinite(said):
        raise InputError(name, said, "must be a number")
    if not 0 <= said <= most:
        raise InputError(name, said, "must be a minute of the run, from 0")
    return float(said)
