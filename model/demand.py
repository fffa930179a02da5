"""How often what is expected to happen where: from land, people and vehicles, before anybody is policed.

Staffing and the skill officers start with are worked out from it, so neither depends on a seed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from jiaosuo.model.call_weights import cell_weights, weighed
from jiaosuo.model.core.shares import largest_remainder
from jiaosuo.model.core.terms import Area, Basis, Domain, RoadClass, word
from jiaosuo.model.core.units import DAYS_A_YEAR, MINUTES_AN_HOUR
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.work_demand import free_share, load_of_work

type Floats = npt.NDArray[np.float64]


def density_weight(land: Landscape, scenario: Scenario) -> Floats:
    """0 where settlement is as sparse as rural rates assume, 1 where as dense as urban ones do; (cells,)."""
    low, high = scenario["density_rural"], max(scenario["density_urban"], scenario["density_rural"] + 1)
    density = np.maximum(land.cells["people"] / scenario["cell_km"] ** 2, 1e-9)
    weight: Floats = np.clip(np.log(density / low) / np.log(high / low), 0, 1)
    return weight


def rates_of(kind: Kind, scenario: Scenario) -> tuple[float, float]:
    """Yearly rates of a kind where settlement is sparse and where it is dense, at the calls of the scenario.

    In the unit of its basis. Every incident that nobody on patrol brings about follows from these, so
    `call_volume` scales all of them alike.
    """
    volume = scenario["call_volume"]
    return volume * scenario[f"{kind.name}_rate_rural"], volume * scenario[f"{kind.name}_rate_urban"]


def rate_per_person(kind: Kind, land: Landscape, scenario: Scenario) -> Floats:
    """Incidents per person and day in each cell, (cells,), for a kind counted on people."""
    weight = density_weight(land, scenario)
    rural, urban = rates_of(kind, scenario)
    rates: Floats = ((1 - weight) * rural + weight * urban) / 1000 / DAYS_A_YEAR
    return rates


def rate_per_vehicle(kind: Kind, area: npt.NDArray[np.int8], scenario: Scenario) -> Floats:
    """Incidents per vehicle and day where `area` says rural or urban; same shape as `area`."""
    rural, urban = rates_of(kind, scenario)
    rates: Floats = np.where(area == Area.URBAN, urban, rural) / DAYS_A_YEAR
    return rates


def crowding(kind: Kind, land: Landscape, scenario: Scenario) -> Floats:
    """How much more often a vehicle meets with an incident than at the survey, as roads fill; (cells,)."""
    urban = land.cells["area"] == Area.URBAN
    exponent = np.where(
        urban, scenario[f"{kind.name}_flow_exponent_urban"], scenario[f"{kind.name}_flow_exponent_rural"]
    )
    grown = vehicles_per_head(scenario) / (scenario["surveyed_vehicles_per_1000"] / 1000)
    more: Floats = np.power(grown, exponent - 1)
    return more


def weights_of(kind: Kind, land: Landscape, scenario: Scenario) -> Floats | None:
    """How many times as often as people and roads tell calls arise in each cell, (cells,); None: once."""
    cells = land.cells
    return cell_weights(scenario.call_weights, kind.name, cells["x_km"], cells["y_km"], scenario["cell_km"])


def expected_calls(land: Landscape, scenario: Scenario) -> Floats:
    """Reported calls a day, shape (kinds, townships); traffic follows the people's homes."""
    rows = [
        _expected(kind, land, scenario) * scenario[f"{kind.name}_report_share"] for kind in scenario.kinds
    ]
    return np.array(rows).reshape(len(scenario.kinds), len(land.townships))


def _expected(kind: Kind, land: Landscape, scenario: Scenario) -> Floats:
    people, owner = land.cells["people"], land.cells["township"]
    if kind.basis == Basis.PEOPLE:
        cells = people * rate_per_person(kind, land, scenario)
    elif kind.basis == Basis.FLOW:
        per_vehicle = rate_per_vehicle(kind, land.cells["area"], scenario)
        cells = people * vehicles_per_head(scenario) * per_vehicle * crowding(kind, land, scenario)
    elif kind.basis == Basis.COUNTY:
        cells = people / people.sum() * rates_of(kind, scenario)[0] / DAYS_A_YEAR
    else:
        cells = np.zeros(len(people))
    cells = weighed(cells, weights_of(kind, land, scenario), kind.name)
    per_township: Floats = np.bincount(owner, weights=cells, minlength=len(land.townships))
    return per_township


def road_shares(land: Landscape, scenario: Scenario) -> Floats:
    """Share of a township's traffic on each class of road, (townships, road classes): length by capacity."""
    capacity = np.array([scenario[f"capacity_{word(road)}"] for road in RoadClass])
    flow = np.zeros((len(land.townships), len(RoadClass)))
    np.add.at(flow, land.cells["township"], land.cells["road_km"] * capacity)
    total = flow.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(flow, total, out=np.full_like(flow, 1 / len(RoadClass)), where=total > 0)
    return shares


def officer_minutes(kinds: Sequence[Kind], scenario: Scenario) -> Floats:
    """Officer-minutes of one call of each kind at expert time, paperwork included; (kinds,)."""

    def of(kind: Kind, name: str) -> float:
        return scenario[f"{kind.name}_{name}"]

    return np.array(
        [of(k, "handling_minutes") * of(k, "officers_needed") + of(k, "paperwork_minutes") for k in kinds]
    )


def posts_wanted(land: Landscape, scenario: Scenario) -> npt.NDArray[np.int64]:
    """Junction posts wanted at peak, (townships,): by built-up area, whole posts that add up."""
    built = land.built * scenario["cell_km"] ** 2
    urban_km2 = np.bincount(land.cells["township"], weights=built, minlength=len(land.townships))
    return largest_remainder(round(urban_km2.sum() * scenario["posts_per_urban_km2"]), urban_km2)


def visit_minutes_wanted(land: Landscape, scenario: Scenario) -> Floats:
    """Minutes of community visits wanted a day, (townships,): by people, the same under every rule."""
    cells = land.cells
    people = np.bincount(cells["township"], weights=cells["people"], minlength=len(land.townships))
    minutes: Floats = people / 1000 * scenario["community_hours"] * MINUTES_AN_HOUR
    return minutes


def response_load(land: Landscape, scenario: Scenario) -> tuple[Floats, Floats]:
    """Officer-minutes a day by township, traffic and the rest, of what has no fixed place or hour.

    Calls at published times with their paperwork and files, other work (see `load_of_work`), and checkpoints
    in traffic or community duty in the rest.
    """
    calls = expected_calls(land, scenario)
    minutes = calls * officer_minutes(scenario.kinds, scenario)[:, None]
    is_traffic = np.array([kind.domain == Domain.TRAFFIC for kind in scenario.kinds], np.bool_)
    cells, count = land.cells, len(land.townships)
    road_km = np.bincount(cells["township"], weights=cells["road_km"].sum(axis=1), minlength=count)
    checkpoints = road_km / 100 * scenario["checkpoint_hours"] * MINUTES_AN_HOUR
    community = visit_minutes_wanted(land, scenario)
    of_traffic, of_order = load_of_work(land, scenario, calls)
    return (
        minutes[is_traffic].sum(axis=0) + checkpoints + of_traffic,
        minutes[~is_traffic].sum(axis=0) + community + of_order,
    )


def post_load(land: Landscape, scenario: Scenario) -> Floats:
    """Officer-minutes a day that junction posts want in the two peaks, (townships,)."""
    minutes_a_post = 2 * scenario["peak_hours"] * MINUTES_AN_HOUR
    return posts_wanted(land, scenario).astype(np.float64) * minutes_a_post


def offered_load(land: Landscape, scenario: Scenario) -> tuple[Floats, Floats]:
    """Officer-minutes a day by township, traffic and the rest: response load, and posts in traffic."""
    traffic, order = response_load(land, scenario)
    return traffic + post_load(land, scenario), order


MOST_FOR_POSTS = 0.5
"""Part of the traffic corps that is placed by posts at most, however many are wanted (assumption)."""


def officers_for_posts(land: Landscape, scenario: Scenario) -> float:
    """Officers of the roster that it takes to hold all junction posts at the peaks.

    A post takes one who is on duty and free of other work, so 1 / (`on_duty_share` * share free of it).
    """
    wanted = posts_wanted(land, scenario).sum() if scenario["peak_hours"] > 0 else 0
    return float(wanted / (scenario["on_duty_share"] * free_share(land, scenario)))


def traffic_weights(land: Landscape, scenario: Scenario, officers: int) -> Floats:
    """Share of each township in so many traffic officers, (townships,), adding up to 1.

    Two loads, shared out apart: officers for posts by where posts are, all others by response load. In one
    sum of minutes a post, which is wanted for hours on end, would outweigh all calls of a county.
    """
    response, _ = response_load(land, scenario)
    posts = posts_wanted(land, scenario).astype(np.float64)
    for_posts = min(officers_for_posts(land, scenario) / max(officers, 1), MOST_FOR_POSTS)
    weights: Floats = (1 - for_posts) * _parts(response) + for_posts * _parts(posts)
    return weights


def _parts(load: Floats) -> Floats:
    """Each as a part of all; equal parts where there is nothing."""
    total = load.sum()
    return load / total if total > 0 else np.full(len(load), 1 / len(load))
