"""What a story declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiaosuo.dashboard.choice.session import Choice


@dataclass(frozen=True)
class Story:
    """A question told with two worlds: which, what to look at (`focus`), and what to try (`lever`).

    `title` and `words` are messages of the catalogue: the question, and what to watch. `left_values` and
    `right_values` are levers set from the start. `speed`: simulated minutes in a second of play.
    """

    name: str
    title: str
    words: str
    place: str
    left: str
    right: str
    focus: str
    lever: str
    seed: int = 1
    days: float | None = None
    staffings: tuple[str, str] = ("workload", "workload")
    left_values: Mapping[str, float] = field(default_factory=dict)
    right_values: Mapping[str, float] = field(default_factory=dict)
    speed: float = 168.0
    start: int = 0

    def choice(self, language: str) -> Choice:
        """The choice that the story opens with."""
        from jiaosuo.dashboard.choice import session

        opened = session.opening(self.place, language)
        left = session.side(self.left, self.staffings[0], self.left_values)
        right = session.side(self.right, self.staffings[1], self.right_values)
        days = opened.demand.days if self.days is None else self.days
        demand = replace(opened.demand, seed=self.seed, days=days, left=left, right=right)
        return replace(opened, demand=demand, focus=self.focus, story=self.name, minute=self.start)
