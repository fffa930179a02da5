"""Where calls are in the county: names of townships as its table has them, points in its own kilometres."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.places.geo.china import wgs84_from_bd09, wgs84_from_gcj02
from jiaosuo.experiments.places.geo.names import bare
from jiaosuo.experiments.places.tables.positions import KM_A_DEGREE, PROJECTED
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.landscape import Landscape, landscape

if TYPE_CHECKING:
    from jiaosuo.experiments.places.folder import OpenPlace

type Floats = npt.NDArray[np.float64]
type Point = tuple[float, float]

SHIFTED = {"gcj02": wgs84_from_gcj02, "bd09": wgs84_from_bd09}
CENTRED = re.compile(r"\+lat_0=(?P<lat>[-\d.e]+).*?\+lon_0=(?P<lon>[-\d.e]+)")
NEAR = 1.5
"""Cells from the nearest cell of the county up to which a point is in it: grids cut off corners."""


@dataclass(frozen=True)
class CountyPlaces:
    """The townships and cells of a county: `names` has every way to call a township."""

    land: Landscape
    side: float
    names: Mapping[str, str]
    origin: Point | None = None

    def township(self, text: str, said: Mapping[str, str]) -> str | None:
        """The township that a text means: as the map says, by its name, or alike; None if none or several."""
        text = said.get(text, text)
        if text in self.names:
            return self.names[text]
        alike = {name for each, name in self.names.items() if bare(each) == bare(text)}
        return alike.pop() if len(alike) == 1 else None

    def townships_at(self, points: Floats) -> list[str | None]:
        """The township in which each point lies, (points, 2) in km; None for one outside the county."""
        # scipy.spatial is slow to import: only who has points pays
        from scipy.spatial import cKDTree

        cells = self.land.cells
        tree = cKDTree(np.column_stack([cells["x_km"], cells["y_km"]]))
        far, nearest = tree.query(points)
        owner = cells["township"][np.minimum(nearest, len(cells) - 1)]
        names = [each.name for each in self.land.townships]
        inside = far <= NEAR * self.side
        return [
            names[row] if here else None for row, here in zip(owner.tolist(), inside.tolist(), strict=True)
        ]


def county_places(opened: OpenPlace) -> CountyPlaces:
    """What is known of where a county's townships and cells are; builds the land."""
    land = landscape(opened.scenario.in_force(0))
    names: dict[str, str] = {}
    for each in land.townships:
        for said in (each.name, each.name_zh):
            if said:
                names.setdefault(said, each.name)
    return CountyPlaces(land, opened.scenario["cell_km"], names, _origin(opened))


def _origin(opened: OpenPlace) -> Point | None:
    """Longitude and latitude of the county's south-west corner, if its table was in degrees."""
    notes = (*opened.record.notes, *opened.notes)
    for note in notes:
        if note.message == PROJECTED:
            return float(note.values["lon"]), float(note.values["lat"])
    return None


def kilometres(degrees: Floats, datum: str, origin: Point | None, file: str) -> Floats:
    """Longitudes and latitudes, (points, 2), in kilometres from the south-west corner of the county.

    InputError where nobody says where that corner lies.
    """
    if origin is None:
        allowed = (
            "longitudes need the place of the county: say where its south-west corner (0 km, 0 km) lies, in "
            "the map: [position] origin = [LONGITUDE, LATITUDE]"
        )
        raise InputError(f"{file} position", "longitude and latitude", allowed)
    real = SHIFTED[datum](degrees) if datum in SHIFTED else degrees
    west, south = origin
    along = KM_A_DEGREE * math.cos(math.radians(float(np.nanmean(real[:, 1]))))
    return np.column_stack([(real[:, 0] - west) * along, (real[:, 1] - south) * KM_A_DEGREE])


def named(
    texts: Iterable[str], places: CountyPlaces | None, said: Mapping[str, str]
) -> dict[str, str | None]:
    """For each text the township that it means; without a county the text itself."""
    if places is None:
        return {text: said.get(text, text) for text in texts}
    return {text: places.township(text, said) for text in texts}
