"""What growth before a run gives: vehicles by per cents a year, people in towns by points a year.

Needs no land and no NumPy, so that a page can say what a year will be like without making it.
"""

from __future__ import annotations

from typing import Protocol

MOST_VEHICLES = 0.9
"""Motor vehicles a head at most."""


class Values(Protocol):
    """Declared numbers by name: a scenario, say."""

    def __getitem__(self, name: str, /) -> float: ...


def vehicles_per_head(values: Values) -> float:
    """Motor vehicles per person in the year of the run, at most 0.9."""
    growth = (1 + values["vehicle_growth"] / 100) ** values["years"]
    return float(min(MOST_VEHICLES, values["vehicles_per_1000"] / 1000 * growth))


def points_gained(values: Values) -> float:
    """What urbanization gains in the years before the run, as a share of all people."""
    return values["urbanization_growth"] / 100 * values["years"]


def share_in_towns(urbanization: float, gained: float, most: float) -> float:
    """The share of people in towns after growth, which stops at the most that the land can have."""
    return min(urbanization + gained, max(urbanization, most))
