"""The land of a county as the files of a place: read back, it is the same county bit for bit."""

from __future__ import annotations

from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.given_land import GivenCell, GivenLand, GivenLink
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario import Scenario


def land_of(scenario: Scenario) -> GivenLand:
    """The cells and roads that a scenario has in its first minute, as a place gives them.

    Roads have the class and the length of that minute, streets among them, and the speed of their class; who
    lives in which cell still follows from the townships and the levers.
    """
    now = scenario.in_force(0)
    land = landscape(now)
    places = [(float(x), float(y)) for x, y in zip(land.cells["x_km"], land.cells["y_km"], strict=True)]
    names = [land.townships[row].name for row in land.cells["township"].tolist()]
    cells = tuple(GivenCell(*place, name) for place, name in zip(places, names, strict=True))
    ends = zip(land.links["tail"].tolist(), land.links["head"].tolist(), strict=True)
    roads = zip(land.links["road_class"].tolist(), land.links["length_km"].tolist(), strict=True)
    links = [
        GivenLink(places[tail], places[head], RoadClass(road), length)
        for (tail, head), (road, length) in zip(ends, roads, strict=True)
        if places[tail] < places[head]
    ]
    return GivenLand(now["cell_km"], cells, tuple(sorted(links, key=lambda each: (each.tail, each.head))))
