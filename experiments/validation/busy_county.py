"""A county small and busy enough for a twin in plain Python: county-town cut down.

What is off is exogenous to what is claimed of it, or has tests of its own: queues on roads, posts,
deterrence, violations met, training, complex cases. Its calls are counted on people: no road is asked.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from jiaosuo.model import Scenario
from jiaosuo.model.core.terms import Basis, WorkBasis
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.incidents.kind import STREET_DAY, Kind
from jiaosuo.model.work import in_order

PLACE, DAYS = "county-town", 5.0
"""All worlds are as long, as papers and case files that are owed add up from the first day on."""

SMALL = {
    "population": 30_000, "area_km2": 150, "townships": 3, "squadrons": 1, "urban_stations": 1,
    "trunk_km": 10, "county_km": 40, "village_km": 150, "people_per_agent": 25,
    "officers_traffic": 16, "officers_station": 28, "officers_patrol": 0, "auxiliaries": 6,
    "traffic_specialists": 0, "case_specialists": 0,
}  # fmt: skip
"""So small that plain Python can keep up, and so few officers that calls wait."""

HEADCOUNTS = ("officers_traffic", "officers_station", "officers_patrol", "auxiliaries")

CALLED = {
    "damage_crash": 450, "injury_crash": 60, "obstruction": 150,
    "dispute": 300, "help": 300, "theft": 120, "violence": 120,
}  # fmt: skip
"""Calls a year for 1,000 people: far more than anywhere, so that a few days hold many."""

PATIENCE = 0.25
"""Of that elsewhere, so that many give up, and no wait is so long that a few of them make the mean."""

OFF_HERE = {
    "vehicles_per_1000": 20, "crash_calibration": 1, "deterrence_strength": 0, "violations_per_beat_hour": 0,
    "posts_per_urban_km2": 0, "training_hours": 0, "ring_fence": 0, "last_officer_minutes": 0,
    "roster_alignment": 0, "trust_reporting": 0, "visits_per_hour": 0, "warmup_days": 0,
    "pressure_errors": 0,
    **{f"{kind}_{share}": 0 for kind in KINDS for share in ("complex_share", "block_share")},
    **{f"{work.name}_amount": 0 for work in in_order() if work.basis != WorkBasis.OFFICER},
    "late_file_annoyance": 0, "files_before": 0,
}  # fmt: skip
"""What the twin does not do."""


def on_people(kind: Kind) -> Kind:
    """The kind with its calls counted on people: no road is asked how often."""
    if kind.basis != Basis.FLOW:
        return kind
    return replace(kind, basis=Basis.PEOPLE, is_crash=False, hours=STREET_DAY)


def scenario(rule: str, seed: int) -> Scenario:
    """The county of the claim."""
    return _county(rule).changed(seed=seed)


@cache
def _county(rule: str) -> Scenario:
    """What all worlds have in common, checked once."""
    rates = {f"{kind}_rate_{area}": rate for kind, rate in CALLED.items() for area in ("rural", "urban")}
    town = Scenario.preset(PLACE, rule=rule)
    patience = {name: PATIENCE * town[name] for name in (f"{kind}_patience_minutes" for kind in CALLED)}
    values = dict(town.values) | SMALL | OFF_HERE | rates | patience
    return town.changed(kinds=tuple(map(on_people, KINDS.values())), values=values)
