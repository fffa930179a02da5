"""The counties that are measured."""

from __future__ import annotations

from typing import Any

from jiaosuo.model import Scenario

PEOPLE, AREA, TOWNSHIPS = 450_000, 1_600, 10
FORCE = {
    "officers_traffic": 400, "officers_station": 700, "officers_patrol": 200, "auxiliaries": 180,
    "traffic_specialists": 10, "case_specialists": 10,
}  # fmt: skip
"""1,500 officers."""


def large_county(rule: str = "separate") -> Scenario:
    """400,000 citizens, 100,000 vehicles, each an agent, and 1,500 officers, in a growing town's county."""
    people = {"people_per_agent": 1, "population": 400_000, "vehicles_per_1000": 250}
    return Scenario.preset("county-town", rule=rule, **people, **FORCE)


def grown_county(people: int, **values: Any) -> Scenario:
    """A county like that of the growing town at another size: land and force in proportion, within limits."""
    share = people / PEOPLE
    base = Scenario.preset("county-town")
    names = ("officers_traffic", "officers_station", "auxiliaries", "traffic_specialists", "case_specialists")
    force = {name: max(1, round(base[name] * share)) for name in names}
    roads = {name: base[name] * share for name in ("trunk_km", "county_km", "village_km")}
    land = {
        "population": people,
        "area_km2": max(10.0, AREA * share),
        "townships": min(60, max(1, round(TOWNSHIPS * share))),
        "urban_stations": min(20, max(1, round(base["urban_stations"] * share))),
        "squadrons": min(20, max(1, round(base["squadrons"] * share))),
    }
    return Scenario.preset("county-town", **({"people_per_agent": 1} | force | roads | land | values))
