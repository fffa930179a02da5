"""A point of the tipping map that a visitor asks to have run in fresh replications: a plain value."""

from __future__ import annotations

from dataclasses import dataclass

from jiaosuo.dashboard.choice.comparison import Comparison


@dataclass(frozen=True)
class MapPoint:
    """The place with its two levers moved, the rules that meet there, and the levers' values (x, y)."""

    comparison: Comparison
    rules: tuple[str, ...]
    at: tuple[float, float]
