"""What a table of townships leaves open, estimated by rules that are stated here and nowhere else.

Nothing that is not given is taken as 0: a county without a column of roads has roads. Each estimate follows
from people, areas, seats and officers alone, so the order of the rows has no say in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from math import floor, hypot, log2

from jiaosuo.model.township import CompleteTownship, Township

ESTIMATED = ("trunk_km", "county_km", "village_km", "stations", "town_weight", "squadron", "central_station")
"""The columns that a table may leave open."""


@dataclass(frozen=True)
class RoadRule:
    """Kilometres per km2 at 100 people/km2, growing with the density of people to the power `exponent`."""

    at_100: float
    exponent: float


ROADS = {
    "trunk_km": RoadRule(0.03, 0.8),
    "county_km": RoadRule(0.15, 0.35),
    "village_km": RoadRule(0.8, 0.25),
}
"""Fitted to the tables of the shipped places (assumption): 51 townships below 1,500 people/km2, of which 40
have trunk roads. That roads grow less than in proportion to people is general (Glover & Simon 1975)."""

MOST_ROAD_DENSITY = 1_500.0
"""People per km2 above which these roads grow no more: there people live along streets (assumption)."""

PEOPLE_A_STATION = 50_000
"""One police station for so many people, and one in each township at least (assumption: as in the shipped
places, where a township of 95,000 has two and a district of 530,000 has ten)."""

MOST_STATIONS = 20

LARGEST_WEIGHT = 1_000.0
"""Weights of towns count beside one another; a table takes none above this."""


def completed(
    townships: Sequence[Township], exponent: float = 0.9, seat: str = ""
) -> tuple[CompleteTownship, ...]:
    """The townships with all that a table leaves open estimated; what is given stays as it is.

    `exponent`: of the rank-size rule of towns; `seat`: name of the county seat (empty: the largest town).
    Where nobody has traffic officers `squadron` stays empty, and so does `central_station` without station
    officers.
    """
    weights = _town_weights(townships, exponent, seat)
    return tuple(
        _completed(replace(each, town_weight=weight), townships)
        for each, weight in zip(townships, weights, strict=True)
    )


def estimated(townships: Sequence[Township]) -> tuple[tuple[str, str], ...]:
    """What the model estimates, as (name of the township, column), township by township."""
    return tuple(
        (each.name, column) for each in townships for column in ESTIMATED if getattr(each, column) is None
    )


def _size(township: Township) -> tuple[float, float, str]:
    """Sorts the largest first: by people, then by area, then by name."""
    return -township.population, -township.area_km2, township.name


def _town_weights(townships: Sequence[Township], exponent: float, seat: str) -> list[float | None]:
    """Weights as given; else people over the rank of the township to the power of `exponent` (Zipf 1949),
    halved until the largest is within `LARGEST_WEIGHT`.

    The county seat has the first rank if it is named; the others follow by people times density, because of
    two townships of as many people the denser one has the larger town.
    """
    given = [each.town_weight for each in townships]
    if any(each is not None for each in given):
        return given
    rows = sorted(
        range(len(townships)),
        key=lambda row: (
            townships[row].name != seat,
            -(townships[row].population ** 2) / townships[row].area_km2,
            _size(townships[row]),
        ),
    )
    rank = {row: place for place, row in enumerate(rows, 1)}
    weights = [each.population / rank[row] ** exponent for row, each in enumerate(townships)]
    halved = 2.0 ** floor(
        log2(min(1.0, LARGEST_WEIGHT / max(weights)))
    )  # exact: the county stays bit for bit
    return [each * halved for each in weights]


def _completed(township: Township, county: Sequence[Township]) -> CompleteTownship:
    estimates: dict[str, Callable[[], float | str]] = {
        **{column: partial(road_km, column, township, county) for column in ROADS},
        "stations": partial(stations, township),
        "squadron": partial(_nearest, township, county, "officers_traffic"),
        "central_station": partial(_nearest, township, county, "officers_station"),
    }
    said = {each.name: getattr(township, each.name) for each in fields(township)}
    found = {name: rule() for name, rule in estimates.items() if said[name] is None}
    return CompleteTownship(**{**said, **found})


def road_km(column: str, township: Township, county: Sequence[Township]) -> float:
    """Kilometres of road of a class in a township by its area and people (`ROADS`).

    Trunk roads run through the larger half of the townships, by people; the others have none.
    """
    larger = sorted(county, key=_size)[: (len(county) + 1) // 2]
    if column == "trunk_km" and township.name not in [each.name for each in larger]:
        return 0.0
    rule, density = ROADS[column], min(township.population / township.area_km2, MOST_ROAD_DENSITY)
    return round(float(township.area_km2 * rule.at_100 * (density / 100) ** rule.exponent), 1)


def stations(township: Township) -> int:
    """Police stations of a township by its people, no more than it has station officers, and all that have a
    place in the table."""
    wanted = round(township.population / PEOPLE_A_STATION)
    most = max(1, min(wanted, township.officers_station, MOST_STATIONS))
    return max(most, len(township.station_places))


def _nearest(township: Township, county: Sequence[Township], officers: str) -> str:
    """Name of the nearest township, by the straight line from seat to seat, with officers of a corps.

    Itself comes first, and of equally near ones the first by name; empty where there are no such officers.
    """
    sites = [each for each in county if getattr(each, officers) > 0]

    def apart(site: Township) -> tuple[float, bool, str]:
        away = hypot(site.x_km - township.x_km, site.y_km - township.y_km)
        return round(away, 6), site.name != township.name, site.name

    return min(sites, key=apart).name if sites else ""
