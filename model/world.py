"""The world before anybody is policed: who lives there, who drives, and what could happen.

It is the same under every rule and staffing, so that it is drawn once for all counties that are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from jiaosuo.model.across_worlds import once_for_all_rules
from jiaosuo.model.calls import Candidates, candidates
from jiaosuo.model.citizens import Citizens, citizens
from jiaosuo.model.core.columns import digest
from jiaosuo.model.kernels.base.draws import seed_key
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.vehicles import Vehicles, vehicles


@dataclass
class World:
    """People, vehicles and candidate incidents of one seed; `digest` names them and the land.

    The kinds of the candidates are told as if experts led everywhere: who leads depends on the staffing.
    """

    citizens: Citizens
    vehicles: Vehicles
    candidates: Candidates
    digest: bytes


@once_for_all_rules
def world(scenario: Scenario, land: Landscape) -> World:
    """Draw the world of a scenario's seed on its land."""
    key = int(seed_key(scenario.seed))
    people = citizens(scenario, land, key)
    fleet = vehicles(scenario, land, people, key)
    could_happen = candidates(scenario, land, people, fleet, key)
    return World(people, fleet, could_happen, _digest(land, people, fleet))


def _digest(land: Landscape, people: Citizens, fleet: Vehicles) -> bytes:
    who = people.columns[["home", "work", "urban", "drives", "trust"]]
    what = fleet.columns[["owner", "kind", "compliance", "informed"]]
    return digest(land.cells, land.links, who, what, fleet.trips, fleet.roads.demand)
