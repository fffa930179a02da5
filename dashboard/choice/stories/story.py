"""What a story declares."""

from __future__ import annotations

from dataclasses import dataclass

from jiaosuo.dashboard.choice.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Story(Scene):
    """A scene whose title is a question; `words`, a message of the catalogue, says what to watch."""

    words: str
