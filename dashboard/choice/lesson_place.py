"""Where a visitor is in a lesson: a plain value that a link restores. What it means, `lessons/` knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LessonPlace:
    """A lesson by name, the step (from 0), and what was predicted at which step.

    `county`: the place whose worlds it plays; empty: the place it is written for.
    """

    name: str
    step: int = 0
    said: tuple[tuple[int, str], ...] = ()
    county: str = ""

    @property
    def address(self) -> str:
        """The lesson and its county as links and rooms name them: `LESSON` or `LESSON:COUNTY`."""
        return f"{self.name}:{self.county}" if self.county else self.name

    @property
    def predictions(self) -> dict[int, str]:
        """What was predicted, by step."""
        return dict(self.said)
