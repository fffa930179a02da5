"""One row of the targets: what is measured, what is wanted, what came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Measured:
    """A figure in the row's unit, and what explains it, as plain data."""

    value: float
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """`limit` in `unit`: at most that, or with `at_least` no less. `runs` says how the figure was got.

    A row that is `long` (minutes to an hour) is measured only when it is asked for by name.
    """

    name: str
    what: str
    unit: str
    limit: float
    runs: str
    measure: Callable[[], Measured]
    at_least: bool = False
    long: bool = False

    def reached(self, value: float) -> bool:
        """Whether the figure meets the target."""
        return value >= self.limit if self.at_least else value <= self.limit

    @property
    def target(self) -> str:
        """The target as people read it."""
        return f"{'>=' if self.at_least else '<='} {self.limit:g} {self.unit}"
