"""What OpenStreetMap calls a road, in our classes, and how fast it says one may drive."""

from __future__ import annotations

import re

from jiaosuo.model.core.terms import RoadClass

CLASSES = {
    "motorway": RoadClass.TRUNK, "trunk": RoadClass.TRUNK, "primary": RoadClass.TRUNK,
    "secondary": RoadClass.COUNTY, "tertiary": RoadClass.COUNTY,
    "unclassified": RoadClass.VILLAGE, "residential": RoadClass.VILLAGE, "track": RoadClass.VILLAGE,
    "living_street": RoadClass.VILLAGE, "road": RoadClass.VILLAGE, "service": RoadClass.VILLAGE,
}  # fmt: skip
"""By the value of `highway`, links to motorways and the like included; other values are no roads for cars."""

STREETS = ("residential", "living_street", "service")
"""Not counted among the kilometres of village roads: the built-up area has its streets by its size."""

MILE_KM = 1.609344
SLOWEST, FASTEST = 5.0, 130.0


def road_class(highway: str) -> RoadClass | None:
    """Our class of a value of `highway`; None: no road for cars."""
    return CLASSES.get(highway.removesuffix("_link"))


def speed_kmh(maxspeed: str) -> float | None:
    """The number in a `maxspeed` such as 40, 40 km/h or 25 mph; None where it says none."""
    found = re.match(r"\s*(\d+(?:\.\d+)?)\s*(mph)?", maxspeed)
    if not found:
        return None
    speed = float(found[1]) * (MILE_KM if found[2] else 1)
    return speed if SLOWEST <= speed <= FASTEST else None


def tag(other_tags: str, key: str) -> str:
    """A value among the other tags of an extract, as its driver writes them: "key"=>"value"."""
    found = re.search(rf'"{re.escape(key)}"=>"([^"]*)"', other_tags)
    return found[1] if found else ""
