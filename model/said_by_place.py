"""What a place says by its own table of townships or path of years, and therefore nobody else may say."""

from __future__ import annotations

from collections.abc import Mapping

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.parameters.prices import PRICES
from jiaosuo.model.place_file import PlaceFile
from jiaosuo.model.timeline import FIXED_IN_A_RUN
from jiaosuo.model.township import Township
from jiaosuo.model.years import Years

FIXED_BY_TOWNSHIPS = (
    "area_km2",
    "townships",
    "trunk_km",
    "county_km",
    "village_km",
    "urban_stations",
    "squadrons",
)
"""Numbers that only the generator reads; a table of townships says them itself."""

NEEDED = {"officers_traffic": "traffic", "officers_station": "order and service"}
"""The corps that a table of townships must have somewhere, and the calls that they alone attend under
`separate`."""


def refuse_nobody(said: PlaceFile, asked: Mapping[str, float]) -> None:
    """Refuse a table without a corps, unless its number is given by name: then somebody means it."""
    for name, calls in NEEDED.items():
        if said.townships and not said.of_townships[name] and name not in asked and not said.about.theory:
            allowed = (
                f"no township has any, so nobody could attend {calls} calls under separate forces; "
                f"give them in the table, or say {name} = 0 under [set] to have none"
            )
            raise InputError(f"{name} in townships.csv", 0, allowed)


def refuse_fixed(values: Mapping[str, float]) -> None:
    """Refuse numbers that a table of townships says itself."""
    for name in FIXED_BY_TOWNSHIPS:
        if name in values:
            raise InputError(name, values[name], "this place has a table of townships, which says it")


def fixed_in_a_run(townships: tuple[Township, ...]) -> tuple[str, ...]:
    """Numbers that no timeline and no path may change, in a place with these townships (none: generated)."""
    prices = (each.name for each in PRICES)  # the sum at the end is one of the whole run
    return (*FIXED_IN_A_RUN, *prices, *(FIXED_BY_TOWNSHIPS if townships else ()))


GROWN = {"vehicle_growth": "vehicles_per_1000", "urbanization_growth": "urbanization"}
"""What each lever of growth makes grow."""


def set_by(path: Years | None) -> frozenset[str]:
    """The numbers that a path says year by year, and the growth of those."""
    said = frozenset() if path is None else frozenset(path.values)
    return said | {name for name, grows in GROWN.items() if grows in said}


def refuse_moving(values: Mapping[str, float], path: Years | None) -> None:
    """Refuse numbers that a path of years moves; growth of 0 says nothing."""
    for name in values:
        if name in set_by(path) and (values[name] or name not in GROWN):
            raise InputError(name, values[name], "the path of this place sets it year by year")


def refuse_said_twice(values: Mapping[str, float], years: Years) -> None:
    """Refuse a number that stands beside a path which moves it, unless it is that of the first year."""
    first = years.at(years.first)
    for name in first:
        if name in values and values[name] != first[name]:
            raise InputError(name, values[name], "the path of this place sets it year by year")
