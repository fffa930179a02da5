"""The years that a place goes through, worked out without making its land or running a day."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.units import DAYS_A_YEAR, MINUTES_A_DAY
from jiaosuo.model.growth import points_gained, share_in_towns, vehicles_per_head
from jiaosuo.model.scenario import Scenario, parameters
from jiaosuo.model.timeline import Entry
from jiaosuo.model.years import DAYS_OF_A_YEAR, DAYS_PER_YEAR, GROWN_FOR, Years


def growing(scenario: Scenario, horizon: int | None = None, days_per_year: int = DAYS_OF_A_YEAR) -> Scenario:
    """The years of a place from now on: year 0 is the place without growth, the last is `horizon` years on.

    Each year has the vehicles and the urbanization that so many years of growth (`vehicle_growth`,
    `urbanization_growth`) give. What the place's own timeline changes on a day holds from the next year on; a
    surge is over by then and is left out. `horizon`: by default the place's `years`. InputError for a
    place of theory, or one with a path of its own.
    """
    if scenario.path is not None:
        raise InputError("years", horizon, f"{scenario.place} is a path of years and says its own")
    if scenario.about.theory:
        raise InputError("years", horizon, f"{scenario.place} is a place of theory, which does not grow")
    declared = parameters()[GROWN_FOR]
    last = int(declared.check(scenario[GROWN_FOR] if horizon is None else horizon, GROWN_FOR))
    days = int(DAYS_PER_YEAR.check(days_per_year, "days_per_year"))
    timeline = tuple(_from_next_year(each) for each in scenario.timeline if each.surge is None)
    kept = tuple(each for each in timeline if int(each.year or 0) <= last)
    return replace(scenario, timeline=kept, path=Years.growing(last, days))


def _from_next_year(entry: Entry) -> Entry:
    return replace(entry, day=0.0, year=ceil(entry.day / DAYS_A_YEAR))


def grown(scenario: Scenario, most: float) -> dict[int, dict[str, float]]:
    """By year what has grown on a path: share of people in towns, vehicles per 1,000 people.

    `most`: the most urbanization that the land can have.
    """
    path, found = path_of(scenario), {}
    for year in path.all:
        case = scenario.in_force(path.begins(year) * MINUTES_A_DAY)
        found[year] = {
            "urbanization": share_in_towns(case["urbanization"], points_gained(case), most),
            "vehicles_per_1000": 1000 * vehicles_per_head(case),
        }
    return found


def path_of(scenario: Scenario) -> Years:
    """The path of a scenario; InputError if it has none."""
    if scenario.path is None:
        raise InputError("path", scenario.place, "must be a place with a path of years ([path] in its file)")
    return scenario.path
