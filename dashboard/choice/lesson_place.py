"""Where a visitor is in a lesson: a plain value that a link restores. What it means, `lessons/` knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LessonPlace:
    """A lesson by name, the step (from 0), and what was predicted at which step."""

    name: str
    step: int = 0
    said: tuple[tuple[int, str], ...] = ()

    @property
    def predictions(self) -> dict[int, str]:
        """What was predicted, by step."""
        return dict(self.said)
