"""What the model makes of a place: the county that is built, by township, without a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import Area, Corps
from jiaosuo.model.estimates import estimated
from jiaosuo.model.landscape import Landscape, landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import establishment, posted, staffing_table

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class UsedPlace:
    """The county as it is built, each array by township in the order of the table.

    `names` and `seat` (the county seat's name); `people`, `town_people` (those who live in built-up cells),
    `area_km2` (cells times their area), all (townships,); `road_km` (road classes, townships), rows by
    `RoadClass`; `planned` (corps, townships), rows by `Corps`: where the staffing puts officers before any
    rule is chosen, the brigade's specialists at the county seat; `officers` (corps, townships): where they
    work from in the first minute, under the rule that is in force then. `staffing` is the staffing's name.
    `estimated` holds what no file gave, as (name of the township, column of `townships.csv`), `stations_off`
    the stations that stand farther from where the table puts them than a cell explains, with the km.
    """

    names: tuple[str, ...]
    seat: str
    people: Floats
    town_people: Floats
    area_km2: Floats
    road_km: Floats
    planned: Ints
    officers: Ints
    staffing: str
    estimated: tuple[tuple[str, str], ...]
    stations_off: tuple[tuple[str, float], ...] = ()


def used_place(scenario: Scenario) -> UsedPlace:
    """The county that a scenario builds, as it stands before the first minute; takes seconds, runs nothing.

    InputError where the land cannot be built.
    """
    now = scenario.in_force(0)
    land = landscape(now)
    cells, count = land.cells, len(land.townships)
    urban = cells["people"] * (cells["area"] == Area.URBAN)

    def by_township(weights: Floats) -> Floats:
        summed: Floats = np.bincount(cells["township"], weights=weights, minlength=count)
        return summed

    corps, origin = establishment(now, land)
    homes = posted(corps, origin, now.rule, now, land).township
    officers = np.zeros((len(Corps), count), np.int64)
    np.add.at(officers, (corps, homes), 1)
    return UsedPlace(
        names=tuple(each.name for each in land.townships),
        seat=land.townships[land.county_seat].name,
        people=by_township(cells["people"]),
        town_people=by_township(urban),
        area_km2=by_township(np.full(len(cells), now["cell_km"] ** 2)),
        road_km=np.array([by_township(length) for length in cells["road_km"].T]),
        planned=staffing_table(now, land),
        officers=officers,
        staffing=scenario.described().staffing,
        estimated=estimated(scenario.townships),
        stations_off=tuple(_stations_off(land, now["cell_km"])),
    )


def _stations_off(land: Landscape, side: float) -> Iterator[tuple[str, float]]:
    """Stations whose place lies outside of their township: they stand in its nearest cell."""
    for township, cells in zip(land.townships, land.station_cells, strict=True):
        for (x, y), cell in zip(township.station_places, cells, strict=False):
            away = float(np.hypot(land.cells["x_km"][cell] - x, land.cells["y_km"][cell] - y))
            if away > side * np.sqrt(0.5) + 1e-9:
                yield township.name, round(away, 1)
