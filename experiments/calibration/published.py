"""Published figures as something observed of a place, and the numbers that were set by hand to meet them.

A band holds 95 % of what a figure may be: its middle is what was observed, with a normal error. A weak row,
which must not be defended in public, counts with a standard deviation as wide as its whole band, so that it
has a fifteenth of the weight. What a figure differs by from run to run is no part of the error: figures are
of years, and of many counties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.calibration.figures import FIGURES, Figure, figures_of
from jiaosuo.experiments.comparison.plausible import uncertain
from jiaosuo.experiments.inference.prior import Prior, Range
from jiaosuo.experiments.provenance.makers import Makers
from jiaosuo.experiments.replication.county_run import left_by
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.model import County
from jiaosuo.model.measures import Value
from jiaosuo.model.scenario import Scenario, parameters

INSIDE = 1.959964
"""Standard deviations on each side of the middle that hold 95 % of a normal error."""

ROWS: tuple[Figure, ...] = tuple(each for each in FIGURES if each.rural or each.urban)
"""The figures that have a band anywhere."""
NAMES = tuple(each.name for each in ROWS)

CRASHES = "crash_calibration"
BY_HAND = (
    CRASHES,
    "obstruction_rate_rural",
    "obstruction_rate_urban",
    "help_rate_rural",
    "help_rate_urban",
    "speed_county",
    "speed_village",
    "speed_street",
    "trips_per_day",
    "travel_share",
    "other_work",
    "on_duty_share",
    "delta",
    "violations_per_beat_hour",
    "damage_crash_handling_minutes",
    "injury_crash_handling_minutes",
    "theft_handling_minutes",
    "violence_handling_minutes",
    "dispute_handling_minutes",
    "help_handling_minutes",
)
"""Numbers that nobody counted and that the rows hang on, in every place."""
WHERE_SET = (
    "speed_trunk",
    "speed_trunk_urban",
    "capacity_trunk",
    "capacity_county",
    "capacity_village",
    "capacity_street",
)
"""More of them, in places whose own file sets them."""
HALF_TO_TWICE = "set by hand to meet these figures: half and twice"

MAKERS = Makers(
    (
        "jiaosuo.experiments.calibration.figures",
        "jiaosuo.experiments.calibration.published",
        "jiaosuo.experiments.replication",
    ),
    aside=(
        "jiaosuo.experiments.comparison",  # ranges, which are in the name of every run
        "jiaosuo.experiments.engines",
        "jiaosuo.experiments.inference",
        "jiaosuo.experiments.provenance",
        "jiaosuo.experiments.statistics",
        "jiaosuo.model",  # in the name of every run
    ),
)


@dataclass(frozen=True)
class Observed:
    """What was published of a place, in the order of `ROWS`: middles, variances of their error; nan: nothing.

    Both are (rows,), in the unit of each row and its square.
    """

    middle: Values
    error: Values


def observed_of(place: Scenario) -> Observed:
    """Every row of the bands that a place is held against, all at once."""
    bands = [each.band(place) for each in ROWS]
    middle = [np.nan if band is None else (band[0] + band[1]) / 2 for band in bands]
    error = [
        np.nan if band is None else deviation(band, row.weak) ** 2
        for row, band in zip(ROWS, bands, strict=True)
    ]
    return Observed(np.array(middle, np.float64), np.array(error, np.float64))


def deviation(band: tuple[float, float], weak: bool) -> float:
    """The standard deviation of the error of a row."""
    wide = band[1] - band[0]
    return wide if weak else wide / (2 * INSIDE)


def by_hand(place: Scenario) -> Prior:
    """What was set by hand in a place, each over the range that `compare --doubt` finds plausible.

    A number without a range of its own, or whose value lies outside it, goes from half to twice its value.
    """
    declared = parameters()
    own = [name for name in WHERE_SET if place[name] != declared[name].default]
    names = [name for name in BY_HAND if name in place.values]
    ranges = {
        each.name: each for each in uncertain(place, [*(name for name in names if name != CRASHES), *own])
    }
    found = []
    for name in (*names, *own):
        value, each = float(place[name]), ranges.get(name)
        if each is not None and each.low <= value <= each.high:
            found.append(Range(name=name, low=each.low, high=each.high, why=each.reason, value=value))
            continue
        low, high = max(declared[name].low, value / 2), min(declared[name].high, value * 2)
        found.append(Range(name=name, low=low, high=high, why=HALF_TO_TWICE, value=value))
    return Prior(tuple(found))


@dataclass(frozen=True)
class FigureReading:
    """Reads the rows off a run of so many `days`; delay is none of them, so that no second run is needed."""

    days: float

    @property
    def names(self) -> tuple[str, ...]:
        """What it gives."""
        return NAMES

    @property
    def digest(self) -> str:
        """The code and what is asked of it."""
        return f"{MAKERS.version[:16]}-{self.days:g}"

    def __call__(self, county: County) -> Mapping[str, Value]:
        """The figures of a county that has run; None: not observed."""
        found = figures_of(county, left_by(county, undisturbed=False), self.days)
        return {name: _value(found[name]) for name in NAMES}


def _value(figure: float) -> Value:
    return (float(figure), 1) if np.isfinite(figure) else (None, 0)
