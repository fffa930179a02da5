"""Bars with their 95 % intervals, laid out in per cents of the width that all of them need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from jiaosuo.model.core.plain import JsonObject

MARGIN = 0.04
"""Empty space at both ends of the bars, as a share of their width."""


@dataclass(frozen=True)
class Bar:
    """A bar from `start` to `end` and its interval from `low` to `high`, all in one unit; `text`: in words.

    `kind`: better, worse, open where it cannot be told, or whole where no direction is meant.
    """

    name: str
    label: str
    kind: str
    start: float
    end: float
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class BarLayout:
    """Where a bar lies, in per cents from the left; `end`: its second end, `low`, `span`: interval."""

    name: str
    label: str
    kind: str
    text: str
    left: float
    width: float
    end: float
    low: float
    span: float


@dataclass(frozen=True)
class BarChart:
    """Bars one below the other; `zero`: where no difference lies, `usual`: where the usual one does."""

    rows: tuple[BarLayout, ...] = ()
    zero: float = 0
    usual: float = 0

    def to_json(self) -> JsonObject:
        """The chart as the browser takes it."""
        return {"rows": [asdict(row) for row in self.rows], "zero": self.zero, "usual": self.usual}


def laid_out(bars: Sequence[Bar], usual: float = 0.0) -> BarChart:
    """Bars in per cents of the width that all of them need, with a line at the usual difference."""
    ends = [0.0, usual, *(end for bar in bars for end in (bar.start, bar.end, bar.low, bar.high))]
    low, high = min(ends), max(ends)
    room = MARGIN * (high - low) or 1.0
    low, size = low - room, high - low + 2 * room

    def at(value: float) -> float:
        return round(100 * (value - low) / size, 2)

    def laid(bar: Bar) -> BarLayout:
        left, right = sorted((bar.start, bar.end))
        width, span = round(at(right) - at(left), 2), round(at(bar.high) - at(bar.low), 2)
        return BarLayout(
            bar.name, bar.label, bar.kind, bar.text, at(left), width, at(bar.end), at(bar.low), span
        )

    return BarChart(tuple(laid(bar) for bar in bars), at(0.0), at(usual))
