"""Counties for the laws: small, quick, and one with everything but the queue switched off."""

from dataclasses import replace

from model import County, Scenario
from model.core.terms import Basis, Domain, HandlingLaw
from model.incidents.kind import Given, Kind
from model.rules import RULES

SMALL = {"people_per_agent": 25}
SCARCE = SMALL | {
    "on_duty_share": 0.12,
    "vehicles_per_1000": 300,
    "dispute_rate_rural": 60,
    "theft_rate_rural": 40,
}
"""Few on duty and many calls: queues form, so that the order of calls matters."""


def county(rule, days=2, seed=3, **values):
    """Zigui under a rule (name or value), small."""
    return County(Scenario.preset("zigui-2004", rule=rule, seed=seed, **(SMALL | values))).run_days(days)


def changed(rule, **answers):
    """A rule of the shelf with some answers changed."""
    return replace(RULES[rule], **answers)


QUEUE = Kind(
    name="queue",
    label="Job",
    domain=Domain.ORDER,
    basis=Basis.COUNTY,
    law=HandlingLaw.EXPONENTIAL,
    numbers={
        "rate_rural": Given(40_000),
        "handling_minutes": Given(30),
        "patience_minutes": Given(1e7),
        "patience_cv": Given(0),
        "report_delay": Given(0),
    },
)

OFF = {
    "people_per_agent": 25, "population": 20_000, "area_km2": 25,
    "townships": 1, "squadrons": 1, "urban_stations": 1,
    "trunk_km": 0, "county_km": 10, "village_km": 20,
    "officers_traffic": 0, "officers_patrol": 0, "auxiliaries": 0,
    "traffic_specialists": 0, "case_specialists": 0,
    "on_duty_share": 1, "availability": 1, "night_weight": 1, "day_weight": 1, "evening_weight": 1,
    "travel_share": 0, "delta": 0, "setup_share": 0, "handover_minutes": 0, "wrong_desk_share": 0,
    "call_taking_minutes": 0, "training_hours": 0, "posts_per_urban_km2": 0, "recall_priority": 0,
}  # fmt: skip
"""No travel, shifts, learning, posts, handover, reporting or complexity: what is left is a queue."""


def queue(servers, load_per_server, seed, days=40):
    """An M/M/c county: `servers` officers, each offered `load_per_server` erlangs of jobs of 30 minutes."""
    a_year = load_per_server * servers / 30 * 1_440 * 365
    values = OFF | {"officers_station": servers, "queue_rate_rural": a_year}
    scenario = Scenario(
        place="bench", rule=RULES["separate"], seed=seed, staffing=0, kinds=(QUEUE,), values=values
    )
    return County(scenario).run_days(days)
