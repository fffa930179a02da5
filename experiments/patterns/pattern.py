"""What a pattern is: a value, one file each in `shelf/`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.study_tools.changes import CHANGES, Change
from jiaosuo.model.core.registry import Shelf

NOTICED = 0.5
"""Minutes: the least change of a mean time that a claim must be able to see (assumption)."""
MIDDLE = (0.4, 0.65)
"""Urbanization of places between country and city: boundaries and maps are asked there."""


@dataclass(frozen=True)
class Pattern:
    """Something the model is expected to show.

    `claims` are asked as it is and under each of `changes`; `once` only as it is, because they are dear.
    `urbanization`: the places it is a pattern of. `words` are for a reader of the page.
    """

    name: str
    title: str
    words: str
    claims: Callable[[Setting], list[Claim]]
    once: Callable[[Setting], list[Claim]] | None = None
    urbanization: tuple[float, float] = (0.0, 1.0)
    changes: tuple[Change, ...] = CHANGES

    def asked_in(self, urbanization: float) -> bool:
        """Whether it is a pattern of a place so urban."""
        return self.urbanization[0] <= urbanization <= self.urbanization[1]


PATTERNS: Shelf[Pattern] = Shelf("jiaosuo.experiments.patterns.shelf", Pattern, "pattern")
