"""What a place is played over: a week, or years.

Every place has both. Over years it is its own path, if it has one, else `horizon` years of growth from now
on. A path says year by year what moves; a week of such a place is a week of its first year.
"""

from __future__ import annotations

import math
from dataclasses import replace

from jiaosuo.dashboard.choice.comparison import WEEK, YEARS, Comparison
from jiaosuo.dashboard.choice.read_once import read_once
from jiaosuo.model.core.units import DAYS_A_YEAR, MINUTES_A_DAY
from jiaosuo.model.future import growing
from jiaosuo.model.said_by_place import GROWN
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.years import GROWN_FOR, Years

FROM_THE_START = frozenset({*GROWN, GROWN_FOR})
"""Over years of growth these say how every year comes out, so they hold from the first one on."""


def mode_of(comparison: Comparison) -> str:
    """Whether a week is played or years; a comparison that does not say is played as its place is made."""
    return comparison.mode or own_mode(comparison.place)


def own_mode(place: str) -> str:
    """How a place is made to be played: over years, if it has a path."""
    return WEEK if read_once(place).path is None else YEARS


def can_switch(place: str) -> bool:
    """Whether a place has years as well as a week: places of theory do not grow."""
    return not read_once(place).about.theory


def grows(comparison: Comparison) -> bool:
    """Whether the years played are years of growth from now on."""
    return mode_of(comparison) == YEARS and read_once(comparison.place).path is None


def years_played(comparison: Comparison) -> Years | None:
    """The years on the axis, or None where a week is played."""
    if mode_of(comparison) == WEEK:
        return None
    days = int(min(max(1, round(comparison.days)), DAYS_A_YEAR))
    own = read_once(comparison.place).path
    return Years.growing(comparison.horizon, days) if own is None else replace(own, days_per_year=days)


def over_axis(scenario: Scenario, comparison: Comparison) -> Scenario:
    """The scenario of a side, as read from its place, over what is played."""
    path = years_played(comparison)
    if path is None:
        return scenario if scenario.path is None else scenario.start
    if scenario.path is None:
        return growing(scenario, comparison.horizon, path.days_per_year)
    return replace(scenario, path=path)


def minutes_of(comparison: Comparison) -> int:
    """Minutes of the whole run."""
    path = years_played(comparison)
    return round((comparison.days if path is None else path.days) * MINUTES_A_DAY)


def year_from(comparison: Comparison, minute: int) -> int:
    """The first minute of the year that begins at a minute or after it; on a week the minute itself."""
    path = years_played(comparison)
    if path is None:
        return minute
    length = path.days_per_year * MINUTES_A_DAY
    return math.ceil(minute / length) * length


def year_at(comparison: Comparison, minute: int) -> int:
    """The year of a minute of the run, 0 where a week is played."""
    path = years_played(comparison)
    return 0 if path is None else path.first + minute // (path.days_per_year * MINUTES_A_DAY)
