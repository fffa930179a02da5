"""Tiny places, from village county to city, and an effort that takes seconds."""

from __future__ import annotations

from dataclasses import replace

from jiaosuo.experiments.patterns.effort import QUICK
from jiaosuo.model.scenario import Scenario

TINY = replace(QUICK, days=0.25, worlds=2, changes=1)
LITTLE = {
    "people_per_agent": 25, "population": 20_000, "area_km2": 64, "townships": 2, "squadrons": 1,
    "urban_stations": 1, "trunk_km": 5, "county_km": 10, "village_km": 30,
    "officers_traffic": 8, "officers_station": 16, "auxiliaries": 4, "traffic_specialists": 1,
    "case_specialists": 1,
}  # fmt: skip


def little(name: str, urbanization: float, **values: float) -> Scenario:
    """A made-up place."""
    place = Scenario.preset("county-town", **LITTLE, urbanization=urbanization, **values)
    return place.changed(place=name)
